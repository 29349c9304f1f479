// Validates schema/asyncapi.yaml against AsyncAPI 3 and resolves its references.
// Usage: node tools/check-asyncapi.mjs

import { fileURLToPath } from "node:url";
import { fromFile, Parser } from "@asyncapi/parser";

const file = fileURLToPath(new URL("../schema/asyncapi.yaml", import.meta.url));
const { document, diagnostics } = await fromFile(new Parser(), file).parse();
for (const { severity, message, path } of diagnostics) {
  console.log(`${["error", "warning", "information", "hint"][severity]}: ${path.join(".")}: ${message}`);
}
const faults = diagnostics.filter(({ severity }) => severity <= 1);
if (!document || faults.length > 0) process.exit(1);
console.log(`${document.messages().length} messages in ${document.channels().length} channels`);
