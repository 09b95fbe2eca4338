import {
  byCodePoint,
  fields,
  HclFault,
  HclFields,
  HclSequence,
  type HclType,
  HclUnknown,
  type HclValue,
  list,
  tuple,
  typeName,
  typeOf,
  unknownsIn,
} from "./hcl-value.js";

/**
 * As Terraform converts to the type of a variable.
 * @throws HclFault
 */
export function convertTo(value: HclValue, type: HclType): HclValue {
  if (type === "any") return value;
  if (value === null) return null;
  if (value instanceof HclUnknown) {
    return new HclUnknown(value.missing, type, value.known);
  }
  if (typeof type === "string") return primitive(value, type);
  switch (type.kind) {
    case "list":
    case "set":
      return sequence(value, type.kind, type.of);
    case "map":
      return map(value, type.of);
    case "tuple":
      return asTuple(value, type.items);
    case "object":
      return asObject(value, type);
  }
}

function primitive(value: HclValue, type: "string" | "number" | "bool"): HclValue {
  if (type === "string" && isPrimitive(value)) return textOfPrimitive(value);
  if (type === "number") {
    if (typeof value === "number") return value;
    const number = typeof value === "string" ? numberIn(value) : null;
    if (number !== null) return number;
  }
  if (type === "bool") {
    if (typeof value === "boolean") return value;
    if (value === "true" || value === "1") return true;
    if (value === "false" || value === "0") return false;
  }
  throw new HclFault(`a ${type} is required, not ${shownValue(value)}`);
}

export const isPrimitive = (value: HclValue): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

export function numberIn(text: string): number | null {
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : null;
}

export function textOfPrimitive(value: string | number | boolean): string {
  return typeof value === "number" ? numberText(value) : String(value);
}

/** Without an exponent. */
export function numberText(value: number): string {
  const text = String(value);
  if (!text.includes("e")) return text;
  if (Number.isInteger(value)) return BigInt(value).toString();
  return value.toFixed(20).replace(/0+$/, "");
}

function shownValue(value: HclValue): string {
  if (value === null) return "null";
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  if (isPrimitive(value)) return String(value);
  return `a ${typeName(typeOf(value))}`;
}

function sequence(value: HclValue, kind: "list" | "set", of: HclType): HclValue {
  if (!(value instanceof HclSequence)) {
    throw new HclFault(`a ${kind} is required, not ${shownValue(value)}`);
  }
  const items =
    of === "any" ? unifiedItems(value.items) : value.items.map((each) => convertTo(each, of));
  return kind === "list" ? list(items) : setOf(items);
}

function map(value: HclValue, of: HclType): HclValue {
  if (!(value instanceof HclFields)) {
    throw new HclFault(`a map is required, not ${shownValue(value)}`);
  }
  const entries = value.entries();
  const items =
    of === "any"
      ? unifiedItems(entries.map(([, each]) => each))
      : entries.map(([, each]) => convertTo(each, of));
  return fields(
    "map",
    entries.map(([name], index) => [name, items[index] ?? null]),
  );
}

function asTuple(value: HclValue, types: readonly HclType[]): HclValue {
  if (!(value instanceof HclSequence) || value.items.length !== types.length) {
    throw new HclFault(`a tuple of ${types.length} is required, not ${shownValue(value)}`);
  }
  return tuple(types.map((type, index) => convertTo(value.items[index] ?? null, type)));
}

function asObject(value: HclValue, { attributes }: Extract<HclType, { kind: "object" }>): HclValue {
  if (!(value instanceof HclFields)) {
    throw new HclFault(`an object is required, not ${shownValue(value)}`);
  }
  const entries = Array.from(attributes, ([name, { type, isOptional, fallback }]) => {
    const given = value.has(name) || (value.isOpen && !isOptional) ? value.get(name) : undefined;
    if (given === undefined && !isOptional)
      throw new HclFault(`the attribute "${name}" is required`);
    const chosen = given ?? fallback;
    return [name, convertTo(chosen, type)] as const;
  });
  return fields("object", entries);
}

/** Elements of one type: texts, where some are numbers and some are not. */
export function unifiedItems(items: readonly HclValue[]): readonly HclValue[] {
  const type = unified(items.filter((each) => each !== null).map(typeOf));
  if (type === null || type === "any") return items;
  return items.map((each) => convertTo(each, type));
}

/** The type that all can be converted to; null: there is none. */
export function unified(types: readonly HclType[]): HclType | null {
  const given = types.filter((type) => type !== "any");
  const [first, ...others] = given;
  if (first === undefined) return "any";
  return others.reduce<HclType | null>(
    (type, next) => (type === null ? null : unifiedPair(type, next)),
    first,
  );
}

function unifiedPair(a: HclType, b: HclType): HclType | null {
  if (a === "any") return b;
  if (b === "any" || a === b) return a;
  if (typeof a === "string" || typeof b === "string") {
    if (typeof a !== "string" || typeof b !== "string") return null;
    return a === "string" || b === "string" ? "string" : null;
  }
  if (a.kind === "object" && b.kind === "object") return unifiedObjects(a, b);
  const isMap = (type: HclType) => typeof type !== "string" && /^(map|object)$/.test(type.kind);
  if (isMap(a) && isMap(b)) {
    const of = unified([...elementTypes(a), ...elementTypes(b)]);
    return of === null ? null : { kind: "map", of };
  }
  if (isMap(a) || isMap(b)) return null;
  if (a.kind === "tuple" && b.kind === "tuple" && a.items.length === b.items.length) {
    const items = a.items.map((item, index) => unifiedPair(item, b.items[index] ?? "any"));
    if (items.every((item) => item !== null)) return { kind: "tuple", items };
  }
  const of = unified([...elementTypes(a), ...elementTypes(b)]);
  if (of === null) return null;
  const kinds: readonly string[] = [a.kind, b.kind];
  return { kind: kinds.includes("set") && !kinds.includes("list") ? "set" : "list", of };
}

type ObjectType = Extract<HclType, { kind: "object" }>;

function unifiedObjects(a: ObjectType, b: ObjectType): HclType | null {
  const names = [...a.attributes.keys()];
  const isSame =
    names.length === b.attributes.size && names.every((name) => b.attributes.has(name));
  if (!isSame) return null;
  const types = names.map((name) => {
    const [one, other] = [a.attributes.get(name), b.attributes.get(name)];
    return [name, unifiedPair(one?.type ?? "any", other?.type ?? "any")] as const;
  });
  if (types.some(([, type]) => type === null)) return null;
  return {
    kind: "object",
    attributes: new Map(
      types.map(([name, type]) => [
        name,
        { type: type ?? "any", isOptional: false, fallback: null },
      ]),
    ),
  };
}

function elementTypes(type: HclType): readonly HclType[] {
  if (typeof type === "string") return [];
  if (type.kind === "tuple") return type.items;
  if (type.kind === "object") return Array.from(type.attributes.values(), (each) => each.type);
  return [type.of];
}

/** Sorted as Terraform does, each element once, what is not known at the end. */
export function setOf(given: readonly HclValue[]): HclValue {
  const items = unifiedItems(given);
  const known: HclValue[] = [];
  const rest: HclValue[] = [];
  for (const item of items) {
    if (unknownsIn(item).length > 0) rest.push(item);
    else if (!known.some((each) => equals(each, item) === true)) known.push(item);
  }
  known.sort(inSetOrder);
  return new HclSequence("set", [...known, ...rest]);
}

function inSetOrder(a: HclValue, b: HclValue): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return byCodePoint(a, b);
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  return 0;
}

/** Also of the same type: `"1"` is not `1`, and a tuple no list. Undefined: not known. */
export function equals(a: HclValue, b: HclValue): boolean | undefined {
  if (a instanceof HclUnknown || b instanceof HclUnknown) return equalsUnknown(a, b);
  if (a instanceof HclSequence && b instanceof HclSequence) {
    if (a.kind !== b.kind || a.items.length !== b.items.length) return false;
    return every(a.items.map((each, index) => equals(each, b.items[index] ?? null)));
  }
  if (a instanceof HclFields && b instanceof HclFields) {
    const names = a.names;
    if (a.kind !== b.kind || names.length !== b.size) return false;
    if (names.some((name) => !b.has(name))) return false;
    return every(names.map((name) => equals(a.get(name) ?? null, b.get(name) ?? null)));
  }
  return a === b;
}

function equalsUnknown(a: HclValue, b: HclValue): boolean | undefined {
  const [unknown, other] = a instanceof HclUnknown ? [a, b] : [b, a];
  if (!(unknown instanceof HclUnknown)) return undefined;
  if (other === null && unknown.known.isNotNull) return false;
  const { prefix } = unknown.known;
  if (typeof other === "string" && prefix !== undefined && !other.startsWith(prefix)) return false;
  return undefined;
}

function every(results: readonly (boolean | undefined)[]): boolean | undefined {
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}
