import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  awsWords,
  EXCEPTIONS,
  type FactInCode,
  factsIn,
  lintFactsInCode,
} from "../scripts/lib/facts-in-code.mjs";

const catalog = new URL("../data/catalog.json", import.meta.url);
const words = awsWords(JSON.parse(readFileSync(catalog, "utf8")).partitions);
const PATH = "packages/core/src/a.tsx";
const found = (text: string) =>
  factsIn(PATH, text, words).map(({ line, kind, text: fact }) => `${line} ${kind} ${fact}`);

describe("a fact in code", () => {
  test.each([
    ['const a = "logs.eu-west-1.api.aws";', "1 host logs.eu-west-1.api.aws"],
    ['const a = "amazonaws.com";', "1 host amazonaws.com"],
    ['const a = ".on.aws";', "1 host .on.aws"],
    ["const a = 's3.cn-north-1.amazonaws.com.cn';", "1 host s3.cn-north-1.amazonaws.com.cn"],
    ['const a = "api.amazonwebservices.com.cn";', "1 host api.amazonwebservices.com.cn"],
    ['const a = "x.amazonaws.eu";', "1 host x.amazonaws.eu"],
    [
      'const a = "https://sts.amazonaws.com:443/?a=b";',
      "1 host https://sts.amazonaws.com:443/?a=b",
    ],
    [`const a = \`\${label}.\${region}.api.aws\`;`, "1 host {}.{}.api.aws"],
    [
      "const a = `\n s3.amazonaws.com\n sts.amazonaws.com\n`;",
      "1 host s3.amazonaws.com\n sts.amazonaws.com",
    ],
    ['const a = "{AccountId}.ddb.us-east-1.api.aws";', "1 host {AccountId}.ddb.us-east-1.api.aws"],
    ["const a = /\\.amazonaws\\.com$/;", "1 host \\.amazonaws\\.com$"],
    ['const a = <a title="s3.amazonaws.com" />;', "1 host s3.amazonaws.com"],
    ["const a = <b>s3.amazonaws.com</b>;", "1 host s3.amazonaws.com"],
  ])("is a host: %s", (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });

  test.each([
    ['const a = ["us-east-1", "eu-west-1"];', "1 regions us-east-1, eu-west-1"],
    ['const a = [\n"us-east-1",\n// why\n"mx-central-9"];', "1 regions us-east-1, mx-central-9"],
    ['const a = new Set(["us-gov-west-1", "cn-north-1"]);', "1 regions us-gov-west-1, cn-north-1"],
    ['new Map([["us-east-1", 1], ["eu-west-1", 2]]);', "1 regions us-east-1, eu-west-1"],
    ['const a = { "us-east-1": 1, "eu-west-1": 2 };', "1 regions us-east-1, eu-west-1"],
    ['type A = "us-east-1" | "eu-west-1";', "1 regions us-east-1, eu-west-1"],
    ['"us-east-1 eu-west-1".split(" ");', "1 regions us-east-1 eu-west-1"],
  ])("is a list of regions: %s", (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });

  test.each([
    ["const usdPerGb = 0.045;", "1 price 0.045"],
    ["const NAT_GATEWAY_USD_PER_HOUR = 0.045;", "1 price 0.045"],
    ['const a = { usd: "0.005" };', "1 price 0.005"],
    ['const a = "a NAT gateway costs $0.045 per GB";', "1 price a NAT gateway costs $0.045 per GB"],
    [`const a = \`$0.045/h\`;`, "1 price $0.045/h"],
    ['const a = "0.01 USD/GB";', "1 price 0.01 USD/GB"],
  ])("is a price: %s", (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });

  test.each([
    "// logs.eu-west-1.api.aws, us-east-1, eu-west-1, $0.045 per GB",
    "/** amazonaws.com */ const a = 1;",
    'const a = "Give a host name such as logs.eu-central-1.api.aws.";',
    "const a = `Examples:\n  $ egress6 lookup s3.us-east-1.amazonaws.com\n`;",
    'const a = "https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html";',
    'const a = ["us-east-1"];',
    'const a = ["eu-*", "us-east-*"];',
    'const a = ["us-east-1", "somewhere"];',
    'const a = "notamazonaws.com";',
    'text.replace(/(a)(h)/, "$1 h");',
    "const price = 0; const factor = 0.5;",
    `const a = \`\${gb} GB\`;`,
  ])("is none: %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  test("is named with its line", () => {
    expect(found('const a = 1;\n\nconst b = "api.aws";')).toEqual(["3 host api.aws"]);
  });

  test("that cannot be looked for, since the file cannot be read, is no silence", () => {
    expect(() => factsIn(PATH, "const = ;", words)).toThrow(PATH);
  });
});

describe("the lint", () => {
  const fact: FactInCode = { path: "a.ts", line: 7, kind: "host", text: "api.aws" };
  const reason = "tests";

  test("says where the fact is and what to do", () => {
    expect(lintFactsInCode([fact], [])).toEqual([
      "a.ts:7: api.aws: take it from the catalog, or move it to data/ with source and date",
    ]);
  });

  test("lets exceptions pass, by text or by file", () => {
    expect(lintFactsInCode([fact], [{ path: "a.ts", text: "api.aws", reason }])).toEqual([]);
    expect(lintFactsInCode([fact], [{ path: "a.ts", reason }])).toEqual([]);
    expect(lintFactsInCode([fact], [{ path: "b.ts", text: "api.aws", reason }])).toHaveLength(2);
  });

  test("names exceptions that are no longer needed", () => {
    expect(
      lintFactsInCode(
        [],
        [
          { path: "a.ts", text: "api.aws", reason },
          { path: "b.ts", reason },
        ],
      ),
    ).toEqual([
      "a.ts: the exception for api.aws is no longer needed: remove it",
      "b.ts: the exception for the file is no longer needed: remove it",
    ]);
  });

  test("has few exceptions, each with a reason", () => {
    expect(EXCEPTIONS.length).toBeLessThanOrEqual(7);
    for (const each of EXCEPTIONS) expect(each.reason.length).toBeGreaterThan(20);
  });
});
