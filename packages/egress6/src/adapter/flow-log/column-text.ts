import { NO_NUMBER, NO_VALUE_GIVEN } from "./flow-record-reader.js";

export const DASH = 45;
const [DOT, ZERO] = [46, 48];

export const NO_IPV4 = -3;

const MOST_WORD = 64;

export function latin1(buffer: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end && at - start < MOST_WORD; at++) {
    text += String.fromCharCode(buffer[at] as number);
  }
  return text;
}

/** @returns NO_IPV4 when it is none */
export function ipv4At(buffer: Uint8Array, start: number, end: number): number {
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

/** @returns NO_VALUE_GIVEN for `-`, NO_NUMBER for anything else that is none */
export function numberAt(buffer: Uint8Array, start: number, end: number): number {
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
export function smallNumberAt(buffer: Uint8Array, start: number, end: number): number {
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
  end - start === 1 && buffer[start] === DASH ? NO_VALUE_GIVEN : NO_NUMBER;

/** `nat_gateway`, `regional_nat_gateway`. */
export function isNatTypeAt(buffer: Uint8Array, start: number): boolean {
  const [first, second, third] = [buffer[start], buffer[start + 1], buffer[start + 2]];
  // nat, reg
  return (
    (first === 110 && second === 97 && third === 116) ||
    (first === 114 && second === 101 && third === 103)
  );
}
