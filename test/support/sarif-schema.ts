import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";

/** The official schema of SARIF 2.1.0, as Microsoft's SDK ships it. */
const PATH = "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";

// Draft 4 as ajv no longer has it, but with nothing that later drafts take differently besides these two.
const { $schema, id, ...schema } = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve(PATH), "utf8"),
);

// One of its patterns is none with the flag `u`.
const ajv = new Ajv({ allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

/** What the schema has against the log; empty: it is SARIF. */
export function sarifFaults(log: unknown): readonly string[] {
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
