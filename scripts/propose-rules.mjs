// Looks for newer rules of AWS and proposes them as a pull request: `node scripts/propose-rules.mjs look`, which runs
// packages of this clone, then, where one may write, `node scripts/propose-rules.mjs propose`. .github/workflows/rules.yml
// does the two in two jobs. GH_TOKEN is what git and gh show to GITHUB_SERVER_URL.
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { gitEnvironment } from "./lib/git-environment.mjs";
import { root } from "./lib/run.mjs";

const BRANCH = "update-rules";
const TITLE = "catalog: take the newest rules of AWS";
const FILES = ["catalog.json", "cli-v1-endpoints.json", "rule-sources.json", "rules-history.json"];
/** What `look` hands over to `propose`. */
const proposal = `${root}/proposal`;
const words = `${proposal}/changes.md`;

function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, encoding: "utf8", ...options });
  if (result.error) fail(`${command}: ${result.error.message}`);
  if (result.status !== 0 && !options.mayFail) {
    fail(`${command} ${args[0]} ended with ${result.status}: ${result.stderr?.trim()}`);
  }
  return result;
}

function fail(message) {
  console.error(`propose-rules: ${message}`);
  process.exit(3);
}

function look() {
  const { stdout } = run("npx", ["egress6", "catalog", "update"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.stdout.write(stdout);
  run(process.execPath, ["scripts/rules-history.mjs", "--clients", "--write"]);
  run("npx", ["biome", "format", "--write", "data/rules-history.json"]);
  const changed = run("git", ["diff", "--name-only", "--", "data"]).stdout.trim() !== "";
  if (changed) {
    mkdirSync(proposal, { recursive: true });
    for (const file of FILES) copyFileSync(`${root}/data/${file}`, `${proposal}/${file}`);
    const lines = stdout.split("\n").filter((line) => !line.startsWith("written to "));
    writeFileSync(
      words,
      `\`egress6 catalog update\` says:\n\n\`\`\`\n${lines.join("\n").trim()}\n\`\`\`\n`,
    );
  }
  const output = process.env.GITHUB_OUTPUT;
  if (output) appendFileSync(output, `changed=${changed}\n`);
}

function propose() {
  if (!existsSync(words)) fail("there is no proposal: `look` first");
  for (const file of readdirSync(proposal).filter((name) => FILES.includes(name))) {
    copyFileSync(`${proposal}/${file}`, `${root}/data/${file}`);
  }
  const env = gitEnvironment(process.env.GH_TOKEN);
  const git = (...args) => run("git", args, { env });
  git("switch", "--force-create", BRANCH);
  git("commit", "--quiet", "--message", TITLE, "--", ...FILES.map((file) => `data/${file}`));
  git("push", "--force", process.env.RULES_REMOTE || "origin", BRANCH);
  const body = ["--title", TITLE, "--body-file", words];
  const edited = run("gh", ["pr", "edit", BRANCH, ...body], { mayFail: true });
  if (edited.status !== 0) run("gh", ["pr", "create", "--head", BRANCH, ...body], { env });
}

const actions = { look, propose };
const action = actions[process.argv[2] ?? ""];
if (action === undefined) fail("say what to do: look or propose");
action();
