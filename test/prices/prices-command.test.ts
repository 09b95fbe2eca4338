import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";
import { startEgress6 } from "../support/egress6-process.js";
import {
  EC2_EU_WEST_1,
  type Offer,
  offerCsv,
  offerJson,
  TRANSFER_US_EAST_1,
  VPC_US_EAST_1,
} from "./offer-files.js";
import { type OfferFaults, startPriceList } from "./price-list-server.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(`${tmpdir()}/egress6-prices-`);
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(`${folder}/${name}`, content);
  return `${folder}/${name}`;
};
const pricesIn = (path: string) => JSON.parse(readFileSync(path, "utf8")).regions;
const importFile = (path: string) =>
  egress6(["prices", "import", path, "--out", `${folder}/prices.json`]);

describe("egress6 prices import", () => {
  const EU_WEST_1_USD = {
    natGatewayHour: "0.048",
    natGatewayGb: "0.048",
    regionalNatGatewayHourPerAz: "0.049",
    regionalNatGatewayGb: "0.048",
    natProvisionedGbpsHour: "1.164",
    natProvisionedGb: "0",
    t4gNanoHour: "0.0046",
    ebsGp3GbMonth: "0.088",
  };

  test.each([
    ["JSON", offerJson(EC2_EU_WEST_1)],
    ["JSON, gzip", gzipSync(offerJson(EC2_EU_WEST_1))],
    ["JSON with a byte order mark", `\uFEFF${offerJson(EC2_EU_WEST_1)}`],
    ["CSV", offerCsv(EC2_EU_WEST_1)],
    ["CSV, gzip", gzipSync(offerCsv(EC2_EU_WEST_1))],
    ["CSV with CRLF", offerCsv(EC2_EU_WEST_1).replaceAll("\n", "\r\n")],
  ])("takes exactly the rows that are meant: %s", async (_form, content) => {
    const run = await importFile(file("index", content));
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain("AmazonEC2 20260925174521 (2026-09-25): eu-west-1 8 prices");
    const prices = pricesIn(`${folder}/prices.json`)["eu-west-1"];
    const usd = Object.entries(prices).map(([id, price]) => [id, (price as { usd: string }).usd]);
    expect(Object.fromEntries(usd)).toEqual(EU_WEST_1_USD);
    expect(prices.natGatewayHour).toEqual({
      usd: "0.048",
      sources: ["AWS price list, AmazonEC2 20260925174521"],
      asOf: "2026-09-25",
      confidence: "documented",
      certainty: "high",
      offer: { code: "AmazonEC2", version: "20260925174521", sku: "NH" },
    });
  });

  test("puts tiers in order, and tells endpoints and attachments from their kin", async () => {
    await importFile(file("index.json", offerJson(VPC_US_EAST_1)));
    const prices = pricesIn(`${folder}/prices.json`)["us-east-1"];
    expect(prices.interfaceEndpointGb.tiers).toEqual([
      { fromGb: "0", toGb: "1048576", usd: "0.01" },
      { fromGb: "1048576", toGb: "5242880", usd: "0.006" },
      { fromGb: "5242880", toGb: null, usd: "0.004" },
    ]);
    expect(prices.interfaceEndpointHourPerAz.usd).toBe("0.01");
    expect(prices.gwlbEndpointHour.usd).toBe("0.011");
    expect(prices.transitGatewayAttachmentHour.usd).toBe("0.05");
  });

  test("adds to what is kept, and shows it over what is shipped", async () => {
    await importFile(file("ec2.json", offerJson(EC2_EU_WEST_1)));
    await importFile(file("vpc.csv", offerCsv(VPC_US_EAST_1)));
    const shown = await egress6([
      "prices",
      "show",
      "--region",
      "eu-west-1",
      "--prices",
      `${folder}/prices.json`,
    ]);
    expect(shown.stdout).toMatch(
      /regionalNatGatewayHourPerAz +0.049 per hour +2026-09-25 +high +AWS price list, AmazonEC2 20260925174521/,
    );
    expect(shown.stdout).toContain("publicIpv4InUseHour");
    expect(Object.keys(pricesIn(`${folder}/prices.json`))).toEqual(["eu-west-1", "us-east-1"]);
  });

  test("loses nothing when several imports write into one file at once", async () => {
    const regions = Array.from({ length: 40 }, (_, index) => `eu-test-${index + 10}`);
    const files = regions.map((region) =>
      file(`${region}.json`, offerJson(EC2_EU_WEST_1).replaceAll("eu-west-1", region)),
    );
    const runs = [0, 10, 20, 30].map((from) =>
      startEgress6([
        "prices",
        "import",
        ...files.slice(from, from + 10),
        "--out",
        `${folder}/shared.json`,
      ]),
    );
    const ends = await Promise.all(runs.map(({ ended }) => ended));
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(Object.keys(pricesIn(`${folder}/shared.json`))).toEqual(regions);
    expect(readdirSync(folder).filter((name) => name.startsWith("shared"))).toEqual([
      "shared.json",
    ]);
  });

  test("takes over the lock of a process that was killed", async () => {
    const lock = `${folder}/prices.json.lock`;
    mkdirSync(lock);
    utimesSync(lock, 0, 0);
    expect((await importFile(file("index", offerJson(EC2_EU_WEST_1)))).code).toBe(0);
    expect(existsSync(lock)).toBe(false);
  });

  test("keeps them in the platform's folder, where show finds them", async () => {
    const env = { HOME: folder, XDG_DATA_HOME: `${folder}/data` };
    await egress6(["prices", "import", file("ec2.json", offerJson(EC2_EU_WEST_1))], { env });
    const { stdout } = await egress6(["prices", "show", "--region", "eu-west-1", "--json"], {
      env,
    });
    expect(JSON.parse(stdout).regions["eu-west-1"].ebsGp3GbMonth.usd).toBe("0.088");
    expect(existsSync(`${folder}/data/egress6/prices.json`)).toBe(process.platform === "linux");
  });

  const change = (text: string, from: string, to: string) => {
    expect(text).toContain(from);
    return text.replaceAll(from, to);
  };
  const json = offerJson(EC2_EU_WEST_1);
  const csv = offerCsv(EC2_EU_WEST_1);
  test.each([
    ["an empty file", "", "it is empty"],
    ["a web page", "<html></html>", "no line of it begins with SKU"],
    ["JSON that ends early", json.slice(0, -20), "it ends too early"],
    ["broken JSON", change(json, '"sku": "NH"', '"sku": NH'), "Unexpected"],
    ["gzip that ends early", gzipSync(json).subarray(0, 400), "its gzip is damaged"],
    ["other JSON", '{"products": {"A": {}}}', "does not begin with its offer code"],
    ["CSV without a column", change(csv, '"usageType"', '"usage"'), "it has no column usageType"],
    ["CSV with an open quote", `${csv}"`, "Quote"],
    ["CSV with a line without end", `${csv}"${"x".repeat(2_000_000)}`, "Max Record Size"],
    [
      "JSON with a value without end",
      change(json, '"sku": "NH"', `"sku": "${"x".repeat(17_000_000)}`),
      "a part of it has more than 16 MB",
    ],
    [
      "an offer of something else",
      change(json, "NatGateway", "Nothing").replaceAll("t4g.nano", "x").replace("gp3", "x"),
      "holds none of the prices",
    ],
    ["prices in another currency", change(json, '"USD"', '"CNY"'), "has no price in USD"],
    [
      "a file that is cut in its rows",
      change(csv, '"NH","JRTCKXETXF"', '"NH"'),
      "records of the offer AmazonEC2 20260925174521 cannot be read",
    ],
  ])("refuses %s, and leaves the prices as they were", async (_what, content, reason) => {
    await importFile(file("vpc.json", offerJson(VPC_US_EAST_1)));
    const before = readFileSync(`${folder}/prices.json`, "utf8");
    const run = await importFile(file("index", content));
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(reason);
    expect(readFileSync(`${folder}/prices.json`, "utf8")).toBe(before);
    expect(readdirSync(folder).sort()).toEqual(["index", "prices.json", "vpc.json"]);
  });

  const withRows = (...rows: Offer["rows"]): string =>
    offerJson({ ...EC2_EU_WEST_1, rows: [...EC2_EU_WEST_1.rows, ...rows] });
  const other = (usd: string) => ({
    sku: "ZZ",
    usageType: "EU-NatGateway-Hours",
    unit: "Hrs",
    operation: "NatGateway",
    rates: [["0", "Inf", usd]] as const,
  });
  test("takes neither of two rows that differ, and says so", async () => {
    const run = await importFile(file("index.json", withRows(other("0.0500000000"))));
    expect(run.code).toBe(0);
    expect(run.stderr).toContain(
      "natGatewayHour in eu-west-1 has rows that differ (NH, ZZ): none is taken",
    );
    expect(pricesIn(`${folder}/prices.json`)["eu-west-1"]).not.toHaveProperty("natGatewayHour");
  });

  test.each([
    ["in another unit", { ...other("1.0"), unit: "Quantity" }, "is per Quantity, not per hour"],
    ["that is no number", other("free"), "has a rate that is no number"],
    [
      "with a gap",
      { ...other("1"), rates: [["5", "Inf", "1"]] as const },
      "has tiers that do not follow on each other",
    ],
  ])("passes over a row %s, and says so", async (_what, row, reason) => {
    const run = await importFile(file("index.json", withRows(row)));
    expect(run.stderr).toContain(`EU-NatGateway-Hours (ZZ) in eu-west-1 ${reason}`);
    expect(pricesIn(`${folder}/prices.json`)["eu-west-1"].natGatewayHour.usd).toBe("0.048");
  });

  test.each([
    ["a missing file", () => `${folder}/none.json`, "cannot be read"],
    ["a folder", () => folder, "cannot be read"],
  ])("%s is named", async (_what, path, reason) => {
    const run = await importFile(path());
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(`${path()} ${reason}`);
  });
});

describe("egress6 prices update", () => {
  const OFFERS = [
    { ...VPC_US_EAST_1 },
    { ...TRANSFER_US_EAST_1 },
    { ...EC2_EU_WEST_1, region: "us-east-1" },
  ];
  const update = (url: string, region = "us-east-1") =>
    egress6([
      "prices",
      "update",
      "--region",
      region,
      "--url",
      url,
      "--out",
      `${folder}/prices.json`,
    ]);

  test("reads the pinned files that the index of regions names", async () => {
    const server = await startPriceList(OFFERS);
    const run = await update(server.url);
    expect(run.code).toBe(0);
    expect(server.asked).toEqual([
      "/offers/v1.0/aws/AmazonVPC/current/region_index.json",
      "/offers/v1.0/aws/AmazonVPC/20260917190528/us-east-1/index.json",
      "/offers/v1.0/aws/AWSDataTransfer/current/region_index.json",
      "/offers/v1.0/aws/AWSDataTransfer/20260831121448/us-east-1/index.json",
      "/offers/v1.0/aws/AmazonEC2/current/region_index.json",
      "/offers/v1.0/aws/AmazonEC2/20260925174521/us-east-1/index.json",
    ]);
    const prices = pricesIn(`${folder}/prices.json`)["us-east-1"];
    expect(prices.crossAzGbEachDirection.usd).toBe("0.01");
    expect(prices.internetEgressGb.tiers).toHaveLength(2);
    expect(prices.publicIpv4InUseHour.offer).toEqual({
      code: "AmazonVPC",
      version: "20260917190528",
      sku: "4GQUNXTFWVSGPUZK",
    });
  });

  test("takes the server from the environment, too", async () => {
    const server = await startPriceList(OFFERS);
    const args = ["prices", "update", "--region", "us-east-1", "--out", `${folder}/prices.json`];
    const run = await egress6(args, { env: { EGRESS6_PRICE_LIST_URL: server.url } });
    expect(run.code).toBe(0);
  });

  test("a region that the offer has not is named, with the nearest", async () => {
    const server = await startPriceList(OFFERS);
    const run = await update(server.url, "us-eats-1");
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("The offer AmazonVPC has no region us-eats-1. Nearest: us-east-1");
  });

  test("nobody at the other end: says so, and how to go on without a network", async () => {
    const run = await update("http://127.0.0.1:1");
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(
      /cannot be read at http:\/\/127\.0\.0\.1:1\/.*egress6 prices import FILE/,
    );
    expect(existsSync(`${folder}/prices.json`)).toBe(false);
  });

  test.each([
    ["refuses", { AmazonEC2: (response) => response.writeHead(503).end() }, "it answers 503"],
    [
      "breaks off",
      {
        AmazonEC2: (response, text) => {
          response.writeHead(200, { "content-length": String(text.length) });
          response.write(text.slice(0, 500), () => response.destroy());
        },
      },
      "it broke off",
    ],
  ] satisfies [string, OfferFaults, string][])(
    "a server that %s at the last offer: what was read before is kept",
    async (_what, instead, reason) => {
      const server = await startPriceList(OFFERS, { instead });
      const run = await update(server.url);
      expect(run.code).toBe(3);
      expect(run.stderr).toContain(reason);
      const prices = pricesIn(`${folder}/prices.json`)["us-east-1"];
      expect(prices.interfaceEndpointHourPerAz.usd).toBe("0.01");
      expect(prices).not.toHaveProperty("natGatewayHour");
    },
  );

  test("does not follow an index to another server", async () => {
    const server = await startPriceList(OFFERS, { address: "http://192.0.2.1/index.json" });
    const run = await update(server.url);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain("it is on another server");
  });

  test("Ctrl-C in the middle of an offer leaves the prices whole, and no draft", async () => {
    let sent = () => {};
    const isSent = new Promise<void>((resolve) => {
      sent = resolve;
    });
    const server = await startPriceList(OFFERS, {
      instead: { AmazonEC2: (response, text) => response.write(text.slice(0, 500), sent) },
    });
    const run = startEgress6([
      "prices",
      "update",
      "--region",
      "us-east-1",
      "--url",
      server.url,
      "--out",
      `${folder}/prices.json`,
    ]);
    await isSent;
    run.kill("SIGINT");
    expect((await run.ended).code).toBe(3);
    expect(run.stderr()).toContain("Interrupted. Offers that were read to their end are kept");
    expect(readdirSync(folder)).toEqual(["prices.json"]);
    expect(Object.keys(pricesIn(`${folder}/prices.json`)["us-east-1"])).toContain(
      "crossAzGbEachDirection",
    );
  });
});

describe("egress6 prices show", () => {
  test("tells low certainty and conflicts, and how to get what is missing", async () => {
    const { stdout } = await egress6(["prices", "show", "--region", "eu-central-1", "eu-west-2"]);
    expect(stdout).toMatch(/natGatewayHour +0.052 per hour +2026-09-28 +medium/);
    expect(stdout).toContain("CONFLICT: EUW2-RegionalNatGateway-Hours is 0.07");
    expect(stdout).toContain("`egress6 prices update --region eu-central-1`");
  });

  test("takes regions with commas or blanks between them", async () => {
    const commas = await egress6(["prices", "show", "--region", "eu-central-1,eu-west-2"]);
    const blanks = await egress6(["prices", "show", "--region", "eu-central-1", "eu-west-2"]);
    expect(commas.stdout).toContain("eu-west-2, in USD");
    expect(commas.stdout).toBe(blanks.stdout);
  });

  test("a price that is not in USD is shown with its currency", async () => {
    const { code, stdout } = await egress6(["prices", "show", "--region", "cn-north-1"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^cn-north-1, not in USD: no plan counts with these$/m);
    expect(stdout).toMatch(/t4gNanoHour +0.0253 CNY per hour +2024-11-06 +high/);
    const json = await egress6(["prices", "show", "--region", "eu-west-1", "--json"]);
    expect(JSON.parse(json.stdout)).not.toHaveProperty("inOtherCurrency");
  });

  test("a region without any price is an error that names the way", async () => {
    const run = await egress6(["prices", "show", "--region", "mx-central-1"]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("egress6 prices update --region mx-central-1");
  });

  test.each([
    ["none.json", undefined, "cannot be read"],
    [
      "broken.json",
      '{"currency":"USD","regions":{"r":{"natGatewayHour":{"usd":0.1}}}}',
      "regions.r.natGatewayHour.usd",
    ],
  ])("a price file that is not one is named: %s", async (name, content, reason) => {
    const path = content === undefined ? `${folder}/${name}` : file(name, content);
    const run = await egress6(["prices", "show", "--prices", path]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(path);
    expect(run.stderr).toContain(reason);
  });
});
