import { FLOW_MODES, type FlowMode } from "@egress6/core/flow/flow-mode";
import { COLUMN } from "./flow-columns.js";
import type { FlowRules } from "./flow-rules.js";
import {
  DST_IS_IPV6,
  type GroupTable,
  KIND_SHIFT,
  NO_NAT,
  PROTOCOL_SHIFT,
  ROW_KIND,
  SOURCE_SHIFT,
  SRC_IS_IPV6,
} from "./group-table.js";
import { InternTable } from "./intern-table.js";
import { Ipv6Table } from "./ipv6-table.js";
import {
  emptyInterface,
  emptyTallies,
  type InterfaceTally,
  type ReaderTallies,
  type Span,
} from "./tallies.js";

const [LETTER_R, LETTER_N, LETTER_S, LETTER_E] = [82, 78, 83, 101];

/** Addresses are numbers: of IPv4 their own, of IPv6 that in an `Ipv6Table`, behind those of IPv4. */
export const FIRST_IPV6 = 2 ** 32;
export const ABSENT = -1;
export const NO_ADDRESS = -2;

/** No number: the column is `-`, or it is wrong. */
export const NO_VALUE_GIVEN = -1;
export const NO_NUMBER = -2;

/** Of interfaces. */
const UNDECIDED = 0;
const GATEWAY = 1;
const OTHER = 2;

const MOST_BAD_LINES_SHOWN = 10;
const TWO_52 = 2 ** 52;
/** A month of minutes is remembered without a look into a set. */
const MINUTE_MASK = 0xffff;

/** The file that records are from. */
export interface RecordSource {
  readonly name: string;
  /** The number of its flow log. */
  readonly source: number;
  readonly mode: FlowMode;
}

/**
 * Sums what records of flow logs say of NAT gateways, however they are stored: a reader of a format says what is in a
 * column of a record. Written for speed: no strings and no objects, and of each record only the columns that count for
 * it.
 */
export abstract class FlowRecordReader {
  readonly interfaces = new InternTable();
  readonly ipv6 = new Ipv6Table();
  readonly tallies: ReaderTallies = emptyTallies();
  private readonly table: GroupTable;
  private readonly rules: FlowRules;
  private readonly natAddresses: ReadonlySet<number>;
  private readonly segmentFirst: Float64Array;
  private readonly segmentLast: Float64Array;
  private readonly segmentKind: Uint8Array;
  private readonly kinds: number[] = [];
  private readonly perInterface: (InterfaceTally | undefined)[] = [];
  private readonly spansBySource = new Map<number, (Span | undefined)[]>();
  private readonly known: ReadonlySet<string> | null;
  private readonly carriers: ReadonlySet<string>;
  private file: RecordSource | null = null;
  private spans: (Span | undefined)[] = [];
  private readonly recentMinutes = new Int32Array(MINUTE_MASK + 1);
  private isRegionKnown = false;
  private modeRank = 0;
  private lastStart = -1;
  private lastEnd = -1;
  /** The line or the row that is read. */
  protected line = 0;

  constructor(rules: FlowRules, table: GroupTable) {
    this.rules = rules;
    this.table = table;
    this.known = rules.natInterfaces === null ? null : new Set(rules.natInterfaces);
    this.carriers = new Set(rules.carriers);
    this.natAddresses = new Set(rules.natAddresses.map(ipv4Word));
    this.segmentFirst = Float64Array.from(rules.segments, ({ first }) => first);
    this.segmentLast = Float64Array.from(rules.segments, ({ last }) => last);
    this.segmentKind = Uint8Array.from(rules.segments, ({ kind }) => (kind === "vpc" ? 1 : 2));
  }

  protected beginFile(file: RecordSource): void {
    this.file = file;
    this.modeRank = FLOW_MODES.indexOf(file.mode);
    this.isRegionKnown = false;
    const spans = this.spansBySource.get(file.source) ?? [];
    this.spansBySource.set(file.source, spans);
    this.spans = spans;
  }

  /** Whether the file has a column that counts, by `COLUMN`. */
  protected abstract has(code: number): boolean;
  /** The number among `interfaces` of what the column holds. */
  protected abstract placeOf(code: number, row: number): number;
  /** NO_VALUE_GIVEN, NO_NUMBER, or a number: above 2^52 not to the last digit. */
  protected abstract numberOf(code: number, row: number): number;
  /** As `numberOf`, of what is mostly the same as in the record before. */
  protected abstract timeOf(code: number, row: number): number;
  /** As `numberOf`, of what is mostly below 2^31. */
  protected abstract smallNumberOf(code: number, row: number): number;
  protected abstract exactNumberOf(code: number, row: number): bigint;
  /** ABSENT, NO_ADDRESS, or a number: of IPv6 that of `ipv6`, from FIRST_IPV6 on. */
  protected abstract addressOf(code: number, row: number): number;
  /** As `addressOf`, of a column that mostly holds the same as another one, which is known. */
  protected abstract packetAddressOf(
    code: number,
    other: number,
    known: number,
    row: number,
  ): number;
  /** The first letter; 0: the column is `-` or empty, or not there. */
  protected abstract letterOf(code: number, row: number): number;
  /** Whether it is `nat_gateway` or `regional_nat_gateway`. */
  protected abstract isNatTypeOf(code: number, row: number): boolean;
  protected abstract textOf(code: number, row: number): string;
  /** What is wrong with a column, in a sentence without its end. */
  protected abstract faultOf(code: number, row: number, what: string): string;

  /** Takes a record into the sums. @param row as the columns are asked for */
  protected readRecord(row: number): void {
    const { tallies } = this;
    const { from, to } = this.rules;
    const mode = (this.file as RecordSource).mode;
    let place = 0;
    let kind = UNDECIDED;
    if (this.has(COLUMN.interface)) {
      place = this.placeOf(COLUMN.interface, row);
      kind = this.kinds[place] ?? this.kindOf(place);
    }
    let bytes = this.numberOf(COLUMN.bytes, row);
    const startTime = this.timeOf(COLUMN.start, row);
    const endTime = this.timeOf(COLUMN.end, row);
    if (bytes === NO_NUMBER || startTime === NO_NUMBER || endTime === NO_NUMBER) {
      this.addWrong(row);
      return;
    }
    let bytesAbove = 0;
    if (bytes >= TWO_52) {
      const exact = this.exactNumberOf(COLUMN.bytes, row);
      bytes = Number(exact % BigInt(TWO_52));
      bytesAbove = Number(exact / BigInt(TWO_52));
    }
    if (
      startTime >= 0 &&
      ((from !== null && startTime < from) || (to !== null && startTime >= to))
    ) {
      tallies.outsideWindowRecords++;
      if (bytes > 0) tallies.outsideWindowBytes += bytes + bytesAbove * TWO_52;
      return;
    }
    const status = this.letterOf(COLUMN.status, row);
    if (status === LETTER_N || status === LETTER_S || (status === 0 && bytes < 0)) {
      this.addRecord(startTime, endTime, place);
      const own = this.perInterface[place];
      if (status === LETTER_S) {
        tallies.skipData++;
        if (own !== undefined) own.skipData++;
      } else {
        tallies.noData++;
        if (own !== undefined) own.noData++;
      }
      return;
    }
    if (bytes < 0) {
      this.addBad("it has no bytes");
      return;
    }
    if (this.letterOf(COLUMN.action, row) === LETTER_R) {
      this.addRecord(startTime, endTime, place);
      tallies.rejectRecords++;
      tallies.rejectBytes += bytes;
      return;
    }
    if (!this.isRegionKnown) this.addRegion(row);
    if (kind === OTHER && mode === "nat-interface") {
      this.addRecord(startTime, endTime, place);
      tallies.otherInterfaceRecords++;
      tallies.otherInterfaceBytes += bytes;
      return;
    }
    const src = this.addressOf(COLUMN.src, row);
    const dst = this.addressOf(COLUMN.dst, row);
    const srcPort = this.smallNumberOf(COLUMN.srcPort, row);
    const dstPort = this.smallNumberOf(COLUMN.dstPort, row);
    const pktSrc = this.packetAddressOf(COLUMN.pktSrc, COLUMN.src, src, row);
    const pktDst = this.packetAddressOf(COLUMN.pktDst, COLUMN.dst, dst, row);
    if (
      srcPort === NO_NUMBER ||
      dstPort === NO_NUMBER ||
      src === NO_ADDRESS ||
      dst === NO_ADDRESS ||
      pktSrc === NO_ADDRESS ||
      pktDst === NO_ADDRESS
    ) {
      this.addWrong(row);
      return;
    }
    this.addRecord(startTime, endTime, place);
    // Of ICMP and others there are no ports.
    const fromPort = srcPort < 0 ? 0 : srcPort;
    const toPort = dstPort < 0 ? 0 : dstPort;
    if (mode === "topology") {
      if (this.carriersOf(place)) {
        tallies.otherInterfaceRecords++;
        tallies.otherInterfaceBytes += bytes;
      } else this.addByTopology(src, dst, fromPort, toPort, place, bytes, bytesAbove);
      return;
    }
    const isGatewayType = this.isNatTypeOf(COLUMN.interfaceType, row);
    if (kind !== OTHER && this.letterOf(COLUMN.resource, row) !== 0) {
      place = this.placeOfResource(place, this.textOf(COLUMN.resource, row), isGatewayType);
      kind = this.kinds[place] as number;
    }
    if (kind === UNDECIDED && isGatewayType) {
      kind = GATEWAY;
      this.kinds[place] = GATEWAY;
      (this.perInterface[place] as InterfaceTally).isNat = true;
    }
    if (mode === "next-hop" && kind !== GATEWAY) {
      this.addByNextHop(
        pktSrc === ABSENT ? src : pktSrc,
        pktDst === ABSENT ? dst : pktDst,
        fromPort,
        toPort,
        place,
        bytes,
        bytesAbove,
        row,
      );
      return;
    }
    const hasInstance = this.letterOf(COLUMN.instance, row) !== 0;
    if (kind === OTHER || (kind === UNDECIDED && hasInstance)) {
      tallies.otherInterfaceRecords++;
      tallies.otherInterfaceBytes += bytes;
      return;
    }
    this.addAtGateway(src, dst, pktSrc, pktDst, fromPort, toPort, place, bytes, bytesAbove, row);
  }

  /** Of a gateway's own interface: its inner leg names the far end in the addresses of the packet. */
  private addAtGateway(
    src: number,
    dst: number,
    pktSrc: number,
    pktDst: number,
    srcPort: number,
    dstPort: number,
    place: number,
    bytes: number,
    above: number,
    row: number,
  ): void {
    const tally = this.perInterface[place] as InterfaceTally;
    if (tally.az === null) tally.az = this.givenTextOf(COLUMN.az, row);
    // What a gateway translates from IPv6 has the far end in the record itself.
    const isToIpv6 = dst >= FIRST_IPV6 && this.isNat64(dst);
    const isFromIpv6 = src >= FIRST_IPV6 && this.isNat64(src);
    const isPktDst = isToIpv6 || (pktDst !== ABSENT && pktDst !== dst);
    const isPktSrc = isFromIpv6 || (pktSrc !== ABSENT && pktSrc !== src);
    if (!isPktDst && !isPktSrc) {
      tally.outerRecords++;
      const isUp =
        this.natAddresses.size > 0
          ? this.natAddresses.has(src)
          : src >= 0 && src < FIRST_IPV6 && isPrivate(src);
      if (isUp) tally.outerUp += bytes;
      else tally.outerDown += bytes;
      return;
    }
    tally.innerRecords++;
    const source = (this.file as RecordSource).source;
    const flags = (ROW_KIND.natInterface << KIND_SHIFT) | (source << SOURCE_SHIFT);
    const isUp = isPktDst && (!isPktSrc || !this.natAddresses.has(src));
    if (isUp) {
      tally.innerUp += bytes;
      const to = pktDst === ABSENT ? dst : pktDst;
      this.addRow(src, to, dstPort << 16, place, place, flags, bytes, above, true);
    } else {
      tally.innerDown += bytes;
      const from = pktSrc === ABSENT ? src : pktSrc;
      this.addRow(dst, from, srcPort << 16, place, place, flags, bytes, above, false);
    }
  }

  private addByNextHop(
    src: number,
    dst: number,
    srcPort: number,
    dstPort: number,
    place: number,
    bytes: number,
    above: number,
    row: number,
  ): void {
    const hasHop = this.letterOf(COLUMN.nextHop, row) !== 0;
    const direction = this.letterOf(COLUMN.direction, row);
    const protocol = this.smallNumberOf(COLUMN.protocol, row);
    const source = (this.file as RecordSource).source;
    const common = ((protocol < 0 ? 0 : protocol) << PROTOCOL_SHIFT) | (source << SOURCE_SHIFT);
    const isEgress = direction === 0 ? hasHop : direction === LETTER_E;
    if (!isEgress) {
      const flags = (ROW_KIND.nextHop << KIND_SHIFT) | common;
      const ports = (srcPort << 16) | dstPort;
      this.addRow(dst, src, ports, place, NO_NAT, flags, bytes, above, false);
      return;
    }
    const hopType = this.letterOf(COLUMN.nextHopType, row);
    const isNat =
      this.isNatTypeOf(COLUMN.nextHopType, row) ||
      (hopType === 0 && hasHop && this.isNatInterface(this.textOf(COLUMN.nextHop, row)));
    const nat = isNat ? this.placeOf(COLUMN.nextHop, row) : NO_NAT;
    if (isNat) this.addHop(nat, place, bytes, row);
    const rowKind = isNat ? ROW_KIND.nextHop : ROW_KIND.otherHop;
    const ports = (dstPort << 16) | srcPort;
    this.addRow(src, dst, ports, place, nat, (rowKind << KIND_SHIFT) | common, bytes, above, true);
  }

  /** What was counted, with what is kept apart while reading. */
  finish(): ReaderTallies {
    const { tallies } = this;
    for (const [place, tally] of this.perInterface.entries()) {
      // Not everything with a number was the interface of a record.
      if (tally !== undefined)
        tallies.interfaces.set(this.interfaces.texts[place] as string, tally);
    }
    for (const [source, spans] of this.spansBySource) {
      for (const [place, span] of spans.entries()) {
        if (span !== undefined) {
          tallies.spans.set(sourcePlaceKey(source, this.interfaces.texts[place] as string), span);
        }
      }
    }
    return tallies;
  }

  /** A line that is no record. */
  protected addBad(reason: string): void {
    const { tallies, file } = this;
    tallies.badLines++;
    if (tallies.badLinesShown.length < MOST_BAD_LINES_SHOWN) {
      tallies.badLinesShown.push({ file: file?.name ?? "", line: this.line, reason });
    }
  }

  /** Says which column of a record is wrong. */
  private addWrong(row: number): void {
    const number = NUMBERS.find((code) => this.numberOf(code, row) === NO_NUMBER);
    const address = ADDRESSES.find((code) => this.addressOf(code, row) === NO_ADDRESS);
    const fault =
      number === undefined
        ? this.faultOf(address ?? COLUMN.src, row, "no address")
        : this.faultOf(number, row, "no number");
    this.addBad(fault);
  }

  /** Null: the column is `-`, or not there. */
  private givenTextOf(code: number, row: number): string | null {
    return this.letterOf(code, row) === 0 ? null : this.textOf(code, row);
  }

  private addRow(
    src: number,
    dst: number,
    ports: number,
    place: number,
    nat: number,
    about: number,
    bytes: number,
    above: number,
    isUp: boolean,
  ): void {
    const isSrcIpv6 = src >= FIRST_IPV6;
    const isDstIpv6 = dst >= FIRST_IPV6;
    const flags = (about | (isSrcIpv6 ? SRC_IS_IPV6 : 0) | (isDstIpv6 ? DST_IS_IPV6 : 0)) >>> 0;
    const srcWord = isSrcIpv6 ? src - FIRST_IPV6 : src < 0 ? 0 : src;
    const dstWord = isDstIpv6 ? dst - FIRST_IPV6 : dst < 0 ? 0 : dst;
    const { table } = this;
    const up = isUp ? bytes : 0;
    table.add(srcWord, dstWord, ports >>> 0, place, nat, flags, up, bytes - up);
    for (let part = 0; part < above; part++) {
      const partUp = isUp ? TWO_52 : 0;
      table.add(srcWord, dstWord, ports >>> 0, place, nat, flags, partUp, TWO_52 - partUp, 0);
    }
  }

  private addByTopology(
    src: number,
    dst: number,
    srcPort: number,
    dstPort: number,
    place: number,
    bytes: number,
    above: number,
  ): void {
    const { tallies } = this;
    const source = (this.file as RecordSource).source;
    const flags = (ROW_KIND.topology << KIND_SHIFT) | (source << SOURCE_SHIFT);
    if (src >= FIRST_IPV6 && dst >= FIRST_IPV6) {
      const isUp = this.isNat64(dst);
      if (!isUp && !this.isNat64(src)) {
        tallies.ipv6Records++;
        tallies.ipv6Bytes += bytes;
      } else if (isUp)
        this.addRow(src, dst, dstPort << 16, place, NO_NAT, flags, bytes, above, true);
      else this.addRow(dst, src, srcPort << 16, place, NO_NAT, flags, bytes, above, false);
      return;
    }
    const srcKind = this.segmentKindOf(src);
    const dstKind = this.segmentKindOf(dst);
    if (srcKind > 0 && dstKind > 0) {
      tallies.eastWestRecords++;
      tallies.eastWestBytes += bytes;
    } else if (srcKind === 2) {
      this.addRow(src, dst, dstPort << 16, place, NO_NAT, flags, bytes, above, true);
    } else if (dstKind === 2) {
      this.addRow(dst, src, srcPort << 16, place, NO_NAT, flags, bytes, above, false);
    } else {
      tallies.internetGatewayRecords++;
      tallies.internetGatewayBytes += bytes;
    }
  }

  /** 0 outside, 1 within a VPC, 2 within a subnet that is routed to a gateway. */
  private segmentKindOf(address: number): number {
    const { segmentFirst, segmentLast } = this;
    let [low, high] = [0, segmentFirst.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (address < (segmentFirst[middle] as number)) high = middle - 1;
      else if (address > (segmentLast[middle] as number)) low = middle + 1;
      else return this.segmentKind[middle] as number;
    }
    return 0;
  }

  private isNat64(address: number): boolean {
    const { words } = this.ipv6;
    const at = 4 * (address - FIRST_IPV6);
    return words[at] === 0x64ff9b && words[at + 1] === 0 && words[at + 2] === 0;
  }

  private kindOf(place: number): number {
    const text = this.interfaces.texts[place] as string;
    const kind = this.known === null ? UNDECIDED : this.known.has(text) ? GATEWAY : OTHER;
    this.kinds[place] = kind;
    this.perInterface[place] ??= emptyInterface(text, kind === GATEWAY);
    return kind;
  }

  private carriersOf(place: number): boolean {
    return this.carriers.has(this.interfaces.texts[place] ?? "");
  }

  /** A regional gateway has no interface of its own: its id stands in for it. */
  private placeOfResource(place: number, id: string, isGatewayType: boolean): number {
    const tally = this.perInterface[place] as InterfaceTally;
    if (tally.natId !== null || !id.startsWith("nat-")) return place;
    if (this.interfaces.texts[place] !== "-") {
      tally.natId = id;
      return place;
    }
    const own = this.interfaces.idOfText(id);
    if (this.kinds[own] === undefined) {
      const kind = this.kindOf(own);
      // Only gateways log under the id of a gateway.
      if (kind === UNDECIDED || isGatewayType) this.kinds[own] = GATEWAY;
      (this.perInterface[own] as InterfaceTally).isNat = this.kinds[own] === GATEWAY;
    }
    return own;
  }

  private isNatInterface(id: string): boolean {
    return this.known?.has(id) ?? false;
  }

  private addHop(nat: number, place: number, bytes: number, row: number): void {
    if (this.kinds[nat] === undefined) this.kindOf(nat);
    const gateway = this.perInterface[nat] as InterfaceTally;
    gateway.isNat = true;
    gateway.hopUp += bytes;
    this.kinds[nat] = GATEWAY;
    if (gateway.az === null) gateway.az = this.givenTextOf(COLUMN.nextHopAz, row);
    const own = this.perInterface[place];
    if (own !== undefined && own.az === null) own.az = this.givenTextOf(COLUMN.az, row);
  }

  private addRecord(start: number, end: number, place: number): void {
    this.tallies.records++;
    if (start >= 0) this.addTime(start, end < start ? start : end, place);
  }

  private addTime(start: number, end: number, place: number): void {
    // Records that lie side by side are mostly of the same time.
    if (start !== this.lastStart || end !== this.lastEnd) {
      this.lastStart = start;
      this.lastEnd = end;
      this.addMinutes(start, end);
    }
    const span = this.spans[place];
    if (span === undefined) {
      this.spans[place] = { from: start, to: end, records: 1, mode: this.modeRank };
    } else {
      if (start < span.from) span.from = start;
      if (end > span.to) span.to = end;
      span.records++;
      if (this.modeRank < span.mode) span.mode = this.modeRank;
    }
  }

  private addMinutes(start: number, end: number): void {
    const { tallies, recentMinutes } = this;
    if (start < tallies.from) tallies.from = start;
    if (end > tallies.to) tallies.to = end;
    const last = Math.floor((end > start ? end - 1 : end) / 60);
    for (
      let minute = Math.floor(start / 60), left = 60;
      minute <= last && left > 0;
      minute++, left--
    ) {
      const slot = minute & MINUTE_MASK;
      if (recentMinutes[slot] === minute) continue;
      recentMinutes[slot] = minute;
      tallies.minutes.add(minute);
    }
  }

  private addRegion(row: number): void {
    if (!this.has(COLUMN.region)) return;
    this.isRegionKnown = true;
    const region = this.givenTextOf(COLUMN.region, row);
    if (region !== null) this.tallies.regions.add(region);
  }
}

/** Of `ReaderTallies.spans`. */
export const sourcePlaceKey = (source: number, place: string): string => `${source} ${place}`;

const NUMBERS: readonly number[] = [
  COLUMN.bytes,
  COLUMN.start,
  COLUMN.end,
  COLUMN.srcPort,
  COLUMN.dstPort,
];
const ADDRESSES: readonly number[] = [COLUMN.src, COLUMN.dst, COLUMN.pktSrc, COLUMN.pktDst];
/** RFC 1918, and the shared space of RFC 6598. */
function isPrivate(word: number): boolean {
  return (
    word >>> 24 === 10 || word >>> 20 === 0xac1 || word >>> 16 === 0xc0a8 || word >>> 22 === 0x191
  );
}

const ipv4Word = (text: string): number =>
  text.split(".").reduce((word, octet) => ((word << 8) | Number(octet)) >>> 0, 0);
