import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";
import { startEgress6 } from "../support/egress6-process.js";
import { EC2_EU_WEST_1, type Offer, TRANSFER_US_EAST_1, VPC_US_EAST_1 } from "./offer-files.js";
import { startPriceList } from "./price-list-server.js";
import { type QueryApiServer, refuse, startQueryApi } from "./query-api-server.js";

const REGION = "us-east-1";
const EC2: Offer = { ...EC2_EU_WEST_1, region: REGION };
const OFFERS = [VPC_US_EAST_1, TRANSFER_US_EAST_1, EC2];
/** One of another region, which must not be taken. */
const ELSEWHERE: Offer = {
  ...EC2_EU_WEST_1,
  rows: EC2_EU_WEST_1.rows.map((row) => ({ ...row, rates: [["0", "Inf", "9"]] })),
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(`${tmpdir()}/egress6-query-`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const KEYS = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" };

function update(
  { url }: Pick<QueryApiServer, "url">,
  keys: Readonly<Record<string, string>> = KEYS,
  ...more: readonly string[]
) {
  return startEgress6(
    [
      "prices",
      "update",
      "--region",
      REGION,
      "--via",
      "query-api",
      "--out",
      `${folder}/p.json`,
      ...more,
    ],
    {
      HOME: folder,
      AWS_CONFIG_FILE: `${folder}/none`,
      AWS_SHARED_CREDENTIALS_FILE: `${folder}/none`,
      AWS_EC2_METADATA_DISABLED: "true",
      // The SDK's word on Node 20.
      NODE_NO_WARNINGS: "1",
      AWS_ENDPOINT_URL_PRICING: url,
      ...keys,
    },
  );
}

const pricesIn = (path: string) => JSON.parse(readFileSync(path, "utf8")).regions;

describe("egress6 prices update --via query-api", () => {
  test("finds what the bulk files hold, by the same rules, over several pages", async () => {
    const api = await startQueryApi([...OFFERS, ELSEWHERE]);
    const run = update(api);
    expect([await run.ended, run.stderr()]).toMatchObject([{ code: 0 }, ""]);
    const list = await startPriceList(OFFERS);
    const bulk = ["prices", "update", "--region", REGION, "--url", list.url];
    expect((await egress6([...bulk, "--out", `${folder}/bulk.json`])).code).toBe(0);
    expect(pricesIn(`${folder}/p.json`)).toEqual(pricesIn(`${folder}/bulk.json`));
    expect(api.asked.some(({ NextToken }) => NextToken !== undefined)).toBe(true);
    expect(api.asked.filter(({ NextToken }) => NextToken === undefined).length).toBeLessThan(25);
  });

  test("without credentials names the ways to give them, and the way without", async () => {
    const run = update(await startQueryApi(OFFERS), {});
    expect((await run.ended).code).toBe(2);
    expect(run.stderr()).toMatch(/No AWS credentials .*AWS_PROFILE.*leave out --via query-api/s);
    expect(existsSync(`${folder}/p.json`)).toBe(false);
  });

  test("a profile that is not there is named", async () => {
    const run = update(await startQueryApi(OFFERS), {}, "--profile", "finops");
    expect((await run.ended).code).toBe(2);
    expect(run.stderr()).toContain("finops");
  });

  test.each([
    [
      400,
      "AccessDeniedException",
      "User: x is not authorized",
      2,
      /IAM action `pricing:GetProducts`/,
    ],
    [400, "ExpiredTokenException", "The token is expired", 2, /refuses these credentials/],
    [400, "UnrecognizedClientException", "invalid token", 2, /refuses these credentials/],
    [400, "ThrottlingException", "Rate exceeded", 3, /limits the calls.*again in a minute/s],
    [500, "InternalErrorException", "oops", 3, /did not answer pricing:GetProducts/],
  ])(
    "%i %s at the last offer: what was read before is kept",
    async (status, type, says, code, words) => {
      const api = await startQueryApi(OFFERS, {
        instead: ({ ServiceCode }, response) =>
          ServiceCode === "AmazonEC2" && refuse(response, status, type, says),
      });
      const run = update(api);
      expect((await run.ended).code).toBe(code);
      expect(run.stderr()).toMatch(words);
      expect(run.stderr()).not.toContain("    at ");
      const prices = pricesIn(`${folder}/p.json`)[REGION];
      expect(prices.interfaceEndpointHourPerAz.usd).toBe("0.01");
      expect(prices).not.toHaveProperty("natGatewayHour");
    },
    // The client waits between its tries.
    120_000,
  );

  test("asks again where it is throttled once", async () => {
    const api = await startQueryApi(OFFERS, {
      instead: (_query, response, count) =>
        count === 2 && refuse(response, 400, "ThrottlingException", "Rate exceeded"),
    });
    const run = update(api);
    expect((await run.ended).code).toBe(0);
    expect(api.arrived()).toBe(api.asked.length + 1);
  });

  test("a host that does not answer is an error without a stack", async () => {
    const run = update({ url: "http://127.0.0.1:9" });
    expect((await run.ended).code).toBe(3);
    expect(run.stderr()).toContain("AWS did not answer pricing:GetProducts");
    expect(run.stderr()).not.toContain("    at ");
  });

  test("a price list that changes meanwhile is not mixed", async () => {
    const later = {
      ...VPC_US_EAST_1,
      version: "20261001000000",
      rows: VPC_US_EAST_1.rows.slice(0, 1),
    };
    const run = update(await startQueryApi([...OFFERS, later]));
    expect((await run.ended).code).toBe(3);
    expect(run.stderr()).toMatch(/AWS published AmazonVPC 20261001000000 while .* was read/);
    expect(existsSync(`${folder}/p.json`)).toBe(false);
  });

  test("a region that has no price is named", async () => {
    const run = update(await startQueryApi([]));
    expect((await run.ended).code).toBe(2);
    expect(run.stderr()).toContain("none of our prices of AmazonVPC in us-east-1");
  });

  test("a region that cannot be is refused before anybody is asked for credentials", async () => {
    const run = await egress6(["prices", "update", "--region", "mars-1", "--via", "query-api"]);
    expect(run.stderr).toMatch(/mars-1/);
    expect(run.stderr).not.toMatch(/credentials/i);
    expect(run.code).toBe(2);
  });

  test("Ctrl-C leaves the prices whole, and no draft", async () => {
    let reached = () => {};
    const isReached = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const api = await startQueryApi(OFFERS, {
      instead: ({ ServiceCode }) => {
        if (ServiceCode !== "AmazonEC2") return false;
        reached();
        return true;
      },
    });
    const run = update(api);
    await isReached;
    run.kill("SIGINT");
    expect((await run.ended).code).toBe(3);
    expect(run.stderr()).toContain("Interrupted. Offers that were read to their end are kept");
    expect(readdirSync(folder)).toEqual(["p.json"]);
    expect(pricesIn(`${folder}/p.json`)[REGION]).toHaveProperty("crossAzGbEachDirection");
  });

  test.each([
    [["--via", "query-api", "--url", "http://127.0.0.1:9"], /--url goes with --via bulk/],
    [["--profile", "finops"], /--profile goes with --via query-api/],
    [["--via", "mail"], /bulk, query-api/],
  ])("%j is refused before anything is asked", async (more, words) => {
    const run = await egress6(["prices", "update", "--region", REGION, ...more]);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(words);
  });
});
