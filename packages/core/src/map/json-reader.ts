import { Egress6Error } from "../errors.js";

/** The page's data is not what this version of the page reads. */
export function invalidMapData(place: string, expected: string): Egress6Error {
  return new Egress6Error(
    "MAP_DATA_INVALID",
    "input",
    `The page's data is broken at ${place}: expected ${expected}. Build or load the page again.`,
  );
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function asObject(value: unknown, place: string): JsonObject {
  if (!isObject(value)) throw invalidMapData(place, "an object");
  return value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function asArray(value: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(value)) throw invalidMapData(place, "a list");
  return value;
}

export function asText(value: unknown, place: string): string {
  if (typeof value !== "string") throw invalidMapData(place, "text");
  return value;
}

export function asTextOrNull(value: unknown, place: string): string | null {
  return value === null ? null : asText(value, place);
}

export function asNumber(value: unknown, place: string): number {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw invalidMapData(place, "a number");
  }
  return value;
}

export function asFlag(value: unknown, place: string): boolean {
  if (typeof value !== "boolean") throw invalidMapData(place, "true or false");
  return value;
}

export function asOneOf<T extends string>(value: unknown, words: readonly T[], place: string): T {
  const found = words.find((word) => word === value);
  if (found === undefined) throw invalidMapData(place, `one of ${words.join(", ")}`);
  return found;
}

export function asTimeOrNull(value: unknown, place: string): number | null {
  return value === null ? null : asTime(value, place);
}

/** ISO 8601 text to milliseconds since the epoch. */
export function asTime(value: unknown, place: string): number {
  const ms = Date.parse(asText(value, place));
  if (Number.isNaN(ms)) throw invalidMapData(place, "a time in ISO 8601");
  return ms;
}
