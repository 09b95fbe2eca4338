import type { FamilySupport } from "../verdict/cell.js";
import type { Support } from "../verdict/support.js";

/** The rules build no name here, so there is nothing to observe. */
export const NO_NAME = 0;
/** A name that was never conclusively observed. */
export const UNOBSERVED_NAME = 1;

const SUPPORTS: readonly Support[] = ["unknown", "no", "yes"];
const STATUSES: readonly (FamilySupport | null)[] = [
  null,
  ...SUPPORTS.flatMap((ipv4) => SUPPORTS.map((ipv6) => ({ ipv4, ipv6 }))),
];

/** One digit, 0 to 9, for all that the map shows of a name. */
export function statusCode(status: FamilySupport | null): number {
  if (status === null) return NO_NAME;
  return 1 + SUPPORTS.indexOf(status.ipv4) * SUPPORTS.length + SUPPORTS.indexOf(status.ipv6);
}

/** @returns null when there is no name; the same object for the same code */
export function statusOfCode(code: number): FamilySupport | null {
  return STATUSES[code] ?? null;
}

export const isStatusCode = (code: number) => code >= 0 && code < STATUSES.length;
