import type { CodegenConfig } from "@graphql-codegen/cli";

type Output = CodegenConfig["generates"][string];

type Service = "admin" | "main";

/** Where each service's operations live. What both services answer alike is checked against both schemas. */
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

/** Of admin_service's operations those that every page needs: they are loaded with the program, the others are not. */
const sessionDocuments = ["src/features/accounts/{Me,useSignOut}.ts"];

/** Of main_service's operations those that only customers need: the first page goes without them. */
const orderDocuments = [
  "src/features/{basket,orders}/**/*.{ts,tsx}",
  "src/app/routes/orders/*.tsx",
];

/** And those that only what is put together needs. */
const configuratorDocuments = ["src/features/configurator/**/*.{ts,tsx}"];

const schemaOf = (service: Service) => `../schema/${service}.graphql`;

/** The types of all operations of a service. */
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

/** Which types each union and interface of a service can be, for the cache. */
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
