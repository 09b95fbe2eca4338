import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";
import { FORMATS, flowLines, flowLogPath, flowWorld, writeGzip } from "./flow-world.js";

const world = flowWorld(23, 60);
const total = world.conversations.reduce((sum, { up, down }) => sum + up + down, 0);
const starts = world.records.map(({ start }) => Number(start));
const from = Math.floor(Math.min(...starts) / 3600) * 3600;
const iso = (seconds: number) => new Date(1000 * seconds).toISOString();
let folder: string;
let span: number;

beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/egress6-flows-bill-`);
  writeFileSync(`${folder}/survey.json`, JSON.stringify(world.survey));
  const text = `${flowLines(5, FORMATS[5], world.records).join("\n")}\n`;
  writeGzip(flowLogPath(folder, "fl-01234567890abcdef", 0), text);
  const { window } = (await run([])).meta;
  span = (Date.parse(window.to) - Date.parse(window.from)) / 1000;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(bills: readonly string[]) {
  const files = bills.flatMap((text, index) => {
    const path = `${folder}/bill-${index}`;
    writeFileSync(path, text);
    return ["--bill", path];
  });
  const paths = [`${folder}/AWSLogs`, "--topology", `${folder}/survey.json`];
  const { stdout, stderr, code } = await egress6(["flows", ...paths, ...files, "--json"], {
    now: Date.now,
  });
  return stdout === "" ? { code, stderr } : JSON.parse(stdout);
}

/** Twice as much as was logged, spread over an hour as evenly as the window is long. */
const perHour = () => (2 * total * 3600) / span;

test("a cost and usage report and FOCUS say which share of the bytes the logs have", async () => {
  const gb = perHour() / 2 ** 30;
  const line = `"a, b",EUC1-NatGateway-Bytes,${gb},${iso(from)},${iso(from + 3600)}`;
  const head = "line_item_resource_id,line_item_usage_type,line_item_usage_amount";
  const cur = `${head},line_item_usage_start_date,line_item_usage_end_date\n${line}\nx,EUC1-NatGateway-Hours,5,${iso(from)},${iso(from + 3600)}\n`;
  expect((await run([cur])).meta.coverage).toBe(50);
  const focus = `ResourceId,x_UsageType,ConsumedQuantity,ChargePeriodStart,ChargePeriodEnd\n${line}\n`;
  expect((await run([focus])).meta.coverage).toBe(50);
});

test("CloudWatch's two metrics together are what is billed, and one alone is refused", async () => {
  const series = (Label: string, share: number) => ({
    Id: "m1",
    Label,
    Timestamps: [iso(from), iso(from + 3600)],
    Values: [share * perHour(), 0],
  });
  const [up, down] = [
    series("nat-0a BytesInFromSource", 0.2),
    series("BytesInFromDestination", 0.8),
  ];
  const both = await run([JSON.stringify({ MetricDataResults: [up, down] })]);
  expect(both.meta.coverage).toBe(50);
  const one = await run([JSON.stringify({ MetricDataResults: [up] })]);
  expect(one.code).toBe(2);
  expect(one.stderr).toContain("BytesInFromDestination is missing");
});

test("Cost Explorer's usage by usage type counts, and what is no bill is refused", async () => {
  const usage = (Keys: string[], amount: number) => ({
    Keys,
    Metrics: { UsageQuantity: { Amount: String(amount), Unit: "GB" } },
  });
  const costs = {
    ResultsByTime: [
      {
        TimePeriod: { Start: iso(from), End: iso(from + 3600) },
        Groups: [
          usage(["EUC1-NatGateway-Bytes"], perHour() / 2 ** 30),
          usage(["EUC1-NatGateway-Hours"], 1),
        ],
      },
    ],
  };
  expect((await run([JSON.stringify(costs)])).meta.coverage).toBe(50);
  expect((await run(["a,b\n1,2\n"])).code).toBe(2);
});
