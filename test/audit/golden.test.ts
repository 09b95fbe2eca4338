// Small repositories, invented after what public ones of each kind look like. `expected.json` beside each says all of
// what audit reports of it, reviewed by hand: nothing is missed, and what is sound is left alone.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { auditFolder, observed } from "./audit-folder.js";

const FOLDER = fileURLToPath(new URL("./golden/", import.meta.url));
const REPOSITORIES = readdirSync(FOLDER, { withFileTypes: true })
  .filter((each) => each.isDirectory())
  .map(({ name }) => name);

/** Invented. */
const SUPPORT = observed({
  "s3.eu-central-1.amazonaws.com": "ipv4",
  "s3.dualstack.eu-central-1.amazonaws.com": "both",
  "sqs.eu-central-1.amazonaws.com": "ipv4",
  "sqs.eu-central-1.api.aws": "both",
  "dynamodb.eu-central-1.amazonaws.com": "ipv4",
  "dynamodb.eu-central-1.api.aws": "both",
  "logs.eu-central-1.amazonaws.com": "ipv4",
  "logs.eu-central-1.api.aws": "both",
  "github.com": "ipv4",
  "api.github.com": "ipv4",
  "ghcr.io": "ipv4",
});

interface Expected {
  readonly findings: readonly string[];
  readonly callers: readonly string[];
}

async function said(name: string): Promise<Expected> {
  const { findings, inventory } = await auditFolder(`${FOLDER}${name}`, { support: SUPPORT });
  return {
    findings: findings.map(({ ruleId, level, kind, place }) =>
      `${kind === "review" ? "review" : level} ${ruleId} ${place?.file}:${place?.line ?? ""} ${place?.resource ?? ""}`.trim(),
    ),
    callers: inventory
      .filter(({ source }) => source === "sdk" || source === "url")
      .map(
        ({ place, service, host, caller }) =>
          `${place.file}:${place.line} ${service ?? host} ${caller ?? "?"}`,
      ),
  };
}

describe.each(REPOSITORIES)("the repository %s", (name) => {
  test("has the findings that a person found, and no other", async () => {
    const expected: Expected = JSON.parse(readFileSync(`${FOLDER}${name}/expected.json`, "utf8"));
    expect(await said(name)).toEqual(expected);
  });
});
