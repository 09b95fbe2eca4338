import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { auditFolder, observed } from "./audit-folder.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-pinned-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const CLIENT = 'import boto3\nclient = boto3.client("cloudfront")\n';
/** Of `data/rules-history.json`: boto3 builds the global name since 1.39.10, before that one of the region. */
const SUPPORT = observed({
  "cloudfront.amazonaws.com": "ipv4",
  "cloudfront.global.api.aws": "both",
  "cloudfront.eu-central-1.api.aws": "none",
});

test("the nearest lock file says the version; a range says none", async () => {
  write({
    "requirements.txt": "boto3==1.37.0\n",
    "app.py": CLIENT,
    "old/requirements.txt": "boto3==1.36.1\n",
    "old/src/app.py": CLIENT,
    "js/package.json": '{\n  "dependencies": {\n    "@aws-sdk/client-sqs": "^3.600.0"\n  }\n}\n',
    "js/app.ts": 'import { SQSClient } from "@aws-sdk/client-sqs";\nnew SQSClient({});\n',
    "locked/package-lock.json":
      '{\n "packages": {\n  "node_modules/@aws-sdk/client-sqs": {\n   "version": "3.700.0"\n  },\n  "node_modules/@aws-sdk/client-s3": {\n   "version": "3.600.0"\n  }\n }\n}\n',
    "locked/app.ts": 'import { SQSClient } from "@aws-sdk/client-sqs";\nnew SQSClient({});\n',
  });
  const { inventory } = await auditFolder(folder);
  const versions = inventory.map(({ place, sdk }) => [place.file, sdk?.version]);
  expect(versions).toEqual([
    ["app.py", "1.37.0"],
    ["js/app.ts", null],
    ["locked/app.ts", "3.700.0"],
    ["old/src/app.py", "1.36.1"],
  ]);
});

test("a version that builds another name is said beside the finding, with its line and date", async () => {
  write({ "requirements.txt": "flask==3.0\nboto3==1.37.0\n", "app.py": CLIENT });
  const { findings } = await auditFolder(folder, { support: SUPPORT });
  const [finding] = findings.filter(({ ruleId }) => ruleId === "E6502");
  expect(finding?.evidence).toEqual([
    {
      text: expect.stringMatching(
        /1\.37\.0: it builds cloudfront\.eu-central-1\.api\.aws \(rules as of \d{4}-\d\d-\d\d\)\.$/,
      ),
      place: { file: "requirements.txt", line: 2, resource: null, column: null },
    },
  ]);
  expect(finding?.fix?.args.text).toMatch(/^Update the SDK first/);
});

test("a version that builds today's name needs no update", async () => {
  write({ "requirements.txt": "boto3==1.40.0\n", "app.py": CLIENT });
  const { findings } = await auditFolder(folder, { support: SUPPORT });
  const [finding] = findings.filter(({ ruleId }) => ruleId === "E6502");
  expect(finding?.evidence[0]?.text).toContain("it builds cloudfront.global.api.aws");
  expect(finding?.fix?.args.text).not.toContain("Update");
});

test("a version before the records is not guessed", async () => {
  write({ "requirements.txt": "boto3==1.20.0\n", "app.py": CLIENT });
  const { findings } = await auditFolder(folder, { support: SUPPORT });
  const [finding] = findings.filter(({ ruleId }) => ruleId === "E6502");
  expect(finding?.evidence[0]?.text).toContain("which dual-stack name it builds is not known");
});

test("what dual-stack is forced on is what that version builds", async () => {
  const forced =
    'import boto3\nfrom botocore.config import Config\nclient = boto3.client("cloudfront", config=Config(use_dualstack_endpoint=True))\n';
  write({ "requirements.txt": "boto3==1.37.0\n", "app.py": forced });
  const old = await auditFolder(folder, { support: SUPPORT });
  const [broken] = old.findings.filter(({ ruleId }) => ruleId === "E6503");
  expect(broken).toMatchObject({ kind: "fail", level: "error" });
  expect(broken?.message.args).toMatchObject({
    why: [expect.stringContaining("cloudfront.eu-central-1.api.aws does not exist")],
  });
  write({ "requirements.txt": "boto3==1.40.0\n" });
  const now = await auditFolder(folder, { support: SUPPORT });
  expect(now.findings.filter(({ ruleId }) => ruleId === "E6503")).toEqual([]);
});
