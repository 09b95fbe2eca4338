import { type ByteClass, FLOW_CLASSES, type UnknownReason } from "@egress6/core/flow/flow-class";
import type { FlowGroup } from "@egress6/core/flow/flow-group";
import type { FlowMode } from "@egress6/core/flow/flow-mode";
import { FLOW_MODE_ERROR } from "@egress6/core/flow/flow-mode";
import type { FlowUsd } from "@egress6/core/flow/flow-money";
import { type FlowReport, movableBytes } from "@egress6/core/flow/flow-report";
import { flowCautions, flowChange, flowVerify, NOT_CLAIMED } from "@egress6/core/flow/flow-words";
import { FLOWS_SCHEMA_VERSION } from "@egress6/core/flow/read-flows-document";
import { decimalText } from "@egress6/core/price/exact";
import type { FlowResult } from "../../ports.js";

/** Above 2^53 a number would lose digits: then it is text. */
type ByteCount = number | string;

const byteCount = (bytes: bigint | number): ByteCount =>
  bytes <= Number.MAX_SAFE_INTEGER ? Number(bytes) : String(bytes);

/** Decimals; null: not known. */
interface UsdJson {
  readonly low: string | null;
  readonly high: string | null;
}

const usdJson = ({ low, high }: FlowUsd): UsdJson => ({
  low: low === null ? null : decimalText(low),
  high: high === null ? null : decimalText(high),
});

/** What `egress6 flows --json` prints. */
export interface FlowsDocument {
  readonly schemaVersion: typeof FLOWS_SCHEMA_VERSION;
  readonly meta: {
    readonly mode: FlowMode;
    readonly modes: readonly FlowMode[];
    readonly gatewaysFrom: FlowReport["gatewaysFrom"];
    readonly error: string;
    readonly engine: string;
    readonly complete: boolean;
    readonly region: string | null;
    readonly window: {
      readonly from: string | null;
      readonly to: string | null;
      readonly coveredSeconds: number;
    };
    readonly files: number;
    readonly records: number;
    readonly skipData: number;
    readonly noData: number;
    /** Of the bytes that are billed, in percent; null: not compared with a bill. */
    readonly coverage: number | null;
    readonly pairs: number;
    readonly resolverQueries: number;
    readonly badLines: number;
    readonly badLinesShown: FlowReport["tallies"]["badLinesShown"];
    readonly damaged: FlowReport["tallies"]["damaged"];
    readonly copies: readonly string[];
    readonly cautions: readonly string[];
    readonly notClaimed: string;
  };
  readonly totals: {
    readonly bytes: ByteCount;
    readonly up: ByteCount;
    readonly down: ByteCount;
    readonly movableBytes: ByteCount;
    readonly usdPerMonth: UsdJson;
  };
  readonly nats: readonly {
    readonly id: string | null;
    readonly eni: string | null;
    readonly az: string | null;
    readonly bytes: ByteCount;
    readonly up: ByteCount;
    readonly down: ByteCount;
    readonly crossAzBytes: ByteCount | null;
    /** Of its own interface; 0 records: that is not in the logs. */
    readonly records: number;
    readonly skipData: number;
    readonly noData: number;
    readonly classes: Readonly<Record<ByteClass, ByteCount>>;
    readonly restBytes: ByteCount;
    readonly usdPerMonth: UsdJson;
  }[];
  readonly classes: Readonly<Record<ByteClass, ByteCount>>;
  readonly classesUsdPerMonth: Readonly<Record<ByteClass, UsdJson>>;
  readonly unknown: Readonly<Record<UnknownReason, ByteCount>>;
  readonly notCounted: readonly {
    readonly reason: string;
    readonly bytes: ByteCount;
    readonly records: number;
  }[];
  readonly actions: readonly {
    readonly id: string;
    readonly class: ByteClass;
    readonly hosts: readonly string[];
    readonly hostCount: number;
    readonly workloads: readonly string[];
    readonly workloadCount: number;
    readonly bytes: ByteCount;
    readonly sources: {
      readonly ready: ByteCount;
      readonly notReady: ByteCount;
      readonly unknown: ByteCount;
    };
    readonly usdPerMonth: UsdJson;
    readonly confidence: string;
    readonly change: string;
    readonly verify: string;
  }[];
  readonly blockers: readonly {
    readonly host: string;
    readonly service: string | null;
    readonly bytes: ByteCount;
    readonly usdPerMonth: UsdJson;
  }[];
  /** Together all bytes; what has no name, and is beyond the largest, is one entry without host. */
  readonly destinations: readonly {
    readonly host: string | null;
    readonly service: string | null;
    readonly region: string | null;
    readonly class: ByteClass;
    readonly bytes: ByteCount;
  }[];
  readonly ambiguous: readonly {
    readonly hosts: readonly string[];
    readonly classes: readonly ByteClass[];
    readonly bytes: ByteCount;
  }[];
  readonly workload: unknown;
}

const MOST_LISTED = 1000;

export function flowsDocument({
  report,
  engine,
  isComplete,
  copies,
  resolver,
  coverage,
  workload,
}: FlowResult): FlowsDocument {
  const { tallies } = report;
  const { window } = tallies;
  return {
    schemaVersion: FLOWS_SCHEMA_VERSION,
    meta: {
      mode: report.mode,
      modes: report.modes,
      gatewaysFrom: report.gatewaysFrom,
      error: FLOW_MODE_ERROR[report.modes.at(-1) ?? report.mode],
      engine,
      complete: isComplete,
      region: report.region,
      window: {
        from: timeText(window.from),
        to: timeText(window.to),
        coveredSeconds: window.coveredSeconds,
      },
      files: tallies.files,
      records: tallies.records,
      skipData: tallies.skipData,
      noData: tallies.noData,
      coverage,
      pairs: report.pairs,
      resolverQueries: resolver.queries,
      badLines: tallies.badLines + resolver.badLines,
      badLinesShown: tallies.badLinesShown,
      damaged: [...tallies.damaged, ...resolver.damaged],
      copies,
      cautions: flowCautions(report),
      notClaimed: NOT_CLAIMED,
    },
    totals: {
      bytes: byteCount(report.bytes),
      up: byteCount(report.up),
      down: byteCount(report.down),
      movableBytes: byteCount(movableBytes(report)),
      usdPerMonth: usdJson(report.usdPerMonth),
    },
    nats: report.nats.map((nat) => ({
      id: nat.id,
      eni: nat.eni,
      az: nat.az,
      bytes: byteCount(nat.bytes),
      up: byteCount(nat.up),
      down: byteCount(nat.down),
      crossAzBytes: nat.crossAzBytes === null ? null : byteCount(nat.crossAzBytes),
      records: nat.records,
      skipData: nat.skipData,
      noData: nat.noData,
      classes: byClass((each) => byteCount(nat.classes.get(each) ?? 0n)),
      restBytes: byteCount(nat.bytes - movableOf(nat.classes)),
      usdPerMonth: usdJson(nat.usdPerMonth),
    })),
    classes: byClass((each) => byteCount(report.classes.get(each)?.bytes ?? 0n)),
    classesUsdPerMonth: byClass((each) =>
      usdJson(report.classes.get(each)?.usdPerMonth ?? { low: null, high: null }),
    ),
    unknown: Object.fromEntries(
      [...report.unknown].map(([reason, bytes]) => [reason, byteCount(bytes)]),
    ) as FlowsDocument["unknown"],
    notCounted: report.notCounted.map(({ reason, bytes, records }) => ({
      reason,
      bytes: byteCount(bytes),
      records,
    })),
    actions: report.actions.map((action) => ({
      id: action.id,
      class: action.class,
      hosts: action.hosts.slice(0, MOST_LISTED),
      hostCount: action.hosts.length,
      workloads: action.workloads.slice(0, MOST_LISTED),
      workloadCount: action.workloads.length,
      bytes: byteCount(action.bytes),
      sources: {
        ready: byteCount(action.sources.yes),
        notReady: byteCount(action.sources.no),
        unknown: byteCount(action.sources.unknown),
      },
      usdPerMonth: usdJson(action.usdPerMonth),
      confidence: action.confidence,
      change: flowChange(action),
      verify: flowVerify(action),
    })),
    blockers: report.blockers
      .slice(0, MOST_LISTED)
      .map(({ host, service, bytes, usdPerMonth }) => ({
        host,
        service,
        bytes: byteCount(bytes),
        usdPerMonth: usdJson(usdPerMonth),
      })),
    destinations: destinationsJson(report),
    ambiguous: report.ambiguous.slice(0, MOST_LISTED).map(({ hosts, classes, bytes }) => ({
      hosts,
      classes,
      bytes: byteCount(bytes),
    })),
    workload,
  };
}

/** The largest each, the others in one. */
function destinationsJson({ destinations }: FlowReport): FlowsDocument["destinations"] {
  const all = destinations
    .map(({ host, service, region, class: flowClass, up, down }) => ({
      entry: { host, service, region, class: flowClass },
      bytes: up + down,
    }))
    .sort((a, b) => (a.bytes < b.bytes ? 1 : a.bytes > b.bytes ? -1 : 0));
  const rest = all.slice(MOST_LISTED).reduce((total, { bytes }) => total + bytes, 0n);
  return [
    ...all.slice(0, MOST_LISTED).map(({ entry, bytes }) => ({ ...entry, bytes: byteCount(bytes) })),
    ...(rest === 0n
      ? []
      : [
          {
            host: null,
            service: null,
            region: null,
            class: "unknown" as const,
            bytes: byteCount(rest),
          },
        ]),
  ];
}

/** A line of `--pairs`. */
export function pairLine(
  group: FlowGroup,
  nat: string,
  flowClass: ByteClass,
  name: string | null,
): string {
  const { src, dst, port, up, down } = group;
  return `${JSON.stringify({
    nat,
    src,
    dst,
    port,
    up: byteCount(up),
    down: byteCount(down),
    class: flowClass,
    name,
  })}\n`;
}

export const timeText = (seconds: number | null): string | null =>
  seconds === null ? null : new Date(1000 * seconds).toISOString().replace(".000Z", "Z");

const byClass = <T>(of: (flowClass: ByteClass) => T): Readonly<Record<ByteClass, T>> =>
  Object.fromEntries(FLOW_CLASSES.map((each) => [each, of(each)])) as Record<ByteClass, T>;

function movableOf(classes: ReadonlyMap<ByteClass, bigint>): bigint {
  return (
    (classes.get("free-fix") ?? 0n) +
    (classes.get("v6-now") ?? 0n) +
    (classes.get("v6-config") ?? 0n)
  );
}
