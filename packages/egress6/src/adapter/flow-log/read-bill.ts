import type { BilledPeriod } from "@egress6/core/flow/billed-bytes";
import { z } from "zod";
import { invalidFlowFile, readTextFile } from "./json-file.js";

const OPTION = "--bill";
const BYTES_PER_GB = 2 ** 30;
/** `EUC1-NatGateway-Bytes`, `NatGateway-Bytes`. */
const USAGE_TYPE = /(?:^|-)NatGateway-Bytes$/;
/** What a gateway is charged for: each byte once, where it comes in. */
const METRICS = ["BytesInFromSource", "BytesInFromDestination"];

const series = z.object({
  Id: z.string().max(300).optional(),
  Label: z.string().max(300),
  Timestamps: z.array(z.string().max(60)).max(1_000_000),
  Values: z.array(z.number().nonnegative()).max(1_000_000),
});
const metricData = z.object({ MetricDataResults: z.array(series).max(10_000) });
const metricStatistics = z.object({
  Label: z.string().max(300),
  Datapoints: z
    .array(z.object({ Timestamp: z.string().max(60), Sum: z.number().nonnegative() }))
    .max(1_000_000),
});
const costs = z.object({
  ResultsByTime: z
    .array(
      z.object({
        TimePeriod: z.object({ Start: z.string().max(60), End: z.string().max(60) }),
        Groups: z
          .array(
            z.object({
              Keys: z.array(z.string().max(300)).max(10),
              Metrics: z.object({ UsageQuantity: z.object({ Amount: z.string().max(60) }) }),
            }),
          )
          .max(100_000),
      }),
    )
    .max(10_000),
});

/**
 * What NAT gateways carried by CloudWatch (`get-metric-data`, `get-metric-statistics`), Cost Explorer
 * (`get-cost-and-usage` by usage type) or a cost and usage report (CUR, FOCUS) as CSV, gzip or not.
 * @throws Egress6Error FLOW_FILE_UNREADABLE, FLOW_FILE_INVALID
 */
export function readBills(paths: readonly string[]): readonly BilledPeriod[] {
  const periods: BilledPeriod[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const text = readTextFile(path, OPTION);
    periods.push(
      ...(text.trimStart().startsWith("{") ? ofJson(path, text, seen) : ofCsv(path, text)),
    );
  }
  const missing = METRICS.find((metric) => seen.size > 0 && !seen.has(metric));
  if (missing !== undefined) {
    throw invalidFlowFile(
      paths.join(", "),
      OPTION,
      `the metric ${missing} is missing: give both, ${METRICS.join(" and ")}, as Sum`,
    );
  }
  return periods;
}

function ofJson(path: string, text: string, seen: Set<string>): readonly BilledPeriod[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw invalidFlowFile(path, OPTION, "it is no JSON", cause);
  }
  const data = metricData.safeParse(document);
  if (data.success) {
    return data.data.MetricDataResults.flatMap(({ Id, Label, Timestamps, Values }) => {
      const isOurs = noteMetric(`${Label} ${Id ?? ""}`, seen);
      return isOurs ? ofSeries(path, Timestamps, Values) : [];
    });
  }
  const statistics = metricStatistics.safeParse(document);
  if (statistics.success) {
    const { Label, Datapoints } = statistics.data;
    if (!noteMetric(Label, seen)) throw notABill(path);
    return ofSeries(
      path,
      Datapoints.map(({ Timestamp }) => Timestamp),
      Datapoints.map(({ Sum }) => Sum),
    );
  }
  const billed = costs.safeParse(document);
  if (!billed.success) throw notABill(path);
  return billed.data.ResultsByTime.flatMap(({ TimePeriod, Groups }) => {
    const [from, to] = [secondsOf(path, TimePeriod.Start), secondsOf(path, TimePeriod.End)];
    return Groups.filter(({ Keys }) => Keys.some((key) => USAGE_TYPE.test(key))).map(
      ({ Metrics }) => period(path, from, to, Number(Metrics.UsageQuantity.Amount) * BYTES_PER_GB),
    );
  });
}

function noteMetric(label: string, seen: Set<string>): boolean {
  const metric = METRICS.find((each) => label.toLowerCase().includes(each.toLowerCase()));
  if (metric !== undefined) seen.add(metric);
  return metric !== undefined;
}

/** CloudWatch does not say its period: it is the least that lies between two points. */
function ofSeries(
  path: string,
  timestamps: readonly string[],
  values: readonly number[],
): readonly BilledPeriod[] {
  const times = timestamps.map((text) => secondsOf(path, text));
  const sorted = [...times].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((time, index) => time - (sorted[index] ?? 0));
  const least = gaps.filter((gap) => gap > 0).reduce((a, b) => Math.min(a, b), Infinity);
  if (times.length > 0 && !Number.isFinite(least)) {
    throw invalidFlowFile(
      path,
      OPTION,
      "one point in time does not say its period: give two or more",
    );
  }
  return times.map((from, index) => period(path, from, from + least, values[index] ?? 0));
}

const COLUMNS = {
  type: ["line_item_usage_type", "lineitem/usagetype", "x_usagetype"],
  amount: ["line_item_usage_amount", "lineitem/usageamount", "consumedquantity"],
  from: ["line_item_usage_start_date", "lineitem/usagestartdate", "chargeperiodstart"],
  to: ["line_item_usage_end_date", "lineitem/usageenddate", "chargeperiodend"],
} as const;

function ofCsv(path: string, text: string): readonly BilledPeriod[] {
  const [header = "", ...lines] = text.split("\n");
  const names = csvFields(header).map((name) => name.trim().toLowerCase());
  const at = (key: keyof typeof COLUMNS) => {
    const wanted = new Set<string>(COLUMNS[key]);
    return names.findIndex((name) => wanted.has(name));
  };
  const [type, amount, from, to] = [at("type"), at("amount"), at("from"), at("to")];
  if (type < 0 || amount < 0 || from < 0 || to < 0) throw notABill(path);
  return lines.flatMap((line, index) => {
    if (!line.includes("NatGateway-Bytes")) return [];
    const fields = csvFields(line);
    if (!USAGE_TYPE.test(fields[type] ?? "")) return [];
    const place = `${path}:${index + 2}`;
    return period(
      place,
      secondsOf(place, fields[from] ?? ""),
      secondsOf(place, fields[to] ?? ""),
      Number(fields[amount]) * BYTES_PER_GB,
    );
  });
}

function csvFields(line: string): readonly string[] {
  return [...line.trimEnd().matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain = ""]) => (quoted === undefined ? plain : quoted.replaceAll('""', '"')),
  );
}

function period(path: string, from: number, to: number, bytes: number): BilledPeriod {
  if (!Number.isFinite(bytes) || bytes < 0 || to <= from) throw notABill(path);
  return { from, to, bytes };
}

/** Times without a zone are UTC, as AWS writes them. */
function secondsOf(path: string, text: string): number {
  const isoText = text.trim().replace(" ", "T");
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/.test(isoText) || !isoText.includes("T");
  const at = Date.parse(hasZone ? isoText : `${isoText}Z`);
  if (!Number.isFinite(at))
    throw invalidFlowFile(path, OPTION, `"${text.slice(0, 40)}" is no time`);
  return at / 1000;
}

const notABill = (path: string) =>
  invalidFlowFile(
    path,
    OPTION,
    "expected CloudWatch metrics, Cost Explorer's usage by usage type, or a cost and usage report (CUR, FOCUS) as CSV, with the usage type NatGateway-Bytes",
  );
