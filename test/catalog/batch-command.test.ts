import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openBotocoreFolder } from "../../packages/egress6/src/adapter/botocore/botocore-folder.js";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { ALL_RULES_MS, within } from "../support/time-limits.js";
import { type Layer, RULES_PACKAGE, unpackLayer } from "./aws-cli-layer.js";
import { egress6 } from "./run-in-process.js";

vi.setConfig(within(ALL_RULES_MS));

let layer: Layer;
let scratch: string;
beforeAll(async () => {
  layer = await unpackLayer();
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
  return { code, answers: parsed(stdout), stderr };
};
const parsed = (ndjson: string): unknown[] =>
  ndjson
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
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
      { error: expect.stringMatching(/^line 7: .*"sqss"; nearest: sqs$/) },
      { error: expect.stringMatching(/^line 8: there are no rules for a service "..\/s3"$/) },
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

describe("egress6 endpoint --batch without rules", () => {
  const fromCatalog = async (stdin: string) => {
    const { code, stdout, stderr } = await egress6(["endpoint", "--batch"], { stdin });
    return { code, answers: parsed(stdout), stderr };
  };

  test("says of every service, region and switch what the full rules say", async () => {
    const catalog = loadCatalog();
    // These rules are older than the two newest regions, and than what some clients build.
    const { services: ofRules } = openBotocoreFolder(layer.data);
    const regions = catalog.partitions
      .flatMap((partition) => partition.regions.map(({ id }) => id))
      .filter((id) => id !== "me-west-1" && id !== "sa-west-1");
    const same = catalog.services.filter(
      ({ cliName }) => ofRules.includes(cliName) && catalog.names.get(cliName)?.baseRules === null,
    );
    expect(same.length).toBeGreaterThan(420);
    const asked = same.flatMap(({ cliName }, index) =>
      [0, 1, 2, 3].map((switches) => ({
        service: cliName,
        params: {
          Region: regions[(4 * index + switches) % regions.length],
          UseDualStack: switches % 2 === 1,
          UseFIPS: switches > 1,
        },
      })),
    );
    // The rules of two services want what every operation of an SDK tells them.
    const always: Record<string, object> = {
      acm: { ServiceType: "ACM" },
      "neptune-graph": { ApiType: "ControlPlane" },
    };
    const askedOfRules = asked.map(({ service, params }) => ({
      service,
      params: { ...always[service], ...params },
    }));
    const catalogs = await fromCatalog(lines(...asked));
    const rules = await batch(lines(...askedOfRules));
    expect(rules.code).toBe(0);
    const isUrl = (answer: unknown) =>
      typeof answer === "object" && answer !== null && "url" in answer;
    const differences = asked.flatMap((each, index) => {
      const [our, their] = [catalogs.answers[index], rules.answers[index]];
      return (isUrl(our) ? JSON.stringify(our) === JSON.stringify(their) : !isUrl(their))
        ? []
        : [{ ...each, our, their }];
    });
    expect(differences).toEqual([]);
    expect(catalogs.answers.filter(isUrl).length).toBeGreaterThan(asked.length / 2);
  });

  test("says which lines need the full rules, and which are wrong", async () => {
    const Region = "eu-west-1";
    const { code, answers } = await fromCatalog(
      lines(
        { service: "CloudWatch Logs", params: { Region, Bucket: null } },
        { service: "s3", params: { Region, Bucket: "my-bucket" } },
        { service: "cloudfront-keyvaluestore", params: { Region } },
        { service: "sqs", params: { Region, UseFIPS: "yes" } },
        { service: "sqss", params: { Region } },
        { service: "sqs", params: {} },
      ),
    );
    expect(code).toBe(2);
    expect(answers).toEqual([
      { url: "https://logs.eu-west-1.amazonaws.com" },
      { error: expect.stringMatching(/^line 2: .*for Bucket give .*--rules DIR/) },
      { error: expect.stringMatching(/^line 3: .*\{AccountId\}.*--rules DIR/) },
      { error: expect.stringMatching(/^line 4: the parameter "UseFIPS" must be a boolean/) },
      { error: expect.stringMatching(/^line 5: .*sqss/) },
      { error: "Invalid Configuration: Missing Region" },
    ]);
  });
});

describe("egress6 catalog update", () => {
  const committed = readFileSync(new URL("../../data/catalog.json", import.meta.url), "utf8");
  const update = (source: string, out: string, ...more: readonly string[]) =>
    egress6(["catalog", "update", "--source", source, "--out", out, ...more]);

  test("rebuilds the catalog from a folder, asks no registry and leaves nothing else behind", async () => {
    const out = join(scratch, "rebuilt", "..", "catalog.json");
    const { code, stdout, stderr } = await update(RULES_PACKAGE, out);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "evaluating the rules of botocore 1.43.62 …\n",
    });
    expect(stdout).toContain("AWS endpoint rules of botocore 1.43.62, 2026-07-31\n");
    expect(stdout).toMatch(/^services: -rekognitionstreaming -transcribe-streaming$/m);
    expect(stdout).toMatch(/^regions: -me-west-1 -sa-west-1$/m);
    expect(stdout).toMatch(/^organizations: \d+ names changed$/m);
    const { organizations, sqs } = JSON.parse(committed).services;
    const { services } = JSON.parse(readFileSync(out, "utf8"));
    expect(services.organizations.names).toEqual(organizations.base.names);
    expect(services.sqs).toEqual({ ...sqs, rules: undefined });
    expect(readdirSync(scratch)).toEqual(["catalog.json"]);
  });

  test("keeps the file that is there when the source is broken", async () => {
    const out = join(scratch, "kept.json");
    cpSync(new URL("../../data/catalog.json", import.meta.url), out);
    const { code, stderr } = await update(scratch, out, "--force");
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
