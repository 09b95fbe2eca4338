import { Egress6Error } from "../errors.js";

type JsonRecord = Readonly<Record<string, unknown>>;

export function damaged(where: string, expected: string): Egress6Error {
  return new Egress6Error(
    "CATALOG_INVALID",
    "input",
    `The catalog is damaged at ${where}: ${expected} is missing. Rebuild it with \`egress6 catalog update\`.`,
  );
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @throws Egress6Error CATALOG_INVALID */
export function parseRecord(value: unknown, where: string): JsonRecord {
  if (!isRecord(value)) throw damaged(where, "an object");
  return value;
}

/** @throws Egress6Error CATALOG_INVALID */
export function parseText(value: unknown, where: string): string {
  if (typeof value !== "string" || value === "") throw damaged(where, "a text");
  return value;
}

/** @throws Egress6Error CATALOG_INVALID */
export function parseList(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw damaged(where, "a list");
  return value;
}

/** @throws Egress6Error CATALOG_INVALID */
export function parseOneOf<T extends string>(
  value: unknown,
  allowed: readonly T[],
  where: string,
): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw damaged(where, `one of ${allowed.join(", ")}`);
  return found;
}
