// Writes examples/journey/documents anew: what the commands of docs/journey.md print, which the pages show as examples.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const example = "examples/journey";
const out = `${example}/documents`;
mkdirSync(`${root}/${out}`, { recursive: true });

function run(...args) {
  const env = { ...process.env, EGRESS6_DB: `${root}/.tmp/none.sqlite` };
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [`${root}/packages/egress6/bin/egress6.js`, ...args],
    { cwd: root, env, encoding: "utf8", maxBuffer: 1e8 },
  );
  if (status !== 0 && status !== 1) throw new Error(stderr);
  return stdout;
}

const write = (name, text) => writeFileSync(`${root}/${out}/${name}`, text);

write("audit.json", run("audit", `${example}/before/infra`, "--json", "--fail-on", "never"));
write("survey.json", run("survey", "--from", `${example}/before/account`, "--format", "json"));
const logs = `${example}/before/AWSLogs`;
write("flows.json", run("flows", logs, "--topology", `${out}/survey.json`, "--json"));
const sources = ["audit", "survey", "flows"].map((name) => `${out}/${name}.json`);
const { schemaVersion, workload, stepsTo, designs, steps, gates } = JSON.parse(
  run("plan", ...sources, `${example}/constraints.yaml`, "--steps", "--json"),
);
// What the checklist needs of a plan.
const checklist = {
  schemaVersion,
  workload: { name: workload.name, region: workload.region },
  stepsTo,
  designs: designs.map(({ id, title }) => ({ id, title })),
  steps,
  gates,
};
write("steps.json", `${JSON.stringify(checklist, null, 2)}\n`);
