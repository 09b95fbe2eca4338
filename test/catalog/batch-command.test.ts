import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Layer, RULES_PACKAGE, unpackLayer } from "./aws-cli-layer.js";
import { egress6 } from "./run-in-process.js";

let layer: Layer;
let scratch: string;
beforeAll(async () => {
  layer = await unpackLayer({ python: false });
  scratch = mkdtempSync(join(tmpdir(), "egress6-test-batch-"));
});
afterAll(() => {
  layer.remove();
  rmSync(scratch, { recursive: true });
});

const batch = async (stdin: string | Buffer) => {
  const { code, stdout, stderr } = await egress6(["endpoint", "--batch", "--rules", layer.data], {
    stdin,
  });
  const answers: unknown[] = stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  return { code, answers, stderr };
};
const lines = (...cases: readonly unknown[]) =>
  cases.map((each) => `${JSON.stringify(each)}\n`).join("");

describe("egress6 endpoint --batch", () => {
  test("answers line by line, in order, with the URL as the rules write it", async () => {
    const { code, answers } = await batch(
      lines(
        { service: "s3", params: { Region: "eu-west-1", Bucket: "my-bucket" } },
        { service: "sts", params: { Region: "us-east-1", UseGlobalEndpoint: true } },
        { service: "s3", params: { Bucket: "b", Region: "us-east-1", Endpoint: "https://x.test" } },
        { service: "s3", params: { Region: "us-east-1", Endpoint: "https://x.test" } },
        { service: "s3", params: { Region: "us-east-1", Endpoint: "https://x.test/" } },
        { service: "sqs", params: { Region: "us-east-1", Endpoint: "http://x.test:80/a" } },
      ),
    );
    expect(code).toBe(0);
    expect(answers).toEqual([
      { url: "https://my-bucket.s3.eu-west-1.amazonaws.com" },
      { url: "https://sts.amazonaws.com" },
      { url: "https://x.test/b" },
      { url: "https://x.test" },
      { url: "https://x.test/" },
      { url: "http://x.test:80/a" },
    ]);
  });

  test("answers with the message of the rule, which is no bad line", async () => {
    const { code, answers } = await batch(
      lines(
        { service: "s3", params: { Region: "a b", UseFIPS: false } },
        { service: "dynamodb", params: {} },
        { service: "sqs", params: { Region: "us-east-1", UseFIPS: true, Endpoint: "https://x" } },
      ),
    );
    expect(code).toBe(0);
    expect(answers).toEqual([
      { error: "Invalid region: region was not a valid DNS name." },
      { error: "Invalid Configuration: Missing Region" },
      { error: "Invalid Configuration: FIPS and custom endpoint are not supported" },
    ]);
  });

  test("finds the service by folder, service id, display name or environment style", async () => {
    const params = { Region: "us-east-1" };
    const { answers } = await batch(
      lines(
        ...["logs", "CloudWatch Logs", "Amazon CloudWatch Logs", "CLOUDWATCH_LOGS"].map(
          (service) => ({ service, params }),
        ),
      ),
    );
    expect(answers).toEqual(Array(4).fill({ url: "https://logs.us-east-1.amazonaws.com" }));
  });

  test("ignores parameters that the rules do not have, and absent ones given as null", async () => {
    const { answers } = await batch(
      `{"service":"s3","params":{"Region":"us-east-1","RequiresAccountId":true,"Bucket":null,"__proto__":{"a":1}}}\n`,
    );
    expect(answers).toEqual([{ url: "https://s3.us-east-1.amazonaws.com" }]);
  });

  test("answers bad lines with what is wrong and where, and ends with 2", async () => {
    const good = '{"service":"sqs","params":{"Region":"us-east-1"}}';
    const { code, answers, stderr } = await batch(
      [
        `\uFEFF${good}\r`,
        "nonsense",
        "",
        "[1]",
        '{"params":{}}',
        '{"service":"sqs","params":[]}',
        '{"service":"sqss","params":{}}',
        '{"service":"../s3","params":{}}',
        '{"service":"sqs","params":{"Region":5}}',
        '{"service":"sqs","params":{"UseFIPS":"yes"}}',
        good,
      ].join("\n"),
    );
    expect(code).toBe(2);
    const url = "https://sqs.us-east-1.amazonaws.com";
    expect(answers).toEqual([
      { url },
      { error: expect.stringMatching(/^line 2: not JSON/) },
      { error: expect.stringMatching(/^line 3: not JSON/) },
      { error: expect.stringMatching(/^line 4: not an object/) },
      { error: expect.stringMatching(/^line 5: "service" is missing/) },
      { error: expect.stringMatching(/^line 6: "params" is not an object/) },
      { error: expect.stringMatching(/^line 7: .*"sqss"; nearest: sqs, /) },
      { error: expect.stringMatching(/^line 8: .*nearest: s3, /) },
      { error: expect.stringMatching(/^line 9: the parameter "Region" must be a text/) },
      { error: expect.stringMatching(/^line 10: the parameter "UseFIPS" must be a boolean/) },
      { url },
    ]);
    expect(stderr).toContain("9 of 11 lines");
  });

  test("answers an endless line and binary rubbish, and goes on", async () => {
    const long = "x".repeat(3 * 1024 * 1024);
    const good = lines({ service: "sqs", params: { Region: "us-east-1" } });
    const { code, answers } = await batch(
      Buffer.concat([
        Buffer.from(`${long}\n`),
        Buffer.from([0, 255, 254, 128, 10]),
        Buffer.from(good),
      ]),
    );
    expect(code).toBe(2);
    expect(answers).toEqual([
      { error: "line 1: longer than 1 MiB" },
      { error: expect.stringMatching(/^line 2: not JSON/) },
      { url: "https://sqs.us-east-1.amazonaws.com" },
    ]);
  });

  test("answers nothing for nothing", async () => {
    expect(await batch("")).toEqual({ code: 0, answers: [], stderr: "" });
  });

  test("refuses a folder that has no rules", async () => {
    const { code, stderr } = await egress6(["endpoint", "--batch", "--rules", scratch]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${scratch} is not a botocore data folder`);
  });
});

describe("egress6 catalog update", () => {
  const committed = readFileSync(new URL("../../data/catalog.json", import.meta.url), "utf8");
  const update = (source: string, out: string) =>
    egress6(["catalog", "update", "--source", source, "--out", out]);

  test("rebuilds the same file from the npm package and leaves nothing else behind", async () => {
    const out = join(scratch, "rebuilt", "..", "catalog.json");
    const { code, stdout, stderr } = await update(RULES_PACKAGE, out);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "unpacking …\nevaluating the rules of botocore 1.43.62 …\n",
    });
    expect(stdout).toContain("427 services, 46 regions, 8 partitions");
    expect(readFileSync(out, "utf8")).toBe(committed);
    expect(readdirSync(scratch)).toEqual(["catalog.json"]);
  });

  test("keeps the file that is there when the source is broken", async () => {
    const out = join(scratch, "kept.json");
    cpSync(new URL("../../data/catalog.json", import.meta.url), out);
    const { code, stderr } = await update(scratch, out);
    expect(code).toBe(2);
    expect(stderr).toContain("is not a botocore data folder");
    expect(readFileSync(out, "utf8")).toBe(committed);
  });

  test("says where it could not write", async () => {
    const out = join(scratch, "no", "such", "folder.json");
    const { code, stderr } = await update(layer.data, out);
    expect(code).toBe(2);
    expect(stderr).toContain(out);
    expect(existsSync(out)).toBe(false);
  });
});
