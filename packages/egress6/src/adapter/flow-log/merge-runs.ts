import { type ByteAmount, plusBytes } from "@egress6/core/flow/byte-amount";
import type { FlowGroup, NotCountedReason } from "@egress6/core/flow/flow-group";
import {
  compareIpv4Rows,
  compareIpv6Rows,
  KIND_SHIFT,
  NO_NAT,
  ROW_KIND,
  SOURCE_SHIFT,
  wordOf,
} from "./group-table.js";
import { ipv4OfWord, ipv6OfWords } from "./ipv6-table.js";
import { RunCursor } from "./sorted-runs.js";
import type { ReadRuns } from "./text/flow-reading.js";

/** What decides which rows count. */
export interface RowJudge {
  /** Whether the rows that a log has of an interface count: it is logged twice, or no gateway. */
  judge(source: number, place: string, kind: number): "counts" | NotCountedReason;
  /** Whether a gateway's bytes are taken from rows of this kind. */
  isChosen(nat: string, kind: number): boolean;
  /** Of the interface itself; null: its records do not say. */
  zoneOf(place: string): string | null;
  /** Of topology mode: the gateway that the route leads to. */
  route(src: string, dst: string): RoutedTo;
}

type RoutedTo = { readonly nat: string } | { readonly reason: NotCountedReason };

export type OnNotCounted = (reason: NotCountedReason, bytes: ByteAmount, records: number) => void;

/** One row, read. */
interface PairRow {
  readonly kind: number;
  readonly source: number;
  readonly place: string;
  /** Null: none is named. */
  readonly nat: string | null;
  /** Tells connections apart: local port and protocol. */
  readonly connection: number;
  up: ByteAmount;
  down: ByteAmount;
  records: number;
}

/**
 * The groups of all runs, sorted by source, destination and port: whichever reader read which file, and in
 * whichever order. Holds one pair at a time.
 */
export function* mergeRuns(
  readings: readonly ReadRuns[],
  judge: RowJudge,
  onNotCounted: OnNotCounted,
): Generator<FlowGroup> {
  for (const isIpv6 of [false, true]) {
    const sources = readings.flatMap((reading) =>
      reading.runs.map((run) => ({
        ipv6: reading.ipv6,
        places: reading.places,
        isRoutedApart: reading.isRoutedApart === true,
        verdicts: new Map(),
        cursor: isIpv6 ? new RunCursor(run, run.ipv4, run.count) : new RunCursor(run, 0, run.ipv4),
      })),
    );
    try {
      yield* mergeFamily(sources, isIpv6, judge, onNotCounted);
    } finally {
      for (const { cursor } of sources) cursor.close();
    }
  }
}

interface MergeSource {
  readonly ipv6: Uint32Array;
  readonly places: readonly string[];
  readonly isRoutedApart: boolean;
  readonly cursor: RunCursor;
  /** What is said of a log, an interface and a kind, as all rows of them need it. */
  readonly verdicts: Map<number, "counts" | "chosen" | NotCountedReason>;
}

function* mergeFamily(
  sources: readonly MergeSource[],
  isIpv6: boolean,
  judge: RowJudge,
  onNotCounted: OnNotCounted,
): Generator<FlowGroup> {
  const compare = (a: MergeSource, b: MergeSource) =>
    isIpv6
      ? compareIpv6Rows(a.cursor.rows, a.cursor.at, a.ipv6, b.cursor.rows, b.cursor.at, b.ipv6)
      : compareIpv4Rows(a.cursor.rows, a.cursor.at, b.cursor.rows, b.cursor.at);
  const addressOf = ({ cursor: { rows, at }, ipv6 }: MergeSource, side: number): string => {
    if (!isIpv6) return ipv4OfWord(rows[at + side] as number);
    const words = [0, 1, 2, 3].map((index) => wordOf(rows, at, side, index, ipv6));
    const isMapped = words[0] === 0 && words[1] === 0 && words[2] === 0xffff;
    return isMapped ? ipv4OfWord(words[3] as number) : ipv6OfWords(words);
  };
  const open = sources.filter(({ cursor }) => !cursor.isDone);
  let [lastWord, lastText] = [-1, ""];
  for (;;) {
    let least = open[0];
    if (least === undefined) return;
    for (let index = 1; index < open.length; index++) {
      const other = open[index] as MergeSource;
      if (compare(other, least) < 0) least = other;
    }
    // Pairs of one source lie side by side.
    const srcWord = isIpv6 ? -1 : (least.cursor.rows[least.cursor.at] as number);
    const src = srcWord >= 0 && srcWord === lastWord ? lastText : addressOf(least, 0);
    lastWord = srcWord;
    lastText = src;
    const dstWord = isIpv6 ? -1 : (least.cursor.rows[least.cursor.at + 1] as number);
    const dstOf = isIpv6 ? addressOf(least, 1) : null;
    const port = (least.cursor.rows[least.cursor.at + 2] as number) >>> 16;
    const first = { rows: least.cursor.rows, at: least.cursor.at, ipv6: least.ipv6 };
    const rows: PairRow[] = [];
    let only: PairRow | null = null;
    for (let index = open.length - 1; index >= 0; index--) {
      const source = open[index] as MergeSource;
      const { cursor, places, ipv6 } = source;
      while (
        !cursor.isDone &&
        (isIpv6
          ? compareIpv6Rows(cursor.rows, cursor.at, ipv6, first.rows, first.at, first.ipv6)
          : compareIpv4Rows(cursor.rows, cursor.at, first.rows, first.at)) === 0
      ) {
        const row = rowAt(cursor.rows, cursor.at, places);
        if (source.isRoutedApart && row.kind === ROW_KIND.topology) {
          cursor.advance();
          continue;
        }
        const verdict = verdictOf(source, row, judge);
        cursor.advance();
        if (verdict !== "counts" && verdict !== "chosen") leaveOut(row, verdict, onNotCounted);
        else if (verdict === "chosen" && only === null && rows.length === 0) only = row;
        else if (verdict === "chosen" && only !== null && only.place === row.place)
          addRow(only, row);
        else {
          if (only !== null) rows.push(only);
          only = null;
          rows.push(row);
        }
      }
      if (cursor.isDone) open.splice(index, 1);
    }
    // Mostly all of a pair goes through one gateway, whose interface says so.
    if (only !== null) {
      const { place: nat, up, down, records } = only;
      if (dstOf === null) yield new Ipv4Group(nat, src, dstWord, port, up, down, records);
      else yield { nat, src, dst: dstOf, port, up, down, records, zone: null };
    } else if (rows.length > 0) {
      const dst = dstOf ?? ipv4OfWord(dstWord);
      yield* groupsOfPair({ src, dst, port }, rows, judge, onNotCounted);
    }
  }
}

/** Makes the text of its destination when somebody asks for it. */
class Ipv4Group implements FlowGroup {
  readonly nat: string;
  readonly src: string;
  readonly dstWord: number;
  readonly port: number;
  readonly up: ByteAmount;
  readonly down: ByteAmount;
  readonly records: number;
  readonly zone = null;

  constructor(
    nat: string,
    src: string,
    dstWord: number,
    port: number,
    up: ByteAmount,
    down: ByteAmount,
    records: number,
  ) {
    this.nat = nat;
    this.src = src;
    this.dstWord = dstWord;
    this.port = port;
    this.up = up;
    this.down = down;
    this.records = records;
  }

  get dst(): string {
    return ipv4OfWord(this.dstWord);
  }
}

/** `chosen`: the row is of the gateway's own interface, and counts as it is. */
function verdictOf(
  { verdicts, cursor: { rows, at } }: MergeSource,
  { source, place, kind }: PairRow,
  judge: RowJudge,
): "counts" | "chosen" | NotCountedReason {
  const key = ((rows[at + 3] as number) * 4096 + source) * 4 + kind;
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  let verdict: "counts" | "chosen" | NotCountedReason = judge.judge(source, place, kind);
  if (verdict === "counts" && kind === ROW_KIND.natInterface) {
    verdict = judge.isChosen(place, kind) ? "chosen" : "outer-leg";
  }
  verdicts.set(key, verdict);
  return verdict;
}

function addRow(sum: PairRow, { up, down, records }: PairRow): void {
  sum.up = plusBytes(sum.up, up);
  sum.down = plusBytes(sum.down, down);
  sum.records += records;
}

function rowAt(rows: Uint32Array, at: number, places: readonly string[]): PairRow {
  const flags = rows[at + 5] as number;
  const nat = rows[at + 4] as number;
  return {
    kind: (flags >>> KIND_SHIFT) & 3,
    source: flags >>> SOURCE_SHIFT,
    place: places[rows[at + 3] as number] ?? "",
    nat: nat === NO_NAT ? null : (places[nat] ?? ""),
    connection: ((rows[at + 2] as number) & 0xffff) * 256 + ((flags >>> 4) & 255),
    up: amount(rows[at + 6] as number, rows[at + 7] as number),
    down: amount(rows[at + 8] as number, rows[at + 9] as number),
    records: rows[at + 10] as number,
  };
}

const amount = (low: number, high: number): number => high * 2 ** 32 + low;

type Pair = Pick<FlowGroup, "src" | "dst" | "port">;

/** What a pair sent and got through each gateway. */
class PairSums {
  private readonly sums = new Map<
    string,
    { up: ByteAmount; down: ByteAmount; records: number; readonly zone: string | null }
  >();

  add(
    nat: string,
    { up, down, records }: Pick<PairRow, "up" | "down" | "records">,
    zone: string | null,
  ): void {
    const sum = this.sums.get(nat);
    if (sum === undefined) this.sums.set(nat, { up, down, records, zone });
    else {
      sum.up = plusBytes(sum.up, up);
      sum.down = plusBytes(sum.down, down);
      sum.records += records;
    }
  }

  *groups(pair: Pair): Generator<FlowGroup> {
    const nats =
      this.sums.size > 1 ? [...this.sums].sort(([a], [b]) => (a < b ? -1 : 1)) : this.sums;
    for (const [nat, sum] of nats) yield { nat, ...pair, ...sum };
  }
}

function* groupsOfPair(
  pair: Pair,
  rows: readonly PairRow[],
  judge: RowJudge,
  onNotCounted: OnNotCounted,
): Generator<FlowGroup> {
  const sums = new PairSums();
  const hops: PairRow[] = [];
  for (const row of rows) {
    if (row.kind === ROW_KIND.natInterface) countFor(row.place, row);
    else if (row.kind === ROW_KIND.topology) {
      const to = judge.route(pair.src, pair.dst);
      if ("nat" in to) countFor(to.nat, row);
      else leaveOut(row, to.reason, onNotCounted);
    } else hops.push(row);
  }
  if (hops.length > 0) addHops(hops, countFor, onNotCounted);
  yield* sums.groups(pair);

  function countFor(nat: string, row: PairRow): void {
    const kind = row.kind === ROW_KIND.otherHop ? ROW_KIND.nextHop : row.kind;
    const zone = kind === ROW_KIND.natInterface ? null : judge.zoneOf(row.place);
    if (judge.isChosen(nat, kind)) sums.add(nat, row, zone);
    else leaveOut(row, "outer-leg", onNotCounted);
  }
}

function leaveOut(row: PairRow, reason: NotCountedReason, onNotCounted: OnNotCounted): void {
  onNotCounted(reason, plusBytes(row.up, row.down), row.records);
}

/** Gives ingress to the gateway that the same connection's egress names. */
function addHops(
  rows: readonly PairRow[],
  countFor: (nat: string, row: PairRow) => void,
  onNotCounted: OnNotCounted,
): void {
  const most = new Map<string, { nat: string; up: ByteAmount }>();
  const elsewhere = new Set<string>();
  const keysOf = ({ source, place, connection }: PairRow) => [
    `${source} ${place} ${connection}`,
    `${source} ${place}`,
  ];
  for (const row of rows) {
    if (row.nat === null) {
      if (row.kind === ROW_KIND.otherHop) for (const key of keysOf(row)) elsewhere.add(key);
      continue;
    }
    for (const key of keysOf(row)) {
      const before = most.get(key);
      const isMore =
        before === undefined ||
        row.up > before.up ||
        (row.up === before.up && row.nat < before.nat);
      if (isMore) most.set(key, { nat: row.nat, up: row.up });
    }
  }
  for (const row of rows) {
    if (row.nat !== null) countFor(row.nat, row);
    else if (row.kind === ROW_KIND.otherHop) leaveOut(row, "other-route", onNotCounted);
    else {
      const [connection = "", place = ""] = keysOf(row);
      // Of a connection that began before the window, its egress may not be there.
      const isOpen = !elsewhere.has(connection) && !elsewhere.has(place);
      const nat = most.get(connection)?.nat ?? (isOpen ? most.get(place)?.nat : undefined);
      if (nat === undefined) leaveOut(row, "other-route", onNotCounted);
      else countFor(nat, row);
    }
  }
}
