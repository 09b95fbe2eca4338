import { Egress6Error } from "../errors.js";
import { JsonValue } from "../facts/json-value.js";
import type { Exact } from "../price/exact.js";
import { documentKind } from "../prove/document-kind.js";
import { type ByteClass, FLOW_CLASSES, UNKNOWN_REASONS, type UnknownReason } from "./flow-class.js";
import type { FlowUsd } from "./flow-money.js";

/** The version of the document that `egress6 flows --json` prints: one that old readers would misread has another. */
export const FLOWS_SCHEMA_VERSION = 1;

interface ClassBytes {
  readonly bytes: bigint;
  readonly usdPerMonth: FlowUsd;
}

export interface ReportedNat {
  readonly name: string;
  readonly az: string | null;
  readonly bytes: bigint;
  /** Null: not known. */
  readonly crossAzBytes: bigint | null;
  readonly classes: ReadonlyMap<ByteClass, bigint>;
  readonly restBytes: bigint;
  readonly usdPerMonth: FlowUsd;
}

export interface ReportedAction {
  readonly id: string;
  readonly class: ByteClass;
  readonly hosts: readonly string[];
  readonly hostCount: number;
  readonly workloads: readonly string[];
  readonly workloadCount: number;
  readonly bytes: bigint;
  /** From subnets that cannot send IPv6 yet. */
  readonly notReadyBytes: bigint;
  readonly usdPerMonth: FlowUsd;
  readonly confidence: string;
  readonly change: string;
  readonly verify: string;
}

export interface ReportedDestination {
  readonly host: string | null;
  readonly service: string | null;
  readonly region: string | null;
  readonly class: ByteClass;
  readonly bytes: bigint;
}

/** A report of `egress6 flows --json`, as a page shows it. */
export interface ReportedFlows {
  readonly window: {
    readonly from: string | null;
    readonly to: string | null;
    readonly coveredSeconds: number;
  };
  readonly region: string | null;
  /** How exact it is, in a sentence. */
  readonly exactness: string;
  readonly isComplete: boolean;
  readonly files: number;
  readonly records: number;
  readonly skipData: number;
  readonly noData: number;
  readonly badLines: number;
  readonly damaged: number;
  readonly resolverQueries: number;
  /** In percent of what is billed; null: not compared. */
  readonly coveragePercent: number | null;
  readonly cautions: readonly string[];
  readonly notClaimed: string;
  readonly bytes: bigint;
  readonly up: bigint;
  readonly down: bigint;
  readonly usdPerMonth: FlowUsd;
  readonly classes: ReadonlyMap<ByteClass, ClassBytes>;
  readonly unknown: readonly (readonly [UnknownReason, bigint])[];
  readonly nats: readonly ReportedNat[];
  readonly actions: readonly ReportedAction[];
  readonly blockers: readonly {
    readonly host: string;
    readonly bytes: bigint;
    readonly usdPerMonth: FlowUsd;
  }[];
  readonly destinations: readonly ReportedDestination[];
  readonly notCounted: readonly {
    readonly reason: string;
    readonly bytes: bigint;
    readonly records: number;
  }[];
}

/**
 * @param file for messages
 * @throws Egress6Error FLOWS_REPORT_INVALID
 */
export function readFlowsDocument(document: unknown, file: string): ReportedFlows {
  refuseOthers(document, file);
  const root = new JsonValue(document, "", (place, expected) =>
    invalid(
      `${file} is broken at ${place || "its top"}: expected ${expected}. Write it again with \`egress6 flows LOGS --json\`.`,
    ),
  );
  const meta = root.field("meta");
  const window = meta.field("window");
  const totals = root.field("totals");
  const usd = root.optional("classesUsdPerMonth");
  const classes = root.field("classes");
  const coverage = meta.optional("coverage")?.raw();
  return {
    window: {
      from: window.field("from").textOrNull(),
      to: window.field("to").textOrNull(),
      coveredSeconds: numberOf(window.field("coveredSeconds")),
    },
    region: meta.optional("region")?.textOrNull() ?? null,
    exactness: meta.optional("error")?.text() ?? meta.field("mode").text(),
    isComplete: meta.optional("complete")?.flag() ?? true,
    files: countAt(meta, "files"),
    records: countAt(meta, "records"),
    skipData: countAt(meta, "skipData"),
    noData: countAt(meta, "noData"),
    badLines: countAt(meta, "badLines"),
    damaged: meta.optional("damaged")?.items().length ?? 0,
    resolverQueries: countAt(meta, "resolverQueries"),
    coveragePercent: typeof coverage === "number" ? coverage : null,
    cautions: meta.optional("cautions")?.texts() ?? [],
    notClaimed: meta.optional("notClaimed")?.text() ?? "",
    bytes: bytesOf(totals.field("bytes")),
    up: bytesOf(totals.field("up")),
    down: bytesOf(totals.field("down")),
    usdPerMonth: usdOf(totals.field("usdPerMonth")),
    classes: new Map(
      FLOW_CLASSES.map((each) => [
        each,
        {
          bytes: bytesOf(classes.field(each)),
          usdPerMonth: usd === undefined ? { low: null, high: null } : usdOf(usd.field(each)),
        },
      ]),
    ),
    unknown: UNKNOWN_REASONS.flatMap((reason) => {
      const bytes = root.optional("unknown")?.optional(reason);
      return bytes === undefined ? [] : [[reason, bytesOf(bytes)] as const];
    }),
    nats: root.field("nats").items().map(readNat),
    actions: root.field("actions").items().map(readAction),
    blockers: root
      .field("blockers")
      .items()
      .map((value) => ({
        host: value.field("host").text(),
        bytes: bytesOf(value.field("bytes")),
        usdPerMonth: optionalUsd(value),
      })),
    destinations: (root.optional("destinations")?.items() ?? []).map(readDestination),
    notCounted: root
      .field("notCounted")
      .items()
      .map((value) => ({
        reason: value.field("reason").text(),
        bytes: bytesOf(value.field("bytes")),
        records: countAt(value, "records"),
      })),
  };
}

function refuseOthers(document: unknown, file: string): void {
  const remedy = "Choose what `egress6 flows LOGS --json` printed.";
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw invalid(`${file} is no report of flows. ${remedy}`);
  }
  const kind = documentKind(document);
  if (kind !== null && kind !== "flows") {
    const other =
      kind === "plan"
        ? " Steps of a plan open on the Checklist page."
        : kind === "audit" || kind === "survey"
          ? " It can be opened on the Planner page."
          : "";
    throw invalid(`${file} is what \`egress6 ${kind}\` printed. ${remedy}${other}`);
  }
  if (kind === null) throw invalid(`${file} is no report of flows. ${remedy}`);
  const version = "schemaVersion" in document ? document.schemaVersion : FLOWS_SCHEMA_VERSION;
  if (version !== FLOWS_SCHEMA_VERSION) {
    throw invalid(
      `${file} has schema version ${String(version).slice(0, 20)}; this page reads version ${FLOWS_SCHEMA_VERSION}. Use the pages of the egress6 that wrote it, or write it again.`,
    );
  }
}

const readNat = (value: JsonValue): ReportedNat => {
  const crossAz = value.optional("crossAzBytes");
  const classes = value.field("classes");
  return {
    name: value.field("id").textOrNull() ?? value.field("eni").textOrNull() ?? "unnamed gateway",
    az: value.optional("az")?.textOrNull() ?? null,
    bytes: bytesOf(value.field("bytes")),
    crossAzBytes: crossAz === undefined || crossAz.isNull() ? null : bytesOf(crossAz),
    classes: new Map(FLOW_CLASSES.map((each) => [each, bytesOf(classes.field(each))])),
    restBytes: bytesOf(value.field("restBytes")),
    usdPerMonth: optionalUsd(value),
  };
};

const readAction = (value: JsonValue): ReportedAction => {
  const hosts = value.field("hosts").texts();
  const workloads = value.field("workloads").texts();
  const notReady = value.optional("sources")?.optional("notReady");
  return {
    id: value.field("id").text(),
    class: value.field("class").oneOf(FLOW_CLASSES),
    hosts,
    hostCount: value.optional("hostCount")?.count() ?? hosts.length,
    workloads,
    workloadCount: value.optional("workloadCount")?.count() ?? workloads.length,
    bytes: bytesOf(value.field("bytes")),
    notReadyBytes: notReady === undefined ? 0n : bytesOf(notReady),
    usdPerMonth: optionalUsd(value),
    confidence: value.field("confidence").text(),
    change: value.field("change").text(),
    verify: value.field("verify").text(),
  };
};

const readDestination = (value: JsonValue): ReportedDestination => ({
  host: value.field("host").textOrNull(),
  service: value.field("service").textOrNull(),
  region: value.field("region").textOrNull(),
  class: value.field("class").oneOf(FLOW_CLASSES),
  bytes: bytesOf(value.field("bytes")),
});

/** A number, or digits above 2^53. */
function bytesOf(value: JsonValue): bigint {
  const raw = value.raw();
  if (typeof raw === "string" && /^\d{1,30}$/.test(raw)) return BigInt(raw);
  return BigInt(value.count());
}

const countAt = (value: JsonValue, name: string): number => value.optional(name)?.count() ?? 0;

function numberOf(value: JsonValue): number {
  const raw = value.raw();
  if (typeof raw !== "number" || !(raw >= 0)) throw value.expected("a number");
  return raw;
}

const usdOf = (value: JsonValue): FlowUsd => ({
  low: decimalOrNull(value.field("low")),
  high: decimalOrNull(value.field("high")),
});

const optionalUsd = (value: JsonValue): FlowUsd => {
  const usd = value.optional("usdPerMonth");
  return usd === undefined ? { low: null, high: null } : usdOf(usd);
};

const decimalOrNull = (value: JsonValue): Exact | null => {
  const text = value.textOrNull();
  // More digits than money has, as divisions leave them.
  return text === null
    ? null
    : new JsonValue(text.slice(0, 24), value.place, () =>
        value.expected('a decimal in quotes, as "0.045"'),
      ).decimal();
};

const invalid = (message: string): Egress6Error =>
  new Egress6Error("FLOWS_REPORT_INVALID", "input", message);
