import type { DnsMessage, ResourceRecord } from "@egress6/core/observation/message";
import { ipv4Text, ipv6Text } from "./ip-text.js";
import { HEADER_LENGTH } from "./question.js";

const TYPE_A = 1;
const TYPE_NS = 2;
const TYPE_CNAME = 5;
const TYPE_SOA = 6;
const TYPE_AAAA = 28;
const TYPE_OPT = 41;
const OPTION_EXTENDED_ERROR = 15;
const CLASS_IN = 1;
const POINTER = 0xc0;
const LONGEST_NAME = 255;
const LONGEST_LABEL = 63;
/** More cannot be needed: each adds at least one label. */
const MOST_POINTERS = 127;
const NONE: readonly ResourceRecord[] = [];
const NO_CODES: readonly number[] = [];

/** Thrown inside, never seen outside: `decodeMessage` turns it into null. */
const MALFORMED = new Error("malformed DNS message");

/**
 * Decodes a response whose question was compared with `question` before.
 * @param question the name asked for; owner names mostly point at it, so it need not be built again
 * @returns null when any part of the message is cut off or makes no sense
 */
export function decodeMessage(packet: Uint8Array, question: string): DnsMessage | null {
  try {
    return new MessageReader(packet, question).read();
  } catch (error) {
    if (error === MALFORMED) return null;
    throw error;
  }
}

class MessageReader {
  private readonly packet: Uint8Array;
  private readonly question: string;
  private at: number;
  private extendedRcode = 0;
  private extendedErrors: number[] | null = null;

  constructor(packet: Uint8Array, question: string) {
    this.packet = packet;
    this.question = question;
    this.at = HEADER_LENGTH + (question === "" ? 1 : question.length + 2) + 4;
  }

  read(): DnsMessage {
    const answers = this.section(this.uint16(6));
    const authority = this.section(this.uint16(8));
    this.section(this.uint16(10));
    return {
      rcode: (this.extendedRcode << 4) | (this.uint8(3) & 0x0f),
      answers,
      authority,
      extendedErrors: this.extendedErrors ?? NO_CODES,
    };
  }

  private section(count: number): readonly ResourceRecord[] {
    if (count === 0) return NONE;
    const records: ResourceRecord[] = [];
    for (let index = 0; index < count; index++) {
      const record = this.record();
      if (record !== null) records.push(record);
    }
    return records;
  }

  private record(): ResourceRecord | null {
    const owner = this.name();
    const fixed = this.at;
    const type = this.uint16(fixed);
    const dnsClass = this.uint16(fixed + 2);
    const length = this.uint16(fixed + 8);
    const data = fixed + 10;
    this.at = data + length;
    if (this.at > this.packet.length) throw MALFORMED;
    if (type === TYPE_OPT) {
      this.extendedRcode = this.uint8(fixed + 4);
      this.readOptions(data, this.at);
      return null;
    }
    if (dnsClass !== CLASS_IN) return null;
    return this.recordData(owner, type, data, length);
  }

  private recordData(
    owner: string,
    type: number,
    data: number,
    length: number,
  ): ResourceRecord | null {
    switch (type) {
      case TYPE_A:
        if (length !== 4) throw MALFORMED;
        return { type: "A", owner, address: ipv4Text(this.packet, data) };
      case TYPE_AAAA:
        if (length !== 16) throw MALFORMED;
        return { type: "AAAA", owner, address: ipv6Text(this.packet, data) };
      case TYPE_CNAME:
        return { type: "CNAME", owner, target: this.nameInside(data, length) };
      case TYPE_SOA:
        return { type: "SOA", owner };
      case TYPE_NS:
        return { type: "NS", owner, target: this.nameInside(data, length) };
      default:
        return null;
    }
  }

  /** The options of EDNS (RFC 6891), of which extended errors count. */
  private readOptions(start: number, end: number): void {
    let at = start;
    while (at < end) {
      const code = this.uint16(at);
      const length = this.uint16(at + 2);
      if (at + 4 + length > end) throw MALFORMED;
      if (code === OPTION_EXTENDED_ERROR && length >= 2) {
        this.extendedErrors ??= [];
        this.extendedErrors.push(this.uint16(at + 4));
      }
      at += 4 + length;
    }
  }

  /** A name that must fill the record's data exactly. */
  private nameInside(data: number, length: number): string {
    this.at = data;
    const name = this.name();
    if (this.at !== data + length) throw MALFORMED;
    return name;
  }

  /** Reads the name at the position, and moves behind it. */
  private name(): string {
    let text = "";
    let at = this.at;
    let octets = 1;
    let segmentStart = at;
    let end = 0;
    let jumps = 0;
    for (;;) {
      const length = this.uint8(at);
      if (length === 0) {
        end ||= at + 1;
        break;
      }
      if (length < POINTER) {
        octets += length + 1;
        if (length > LONGEST_LABEL || octets > LONGEST_NAME) throw MALFORMED;
        text = join(text, this.label(at + 1, length));
        at += length + 1;
        continue;
      }
      end ||= at + 2;
      at = this.uint16(at) & 0x3fff;
      // A pointer only leads backwards, so every name ends.
      if (at >= segmentStart || at < HEADER_LENGTH || ++jumps > MOST_POINTERS) throw MALFORMED;
      segmentStart = at;
      const known = this.partOfQuestion(at);
      if (known !== null) {
        if (octets + known.length + 1 > LONGEST_NAME) throw MALFORMED;
        text = join(text, known);
        break;
      }
    }
    this.at = end;
    return text;
  }

  /** The tail of the question that begins at this offset, when a label of it begins there. */
  private partOfQuestion(offset: number): string | null {
    const index = offset - HEADER_LENGTH;
    if (index === 0) return this.question;
    if (index < 0 || index >= this.question.length) return null;
    return this.question.charCodeAt(index - 1) === 0x2e ? this.question.slice(index) : null;
  }

  /** Lower case; what a host name cannot hold is written `\DDD`, so that no two names look alike. */
  private label(start: number, length: number): string {
    let text = "";
    for (let at = start; at < start + length; at++) {
      const char = this.uint8(at);
      const isUpper = char >= 0x41 && char <= 0x5a;
      const isPlain = char > 0x20 && char < 0x7f && char !== 0x2e && char !== 0x5c;
      if (isUpper) text += String.fromCharCode(char + 0x20);
      else if (isPlain) text += String.fromCharCode(char);
      else text += `\\${String(char).padStart(3, "0")}`;
    }
    return text;
  }

  private uint8(at: number): number {
    const value = this.packet[at];
    if (value === undefined) throw MALFORMED;
    return value;
  }

  private uint16(at: number): number {
    return (this.uint8(at) << 8) | this.uint8(at + 1);
  }
}

function join(text: string, rest: string): string {
  if (text === "") return rest;
  return rest === "" ? text : `${text}.${rest}`;
}
