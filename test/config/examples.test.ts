import { readFileSync } from "node:fs";
import type { ConfigTarget } from "@egress6/core/settings/write/target";
import { TARGETS } from "@egress6/core/settings/write/targets";
import { expect, test } from "vitest";
import { loadTargetFacts } from "../../packages/egress6/src/adapter/fact-files/config-targets.js";
import { type Invented, writtenFor } from "./invented-names.js";

const REGION = "eu-central-1";
const NAMES: Readonly<Record<string, Invented>> = {
  [`logs.${REGION}.amazonaws.com`]: "ipv4",
  [`logs.${REGION}.api.aws`]: "both",
  [`stream-logs.${REGION}.api.aws`]: "both",
  [`sqs.${REGION}.amazonaws.com`]: "ipv4",
  [`sqs.${REGION}.api.aws`]: "both",
  [`sns.${REGION}.amazonaws.com`]: "ipv4",
  [`sns.${REGION}.api.aws`]: "nothing",
  [`ssm.${REGION}.amazonaws.com`]: "ipv4",
  [`ssm.${REGION}.api.aws`]: "both",
  [`ssmmessages.${REGION}.amazonaws.com`]: "ipv4",
  [`ssmmessages.${REGION}.api.aws`]: "both",
  "public.ecr.aws": "ipv4",
  "ecr-public.aws.com": "both",
  [`sts.${REGION}.amazonaws.com`]: "ipv4",
  [`sts.${REGION}.api.aws`]: "both",
  [`monitoring.${REGION}.amazonaws.com`]: "ipv4",
  [`monitoring.${REGION}.api.aws`]: "both",
  [`api.ecr.${REGION}.amazonaws.com`]: "ipv4",
  [`ecr.${REGION}.api.aws`]: "both",
  [`123456789012.dkr.ecr.${REGION}.amazonaws.com`]: "ipv4",
  [`123456789012.dkr-ecr.${REGION}.on.aws`]: "both",
};

/** The lists that show most of a target. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  "aws-config": ["logs", "sqs", "sns"],
  "cloudwatch-agent": ["logs", "cloudwatch"],
  ecr: ["ecr"],
  "fluent-bit": ["logs", "sts"],
  "ssm-agent": ["ssm"],
};

const facts = loadTargetFacts();

function example({ id, title }: ConfigTarget): string {
  const services = LISTS[id] ?? ["logs", "sqs"];
  const fact = facts.get(id);
  const forms = writtenFor(id, services, REGION, NAMES).forms.map(
    (form) =>
      `${form.title}, \`${form.fileName}\`:\n\n\`\`\`${form.language}\n${form.text}\`\`\`\n`,
  );
  return `## ${title}

\`egress6 config --service ${services.join(",")} --region ${REGION} --for ${id}\` · ${fact?.confidence} ${fact?.date}: <${fact?.source}>

${forms.join("\n")}`;
}

// `npx vitest run test/config/examples.test.ts -u` writes it anew.
test("the examples in the documentation are what is written", async () => {
  const text = `# What \`egress6 config\` writes, target by target

With invented observations. [config.md](config.md) says how settings are chosen.

${TARGETS.map(example).join("\n")}`;
  await expect(text).toMatchFileSnapshot("../../docs/config-examples.md");
});

test("the guide lists every target with its source", () => {
  const guide = readFileSync(new URL("../../docs/config.md", import.meta.url), "utf8");
  const rows = guide.split("\n").filter((line) => line.startsWith("| [`"));
  expect(rows.map((row) => /`([^`]+)`/.exec(row)?.[1])).toEqual(TARGETS.map(({ id }) => id));
  for (const [index, { id }] of TARGETS.entries()) {
    const fact = facts.get(id);
    expect(rows[index]).toContain(`${fact?.confidence}: <${fact?.source}>`);
  }
});
