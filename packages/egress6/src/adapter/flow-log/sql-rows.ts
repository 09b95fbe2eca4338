import type { ByteAmount } from "@egress6/core/flow/byte-amount";
import { FLOW_MODES, type FlowMode } from "@egress6/core/flow/flow-mode";
import { type FlowSqlQuestion, SQL_ROW_KINDS, type SqlRowKind } from "@egress6/core/flow/flow-sql";
import { ipv4Number } from "@egress6/core/flow/prefix-table";
import type { FlowSqlRow } from "../../ports.js";
import { sourcePlaceKey } from "./flow-record-reader.js";
import type { FlowRules } from "./flow-rules.js";
import {
  DST_IS_IPV6,
  GroupTable,
  KIND_SHIFT,
  NO_NAT,
  PROTOCOL_SHIFT,
  ROW_KIND,
  SOURCE_SHIFT,
  SRC_IS_IPV6,
} from "./group-table.js";
import { InternTable } from "./intern-table.js";
import { Ipv6Table } from "./ipv6-table.js";
import { runInMemory } from "./sorted-runs.js";
import {
  emptyInterface,
  emptyTallies,
  type InterfaceTally,
  type ReaderTallies,
  type Span,
} from "./tallies.js";
import type { ReadRuns } from "./text/flow-reading.js";

const MOST_AT_ONCE = 2 ** 52;

/** One row of `flowGroupSql`, read. */
interface GroupRow {
  readonly place: string;
  readonly kind: SqlRowKind;
  readonly src: string;
  readonly dst: string;
  readonly port: number;
  readonly localPort: number;
  readonly protocol: number;
  readonly nat: string;
  readonly up: ByteAmount;
  readonly down: ByteAmount;
  readonly records: number;
}

/** Takes rows of SQL engines into the same sums that the reader of text makes. */
export class SqlRows {
  private readonly rules: FlowRules;
  private readonly table = new GroupTable();
  private readonly places = new InternTable();
  private readonly placeIds = new Map<string, number>();
  private readonly ipv6 = new Ipv6Table();
  private readonly tallies: ReaderTallies = emptyTallies();

  constructor(rules: FlowRules) {
    this.rules = rules;
  }

  /** @param source the number of the flow log */
  add(values: FlowSqlRow, source: number): void {
    const row = readRow(values);
    const { tallies } = this;
    const bytes = Number(row.up) + Number(row.down);
    tallies.records += row.records;
    const tally = this.tallyOf(row.place);
    switch (row.kind) {
      case "no-data":
        tallies.noData += row.records;
        tally.noData += row.records;
        break;
      case "skip-data":
        tallies.skipData += row.records;
        tally.skipData += row.records;
        break;
      case "reject":
        tallies.rejectRecords += row.records;
        tallies.rejectBytes += bytes;
        break;
      case "other":
        tallies.otherInterfaceRecords += row.records;
        tallies.otherInterfaceBytes += bytes;
        break;
      case "east-west":
        tallies.eastWestRecords += row.records;
        tallies.eastWestBytes += bytes;
        break;
      case "outer-up":
      case "outer-down":
        tally.outerRecords += row.records;
        if (row.kind === "outer-up") tally.outerUp += bytes;
        else tally.outerDown += bytes;
        break;
      case "inner":
        tally.innerRecords += row.records;
        tally.innerUp += Number(row.up);
        tally.innerDown += Number(row.down);
        this.addGroup(row, source, ROW_KIND.natInterface, row.place);
        break;
      case "hop": {
        const gateway = this.tallyOf(row.nat);
        gateway.isNat = true;
        gateway.hopUp += Number(row.up);
        this.addGroup(row, source, ROW_KIND.nextHop, row.nat);
        break;
      }
      case "other-hop":
        this.addGroup(row, source, ROW_KIND.otherHop, null);
        break;
      case "ingress":
        this.addGroup(row, source, ROW_KIND.nextHop, null);
        break;
      case "up":
      case "down":
        this.addByTopology(row, source, bytes);
    }
  }

  /** Takes a row of `flowPlaceSql`. */
  addPlace(values: FlowSqlRow, source: number, mode: FlowMode): void {
    const [place, nat, az, resource, natAz, isNat, start, end, n] = values;
    const [from, to, records] = [Number(start), Number(end), Number(n)];
    const { tallies } = this;
    tallies.from = Math.min(tallies.from, from);
    tallies.to = Math.max(tallies.to, to);
    const tally = this.tallyOf(String(place));
    tally.isNat ||= Number(isNat) === 1;
    tally.az ??= givenText(az);
    const id = givenText(resource);
    if (id?.startsWith("nat-")) tally.natId ??= id;
    if (nat !== "") this.tallyOf(String(nat)).az ??= givenText(natAz);
    this.addSpan(sourcePlaceKey(source, String(place)), {
      from,
      to,
      records,
      mode: FLOW_MODES.indexOf(mode),
    });
  }

  /** @param start,end minutes of records, in seconds */
  addMinutes(start: number, end: number): void {
    const last = Math.floor(Math.max(start, end) / 60);
    for (let minute = Math.floor(start / 60); minute <= last; minute++) {
      this.tallies.minutes.add(minute);
    }
  }

  finish(): ReadRuns {
    const ipv6 = this.ipv6.words.slice(0, 4 * this.ipv6.size);
    const runs = this.table.size === 0 ? [] : [runInMemory(this.table.takeSorted(ipv6))];
    return { runs, places: this.places.texts, ipv6, tallies: this.tallies };
  }

  private addByTopology(row: GroupRow, source: number, bytes: number): void {
    const { tallies } = this;
    const kind = this.segmentOf(row.dst);
    if (kind !== null) {
      tallies.eastWestRecords += row.records;
      tallies.eastWestBytes += bytes;
    } else this.addGroup(row, source, ROW_KIND.topology, null);
  }

  private segmentOf(address: string): string | null {
    const word = ipv4Number(address);
    if (word === null) return null;
    return (
      this.rules.segments.find(({ first, last }) => word >= first && word <= last)?.kind ?? null
    );
  }

  private addGroup(row: GroupRow, source: number, kind: number, nat: string | null): void {
    const [src, srcFlag] = this.wordOf(row.src, SRC_IS_IPV6);
    const [dst, dstFlag] = this.wordOf(row.dst, DST_IS_IPV6);
    if (src < 0 || dst < 0) {
      this.tallies.badLines += row.records;
      this.tallies.records -= row.records;
      return;
    }
    const isOfHop = kind === ROW_KIND.nextHop || kind === ROW_KIND.otherHop;
    const flags =
      (srcFlag |
        dstFlag |
        (kind << KIND_SHIFT) |
        (isOfHop ? row.protocol << PROTOCOL_SHIFT : 0) |
        (source << SOURCE_SHIFT)) >>>
      0;
    const ports = ((row.port << 16) | (isOfHop ? row.localPort : 0)) >>> 0;
    const place = this.placeOf(row.place);
    const gateway = nat === null ? NO_NAT : this.placeOf(nat);
    let { up, down, records } = row;
    while (up > MOST_AT_ONCE || down > MOST_AT_ONCE) {
      const [partUp, partDown] = [up, down].map((each) =>
        each > MOST_AT_ONCE ? MOST_AT_ONCE : Number(each),
      );
      const [a = 0, b = 0] = [partUp, partDown];
      this.table.add(src, dst, ports, place, gateway, flags, a, b, records);
      up = BigInt(up) - BigInt(a);
      down = BigInt(down) - BigInt(b);
      records = 0;
    }
    this.table.add(src, dst, ports, place, gateway, flags, Number(up), Number(down), records);
  }

  private placeOf(text: string): number {
    let place = this.placeIds.get(text);
    if (place === undefined) {
      place = this.places.idOfText(text);
      this.placeIds.set(text, place);
    }
    return place;
  }

  private wordOf(address: string, flag: number): readonly [number, number] {
    const word = ipv4Number(address);
    return word === null ? [this.ipv6.idOf(address), flag] : [word, 0];
  }

  private tallyOf(place: string): InterfaceTally {
    const known = this.tallies.interfaces.get(place);
    if (known !== undefined) return known;
    const made = emptyInterface(place, false);
    this.tallies.interfaces.set(place, made);
    return made;
  }

  private addSpan(key: string, { from, to, records, mode }: Span): void {
    const span = this.tallies.spans.get(key);
    if (span === undefined) this.tallies.spans.set(key, { from, to, records, mode });
    else {
      span.from = Math.min(span.from, from);
      span.to = Math.max(span.to, to);
      span.records += records;
      span.mode = Math.min(span.mode, mode);
    }
  }
}

/** In the order of `flowGroupSql`; Athena sends texts. */
function readRow(values: FlowSqlRow): GroupRow {
  const [place, kind, src, dst, port, localPort, protocol, nat, up, down, n] = values;
  return {
    place: String(place),
    kind: KINDS.get(String(kind)) ?? "other",
    src: String(src),
    dst: String(dst),
    port: Number(port),
    localPort: Number(localPort),
    protocol: Number(protocol),
    nat: String(nat),
    up: amountOf(up ?? 0),
    down: amountOf(down ?? 0),
    records: Number(n),
  };
}

const KINDS: ReadonlyMap<string, SqlRowKind> = new Map(SQL_ROW_KINDS.map((kind) => [kind, kind]));

/** Exact, and a number where that is exact. */
function amountOf(value: string | number | bigint): ByteAmount {
  const amount = Number(value);
  if (Number.isSafeInteger(amount)) return amount;
  return BigInt(typeof value === "string" ? value.replace(/\.0*$/, "") : value);
}

/** Null: the column is `-`, or not there. */
const givenText = (value: FlowSqlRow[number] | undefined): string | null =>
  value === "-" || value === null || value === undefined ? null : String(value);

/** What the SQL is made for. @param routed addresses that may be routed to a gateway */
export function sqlQuestion(
  rules: FlowRules,
  mode: FlowSqlQuestion["mode"],
  routed: readonly string[],
): FlowSqlQuestion {
  return {
    mode,
    from: rules.from,
    to: rules.to,
    natInterfaces: rules.natInterfaces,
    natAddresses: rules.natAddresses,
    routedAddresses: routed,
    carriers: rules.carriers,
  };
}
