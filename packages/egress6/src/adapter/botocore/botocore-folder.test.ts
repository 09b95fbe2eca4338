import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openBotocoreFolder } from "./botocore-folder.js";

const partitions = {
  partitions: [
    {
      id: "aws",
      regionRegex: "^us",
      regions: {},
      outputs: { dnsSuffix: "a.test", dualStackDnsSuffix: "b.test", implicitGlobalRegion: "us" },
    },
  ],
};
const ruleSet = (version: string) => ({ version, parameters: {}, rules: [] });

let root: string;
const put = (path: string, content: object | string, isGzipped = false) => {
  const file = join(root, path);
  mkdirSync(join(file, ".."), { recursive: true });
  const text = typeof content === "string" ? content : JSON.stringify(content);
  writeFileSync(file, isGzipped ? gzipSync(text) : text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "egress6-test-botocore-"));
  put("botocore/__init__.py", "import os\n\n__version__ = '1.99.0'\n");
  put("botocore/data/partitions.json", partitions);
  put("botocore/data/s3/2006-03-01/endpoint-rule-set-1.json", ruleSet("old"));
});
afterEach(() => rmSync(root, { recursive: true }));

test.each(["", "botocore", "botocore/data"])("a checkout is recognised at ./%s", (path) => {
  const source = openBotocoreFolder(join(root, path));
  expect(source.version).toBe("1.99.0");
  expect(source.services).toEqual(["s3"]);
});

test("the newest API version that has the file counts", () => {
  put("botocore/data/s3/2020-01-01/endpoint-rule-set-1.json", ruleSet("new"));
  put("botocore/data/s3/2022-01-01/service-2.json", {});
  put("botocore/data/s3/notes/endpoint-rule-set-1.json", ruleSet("no version"));
  const source = openBotocoreFolder(join(root, "botocore", "data"));
  expect(source.readRuleSet("s3").version).toBe("new");
});

test("gzipped files of a wheel are read alike", () => {
  put("botocore/data/sqs/2012-11-05/endpoint-rule-set-1.json.gz", ruleSet("gzipped"), true);
  const source = openBotocoreFolder(root);
  expect(source.services).toEqual(["s3", "sqs"]);
  expect(source.readRuleSet("sqs").version).toBe("gzipped");
});

test("a data folder outside of its package has an unknown version", () => {
  put("data/partitions.json", partitions);
  expect(openBotocoreFolder(join(root, "data")).version).toBe("unknown");
});

test.each([
  ["partitions.json", "not JSON"],
  ["partitions.json", { partitions: [{ id: "aws" }] }],
  ["partitions.json", []],
])("a %s that holds %j is named", (file, content) => {
  put(`botocore/data/${file}`, content);
  expect(() => openBotocoreFolder(root)).toThrow(
    expect.objectContaining({
      code: "CATALOG_SOURCE_INVALID",
      message: expect.stringContaining(join(root, "botocore", "data", file)),
    }),
  );
});

test("files that are no rule set, or damaged, are named", () => {
  put("botocore/data/a/2020-01-01/endpoint-rule-set-1.json", { rules: 5 });
  put("botocore/data/b/2020-01-01/endpoint-rule-set-1.json.gz", "not gzipped");
  const source = openBotocoreFolder(root);
  for (const service of ["a", "b"]) {
    expect(() => source.readRuleSet(service)).toThrow(
      expect.objectContaining({
        code: "CATALOG_SOURCE_INVALID",
        message: expect.stringContaining(join("data", service, "2020-01-01")),
      }),
    );
  }
  expect(() => source.readModel("a")).toThrow(/has no service-2.json/);
});
