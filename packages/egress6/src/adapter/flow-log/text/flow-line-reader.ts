import type { FlowMode } from "@egress6/core/flow/flow-mode";
import type { FlowRules } from "../flow-rules.js";
import {
  DST_IS_IPV6,
  type GroupTable,
  KIND_SHIFT,
  NO_NAT,
  PROTOCOL_SHIFT,
  ROW_KIND,
  SOURCE_SHIFT,
  SRC_IS_IPV6,
} from "../group-table.js";
import { InternTable } from "../intern-table.js";
import { Ipv6Table } from "../ipv6-table.js";
import { emptyTallies, type InterfaceTally, type ReaderTallies, type Span } from "../tallies.js";
import { COLUMN, type FlowColumns } from "./flow-columns.js";
import type { LineScanner } from "./line-scanner.js";

const [DASH, DOT, ZERO] = [45, 46, 48];
const [LETTER_R, LETTER_N, LETTER_S, LETTER_E] = [82, 78, 83, 101];

/** Addresses are numbers: of IPv4 their own, of IPv6 that in an `Ipv6Table`, behind those of IPv4. */
const FIRST_IPV6 = 2 ** 32;
const ABSENT = -1;
const NO_ADDRESS = -2;
const NO_IPV4 = -3;

/** No number: the column is `-`, or it is wrong. */
const NOT_GIVEN = -1;
const NO_NUMBER = -2;

/** Of interfaces. */
const UNDECIDED = 0;
const GATEWAY = 1;
const OTHER = 2;

const MOST_BAD_LINES_SHOWN = 10;
const TWO_52 = 2 ** 52;
/** A month of minutes is remembered without a look into a set. */
const MINUTE_MASK = 0xffff;

/** The file that lines are from. */
export interface LineSource {
  readonly name: string;
  /** The number of its flow log. */
  readonly source: number;
  readonly mode: FlowMode;
  readonly columns: FlowColumns;
  /** The first line of the file that is handed in. */
  readonly firstLine: number;
}

/**
 * Sums what lines of flow logs say of NAT gateways. Written for speed: no strings and no objects, and of each line
 * only the columns that count for it.
 */
export class FlowLineReader {
  readonly interfaces = new InternTable();
  readonly ipv6 = new Ipv6Table();
  readonly tallies: ReaderTallies = emptyTallies();
  private readonly table: GroupTable;
  private readonly rules: FlowRules;
  private readonly scanner: LineScanner;
  private readonly natAddresses: ReadonlySet<number>;
  private readonly segmentFirst: Float64Array;
  private readonly segmentLast: Float64Array;
  private readonly segmentKind: Uint8Array;
  private readonly kinds: number[] = [];
  private readonly perInterface: InterfaceTally[] = [];
  private readonly spansBySource = new Map<number, (Span | undefined)[]>();
  private readonly known: ReadonlySet<string> | null;
  private readonly carriers: ReadonlySet<string>;
  private file: LineSource | null = null;
  private spans: (Span | undefined)[] = [];
  private readonly recentMinutes = new Int32Array(MINUTE_MASK + 1);
  private line = 0;
  private isRegionKnown = false;
  /** Where the columns of the file are, by `COLUMN`. */
  private at: Int32Array = new Int32Array(0);
  private lastColumn = 0;

  /** @param scanner holds the lines */
  constructor(rules: FlowRules, table: GroupTable, scanner: LineScanner) {
    this.rules = rules;
    this.table = table;
    this.scanner = scanner;
    this.known = rules.natInterfaces === null ? null : new Set(rules.natInterfaces);
    this.carriers = new Set(rules.carriers);
    this.natAddresses = new Set(rules.natAddresses.map(ipv4Word));
    this.segmentFirst = Float64Array.from(rules.segments, ({ first }) => first);
    this.segmentLast = Float64Array.from(rules.segments, ({ last }) => last);
    this.segmentKind = Uint8Array.from(rules.segments, ({ kind }) => (kind === "vpc" ? 1 : 2));
  }

  begin(file: LineSource): void {
    this.file = file;
    this.line = file.firstLine;
    this.isRegionKnown = false;
    this.at = file.columns.at;
    this.lastColumn = file.columns.last;
    const spans = this.spansBySource.get(file.source) ?? [];
    this.spansBySource.set(file.source, spans);
    this.spans = spans;
  }

  /** Reads the whole lines that the scanner has. @param from the first of them */
  read(from: number): void {
    const { places, lines, firstLine, firstPlace, lastLine } = this.scanner;
    for (let index = from; index < lastLine; index++) {
      this.line++;
      const last = lines[index] as number;
      let first = index === firstLine ? firstPlace : (lines[index - 1] as number) + 1;
      // Blanks before the first column, and lines of nothing else.
      while (first <= last && places[first] === (places[first - 1] as number) + 1) first++;
      if (first <= last) this.readLine(first, last);
    }
  }

  /** @param first,last indexes of the separator behind the first column, and of the line feed */
  private readLine(first: number, last: number): void {
    const { tallies, at } = this;
    const { places, bytes: buffer } = this.scanner;
    const { from, to } = this.rules;
    const lastPlace = first + this.lastColumn;
    if (lastPlace > last || places[lastPlace] === (places[lastPlace - 1] as number) + 1) {
      this.addShort(first, last);
      return;
    }
    const mode = (this.file as LineSource).mode;
    let place = 0;
    let kind = UNDECIDED;
    if ((at[COLUMN.interface] as number) >= 0) {
      place = this.placeOf(COLUMN.interface, first);
      kind = this.kinds[place] ?? this.kindOf(place);
    }
    let bytes = this.numberOf(COLUMN.bytes, first);
    const startTime = this.numberOf(COLUMN.start, first);
    const endTime = this.numberOf(COLUMN.end, first);
    if (bytes === NO_NUMBER || startTime === NO_NUMBER || endTime === NO_NUMBER) {
      this.addWrong(first);
      return;
    }
    let bytesAbove = 0;
    if (bytes >= TWO_52) {
      const exact = this.exactNumberOf(COLUMN.bytes, first);
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
    const status = this.letterOf(COLUMN.status, first);
    if (status === LETTER_N || status === LETTER_S || (status === 0 && bytes < 0)) {
      this.addRecord(startTime, endTime, place);
      if (status === LETTER_S) tallies.skipData++;
      else tallies.noData++;
      return;
    }
    if (bytes < 0) {
      this.addBad("it has no bytes");
      return;
    }
    const src = this.addressOf(COLUMN.src, first);
    const dst = this.addressOf(COLUMN.dst, first);
    if (src === NO_ADDRESS || dst === NO_ADDRESS) {
      this.addWrong(first);
      return;
    }
    if (this.letterOf(COLUMN.action, first) === LETTER_R) {
      this.addRecord(startTime, endTime, place);
      tallies.rejectRecords++;
      tallies.rejectBytes += bytes;
      return;
    }
    if (!this.isRegionKnown) this.addRegion(first);
    if (kind === OTHER && mode === "nat-interface") {
      this.addRecord(startTime, endTime, place);
      tallies.otherInterfaceRecords++;
      tallies.otherInterfaceBytes += bytes;
      return;
    }
    const srcPort = this.smallNumberOf(COLUMN.srcPort, first);
    const dstPort = this.smallNumberOf(COLUMN.dstPort, first);
    const pktSrc = this.packetAddressOf(COLUMN.pktSrc, COLUMN.src, src, first);
    const pktDst = this.packetAddressOf(COLUMN.pktDst, COLUMN.dst, dst, first);
    if (
      srcPort === NO_NUMBER ||
      dstPort === NO_NUMBER ||
      pktSrc === NO_ADDRESS ||
      pktDst === NO_ADDRESS
    ) {
      this.addWrong(first);
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
    const isGatewayType = isNatType(buffer, this.startOf(COLUMN.interfaceType, first));
    if (kind !== OTHER && this.letterOf(COLUMN.resource, first) !== 0) {
      place = this.placeOfResource(place, this.textOf(COLUMN.resource, first), isGatewayType);
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
        first,
      );
      return;
    }
    const hasInstance = this.letterOf(COLUMN.instance, first) !== 0;
    if (kind === OTHER || (kind === UNDECIDED && hasInstance)) {
      tallies.otherInterfaceRecords++;
      tallies.otherInterfaceBytes += bytes;
      return;
    }
    this.addAtGateway(src, dst, pktSrc, pktDst, fromPort, toPort, place, bytes, bytesAbove, first);
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
    first: number,
  ): void {
    const tally = this.perInterface[place] as InterfaceTally;
    if (tally.az === null) tally.az = this.givenTextOf(COLUMN.az, first);
    const isPktDst = pktDst !== ABSENT && pktDst !== dst;
    const isPktSrc = pktSrc !== ABSENT && pktSrc !== src;
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
    const source = (this.file as LineSource).source;
    const flags = (ROW_KIND.natInterface << KIND_SHIFT) | (source << SOURCE_SHIFT);
    const isUp = isPktDst && (!isPktSrc || !this.natAddresses.has(src));
    if (isUp) {
      tally.innerUp += bytes;
      this.addRow(src, pktDst, dstPort << 16, place, place, flags, bytes, above, true);
    } else {
      tally.innerDown += bytes;
      this.addRow(dst, pktSrc, srcPort << 16, place, place, flags, bytes, above, false);
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
    first: number,
  ): void {
    const hasHop = this.letterOf(COLUMN.nextHop, first) !== 0;
    const direction = this.letterOf(COLUMN.direction, first);
    const protocol = this.smallNumberOf(COLUMN.protocol, first);
    const source = (this.file as LineSource).source;
    const common = ((protocol < 0 ? 0 : protocol) << PROTOCOL_SHIFT) | (source << SOURCE_SHIFT);
    const isEgress = direction === 0 ? hasHop : direction === LETTER_E;
    if (!isEgress) {
      const flags = (ROW_KIND.nextHop << KIND_SHIFT) | common;
      const ports = (srcPort << 16) | dstPort;
      this.addRow(dst, src, ports, place, NO_NAT, flags, bytes, above, false);
      return;
    }
    const hopType = this.letterOf(COLUMN.nextHopType, first);
    const isNat =
      isNatType(this.scanner.bytes, this.startOf(COLUMN.nextHopType, first)) ||
      (hopType === 0 && hasHop && this.isNatInterface(this.textOf(COLUMN.nextHop, first)));
    const nat = isNat ? this.placeOf(COLUMN.nextHop, first) : NO_NAT;
    if (isNat) this.addHop(nat, place, bytes, first);
    const rowKind = isNat ? ROW_KIND.nextHop : ROW_KIND.otherHop;
    const ports = (dstPort << 16) | srcPort;
    this.addRow(src, dst, ports, place, nat, (rowKind << KIND_SHIFT) | common, bytes, above, true);
  }

  /** What was counted, with what is kept apart while reading. */
  finish(): ReaderTallies {
    const { tallies } = this;
    for (const [place, tally] of this.perInterface.entries()) {
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
  private addBad(reason: string): void {
    const { tallies, file } = this;
    tallies.badLines++;
    if (tallies.badLinesShown.length < MOST_BAD_LINES_SHOWN) {
      tallies.badLinesShown.push({ file: file?.name ?? "", line: this.line, reason });
    }
  }

  /** A line that nobody has kept. */
  addLong(longest: number): void {
    this.line++;
    this.addBad(`it is longer than ${longest} bytes`);
  }

  private addShort(first: number, last: number): void {
    const { places } = this.scanner;
    let columns = 0;
    for (let index = first; index <= last; index++) {
      if ((places[index] as number) > (places[index - 1] as number) + 1) columns++;
    }
    this.addBad(`it has ${columns} of ${this.file?.columns.fields} columns`);
  }

  /** Says which column of a line is wrong. */
  private addWrong(first: number): void {
    const { at } = this;
    const wrong = [
      ...NUMBERS.flatMap((code) => (this.numberOf(code, first) === NO_NUMBER ? [code] : [])),
      ...ADDRESSES.flatMap((code) => (this.addressOf(code, first) === NO_ADDRESS ? [code] : [])),
    ];
    const [code = COLUMN.bytes] = wrong.sort((a, b) => (at[a] as number) - (at[b] as number));
    const isEmpty = this.startOf(code, first) === this.endOf(code, first);
    const fault = isEmpty ? "empty" : NUMBERS.includes(code) ? "no number" : "no address";
    this.addBad(`column ${(at[code] as number) + 1} is ${fault}`);
  }

  /** @returns -1 when the file has no such column */
  private startOf(code: number, first: number): number {
    const column = this.at[code] as number;
    return column < 0 ? -1 : (this.scanner.places[first + column - 1] as number) + 1;
  }

  private endOf(code: number, first: number): number {
    return this.scanner.places[first + (this.at[code] as number)] as number;
  }

  /** The first letter; 0: the column is `-`, or not there. */
  private letterOf(code: number, first: number): number {
    const start = this.startOf(code, first);
    if (start < 0) return 0;
    const letter = this.scanner.bytes[start] as number;
    return letter === DASH ? 0 : letter;
  }

  private textOf(code: number, first: number): string {
    return latin1(this.scanner.bytes, this.startOf(code, first), this.endOf(code, first));
  }

  /** Null: the column is `-`, or not there. */
  private givenTextOf(code: number, first: number): string | null {
    return this.letterOf(code, first) === 0 ? null : this.textOf(code, first);
  }

  private placeOf(code: number, first: number): number {
    return this.interfaces.idAt(
      this.scanner.view,
      this.startOf(code, first),
      this.endOf(code, first),
    );
  }

  private numberOf(code: number, first: number): number {
    const start = this.startOf(code, first);
    return start < 0 ? NOT_GIVEN : numberAt(this.scanner.bytes, start, this.endOf(code, first));
  }

  /** As `numberOf`, of what is mostly below 2^31. */
  private smallNumberOf(code: number, first: number): number {
    const start = this.startOf(code, first);
    return start < 0
      ? NOT_GIVEN
      : smallNumberAt(this.scanner.bytes, start, this.endOf(code, first));
  }

  private exactNumberOf(code: number, first: number): bigint {
    const text = this.textOf(code, first);
    return /^\d{1,19}$/.test(text) ? BigInt(text) : 0n;
  }

  private addressOf(code: number, first: number): number {
    const start = this.startOf(code, first);
    if (start < 0) return ABSENT;
    const end = this.endOf(code, first);
    const word = ipv4At(this.scanner.bytes, start, end);
    return word === NO_IPV4 ? this.otherAddress(start, end) : word;
  }

  private otherAddress(start: number, end: number): number {
    const { bytes } = this.scanner;
    if (end - start === 1 && bytes[start] === DASH) return ABSENT;
    const id = end - start > LONGEST_ADDRESS ? -1 : this.ipv6.idOf(latin1(bytes, start, end));
    return id < 0 ? NO_ADDRESS : FIRST_IPV6 + id;
  }

  /** An address of the packet; mostly it is that of the record again, which is not read twice. */
  private packetAddressOf(code: number, other: number, known: number, first: number): number {
    const start = this.startOf(code, first);
    const otherStart = this.startOf(other, first);
    if (start < 0 || otherStart < 0) {
      return this.addressOf(code, first);
    }
    const { view } = this.scanner;
    const length = this.endOf(code, first) - start;
    if (this.endOf(other, first) - otherStart !== length) {
      return this.addressOf(code, first);
    }
    let at = 0;
    for (; at + 4 <= length; at += 4) {
      if (view.getInt32(start + at) !== view.getInt32(otherStart + at)) {
        return this.addressOf(code, first);
      }
    }
    for (; at < length; at++) {
      if (view.getUint8(start + at) !== view.getUint8(otherStart + at)) {
        return this.addressOf(code, first);
      }
    }
    return known;
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
    const source = (this.file as LineSource).source;
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
    this.perInterface[place] ??= {
      innerUp: 0,
      innerDown: 0,
      innerRecords: 0,
      outerUp: 0,
      outerDown: 0,
      outerRecords: 0,
      hopUp: 0,
      isNat: kind === GATEWAY,
      az: null,
      natId: text.startsWith("nat-") ? text : null,
    };
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

  private addHop(nat: number, place: number, bytes: number, first: number): void {
    if (this.kinds[nat] === undefined) this.kindOf(nat);
    const gateway = this.perInterface[nat] as InterfaceTally;
    gateway.isNat = true;
    gateway.hopUp += bytes;
    this.kinds[nat] = GATEWAY;
    if (gateway.az === null) gateway.az = this.givenTextOf(COLUMN.nextHopAz, first);
    const own = this.perInterface[place];
    if (own !== undefined && own.az === null) own.az = this.givenTextOf(COLUMN.az, first);
  }

  private addRecord(start: number, end: number, place: number): void {
    this.tallies.records++;
    if (start >= 0) this.addTime(start, end < start ? start : end, place);
  }

  private addTime(start: number, end: number, place: number): void {
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
    const span = this.spans[place];
    if (span === undefined) this.spans[place] = { from: start, to: end, records: 1 };
    else {
      if (start < span.from) span.from = start;
      if (end > span.to) span.to = end;
      span.records++;
    }
  }

  private addRegion(first: number): void {
    if ((this.at[COLUMN.region] as number) < 0) return;
    this.isRegionKnown = true;
    const region = this.givenTextOf(COLUMN.region, first);
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
const LONGEST_ADDRESS = 45;
const MOST_WORD = 64;

function latin1(buffer: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end && at - start < MOST_WORD; at++) {
    text += String.fromCharCode(buffer[at] as number);
  }
  return text;
}

/** @returns NO_IPV4 when it is none */
function ipv4At(buffer: Uint8Array, start: number, end: number): number {
  let word = 0;
  let octet = 0;
  let dots = 0;
  for (let at = start; at < end; at++) {
    const digit = (buffer[at] as number) - ZERO;
    if (digit >= 0 && digit < 10) octet = (octet * 10 + digit) & 0xffff;
    else if (digit === DOT - ZERO && octet < 256) {
      word = (word << 8) | octet;
      octet = 0;
      dots++;
    } else return NO_IPV4;
  }
  return dots === 3 && octet < 256 ? ((word << 8) | octet) >>> 0 : NO_IPV4;
}

/** @returns NOT_GIVEN for `-`, NO_NUMBER for anything else that is none */
function numberAt(buffer: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = (buffer[at] as number) - ZERO;
    if (digit < 0 || digit > 9) return otherNumber(buffer, start, end);
    value = value * 10 + digit;
  }
  return start < end ? value : NO_NUMBER;
}

const SMALL_DIGITS = 9;

/** As `numberAt`, but in whole numbers of the processor. */
function smallNumberAt(buffer: Uint8Array, start: number, end: number): number {
  if (end - start > SMALL_DIGITS) return numberAt(buffer, start, end);
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = (buffer[at] as number) - ZERO;
    if (digit < 0 || digit > 9) return otherNumber(buffer, start, end);
    value = (value * 10 + digit) | 0;
  }
  return start < end ? value : NO_NUMBER;
}

const otherNumber = (buffer: Uint8Array, start: number, end: number): number =>
  end - start === 1 && buffer[start] === DASH ? NOT_GIVEN : NO_NUMBER;

/** `nat_gateway`, `regional_nat_gateway`. */
function isNatType(buffer: Uint8Array, start: number): boolean {
  if (start < 0) return false;
  const [first, second, third] = [buffer[start], buffer[start + 1], buffer[start + 2]];
  // nat, reg
  return (
    (first === 110 && second === 97 && third === 116) ||
    (first === 114 && second === 101 && third === 103)
  );
}

/** RFC 1918, and the shared space of RFC 6598. */
function isPrivate(word: number): boolean {
  return (
    word >>> 24 === 10 || word >>> 20 === 0xac1 || word >>> 16 === 0xc0a8 || word >>> 22 === 0x191
  );
}

const ipv4Word = (text: string): number =>
  text.split(".").reduce((word, octet) => ((word << 8) | Number(octet)) >>> 0, 0);
