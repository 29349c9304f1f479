import type { CodegenConfig } from "@graphql-codegen/cli";

type Output = CodegenConfig["generates"][string];

/** Where each service's operations live. What both services answer alike is checked against both schemas. */
const documents = {
  admin: ["src/features/admin/**/*.{ts,tsx}", "src/app/routes/manage/*.tsx"],
  main: [
    "src/features/{likes,products,sync}/**/*.{ts,tsx}",
    "src/components/**/*.tsx",
    "src/app/routes/shop/*.tsx",
  ],
};

function output(service: keyof typeof documents): Output {
  return {
    preset: "client",
    schema: `../schema/${service}.graphql`,
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

const config: CodegenConfig = {
  generates: { "src/gql/admin/": output("admin"), "src/gql/main/": output("main") },
};

export default config;
