import { convertTo } from "../convert.js";
import {
  HclFault,
  HclFields,
  HclSequence,
  type HclType,
  HclUnknown,
  type HclValue,
} from "../hcl-value.js";

/** What functions need of the world; null or a missing one: their result is not known. */
export interface HclEffects {
  /** The text of a file of the configuration, by its path from the root module; null: there is none to be read. */
  readonly readFile: ((path: string) => string | null) | null;
  readonly hash:
    | ((algorithm: "md5" | "sha1" | "sha256" | "sha512", bytes: Uint8Array) => Uint8Array)
    | null;
  /** Plain values; throws what is no YAML. */
  readonly parseYaml: ((text: string) => unknown) | null;
}

export const NO_EFFECTS: HclEffects = { readFile: null, hash: null, parseYaml: null };

export interface HclFunction {
  readonly run: (args: readonly HclValue[], effects: HclEffects) => HclValue;
  /** Of the result, where an argument is not known. */
  readonly type: HclType;
  /** It is called also where an argument is not known. */
  readonly seesUnknown: boolean;
  readonly least: number;
  readonly most: number;
}

interface Options {
  readonly type?: HclType;
  readonly seesUnknown?: boolean;
  readonly least?: number;
  readonly most?: number;
}

export function hclFunction(
  count: number | readonly [number, number],
  run: HclFunction["run"],
  { type = "any", seesUnknown = false }: Options = {},
): HclFunction {
  const [least, most] = typeof count === "number" ? [count, count] : count;
  return { run, type, seesUnknown, least, most };
}

/** @throws HclFault */
export function textArg(value: HclValue | undefined): string {
  const text = convertTo(value ?? null, "string");
  if (typeof text !== "string") throw new HclFault("a string is required");
  return text;
}

/** @throws HclFault */
export function numberArg(value: HclValue | undefined): number {
  const number = convertTo(value ?? null, "number");
  if (typeof number !== "number") throw new HclFault("a number is required");
  return number;
}

/** @throws HclFault */
export function wholeArg(value: HclValue | undefined): number {
  const number = numberArg(value);
  if (!Number.isSafeInteger(number)) throw new HclFault("a whole number is required");
  return number;
}

/** @throws HclFault */
export function boolArg(value: HclValue | undefined): boolean {
  const bool = convertTo(value ?? null, "bool");
  if (typeof bool !== "boolean") throw new HclFault("true or false is required");
  return bool;
}

/** @throws HclFault */
export function itemsArg(value: HclValue | undefined): readonly HclValue[] {
  if (!(value instanceof HclSequence)) throw new HclFault("a list is required");
  return value.items;
}

/** @throws HclFault */
export function fieldsArg(value: HclValue | undefined): HclFields {
  if (!(value instanceof HclFields)) throw new HclFault("a map is required");
  return value;
}

/** Null where one of the texts is not known. @throws HclFault */
export function textsArg(value: HclValue | undefined): readonly string[] | null {
  const items = itemsArg(value);
  return items.some((each) => each instanceof HclUnknown) ? null : items.map(textArg);
}
