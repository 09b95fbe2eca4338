import type { AuditExample, ExampleFile } from "@egress6/core/audit/audit-example";
import type { RuleFacts } from "@egress6/core/audit/code-rule";
import { wrapText } from "../wrap-text.js";

const FORMATS: Readonly<Record<string, string>> = {
  terraform: "Terraform",
  cloudformation: "CloudFormation",
  kubernetes: "Kubernetes",
  compose: "Compose",
  dockerfile: "Dockerfile",
  "ecs-task": "ECS task definition",
  "cloudwatch-agent": "CloudWatch agent",
  "ssm-agent": "SSM Agent",
  "fluent-bit": "Fluent Bit",
  "fluent-bit-yaml": "Fluent Bit in YAML",
  "otel-collector": "OpenTelemetry collector",
  source: "Python",
  javascript: "JavaScript and TypeScript",
  go: "Go",
  java: "Java",
  shell: "Shell",
};

const CASES: Readonly<Record<string, string>> = {
  "has-ipv4-path": "where the workload has an IPv4 path, or that is not known",
  "at-build-time": "where only builds call it",
  "only-answers": "where only databases, load balancers and the like have it, which call nobody",
  normalised: "where the value works, and is only written otherwise",
};

/** For a terminal. */
export function explainText(rule: RuleFacts, examples: readonly AuditExample[]): string {
  const paragraph = (text: string) => wrapText(text, "", 80);
  return `${[
    `${rule.id}  ${rule.title}`,
    paragraph(levelWords(rule)),
    paragraph(`Why: ${rule.why}.`),
    paragraph(`Looks for: ${rule.detect}.`),
    paragraph(`Fix: ${rule.fix}.`),
    ...examples.flatMap(({ format, bad, good }) => [
      ...bad.map(
        ({ name, text }) => `Reported, ${FORMATS[format] ?? format} (${name}):\n\n${indent(text)}`,
      ),
      ...good.map(
        ({ name, text }) => `Fine, ${FORMATS[format] ?? format} (${name}):\n\n${indent(text)}`,
      ),
    ]),
    ["Sources:", ...rule.sources.map((each) => `  ${each}`)].join("\n"),
    `Last checked ${rule.date}.`,
  ].join("\n\n")}\n`;
}

/** The page of a rule in `docs/audit/`. */
export function explainMarkdown(rule: RuleFacts, examples: readonly AuditExample[]): string {
  return `${[
    `# ${rule.id}: ${rule.title}`,
    "<!-- Written by `node scripts/audit-pages.mjs` from data/audit-rules.json and data/audit-examples. -->",
    levelWords(rule),
    `**Why.** ${rule.why}.`,
    `**Looks for.** ${rule.detect}.`,
    `**Fix.** ${rule.fix}.`,
    ...examples.flatMap(({ format, bad, good }) => [
      `## ${FORMATS[format] ?? format}`,
      ...bad.map((file) => `Reported:\n\n${fenced(file)}`),
      ...good.map((file) => `Fine:\n\n${fenced(file)}`),
    ]),
    "## Suppress it",
    `\`\`\`hcl\n# egress6:ignore ${rule.id} until=2027-01-31 the reason\n\`\`\``,
    "## Sources",
    [...rule.sources.map((each) => `- <${each}>`), `\nLast checked ${rule.date}.`].join("\n"),
  ].join("\n\n")}\n`;
}

function levelWords({ level, levelWhen }: RuleFacts): string {
  const cases = Object.entries(levelWhen).map(([name, other]) => `${other} ${CASES[name] ?? name}`);
  return `Level: ${[level, ...cases].join("; ")}. What is not known is a note to review, and never fails.`;
}

const indent = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`))
    .join("\n");

const LANGUAGES: Readonly<Record<string, string>> = {
  tf: "hcl",
  yaml: "yaml",
  yml: "yaml",
  json: "json",
  py: "python",
  js: "js",
  ts: "ts",
  go: "go",
  java: "java",
  sh: "sh",
};

function fenced({ name, text }: ExampleFile): string {
  const language = LANGUAGES[name.split(".").at(-1) ?? ""] ?? "";
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** The list of all rules in `docs/audit/`. */
export function rulesMarkdown(rules: readonly RuleFacts[]): string {
  return `${[
    "# Rules of `egress6 audit`",
    "<!-- Written by `node scripts/audit-pages.mjs` from data/audit-rules.json. -->",
    [
      "| Rule | Level | What is wrong |",
      "|---|---|---|",
      ...rules.map(({ id, level, title }) => `| [${id}](${id}.md) | ${level} | ${title} |`),
    ].join("\n"),
  ].join("\n\n")}\n`;
}
