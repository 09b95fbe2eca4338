// Writes the pages of the rules of `audit`: `node scripts/audit-pages.mjs`, after `npm run build`.
import { mkdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { root } from "./lib/run.mjs";

const built = (path) => import(pathToFileURL(`${root}/packages/egress6/dist/${path}`).href);
const { loadAuditRules } = await built("adapter/fact-files/audit-rules.js");
const { loadAuditExamples } = await built("adapter/fact-files/audit-examples.js");
const { explainMarkdown, rulesMarkdown } = await built("render/audit/explain.js");

const data = pathToFileURL(`${root}/data/`);
const folder = `${root}/docs/audit`;
mkdirSync(folder, { recursive: true });
const rules = [...loadAuditRules(data).rules.values()];
for (const rule of rules) {
  writeFileSync(`${folder}/${rule.id}.md`, explainMarkdown(rule, loadAuditExamples(rule.id, data)));
}
writeFileSync(`${folder}/README.md`, rulesMarkdown(rules));
console.log(`docs/audit: ${rules.length} rules`);
