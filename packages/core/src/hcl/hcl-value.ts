import type { Reference } from "../audit/value.js";

/** A value of Terraform's language. Lists, sets and maps hold one type, tuples and objects any. */
export type HclValue = string | number | boolean | null | HclSequence | HclFields | HclUnknown;

export type HclType =
  | "any"
  | "string"
  | "number"
  | "bool"
  | { readonly kind: "list" | "set" | "map"; readonly of: HclType }
  | { readonly kind: "tuple"; readonly items: readonly HclType[] }
  | { readonly kind: "object"; readonly attributes: ReadonlyMap<string, AttributeType> };

export interface AttributeType {
  readonly type: HclType;
  readonly isOptional: boolean;
  /** Of an optional attribute; null: none. */
  readonly fallback: HclValue;
}

export class HclSequence {
  readonly kind: "tuple" | "list" | "set";
  /** Of a set: sorted, each once. */
  readonly items: readonly HclValue[];

  constructor(kind: "tuple" | "list" | "set", items: readonly HclValue[]) {
    this.kind = kind;
    this.items = items;
  }
}

/** An object or map; keys are sorted. What it does not hold may still be there, in a resource. */
export class HclFields {
  readonly kind: "object" | "map";
  private readonly held: ReadonlyMap<string, HclValue | (() => HclValue)>;
  /** What an attribute is that nobody set, such as the id of a resource. */
  private readonly otherwise: ((name: string) => HclValue | undefined) | null;
  /** Of a resource or module: what it is. */
  readonly address: string | null;

  constructor(
    kind: "object" | "map",
    held: ReadonlyMap<string, HclValue | (() => HclValue)>,
    otherwise: ((name: string) => HclValue | undefined) | null = null,
    address: string | null = null,
  ) {
    this.kind = kind;
    this.held = held;
    this.otherwise = otherwise;
    this.address = address;
  }

  get names(): readonly string[] {
    return [...this.held.keys()].sort(byCodePoint);
  }

  get size(): number {
    return this.held.size;
  }

  /** Whether names that are not held have a value, too. */
  get isOpen(): boolean {
    return this.otherwise !== null;
  }

  has(name: string): boolean {
    return this.held.has(name);
  }

  /** Undefined: there is no such key. */
  get(name: string): HclValue | undefined {
    const found = this.held.get(name);
    if (found === undefined) return this.otherwise?.(name);
    return typeof found === "function" ? found() : found;
  }

  entries(): readonly (readonly [string, HclValue])[] {
    return this.names.map((name) => [name, this.get(name) ?? null]);
  }
}

/** Not known before it is applied, or from these files. */
export class HclUnknown {
  readonly missing: string;
  readonly type: HclType;
  readonly known: KnownOfUnknown;

  constructor(missing: string, type: HclType = "any", known: KnownOfUnknown = {}) {
    this.missing = missing;
    this.type = type;
    this.known = known;
  }

  get of(): readonly Reference[] {
    return this.known.of ?? [];
  }
}

/** What is known of a value all the same. */
interface KnownOfUnknown {
  /** Resources that it is made of. */
  readonly of?: readonly Reference[];
  readonly isNotNull?: boolean;
  /** What a text begins with. */
  readonly prefix?: string;
  /** Of a text, with `{}` for what is not known of it. */
  readonly pattern?: string;
  /** Of a collection. */
  readonly length?: number;
}

/** What Terraform would refuse. */
export class HclFault extends Error {
  override readonly name = "HclFault";
}

export const tuple = (items: readonly HclValue[]): HclSequence => new HclSequence("tuple", items);
export const list = (items: readonly HclValue[]): HclSequence => new HclSequence("list", items);

export function fields(
  kind: "object" | "map",
  entries: Iterable<readonly [string, HclValue]>,
): HclFields {
  return new HclFields(kind, new Map(entries));
}

/** As Terraform sorts keys and sets. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  for (let at = 0; ; at++) {
    const one = a.charCodeAt(at);
    const other = b.charCodeAt(at);
    if (one === other) continue;
    if (Number.isNaN(one)) return -1;
    if (Number.isNaN(other)) return 1;
    // Surrogates stand for what lies above all other code units.
    const isHigh = (code: number) => code >= 0xd800 && code <= 0xdfff;
    if (isHigh(one) !== isHigh(other)) return isHigh(one) ? 1 : -1;
    return one - other;
  }
}

/** That of these, which is not known: the first, with the resources of all. */
export function unknownOf(values: readonly HclValue[], type: HclType = "any"): HclUnknown {
  const unknowns = values.flatMap((value) => unknownsIn(value));
  const [first] = unknowns;
  return new HclUnknown(first?.missing ?? "a value", type, {
    of: unknowns.flatMap((each) => each.of).slice(0, MOST_REFERENCES),
  });
}

const MOST_REFERENCES = 50;

/** Those in it, at any depth. */
export function unknownsIn(value: HclValue): readonly HclUnknown[] {
  if (value instanceof HclUnknown) return [value];
  if (value instanceof HclSequence) return value.items.flatMap(unknownsIn);
  if (value instanceof HclFields) return value.entries().flatMap(([, each]) => unknownsIn(each));
  return [];
}

export const isWhollyKnown = (value: HclValue): boolean => unknownsIn(value).length === 0;

export function typeOf(value: HclValue): HclType {
  if (value === null) return "any";
  if (typeof value === "string") return "string";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "bool";
  if (value instanceof HclUnknown) return value.type;
  if (value instanceof HclSequence) {
    if (value.kind === "tuple") return { kind: "tuple", items: value.items.map(typeOf) };
    const [first] = value.items;
    return { kind: value.kind, of: first === undefined ? "any" : typeOf(first) };
  }
  if (value.kind === "map") {
    const [first] = value.entries();
    return { kind: "map", of: first === undefined ? "any" : typeOf(first[1]) };
  }
  const attributes = value
    .entries()
    .map(
      ([name, each]) => [name, { type: typeOf(each), isOptional: false, fallback: null }] as const,
    );
  return { kind: "object", attributes: new Map(attributes) };
}

export function typeName(type: HclType): string {
  if (typeof type === "string") return type;
  return type.kind;
}
