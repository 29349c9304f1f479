import type { CodegenConfig } from "@graphql-codegen/cli";

type Output = CodegenConfig["generates"][string];

type Service = "admin" | "main";

/** The files with the operations of each service. Operations for both services are validated against both schemas. */
const documents: Record<Service, string[]> = {
  admin: [
    "src/components/PageNotices.tsx",
    "src/features/{accounts,admin,options,sync}/**/*.{ts,tsx}",
    "src/app/routes/{account,manage}/*.tsx",
  ],
  main: [
    "src/components/PageNotices.tsx",
    "src/features/{likes,products,sync}/**/*.{ts,tsx}",
    "src/app/routes/shop/*.tsx",
  ],
};

/** The operations of `admin_service` that every page needs. They are part of the initial bundle. */
const sessionDocuments = ["src/features/accounts/{Me,useSignOut}.ts"];

/** The operations of `main_service` that only customers need. The first page does not load them. */
const orderDocuments = [
  "src/features/{basket,orders}/**/*.{ts,tsx}",
  "src/app/routes/orders/*.tsx",
];

/** The operations of `main_service` that only configurable products need. */
const configuratorDocuments = ["src/features/configurator/**/*.{ts,tsx}"];

const schemaOf = (service: Service) => `../schema/${service}.graphql`;

/** Generates the types of the operations of a service. */
function operations(service: Service, files = documents[service]): Output {
  return {
    preset: "client",
    schema: schemaOf(service),
    documents: files,
    presetConfig: { fragmentMasking: { unmaskFunctionName: "readFragment" } },
    config: {
      useTypeImports: true,
      enumType: "string-literal",
      scalars: { ID: "string", DateTime: "string", Decimal: "string" },
      defaultScalarType: "unknown",
    },
  };
}

/** Generates the possible types of unions and interfaces, for the Apollo cache. */
function possibleTypes(service: Service): Output {
  return { schema: schemaOf(service), plugins: ["fragment-matcher"] };
}

const config: CodegenConfig = {
  generates: {
    "src/gql/admin/": operations("admin"),
    "src/gql/admin/possibleTypes.ts": possibleTypes("admin"),
    "src/gql/session/": operations("admin", sessionDocuments),
    "src/gql/main/": operations("main"),
    "src/gql/orders/": operations("main", orderDocuments),
    "src/gql/configurator/": operations("main", configuratorDocuments),
    "src/gql/main/possibleTypes.ts": possibleTypes("main"),
  },
};

export default config;
