// Writes the JSON Schema of `egress6 export --format json`, after a build: `node scripts/write-export-schema.mjs`.
import { writeFileSync } from "node:fs";
import { exportJsonSchema } from "../packages/egress6/dist/report/export-schema.js";

const file = new URL("../data/schema/export.schema.json", import.meta.url);
writeFileSync(file, `${JSON.stringify(exportJsonSchema(), null, 2)}\n`);
