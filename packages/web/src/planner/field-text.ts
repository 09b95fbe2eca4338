import { isDocument } from "./edit-document.js";

/** How a field of the form stands for a value of the workload file. */
export interface FieldKind {
  readonly textOf: (value: unknown) => string;
  /** `undefined`: the key is left out. What cannot be read stays as typed, and the plan says what is wrong. */
  readonly valueOf: (text: string) => unknown;
}

const words = (text: string): readonly string[] =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

const shown = (value: unknown): string =>
  value === undefined || value === null ? "" : String(value);

export const TEXT: FieldKind = {
  textOf: shown,
  valueOf: (text) => (text === "" ? undefined : text),
};

export const NUMBER: FieldKind = {
  textOf: shown,
  valueOf: (text) => {
    const trimmed = text.trim();
    if (trimmed === "") return undefined;
    return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : text;
  },
};

/** An amount, or the least and the most: `5–10`, `5–` where nobody knows the most. */
export const VOLUME: FieldKind = {
  textOf: (value) =>
    isDocument(value) ? `${shown(value["low"])}–${shown(value["high"])}` : shown(value),
  valueOf: (text) => {
    const [, low, high] = /^\s*(\d+(?:\.\d+)?)\s*[-–]\s*(\d+(?:\.\d+)?)?\s*$/.exec(text) ?? [];
    if (low === undefined) return NUMBER.valueOf(text);
    return { low: Number(low), ...(high === undefined ? {} : { high: Number(high) }) };
  },
};

/** One figure, or one for each of some families: `natGateway 10, publicIpv4 5`. */
export const PERCENT: FieldKind = {
  textOf: (value) =>
    isDocument(value)
      ? Object.entries(value)
          .map(([family, percent]) => `${family} ${shown(percent)}`)
          .join(", ")
      : shown(value),
  valueOf: (text) => {
    const parts = words(text).map((part) => /^([a-zA-Z0-9]+)[ :=]+(\d+(?:\.\d+)?)$/.exec(part));
    if (parts.length === 0 || parts.some((part) => part === null)) return NUMBER.valueOf(text);
    return Object.fromEntries(parts.map((part) => [part?.[1] ?? "", Number(part?.[2])]));
  },
};

/** Names, with commas between. */
export const LIST: FieldKind = {
  textOf: (value) => (Array.isArray(value) ? value.map(shown).join(", ") : shown(value)),
  valueOf: (text) => (words(text).length === 0 ? undefined : words(text)),
};

/** How many zones, or their names. */
export const ZONES: FieldKind = {
  textOf: LIST.textOf,
  valueOf: (text) => (/[a-z,]/i.test(text) ? LIST.valueOf(text) : NUMBER.valueOf(text)),
};
