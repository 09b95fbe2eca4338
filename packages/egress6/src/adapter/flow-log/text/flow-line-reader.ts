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
import { HASH_START, hashEnd, hashStep, InternTable } from "../intern-table.js";
import { Ipv6Table } from "../ipv6-table.js";
import { emptyTallies, type InterfaceTally, type ReaderTallies, type Span } from "../tallies.js";
import { COLUMN, type FlowColumns } from "./flow-columns.js";

const [SPACE, NEWLINE, DASH, DOT, ZERO, COLON] = [32, 10, 45, 46, 48, 58];
const [LETTER_R, LETTER_N, LETTER_S, LETTER_E] = [82, 78, 83, 101];

/** No address: `-`. */
const ABSENT = 0;
const IPV4 = 4;
const IPV6 = 6;

/** Of interfaces. */
const UNDECIDED = 0;
const GATEWAY = 1;
const OTHER = 2;

const MOST_BAD_LINES_SHOWN = 10;
/** Digits that a number holds exactly. */
const SAFE_DIGITS = 15;
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
 * Reads lines of flow logs from bytes, and sums what belongs to NAT gateways. Written for speed: no strings, no
 * objects, one pass over each line, which ends behind the last column that is wanted.
 */
export class FlowLineReader {
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
  private readonly perInterface: InterfaceTally[] = [];
  private readonly spansBySource = new Map<number, (Span | undefined)[]>();
  private readonly known: ReadonlySet<string> | null;
  private readonly carriers: ReadonlySet<string>;
  private file: LineSource | null = null;
  private spans: (Span | undefined)[] = [];
  private readonly recentMinutes = new Int32Array(MINUTE_MASK + 1);
  private line = 0;
  private isRegionKnown = false;

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

  begin(file: LineSource): void {
    this.file = file;
    this.line = file.firstLine;
    this.isRegionKnown = false;
    const spans = this.spansBySource.get(file.source) ?? [];
    this.spansBySource.set(file.source, spans);
    this.spans = spans;
  }

  /** Reads whole lines: the last byte before `end` is a line feed. */
  read(buffer: Uint8Array, start: number, end: number): void {
    const file = this.file;
    if (file === null) return;
    const { codes, counts, tallied } = file.columns;
    const { mode, source } = file;
    const { tallies, table } = this;
    const { from, to } = this.rules;
    const isTopology = mode === "topology";
    const isNextHop = mode === "next-hop";
    const natFlags = (ROW_KIND.natInterface << KIND_SHIFT) | (source << SOURCE_SHIFT);
    let at = start;
    while (at < end) {
      this.line++;
      let byte = buffer[at] as number;
      if (byte <= SPACE) {
        // A blank line, or the end of one.
        at++;
        if (byte !== NEWLINE) this.line--;
        continue;
      }
      const lineStart = at;
      // Columns that nobody wants are one step together.
      let steps = codes.length;
      let place = 0;
      let kind = UNDECIDED;
      let src = 0;
      let srcFamily = ABSENT;
      let dst = 0;
      let dstFamily = ABSENT;
      let pktSrc = 0;
      let pktSrcFamily = ABSENT;
      let pktDst = 0;
      let pktDstFamily = ABSENT;
      let srcPort = 0;
      let dstPort = 0;
      let protocol = 0;
      let bytes = -1;
      let bytesAbove = 0;
      let startTime = -1;
      let endTime = -1;
      let action = 0;
      let status = 0;
      let hasInstance = false;
      let direction = 0;
      let nextHopStart = 0;
      let nextHopEnd = 0;
      let nextHopHash = 0;
      let nextHopAzStart = 0;
      let isNatHop = 0;
      let isGatewayType = false;
      let azStart = 0;
      let resourceStart = 0;
      let regionStart = 0;
      let fault = "";
      let step = 0;
      for (; step < steps; step++) {
        const code = codes[step] as number;
        const begin = at;
        byte = buffer[at] as number;
        if (code === COLUMN.skip) {
          let left = counts[step] as number;
          while (byte >= SPACE) {
            if (byte === SPACE && --left === 0) break;
            byte = buffer[++at] as number;
          }
          if (byte !== SPACE) break;
          at++;
          continue;
        }
        switch (code) {
          case COLUMN.interface: {
            let hash = HASH_START;
            for (; byte > SPACE; byte = buffer[++at] as number) hash = hashStep(hash, byte);
            place = this.interfaces.idOf(buffer, begin, at, hashEnd(hash));
            kind = this.kinds[place] ?? this.kindOf(place);
            if (kind === OTHER && mode === "nat-interface" && tallied > step) steps = tallied;
            break;
          }
          case COLUMN.src:
          case COLUMN.dst:
          case COLUMN.pktSrc:
          case COLUMN.pktDst: {
            let word = 0;
            let octet = 0;
            let dots = 0;
            let family = IPV4;
            for (; byte > SPACE; byte = buffer[++at] as number) {
              if (byte >= ZERO && byte < COLON) octet = octet * 10 + (byte - ZERO);
              else if (byte === DOT && octet < 256) {
                word = (word << 8) | octet;
                octet = 0;
                dots++;
              } else {
                family = byte === DASH && at === begin ? ABSENT : IPV6;
                break;
              }
            }
            if (family === IPV4) {
              if (dots !== 3 || octet > 255)
                fault ||= `column ${columnsIn(buffer, lineStart, at)} is no address`;
              word = ((word << 8) | octet) >>> 0;
            } else {
              while (byte > SPACE) byte = buffer[++at] as number;
              if (family === IPV6) {
                word = this.ipv6.idOf(latin1(buffer, begin, at));
                if (word < 0) fault ||= `column ${columnsIn(buffer, lineStart, at)} is no address`;
              }
            }
            if (code === COLUMN.src) {
              src = word;
              srcFamily = family;
            } else if (code === COLUMN.dst) {
              dst = word;
              dstFamily = family;
            } else if (code === COLUMN.pktSrc) {
              pktSrc = word;
              pktSrcFamily = family;
            } else {
              pktDst = word;
              pktDstFamily = family;
            }
            break;
          }
          case COLUMN.srcPort:
          case COLUMN.dstPort:
          case COLUMN.protocol:
          case COLUMN.bytes:
          case COLUMN.start:
          case COLUMN.end: {
            let value = 0;
            for (; byte > SPACE; byte = buffer[++at] as number) {
              if (byte >= ZERO && byte < COLON) value = value * 10 + (byte - ZERO);
              else if (byte === DASH && at === begin) value = -1;
              else {
                fault ||= `column ${columnsIn(buffer, lineStart, at)} is no number`;
                while ((buffer[at + 1] as number) > SPACE) at++;
              }
            }
            if (at === begin) fault ||= `column ${columnsIn(buffer, lineStart, at)} is empty`;
            if (code === COLUMN.bytes) {
              bytes = value;
              if (at - begin > SAFE_DIGITS) {
                const exact = exactNumber(buffer, begin, at);
                bytes = Number(exact % BigInt(TWO_52));
                bytesAbove = Number(exact / BigInt(TWO_52));
              }
            } else if (code === COLUMN.srcPort) srcPort = value < 0 ? 0 : value;
            else if (code === COLUMN.dstPort) dstPort = value < 0 ? 0 : value;
            else if (code === COLUMN.protocol) protocol = value < 0 ? 0 : value;
            else if (code === COLUMN.start) startTime = value;
            else endTime = value;
            break;
          }
          case COLUMN.nextHop: {
            let hash = HASH_START;
            for (; byte > SPACE; byte = buffer[++at] as number) hash = hashStep(hash, byte);
            nextHopStart = begin;
            nextHopEnd = at;
            nextHopHash = hashEnd(hash);
            break;
          }
          default: {
            switch (code) {
              case COLUMN.action:
                action = byte;
                break;
              case COLUMN.status:
                status = byte;
                break;
              case COLUMN.instance:
                hasInstance = byte !== DASH;
                break;
              case COLUMN.direction:
                direction = byte;
                break;
              case COLUMN.nextHopType:
                isNatHop = isNatType(buffer, begin) ? 1 : byte === DASH ? 0 : 2;
                break;
              case COLUMN.interfaceType:
                isGatewayType = isNatType(buffer, begin);
                break;
              case COLUMN.az:
                azStart = begin;
                break;
              case COLUMN.resource:
                resourceStart = begin;
                break;
              case COLUMN.region:
                regionStart = begin;
                break;
              case COLUMN.nextHopAz:
                nextHopAzStart = begin;
                break;
            }
            while (byte > SPACE) byte = buffer[++at] as number;
          }
        }
        if (byte === SPACE) {
          at++;
          // A space before the end of the line is no column.
          if ((buffer[at] as number) <= SPACE && (buffer[at] as number) !== SPACE) {
            step++;
            break;
          }
        } else {
          step++;
          break;
        }
      }
      if (step < steps) {
        fault ||= `it has ${columnsIn(buffer, lineStart, at)} of ${file.columns.fields} columns`;
      }
      if (buffer[at] !== NEWLINE) {
        const newline = indexOfNewline(buffer, at, end);
        at = newline;
      }
      at++;

      if (fault !== "") {
        this.addBad(fault);
        continue;
      }
      if (
        startTime >= 0 &&
        ((from !== null && startTime < from) || (to !== null && startTime >= to))
      ) {
        tallies.outsideWindowRecords++;
        if (bytes > 0) tallies.outsideWindowBytes += bytes + bytesAbove * TWO_52;
        continue;
      }
      tallies.records++;
      if (startTime >= 0) this.addTime(startTime, endTime < startTime ? startTime : endTime, place);
      if (status === LETTER_N || (status === 0 && bytes < 0)) {
        tallies.noData++;
        continue;
      }
      if (status === LETTER_S) {
        tallies.skipData++;
        continue;
      }
      if (bytes < 0) {
        tallies.records--;
        this.addBad("it has no bytes");
        continue;
      }
      if (action === LETTER_R) {
        tallies.rejectRecords++;
        tallies.rejectBytes += bytes;
        continue;
      }
      if (!this.isRegionKnown && regionStart > 0) this.addRegion(buffer, regionStart);

      if (isTopology) {
        if (this.carriersOf(place)) {
          tallies.otherInterfaceRecords++;
          tallies.otherInterfaceBytes += bytes;
        } else {
          this.addByTopology(
            src,
            srcFamily,
            dst,
            dstFamily,
            srcPort,
            dstPort,
            place,
            bytes,
            bytesAbove,
          );
        }
        continue;
      }

      if (kind !== OTHER && resourceStart > 0 && buffer[resourceStart] !== DASH) {
        place = this.placeOfResource(place, buffer, resourceStart, isGatewayType);
        kind = this.kinds[place] as number;
      }
      if (kind === UNDECIDED && isGatewayType) {
        kind = GATEWAY;
        this.kinds[place] = GATEWAY;
        (this.perInterface[place] as InterfaceTally).isNat = true;
      }
      const isPktDst = pktDstFamily !== ABSENT && (pktDst !== dst || pktDstFamily !== dstFamily);
      const isPktSrc = pktSrcFamily !== ABSENT && (pktSrc !== src || pktSrcFamily !== srcFamily);

      if (isNextHop && kind !== GATEWAY) {
        const isHop = nextHopEnd - nextHopStart > 1;
        const localSrc = pktSrcFamily === ABSENT ? src : pktSrc;
        const localDst = pktDstFamily === ABSENT ? dst : pktDst;
        const families =
          ((pktSrcFamily === ABSENT ? srcFamily : pktSrcFamily) === IPV6 ? SRC_IS_IPV6 : 0) |
          ((pktDstFamily === ABSENT ? dstFamily : pktDstFamily) === IPV6 ? DST_IS_IPV6 : 0);
        const isEgress = direction === 0 ? isHop : direction === LETTER_E;
        const common = (protocol << PROTOCOL_SHIFT) | (source << SOURCE_SHIFT);
        if (isEgress) {
          const isNat =
            isNatHop === 1 ||
            (isNatHop === 0 &&
              isHop &&
              this.isNatInterface(buffer, nextHopStart, nextHopEnd, nextHopHash));
          const nat = isNat
            ? this.interfaces.idOf(buffer, nextHopStart, nextHopEnd, nextHopHash)
            : NO_NAT;
          if (isNat) this.addHop(nat, place, bytes, buffer, nextHopAzStart, azStart);
          const rowKind = isNat ? ROW_KIND.nextHop : ROW_KIND.otherHop;
          const flags = families | (rowKind << KIND_SHIFT) | common;
          this.addRow(
            localSrc,
            localDst,
            (dstPort << 16) | srcPort,
            place,
            nat,
            flags,
            bytes,
            bytesAbove,
            true,
          );
        } else {
          const swapped = (families === 1 ? 2 : families === 2 ? 1 : families) as number;
          const flags = swapped | (ROW_KIND.nextHop << KIND_SHIFT) | common;
          this.addRow(
            localDst,
            localSrc,
            (srcPort << 16) | dstPort,
            place,
            NO_NAT,
            flags,
            bytes,
            bytesAbove,
            false,
          );
        }
        continue;
      }

      if (kind === OTHER || (kind === UNDECIDED && hasInstance)) {
        tallies.otherInterfaceRecords++;
        tallies.otherInterfaceBytes += bytes;
        continue;
      }
      const tally = this.perInterface[place] as InterfaceTally;
      if (tally.az === null && azStart > 0) tally.az = wordAt(buffer, azStart);
      if (!isPktDst && !isPktSrc) {
        tally.outerRecords++;
        const isUp =
          this.natAddresses.size > 0
            ? srcFamily === IPV4 && this.natAddresses.has(src)
            : srcFamily === IPV4 && isPrivate(src);
        if (isUp) tally.outerUp += bytes;
        else tally.outerDown += bytes;
        continue;
      }
      tally.innerRecords++;
      const isUp = isPktDst && (!isPktSrc || !this.natAddresses.has(src));
      if (isUp) {
        tally.innerUp += bytes;
        const flags =
          natFlags |
          (srcFamily === IPV6 ? SRC_IS_IPV6 : 0) |
          (pktDstFamily === IPV6 ? DST_IS_IPV6 : 0);
        if (bytesAbove === 0) table.add(src, pktDst, dstPort << 16, place, place, flags, bytes, 0);
        else this.addRow(src, pktDst, dstPort << 16, place, place, flags, bytes, bytesAbove, true);
      } else {
        tally.innerDown += bytes;
        const flags =
          natFlags |
          (dstFamily === IPV6 ? SRC_IS_IPV6 : 0) |
          (pktSrcFamily === IPV6 ? DST_IS_IPV6 : 0);
        if (bytesAbove === 0) table.add(dst, pktSrc, srcPort << 16, place, place, flags, 0, bytes);
        else this.addRow(dst, pktSrc, srcPort << 16, place, place, flags, bytes, bytesAbove, false);
      }
    }
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

  /** A line that is longer than any record. */
  addBad(reason: string): void {
    const { tallies, file } = this;
    tallies.badLines++;
    if (tallies.badLinesShown.length < MOST_BAD_LINES_SHOWN) {
      tallies.badLinesShown.push({ file: file?.name ?? "", line: this.line, reason });
    }
  }

  private addRow(
    src: number,
    dst: number,
    ports: number,
    place: number,
    nat: number,
    flags: number,
    bytes: number,
    above: number,
    isUp: boolean,
  ): void {
    this.table.add(
      src,
      dst,
      ports >>> 0,
      place,
      nat,
      flags >>> 0,
      isUp ? bytes : 0,
      isUp ? 0 : bytes,
    );
    for (let part = 0; part < above; part++) {
      this.table.add(
        src,
        dst,
        ports >>> 0,
        place,
        nat,
        flags >>> 0,
        isUp ? TWO_52 : 0,
        isUp ? 0 : TWO_52,
      );
    }
  }

  private addByTopology(
    src: number,
    srcFamily: number,
    dst: number,
    dstFamily: number,
    srcPort: number,
    dstPort: number,
    place: number,
    bytes: number,
    above: number,
  ): void {
    const { tallies } = this;
    const source = (this.file as LineSource).source;
    const flags = (ROW_KIND.topology << KIND_SHIFT) | (source << SOURCE_SHIFT);
    if (srcFamily === IPV6 && dstFamily === IPV6) {
      const isUp = this.isNat64(dst);
      if (!isUp && !this.isNat64(src)) {
        tallies.ipv6Records++;
        tallies.ipv6Bytes += bytes;
        return;
      }
      const both = flags | SRC_IS_IPV6 | DST_IS_IPV6;
      if (isUp) this.addRow(src, dst, dstPort << 16, place, NO_NAT, both, bytes, above, true);
      else this.addRow(dst, src, srcPort << 16, place, NO_NAT, both, bytes, above, false);
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

  private isNat64(id: number): boolean {
    const { words } = this.ipv6;
    return words[4 * id] === 0x64ff9b && words[4 * id + 1] === 0 && words[4 * id + 2] === 0;
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
  private placeOfResource(
    place: number,
    buffer: Uint8Array,
    start: number,
    isGatewayType: boolean,
  ): number {
    const tally = this.perInterface[place] as InterfaceTally;
    if (tally.natId !== null) return place;
    const id = wordAt(buffer, start);
    if (!id.startsWith("nat-")) return place;
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

  private isNatInterface(buffer: Uint8Array, start: number, end: number, hash: number): boolean {
    if (this.known === null) return false;
    return this.known.has(
      this.interfaces.texts[this.interfaces.idOf(buffer, start, end, hash)] ?? "",
    );
  }

  private addHop(
    nat: number,
    place: number,
    bytes: number,
    buffer: Uint8Array,
    nextHopAzStart: number,
    azStart: number,
  ): void {
    if (this.kinds[nat] === undefined) this.kindOf(nat);
    const gateway = this.perInterface[nat] as InterfaceTally;
    gateway.isNat = true;
    gateway.hopUp += bytes;
    this.kinds[nat] = GATEWAY;
    if (gateway.az === null && nextHopAzStart > 0) gateway.az = wordAt(buffer, nextHopAzStart);
    const own = this.perInterface[place];
    if (own !== undefined && own.az === null && azStart > 0) own.az = wordAt(buffer, azStart);
  }

  private addTime(start: number, end: number, place: number): void {
    const { tallies } = this;
    if (start < tallies.from) tallies.from = start;
    if (end > tallies.to) tallies.to = end;
    const first = Math.floor(start / 60);
    const last = Math.floor((end > start ? end - 1 : end) / 60);
    for (let minute = first; minute <= last && minute - first < 60; minute++) {
      const slot = minute & MINUTE_MASK;
      if (this.recentMinutes[slot] === minute) continue;
      this.recentMinutes[slot] = minute;
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

  private addRegion(buffer: Uint8Array, start: number): void {
    this.isRegionKnown = true;
    const region = wordAt(buffer, start);
    if (region !== "-") this.tallies.regions.add(region);
  }
}

/** Of `ReaderTallies.spans`. */
export const sourcePlaceKey = (source: number, place: string): string => `${source} ${place}`;

const MOST_WORD = 64;

function wordAt(buffer: Uint8Array, start: number): string {
  let end = start;
  while ((buffer[end] as number) > SPACE && end - start < MOST_WORD) end++;
  return latin1(buffer, start, end);
}

function latin1(buffer: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end && at - start < MOST_WORD; at++) {
    text += String.fromCharCode(buffer[at] as number);
  }
  return text;
}

/** How many columns there are before a place. */
function columnsIn(buffer: Uint8Array, start: number, end: number): number {
  let columns = 0;
  for (let at = start; at < end; at++) {
    const isBegin = at === start || buffer[at - 1] === SPACE;
    if (isBegin && (buffer[at] as number) > SPACE) columns++;
  }
  return columns;
}

/** `nat_gateway`, `regional_nat_gateway`. */
function isNatType(buffer: Uint8Array, start: number): boolean {
  const [first, second, third] = [buffer[start], buffer[start + 1], buffer[start + 2]];
  // nat, reg
  return (
    (first === 110 && second === 97 && third === 116) ||
    (first === 114 && second === 101 && third === 103)
  );
}

function exactNumber(buffer: Uint8Array, start: number, end: number): bigint {
  const text = latin1(buffer, start, end);
  return /^\d{1,19}$/.test(text) ? BigInt(text) : 0n;
}

function indexOfNewline(buffer: Uint8Array, from: number, end: number): number {
  const found = buffer.indexOf(NEWLINE, from);
  return found < 0 ? end : found;
}

/** RFC 1918, and the shared space of RFC 6598. */
function isPrivate(word: number): boolean {
  return (
    word >>> 24 === 10 || word >>> 20 === 0xac1 || word >>> 16 === 0xc0a8 || word >>> 22 === 0x191
  );
}

const ipv4Word = (text: string): number =>
  text.split(".").reduce((word, octet) => ((word << 8) | Number(octet)) >>> 0, 0);
