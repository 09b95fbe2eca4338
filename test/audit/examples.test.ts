import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { AUDIT_RULES } from "../../packages/core/src/audit/audit-rules.js";
import { loadAuditRules } from "../../packages/egress6/src/adapter/fact-files/audit-rules.js";
import { auditFolder, observed } from "./audit-folder.js";

const FOLDER = fileURLToPath(new URL("../../data/audit-examples/", import.meta.url));

/** Invented: what the examples speak of. */
const SUPPORT = observed({
  "s3.eu-central-1.amazonaws.com": "ipv4",
  "s3.dualstack.eu-central-1.amazonaws.com": "both",
  "logs.eu-central-1.amazonaws.com": "ipv4",
  "logs.eu-central-1.api.aws": "both",
  "swf.eu-central-1.amazonaws.com": "ipv4",
  "swf.eu-central-1.api.aws": "none",
  "github.com": "ipv4",
  "ghcr.io": "ipv4",
  "docker.io": "both",
  "registry-1.docker.io": "both",
});

const EXAMPLES = readdirSync(FOLDER).flatMap((id) =>
  readdirSync(`${FOLDER}${id}`).map((format) => ({ id, format })),
);

const REVIEWED = ["E6901", "E6902"];

test("every rule has facts, and a bad and a good example in each format that it names", () => {
  const { rules } = loadAuditRules();
  const ids = AUDIT_RULES.map(({ id }) => id);
  expect(ids).toHaveLength(32);
  expect([...rules.keys()].toSorted()).toEqual(ids.toSorted());
  const named = [...rules.values()].flatMap(({ id, formats }) =>
    formats.map((format) => `${id}/${format}`),
  );
  expect(EXAMPLES.map(({ id, format }) => `${id}/${format}`).toSorted()).toEqual(named.toSorted());
  for (const each of named) {
    for (const kind of ["bad", "good"]) {
      expect(readdirSync(`${FOLDER}${each}/${kind}`), `${each}/${kind}`).not.toEqual([]);
    }
  }
});

describe.each(EXAMPLES)("$id in $format", ({ id, format }) => {
  const at = (kind: string) => `${FOLDER}${id}/${format}/${kind}`;

  test("is found where it is", async () => {
    const { findings } = await auditFolder(at("bad"), { support: SUPPORT });
    const found = findings.filter(({ ruleId }) => ruleId === id);
    expect(found.map(({ kind }) => kind)).toEqual([REVIEWED.includes(id) ? "review" : "fail"]);
    const [finding] = found;
    const { rules } = loadAuditRules();
    const levels = [rules.get(id)?.level, ...Object.values(rules.get(id)?.levelWhen ?? {})];
    expect(levels).toContain(finding?.level);
    expect(finding?.place?.file).toBeTruthy();
    if (finding?.level !== "note") expect(finding?.fix?.args.text).toBeTruthy();
  });

  test("is not found where it is not", async () => {
    const { findings } = await auditFolder(at("good"), { support: SUPPORT });
    expect(findings.filter(({ ruleId }) => ruleId === id)).toEqual([]);
    expect(findings.filter(({ level }) => level === "error")).toEqual([]);
  });
});
