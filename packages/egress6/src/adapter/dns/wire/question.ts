import type { RecordType } from "@egress6/core/observation/outcome";

/** Where the question begins in every message. */
export const HEADER_LENGTH = 12;
/** Header, the longest name, type and class, and the OPT record. */
export const LONGEST_QUERY = HEADER_LENGTH + 255 + 4 + 11;

const TYPE_CODE = { A: 1, NS: 2, AAAA: 28 } as const satisfies Record<RecordType | "NS", number>;
export type QuestionType = keyof typeof TYPE_CODE;

const CLASS_IN = 1;
const DOT = 0x2e;
const RECURSION_DESIRED = 0x01;
const CHECKING_DISABLED = 0x10;
/** Of questions, answers, authority and additional records. */
const COUNTS = [0, 1, 0, 0, 0, 0, 0, 0];
const COUNTS_WITH_EDNS = [0, 1, 0, 0, 0, 0, 0, 1];
/** Type 41, payload size 1232: what fits an unfragmented packet everywhere (DNS flag day 2020). */
const OPT_RECORD = [0, 0, 41, 1232 >> 8, 1232 & 0xff, 0, 0, 0, 0, 0, 0];
/** With the DO flag. */
const OPT_RECORD_DNSSEC_OK = OPT_RECORD.with(7, 0x80);

/**
 * Writes a query to `packet` at `start`.
 * @param name as `parseName` gives it; empty for the root
 * @param isCheckingDisabled asks a validating DNS64 to make nothing up (CD and DO; RFC 6147, section 5.5)
 * @returns the offset behind the query
 */
export function encodeQuery(
  packet: Uint8Array,
  start: number,
  id: number,
  name: string,
  type: QuestionType,
  hasEdns: boolean,
  isCheckingDisabled = false,
): number {
  let at = start;
  packet[at++] = id >> 8;
  packet[at++] = id;
  packet[at++] = RECURSION_DESIRED;
  packet[at++] = isCheckingDisabled ? CHECKING_DISABLED : 0;
  for (const count of hasEdns ? COUNTS_WITH_EDNS : COUNTS) packet[at++] = count;
  at = encodeName(packet, at, name);
  packet[at++] = 0;
  packet[at++] = TYPE_CODE[type];
  packet[at++] = 0;
  packet[at++] = CLASS_IN;
  if (hasEdns)
    for (const octet of isCheckingDisabled ? OPT_RECORD_DNSSEC_OK : OPT_RECORD)
      packet[at++] = octet;
  return at;
}

function encodeName(packet: Uint8Array, start: number, name: string): number {
  let lengthAt = start;
  let at = start + 1;
  for (let index = 0; index < name.length; index++) {
    const char = name.charCodeAt(index);
    if (char === DOT) {
      packet[lengthAt] = at - lengthAt - 1;
      lengthAt = at;
    } else {
      packet[at] = char;
    }
    at++;
  }
  packet[lengthAt] = at - lengthAt - 1;
  if (at === start + 1) return at;
  packet[at] = 0;
  return at + 1;
}

/**
 * Whether a packet is a response to exactly this question, compared byte for byte.
 * `unreadable`: the packet ends, or turns into nonsense, before that can be told.
 * `error-only`: a bare header that reports an error, as servers send that could not read the query.
 */
export type QuestionMatch = "same" | "other" | "unreadable" | "error-only";

export function matchQuestion(packet: Uint8Array, name: string, type: QuestionType): QuestionMatch {
  if (packet.length < HEADER_LENGTH) return "unreadable";
  const flags = byte(packet, 2);
  const isResponseToQuery = (flags & 0xf8) === 0x80;
  if (!isResponseToQuery) return "other";
  if (packet[4] === 0 && packet[5] === 0) {
    const isError = headerRcode(packet) !== 0;
    return isError && packet.length === HEADER_LENGTH ? "error-only" : "unreadable";
  }
  if (packet[4] !== 0 || packet[5] !== 1) return "unreadable";
  return matchQuestionBytes(packet, name, type);
}

/** The TC flag: the answer did not fit, and what is there of it is worth nothing. */
export function isTruncated(packet: Uint8Array): boolean {
  return (byte(packet, 2) & 0x02) !== 0;
}

/** The response code of the header, without the extended bits. */
export function headerRcode(packet: Uint8Array): number {
  return byte(packet, 3) & 0x0f;
}

export function queryId(packet: Uint8Array): number {
  return (byte(packet, 0) << 8) | byte(packet, 1);
}

function matchQuestionBytes(packet: Uint8Array, name: string, type: QuestionType): QuestionMatch {
  const nameLength = name === "" ? 1 : name.length + 2;
  const end = HEADER_LENGTH + nameLength + 4;
  let labelEnd = HEADER_LENGTH;
  for (let at = HEADER_LENGTH + 1; at <= HEADER_LENGTH + name.length; at++) {
    const char = name.charCodeAt(at - HEADER_LENGTH - 1);
    if (at >= packet.length) return "unreadable";
    if (char !== DOT) {
      if (packet[at] !== char) return "other";
      continue;
    }
    if (packet[labelEnd] !== at - labelEnd - 1) return "other";
    labelEnd = at;
  }
  const lastLabel = name === "" ? 0 : HEADER_LENGTH + name.length - labelEnd;
  if (packet[labelEnd] !== lastLabel) return "other";
  if (packet.length < end) return "unreadable";
  const isSame =
    packet[end - 5] === 0 &&
    packet[end - 4] === 0 &&
    packet[end - 3] === TYPE_CODE[type] &&
    packet[end - 2] === 0 &&
    packet[end - 1] === CLASS_IN;
  return isSame ? "same" : "other";
}

function byte(packet: Uint8Array, at: number): number {
  return packet[at] ?? 0;
}
