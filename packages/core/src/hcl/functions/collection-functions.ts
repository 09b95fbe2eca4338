import { convertTo, equals, setOf, unified, unifiedItems } from "../convert.js";
import {
  byCodePoint,
  fields,
  HclFault,
  HclFields,
  HclSequence,
  type HclType,
  HclUnknown,
  type HclValue,
  isWhollyKnown,
  list,
  tuple,
  typeOf,
  unknownOf,
} from "../hcl-value.js";
import {
  boolArg,
  fieldsArg,
  type HclFunction,
  hclFunction,
  itemsArg,
  textArg,
  textsArg,
  wholeArg,
} from "./hcl-function.js";

const LIST: HclType = { kind: "list", of: "any" };
const LIST_OF_TEXTS: HclType = { kind: "list", of: "string" };
const SET: HclType = { kind: "set", of: "any" };

function length([value = null]: readonly HclValue[]): HclValue {
  if (value instanceof HclUnknown) return value.known.length ?? unknownOf([value], "number");
  if (typeof value === "string") return Array.from(value).length;
  if (value instanceof HclFields) return value.size;
  const items = itemsArg(value);
  const isOpenSet = value instanceof HclSequence && value.kind === "set" && items.length > 1;
  // Unknown elements of a set may turn out to be the same.
  return isOpenSet && items.some((each) => !isWhollyKnown(each))
    ? unknownOf(items, "number")
    : items.length;
}

function concat(args: readonly HclValue[]): HclValue {
  const items = args.flatMap(itemsArg);
  const areLists = args.every((each) => each instanceof HclSequence && each.kind === "list");
  return areLists ? list(unifiedItems(items)) : tuple(items);
}

function merge(args: readonly HclValue[]): HclValue {
  const given = args.filter((each) => each !== null).map(fieldsArg);
  const merged = new Map(given.flatMap((each) => each.entries()));
  const areMaps = given.length > 0 && given.every(({ kind }) => kind === "map");
  return fields(areMaps ? "map" : "object", merged);
}

function lookup([value, key, ...fallback]: readonly HclValue[]): HclValue {
  const name = key ?? null;
  if (value instanceof HclUnknown || name instanceof HclUnknown) {
    return unknownOf([value ?? null, name]);
  }
  const found = fieldsArg(value).has(textArg(name))
    ? fieldsArg(value).get(textArg(name))
    : undefined;
  if (found !== undefined) return found;
  const [otherwise] = fallback;
  if (otherwise === undefined) throw new HclFault(`there is no key "${textArg(name)}"`);
  return otherwise;
}

function flattened(value: HclValue): readonly HclValue[] {
  return value instanceof HclSequence ? value.items.flatMap(flattened) : [value];
}

function flatten([value]: readonly HclValue[]): HclValue {
  const items = itemsArg(value).flatMap(flattened);
  // An unknown that may be a list: nobody knows how many elements there are.
  const isOpen = (each: HclValue) =>
    each instanceof HclUnknown && (each.type === "any" || isSequenceType(each.type));
  return items.some(isOpen) ? unknownOf(items.filter(isOpen), LIST) : tuple(items);
}

function isSequenceType(type: HclType): boolean {
  return typeof type !== "string" && /^(list|set|tuple)$/.test(type.kind);
}

function distinct([value]: readonly HclValue[]): HclValue {
  const items = unifiedItems(itemsArg(value));
  if (!items.every(isWhollyKnown)) return unknownOf(items, LIST);
  return list(unique(items));
}

function unique(items: readonly HclValue[]): readonly HclValue[] {
  const texts = new Set<string>();
  const others: HclValue[] = [];
  return items.filter((item) => {
    if (typeof item === "string") return !texts.has(item) && texts.add(item);
    if (others.some((each) => equals(each, item) === true)) return false;
    others.push(item);
    return true;
  });
}

function contains([value, wanted = null]: readonly HclValue[]): HclValue {
  const results = itemsArg(value).map((each) => equals(each, wanted));
  if (results.includes(true)) return true;
  return results.includes(undefined) ? unknownOf([value ?? null, wanted], "bool") : false;
}

function element([value, index]: readonly HclValue[]): HclValue {
  if (index instanceof HclUnknown || value instanceof HclUnknown) {
    return unknownOf([value ?? null, index ?? null]);
  }
  const items = itemsArg(value);
  if (items.length === 0) throw new HclFault("there is no element in an empty list");
  const at = wholeArg(index) % items.length;
  return items[at < 0 ? at + items.length : at] ?? null;
}

function slice([value, from, to]: readonly HclValue[]): HclValue {
  if (from instanceof HclUnknown || to instanceof HclUnknown)
    return unknownOf([from ?? null, to ?? null], LIST);
  const [start, end] = [wholeArg(from), wholeArg(to)];
  if (start < 0 || end < start) throw new HclFault("the slice ends before it begins");
  if (value instanceof HclUnknown) {
    // If it can be cut so, it has that many elements: three zones are three zones, whatever they are called.
    if (end - start > MOST_UNKNOWN_ITEMS) return unknownOf([value], LIST);
    return list(Array.from({ length: end - start }, () => elementOf(value)));
  }
  const items = itemsArg(value);
  if (end > items.length) throw new HclFault("the slice ends after the list");
  const kind = value instanceof HclSequence && value.kind === "list" ? "list" : "tuple";
  return new HclSequence(kind, items.slice(start, end));
}

const MOST_UNKNOWN_ITEMS = 100;

function elementOf(value: HclUnknown): HclUnknown {
  const { type } = value;
  const of = typeof type !== "string" && "of" in type ? type.of : "any";
  return new HclUnknown(value.missing, of, { of: value.of });
}

function compact([value]: readonly HclValue[]): HclValue {
  const items = itemsArg(value);
  if (items.some((each) => each instanceof HclUnknown)) return unknownOf(items, LIST_OF_TEXTS);
  return list(
    items
      .filter((each) => each !== null)
      .map(textArg)
      .filter((text) => text !== ""),
  );
}

function coalesce(args: readonly HclValue[]): HclValue {
  const type = unified(args.filter((each) => each !== null).map(typeOf));
  for (const arg of args) {
    if (arg instanceof HclUnknown) return arg;
    if (arg !== null && arg !== "") return type === null ? arg : convertTo(arg, type);
  }
  throw new HclFault("no argument has a value");
}

function coalesceList(args: readonly HclValue[]): HclValue {
  for (const arg of args) {
    if (arg instanceof HclUnknown) return arg;
    if (itemsArg(arg).length > 0) return arg;
  }
  throw new HclFault("all lists are empty");
}

function zipmap([keys, values]: readonly HclValue[]): HclValue {
  const names = textsArg(keys);
  if (names === null) return unknownOf([keys ?? null]);
  const items = itemsArg(values);
  if (names.length !== items.length) throw new HclFault("there are not as many keys as values");
  const isMap = values instanceof HclSequence && values.kind === "list";
  return fields(
    isMap ? "map" : "object",
    names.map((name, index) => [name, items[index] ?? null]),
  );
}

function one([value]: readonly HclValue[]): HclValue {
  const items = itemsArg(value);
  if (items.length > 1) throw new HclFault("there is more than one element");
  return items[0] ?? null;
}

function index([value, wanted = null]: readonly HclValue[]): HclValue {
  for (const [at, item] of itemsArg(value).entries()) {
    const isSame = equals(item, wanted);
    if (isSame === undefined) return unknownOf([item, wanted], "number");
    if (isSame) return at;
  }
  throw new HclFault("the list has no such element");
}

function sort([value]: readonly HclValue[]): HclValue {
  const items = itemsArg(value);
  if (items.some((each) => each instanceof HclUnknown)) {
    return list(items.map(() => unknownOf(items, "string")));
  }
  return list(items.map(textArg).sort(byCodePoint));
}

const quantifier = (decides: boolean): HclFunction =>
  hclFunction(
    1,
    ([value]) => {
      const items = itemsArg(value);
      const isDeciding = (each: HclValue) => {
        if (each instanceof HclUnknown) return undefined;
        return each === null ? !decides : boolArg(each) === decides;
      };
      const results = items.map(isDeciding);
      // A null is not true.
      if (!decides && items.includes(null)) return false;
      if (results.includes(true)) return decides;
      return results.includes(undefined) ? unknownOf(items, "bool") : !decides;
    },
    { type: "bool" },
  );

const setFunction = (
  run: (sets: readonly (readonly HclValue[])[]) => readonly HclValue[],
  isOpenKnown: boolean,
): HclFunction =>
  hclFunction(
    [1, 100],
    (args) => {
      const sets = args.map(itemsArg);
      const all = sets.flat();
      if (!isOpenKnown && !all.every(isWhollyKnown)) return unknownOf(all, SET);
      return setOf(run(sets));
    },
    { type: SET },
  );

const isIn = (set: readonly HclValue[], item: HclValue) =>
  set.some((each) => equals(each, item) === true);

const MOST_PRODUCT = 100_000;

function setProduct(args: readonly HclValue[]): HclValue {
  const sequences = args.map(itemsArg);
  const count = sequences.reduce((product, items) => product * items.length, 1);
  if (count > MOST_PRODUCT) throw new HclFault("the product has too many elements");
  const rows = sequences.reduce<readonly (readonly HclValue[])[]>(
    (found, items) => found.flatMap((row) => items.map((item) => [...row, item])),
    [[]],
  );
  const tuples = rows.map(tuple);
  const areSets = args.every((each) => each instanceof HclSequence && each.kind === "set");
  return areSets ? setOf(tuples) : list(tuples);
}

function matchKeys([values, keys, wanted]: readonly HclValue[]): HclValue {
  const [items, names, sought] = [itemsArg(values), itemsArg(keys), itemsArg(wanted)];
  if (![...names, ...sought].every(isWhollyKnown)) return unknownOf([...names, ...sought], LIST);
  return list(items.filter((_, at) => isIn(sought, names[at] ?? null)));
}

function transpose([value]: readonly HclValue[]): HclValue {
  const turned = new Map<string, string[]>();
  for (const [name, texts] of fieldsArg(value).entries()) {
    const known = textsArg(texts);
    if (known === null) return unknownOf([texts]);
    for (const text of known) turned.set(text, [...(turned.get(text) ?? []), name]);
  }
  return fields(
    "map",
    Array.from(turned, ([name, names]) => [name, list(names.sort(byCodePoint))]),
  );
}

function chunkList([value, size]: readonly HclValue[]): HclValue {
  const items = itemsArg(value);
  const length = wholeArg(size);
  if (length < 0) throw new HclFault("the size of chunks is negative");
  if (items.length === 0) return list([]);
  if (length === 0) return list([list(items)]);
  const count = Math.ceil(items.length / length);
  return list(
    Array.from({ length: count }, (_, at) => list(items.slice(at * length, (at + 1) * length))),
  );
}

const converter = (type: HclType): HclFunction =>
  hclFunction(1, ([value = null]) => convertTo(value, type), { type, seesUnknown: true });

function values([value]: readonly HclValue[]): HclValue {
  const given = fieldsArg(value);
  const items = given.entries().map(([, each]) => each);
  return given.kind === "map" ? list(items) : tuple(items);
}

function keys([value]: readonly HclValue[]): HclValue {
  const names = fieldsArg(value).names;
  return fieldsArg(value).kind === "map" ? list(names) : tuple(names);
}

function reverse([value]: readonly HclValue[]): HclValue {
  const kind = value instanceof HclSequence && value.kind === "list" ? "list" : "tuple";
  return new HclSequence(kind, [...itemsArg(value)].reverse());
}

export const COLLECTION_FUNCTIONS: Readonly<Record<string, HclFunction>> = {
  length: hclFunction(1, length, { seesUnknown: true, type: "number" }),
  concat: hclFunction([1, 1000], concat, { type: LIST }),
  merge: hclFunction([0, 1000], merge),
  lookup: hclFunction([2, 3], lookup, { seesUnknown: true }),
  flatten: hclFunction(1, flatten, { type: LIST }),
  distinct: hclFunction(1, distinct, { type: LIST }),
  contains: hclFunction(2, contains, { type: "bool" }),
  element: hclFunction(2, element, { seesUnknown: true }),
  slice: hclFunction(3, slice, { seesUnknown: true }),
  compact: hclFunction(1, compact, { type: LIST_OF_TEXTS }),
  coalesce: hclFunction([1, 1000], coalesce, { seesUnknown: true }),
  coalescelist: hclFunction([1, 1000], coalesceList, { seesUnknown: true }),
  keys: hclFunction(1, keys, { type: LIST_OF_TEXTS }),
  values: hclFunction(1, values, { type: LIST }),
  zipmap: hclFunction(2, zipmap),
  one: hclFunction(1, one),
  index: hclFunction(2, index, { type: "number" }),
  sort: hclFunction(1, sort, { type: LIST_OF_TEXTS }),
  reverse: hclFunction(1, reverse, { type: LIST }),
  anytrue: quantifier(true),
  alltrue: quantifier(false),
  setunion: setFunction((sets) => sets.flat(), true),
  setintersection: setFunction(
    ([first = [], ...rest]) => first.filter((item) => rest.every((set) => isIn(set, item))),
    false,
  ),
  setsubtract: setFunction(
    ([first = [], second = []]) => first.filter((item) => !isIn(second, item)),
    false,
  ),
  setproduct: hclFunction([2, 20], setProduct, { type: LIST }),
  matchkeys: hclFunction(3, matchKeys, { type: LIST }),
  transpose: hclFunction(1, transpose),
  chunklist: hclFunction(2, chunkList, { type: LIST }),
  tostring: converter("string"),
  tonumber: converter("number"),
  tobool: converter("bool"),
  tolist: converter(LIST),
  toset: converter(SET),
  tomap: converter({ kind: "map", of: "any" }),
};
