import type { CodegenConfig } from "@graphql-codegen/cli";

type Output = CodegenConfig["generates"][string];

type Service = "admin" | "main";

/** Where each service's operations live. What both services answer alike is checked against both schemas. */
const documents: Record<Service, string[]> = {
  admin: ["src/features/{admin,sync}/**/*.{ts,tsx}", "src/app/routes/manage/*.tsx"],
  main: ["src/features/{likes,products,sync}/**/*.{ts,tsx}", "src/app/routes/shop/*.tsx"],
};

const schemaOf = (service: Service) => `../schema/${service}.graphql`;

/** The types of all operations of a service. */
function operations(service: Service): Output {
  return {
    preset: "client",
    schema: schemaOf(service),
    documents: documents[service],
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
    "src/gql/main/": operations("main"),
    "src/gql/main/possibleTypes.ts": possibleTypes("main"),
  },
};

export default config;
