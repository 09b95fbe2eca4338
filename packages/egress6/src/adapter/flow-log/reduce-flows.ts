import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  FlowGroup,
  FlowTallies,
  LoggedNat,
  NotCounted,
  NotCountedReason,
} from "@egress6/core/flow/flow-group";
import { FLOW_MODES, type FlowMode } from "@egress6/core/flow/flow-mode";
import type { FlowNetwork } from "@egress6/core/flow/flow-network";
import { PrefixTable } from "@egress6/core/flow/prefix-table";
import type { FlowReduction } from "../../ports.js";
import { sourcePlaceKey } from "./flow-record-reader.js";
import type { FlowRules } from "./flow-rules.js";
import { ROW_KIND } from "./group-table.js";
import { mergeRuns, type RowJudge } from "./merge-runs.js";
import { emptyTallies, type InterfaceTally, type ReaderTallies, type Span } from "./tallies.js";
import type { ReadRuns } from "./text/flow-reading.js";

export interface FlowQuestion {
  readonly network: FlowNetwork;
  readonly format: readonly string[] | null;
  readonly from: number | null;
  readonly to: number | null;
}

/** What engines are told of the question. */
export function flowRules({ network, format, from, to }: FlowQuestion): FlowRules {
  const { nats } = network.topology;
  const keys = nats.flatMap(({ eni, id }) => [eni, id].flatMap((each) => each ?? []));
  return {
    from,
    to,
    mode: null,
    natInterfaces: keys.length === 0 ? null : keys,
    natAddresses: nats.flatMap(({ ips }) => ips).filter((ip) => !ip.includes(":")),
    carriers: network.carriers(),
    segments: new PrefixTable(
      network.segments().map(({ prefix, kind }) => ({ prefix, value: kind })),
    ).ipv4Stretches.map(({ first, last, value }) => ({ first, last, kind: value })),
    format,
  };
}

/** Reads what is given with these rules; may be asked again with others. */
export type ReadWithRules = (rules: FlowRules, folder: string) => Promise<readonly ReadRuns[]>;

/**
 * What logs say of NAT gateways. Rows stay where readers have put them until the reduction is closed.
 * @param read of one engine
 */
export async function reduceFlows(
  question: FlowQuestion,
  files: number,
  read: ReadWithRules,
): Promise<FlowReduction> {
  const folder = mkdtempSync(join(tmpdir(), "egress6-flows-"));
  try {
    const rules = flowRules(question);
    let readings = await read(rules, folder);
    let isAlsoRouted = false;
    const isWithoutGateway =
      rules.natInterfaces !== null &&
      readings.some(({ tallies }) => tallies.otherInterfaceRecords > 0) &&
      !rules.natInterfaces.some((key) => isLogged(readings, key)) &&
      !readings.some(({ tallies }) => hasGateway(tallies));
    if (isWithoutGateway && rules.segments.some(({ kind }) => kind === "routed")) {
      // The gateways' interfaces are not logged: route tables say which bytes pass them.
      readings = await read({ ...rules, mode: "topology" }, folder);
    } else if (hasUnloggedNat(question.network, rules, readings)) {
      // Of the gateways that are not logged themselves, route tables say it.
      const others = await read({ ...rules, mode: "topology" }, folder);
      readings = [...readings.map(withoutOthers), ...others.map(onlyRouted)];
      isAlsoRouted = true;
    }
    return new Reduction(question, rules, readings, files, folder, isAlsoRouted);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Whether workloads are logged, and a gateway of theirs is not. */
function hasUnloggedNat(
  { topology }: FlowNetwork,
  rules: FlowRules,
  readings: readonly ReadRuns[],
): boolean {
  return (
    readings.some(({ tallies }) => tallies.otherInterfaceRecords > 0) &&
    !isByRoutes(readings) &&
    rules.segments.some(({ kind }) => kind === "routed") &&
    topology.nats.some(({ id, eni }) => !isLogged(readings, id) && !isLogged(readings, eni))
  );
}

/** Whether route tables have said it of all logs already: a second reading would say the same again. */
const isByRoutes = (readings: readonly ReadRuns[]): boolean =>
  readings.every(({ tallies }) =>
    [...tallies.spans.values()].every(({ mode }) => mode === rankOf("topology")),
  );

/** Whether an interface has records, be it only those that say it was idle. */
const isLogged = (readings: readonly ReadRuns[], key: string | null): boolean =>
  key !== null && readings.some(({ tallies }) => tallies.interfaces.has(key));

/** What is on other interfaces, or told by routes, a second reading says in more detail. */
const withoutOthers = (reading: ReadRuns): ReadRuns => ({
  ...reading,
  isRoutedApart: true,
  tallies: {
    ...reading.tallies,
    otherInterfaceRecords: 0,
    otherInterfaceBytes: 0,
    eastWestRecords: 0,
    eastWestBytes: 0,
    internetGatewayRecords: 0,
    internetGatewayBytes: 0,
    ipv6Records: 0,
    ipv6Bytes: 0,
  },
});

/** All records are counted already. */
function onlyRouted(reading: ReadRuns): ReadRuns {
  const { eastWestRecords, eastWestBytes, internetGatewayRecords, ...of } = reading.tallies;
  const { internetGatewayBytes, ipv6Records, ipv6Bytes } = of;
  const own = { eastWestRecords, eastWestBytes, internetGatewayRecords, internetGatewayBytes };
  return { ...reading, tallies: { ...emptyTallies(), ...own, ipv6Records, ipv6Bytes } };
}

const hasGateway = ({ interfaces }: ReaderTallies): boolean =>
  [...interfaces.values()].some(
    ({ innerRecords, hopUp, outerRecords, isNat }) =>
      isNat && (innerRecords > 0 || hopUp > 0 || outerRecords > 0),
  );

class Reduction implements FlowReduction {
  readonly tallies: FlowTallies;
  readonly nats: readonly LoggedNat[];
  readonly modes: readonly FlowMode[];
  private readonly readings: readonly ReadRuns[];
  private readonly judge: Judge;
  private readonly folder: string;
  private readonly fixed: readonly NotCounted[];
  private readonly left = new Map<NotCountedReason, { bytes: bigint; records: number }>();

  constructor(
    { network }: FlowQuestion,
    rules: FlowRules,
    readings: readonly ReadRuns[],
    files: number,
    folder: string,
    isAlsoRouted: boolean,
  ) {
    this.readings = readings;
    this.folder = folder;
    const tallies = readings.map((reading) => reading.tallies);
    const interfaces = addedInterfaces(tallies);
    const spans = addedSpans(tallies);
    this.judge = new Judge(network, rules, interfaces, spans);
    const modes = this.judge.modes();
    this.modes = isAlsoRouted && !modes.includes("topology") ? [...modes, "topology"] : modes;
    const records = recordsByPlace(spans);
    this.nats = [...interfaces].flatMap(([key, { az, natId, skipData, noData }]) =>
      this.judge.isGateway(key)
        ? [{ key, id: natId, az, records: records.get(key) ?? 0, skipData, noData }]
        : [],
    );
    const total = (key: CountKey) => tallies.reduce((sum, each) => sum + each[key], 0);
    const hasRoutes = rules.segments.some(({ kind }) => kind === "routed");
    this.fixed = [
      entry("reject", total("rejectBytes"), total("rejectRecords")),
      entry("no-data", 0, total("noData")),
      entry("skip-data", 0, total("skipData")),
      entry("other-interface", total("otherInterfaceBytes"), total("otherInterfaceRecords")),
      entry("east-west", total("eastWestBytes"), total("eastWestRecords")),
      entry(
        hasRoutes ? "internet-gateway" : "no-route-known",
        total("internetGatewayBytes"),
        total("internetGatewayRecords"),
      ),
      entry("ipv6", total("ipv6Bytes"), total("ipv6Records")),
      entry("outside-window", total("outsideWindowBytes"), total("outsideWindowRecords")),
      ...this.judge.outerLegs(),
    ];
    const minutes = new Set(tallies.flatMap((each) => [...each.minutes]));
    const from = Math.min(...tallies.map((each) => each.from));
    const to = Math.max(...tallies.map((each) => each.to));
    const regions = new Set(tallies.flatMap((each) => [...each.regions]));
    const [region = null] = regions.size === 1 ? regions : [];
    this.tallies = {
      files,
      records: total("records"),
      skipData: total("skipData"),
      noData: total("noData"),
      window: Number.isFinite(from)
        ? { from, to, coveredSeconds: coveredSeconds(minutes, from, to) }
        : { from: null, to: null, coveredSeconds: 0 },
      notCounted: [],
      badLines: total("badLines"),
      badLinesShown: tallies
        .flatMap((each) => each.badLinesShown)
        .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line))
        .slice(0, 10),
      damaged: tallies.flatMap((each) => each.damaged).sort((a, b) => (a.file < b.file ? -1 : 1)),
      region,
    };
  }

  *groups(): Generator<FlowGroup> {
    this.left.clear();
    yield* mergeRuns(this.readings, this.judge, (reason, bytes, records) => {
      const sum = this.left.get(reason) ?? { bytes: 0n, records: 0 };
      sum.bytes += BigInt(bytes);
      sum.records += records;
      this.left.set(reason, sum);
    });
  }

  notCounted(): readonly NotCounted[] {
    const sums = new Map<NotCountedReason, { bytes: bigint; records: number }>();
    const left = [...this.left].map(([reason, sum]) => ({ reason, ...sum }));
    for (const { reason, bytes, records } of [...this.fixed, ...left]) {
      const sum = sums.get(reason) ?? { bytes: 0n, records: 0 };
      sums.set(reason, { bytes: sum.bytes + bytes, records: sum.records + records });
    }
    return [...sums].flatMap(([reason, sum]) =>
      sum.bytes === 0n && sum.records === 0 ? [] : [{ reason, ...sum }],
    );
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

type CountKey = {
  [K in keyof ReaderTallies]: ReaderTallies[K] extends number ? K : never;
}[keyof ReaderTallies];

const entry = (reason: NotCountedReason, bytes: number, records: number): NotCounted => ({
  reason,
  bytes: BigInt(Math.max(0, Math.round(bytes))),
  records: Math.max(0, records),
});

/** Gaps of a minute and more between records do not count. */
function coveredSeconds(minutes: ReadonlySet<number>, from: number, to: number): number {
  const sorted = [...minutes].sort((a, b) => a - b);
  let covered = 0;
  for (const minute of sorted) {
    covered += Math.max(0, Math.min(to, 60 * minute + 60) - Math.max(from, 60 * minute));
  }
  return covered;
}

function addedInterfaces(all: readonly ReaderTallies[]): ReadonlyMap<string, InterfaceTally> {
  const sums = new Map<string, InterfaceTally>();
  for (const { interfaces } of all) {
    for (const [place, tally] of interfaces) {
      const sum = sums.get(place);
      if (sum === undefined) {
        sums.set(place, { ...tally });
        continue;
      }
      sum.innerUp += tally.innerUp;
      sum.innerDown += tally.innerDown;
      sum.innerRecords += tally.innerRecords;
      sum.outerUp += tally.outerUp;
      sum.outerDown += tally.outerDown;
      sum.outerRecords += tally.outerRecords;
      sum.hopUp += tally.hopUp;
      sum.skipData += tally.skipData;
      sum.noData += tally.noData;
      sum.isNat ||= tally.isNat;
      sum.az ??= tally.az;
      sum.natId ??= tally.natId;
    }
  }
  return sums;
}

function addedSpans(all: readonly ReaderTallies[]): ReadonlyMap<string, Span> {
  const sums = new Map<string, Span>();
  for (const { spans } of all) {
    for (const [key, span] of spans) {
      const sum = sums.get(key);
      if (sum === undefined) sums.set(key, { ...span });
      else {
        sum.from = Math.min(sum.from, span.from);
        sum.to = Math.max(sum.to, span.to);
        sum.records += span.records;
        sum.mode = Math.min(sum.mode, span.mode);
      }
    }
  }
  return sums;
}

/** Of each interface, by all logs of it. */
function recordsByPlace(spans: ReadonlyMap<string, Span>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [key, { records }] of spans) {
    const place = placeOfKey(key);
    sums.set(place, (sums.get(place) ?? 0) + records);
  }
  return sums;
}

/** Of `sourcePlaceKey`. */
const placeOfKey = (key: string): string => key.slice(key.indexOf(" ") + 1);

/** How far the two legs of a gateway may differ: records are lost, and connections reach over the window. */
const LEGS_ALIKE = 0.2;

class Judge implements RowJudge {
  private readonly network: FlowNetwork;
  private readonly rules: FlowRules;
  private readonly interfaces: ReadonlyMap<string, InterfaceTally>;
  /** Logs that repeat another one, by `sourcePlaceKey`. */
  private readonly repeated: ReadonlySet<string>;
  private readonly routed = new Map<string, ReturnType<FlowNetwork["route"]>>();
  private readonly isRegionalLogged: boolean;
  /** The best mode that logs of gateways allow, whatever these carried. */
  private readonly offered: FlowMode;

  constructor(
    network: FlowNetwork,
    rules: FlowRules,
    interfaces: ReadonlyMap<string, InterfaceTally>,
    spans: ReadonlyMap<string, Span>,
  ) {
    this.network = network;
    this.rules = rules;
    this.interfaces = interfaces;
    this.isRegionalLogged = [...interfaces].some(
      ([key, { innerRecords }]) => key.startsWith("nat-") && innerRecords > 0,
    );
    this.repeated = repeatedLogs(spans, (place) => this.isGateway(place));
    const ofGateways = [...spans].filter(([key]) => this.isGateway(placeOfKey(key)));
    this.offered = FLOW_MODES[Math.min(...ofGateways.map(([, { mode }]) => mode))] ?? "topology";
  }

  judge(source: number, place: string, kind: number): "counts" | NotCountedReason {
    if (this.repeated.has(sourcePlaceKey(source, place))) return "duplicate-flow-log";
    if (kind === ROW_KIND.natInterface && !this.isGateway(place)) return "other-interface";
    return "counts";
  }

  isChosen(nat: string, kind: number): boolean {
    return !this.isUnnamedAgain(nat) && this.kindOf(nat) === kind;
  }

  zoneOf(place: string): string | null {
    return this.interfaces.get(place)?.az ?? null;
  }

  route(src: string, dst: string): ReturnType<FlowNetwork["route"]> {
    const key = `${src} ${dst}`;
    const known = this.routed.get(key);
    if (known !== undefined) return known;
    // Pairs come in order: nothing is asked again later.
    this.routed.clear();
    const to = this.network.route(src, dst);
    this.routed.set(key, to);
    return to;
  }

  /** Whether an interface is that of a gateway: it is named as one, or both legs carry the same bytes. */
  isGateway(place: string): boolean {
    const tally = this.interfaces.get(place);
    if (tally === undefined || this.isUnnamedAgain(place)) return false;
    if (tally.isNat) return true;
    if (this.rules.natInterfaces !== null || tally.innerRecords === 0) return false;
    const { innerUp, outerUp } = tally;
    return Math.abs(innerUp - outerUp) <= LEGS_ALIKE * Math.max(innerUp, outerUp);
  }

  /** A regional gateway has no interface to be named as next hop by; what it logs itself says its bytes. */
  private isUnnamedAgain(place: string): boolean {
    return place === "-" && this.isRegionalLogged;
  }

  modes(): readonly FlowMode[] {
    const kinds = new Set(
      [...this.interfaces.keys()]
        .filter((place) => this.isGateway(place) && this.hasBytes(place))
        .map((place) => this.kindOf(place)),
    );
    const found = FLOW_MODES.filter((mode) => kinds.has(KIND_OF[mode]));
    return found.length > 0 ? found : [this.offered];
  }

  outerLegs(): readonly NotCounted[] {
    return [...this.interfaces].flatMap(([place, tally]) => {
      if (!this.isGateway(place)) {
        return [entry("other-interface", tally.outerUp + tally.outerDown, tally.outerRecords)];
      }
      const unsolicited = Math.max(0, tally.outerDown - tally.innerDown);
      return [
        entry("outer-leg", tally.outerUp + tally.outerDown - unsolicited, tally.outerRecords),
        entry("unsolicited-inbound", unsolicited, 0),
      ];
    });
  }

  private hasBytes(place: string): boolean {
    const tally = this.interfaces.get(place);
    return tally !== undefined && (tally.innerRecords > 0 || tally.hopUp > 0);
  }

  /** The best kind of rows that say all of what the gateway carried. */
  private kindOf(nat: string): number {
    const { hopUp = 0, innerUp = 0, innerRecords = 0 } = this.interfaces.get(nat) ?? {};
    if (hopUp > 0 && hopUp >= innerUp) return ROW_KIND.nextHop;
    return innerRecords > 0 ? ROW_KIND.natInterface : ROW_KIND.topology;
  }
}

const KIND_OF: Readonly<Record<FlowMode, number>> = {
  "next-hop": ROW_KIND.nextHop,
  "nat-interface": ROW_KIND.natInterface,
  topology: ROW_KIND.topology,
};

/** A log of this share of the records that another one has is as whole: aggregation differs. */
const AS_WHOLE = 0.8;

/** Of logs that cover the same time of the same interface, all but one: a whole one that says most of each record. */
function repeatedLogs(
  spans: ReadonlyMap<string, Span>,
  isGateway: (place: string) => boolean,
): ReadonlySet<string> {
  const byPlace = new Map<string, LoggedSpan[]>();
  for (const [key, span] of spans) {
    const place = key.slice(key.indexOf(" ") + 1);
    byPlace.set(place, [...(byPlace.get(place) ?? []), { key, span }]);
  }
  const repeated = new Set<string>();
  for (const [place, logs] of byPlace) {
    const order = isGateway(place) ? AT_GATEWAYS : AT_OTHERS;
    let left: readonly LoggedSpan[] = logs;
    while (left.length > 1) {
      const most = Math.max(...left.map(({ span }) => span.records));
      const [kept] = left
        .filter(({ span }) => span.records >= AS_WHOLE * most)
        .sort(
          (a, b) =>
            order.indexOf(a.span.mode) - order.indexOf(b.span.mode) ||
            b.span.records - a.span.records ||
            Number.parseInt(a.key, 10) - Number.parseInt(b.key, 10),
        );
      if (kept === undefined) break;
      for (const { key, span } of left) {
        if (key !== kept.key && overlaps(span, kept.span)) repeated.add(key);
      }
      left = left.filter(({ key }) => key !== kept.key && !repeated.has(key));
    }
  }
  return repeated;
}

const rankOf = (mode: FlowMode): number => FLOW_MODES.indexOf(mode);
/** Which logs say most: of a workload's interface, what is read for gateways says nothing. */
const AT_GATEWAYS: readonly number[] = FLOW_MODES.map(rankOf);
const AT_OTHERS: readonly number[] = (["next-hop", "topology", "nat-interface"] as const).map(
  rankOf,
);

interface LoggedSpan {
  readonly key: string;
  readonly span: Span;
}

/** For half of the shorter one, or more. */
function overlaps(a: Span, b: Span): boolean {
  const together = Math.min(a.to, b.to) - Math.max(a.from, b.from);
  return together > 0 && 2 * together >= Math.min(a.to - a.from, b.to - b.from);
}
