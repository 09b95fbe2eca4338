import { convertTo, equals, isPrimitive, unified } from "./convert.js";
import { COLLECTION_FUNCTIONS } from "./functions/collection-functions.js";
import { ENCODING_FUNCTIONS } from "./functions/encoding-functions.js";
import { type HclEffects, type HclFunction, textArg } from "./functions/hcl-function.js";
import { NETWORK_FUNCTIONS } from "./functions/network-functions.js";
import { NUMBER_FUNCTIONS } from "./functions/number-functions.js";
import { TEXT_FUNCTIONS } from "./functions/text-functions.js";
import { TIME_FUNCTIONS } from "./functions/time-functions.js";
import {
  type AttributeType,
  fields,
  HclFault,
  HclFields,
  HclSequence,
  type HclType,
  HclUnknown,
  type HclValue,
  isWhollyKnown,
  tuple,
  typeName,
  typeOf,
  unknownOf,
} from "./hcl-value.js";
import { parseHclTemplate } from "./parse-hcl.js";
import type { Expression, ForExpression, SplatStep, TemplatePart } from "./syntax.js";

/** What names mean where an expression stands. */
export interface HclScope {
  /** Undefined: there is no such name. */
  readonly lookUp: (name: string) => HclValue | undefined;
  readonly effects: HclEffects;
  readonly budget: HclBudget;
  /** Whether an expression is made of what is marked as sensitive. */
  readonly isSensitive: (expression: Expression) => boolean;
}

/** Files of strangers must not keep us for ever. */
export class HclBudget {
  private spent = 0;
  private readonly most: number;

  constructor(most = 5_000_000) {
    this.most = most;
  }

  /** @throws HclFault */
  spend(steps = 1): void {
    this.spent += steps;
    if (this.spent > this.most) throw new HclFault("this takes too long to work out");
  }
}

const FUNCTIONS: ReadonlyMap<string, HclFunction> = new Map(
  Object.entries({
    ...TEXT_FUNCTIONS,
    ...NUMBER_FUNCTIONS,
    ...COLLECTION_FUNCTIONS,
    ...ENCODING_FUNCTIONS,
    ...NETWORK_FUNCTIONS,
    ...TIME_FUNCTIONS,
  }),
);

/**
 * The value of an expression, as Terraform plans it.
 * @throws HclFault what Terraform refuses
 */
export function evaluate(expression: Expression, scope: HclScope): HclValue {
  scope.budget.spend();
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "template":
      return template(expression.parts, scope);
    case "name": {
      const value = scope.lookUp(expression.name);
      if (value === undefined) throw new HclFault(`there is no "${expression.name}"`);
      return value;
    }
    case "attribute":
      return attributeOf(evaluate(expression.of, scope), expression.name);
    case "index":
      return elementAt(evaluate(expression.of, scope), evaluate(expression.key, scope));
    case "splat":
      return splat(evaluate(expression.of, scope), expression.steps, scope);
    case "call":
      return call(expression, scope);
    case "not":
      return notOf(evaluate(expression.of, scope));
    case "negative": {
      const value = convertTo(evaluate(expression.of, scope), "number");
      if (value instanceof HclUnknown) return unknownOf([value], "number");
      if (typeof value !== "number") throw new HclFault("a number is required");
      return 0 - value;
    }
    case "operation":
      return operation(expression, scope);
    case "conditional":
      return conditional(expression, scope);
    case "tuple":
      return tuple(expression.items.map((item) => evaluate(item, scope)));
    case "object":
      return object(expression.items, scope);
    case "for":
      return forLoop(expression, scope);
  }
}

/** @throws HclFault */
export function attributeOf(value: HclValue, name: string): HclValue {
  if (value instanceof HclFields) {
    const found = value.get(name);
    if (found === undefined) throw new HclFault(`there is no attribute "${name}"`);
    return found;
  }
  if (value instanceof HclUnknown) return attributeOfUnknown(value, name);
  throw new HclFault(
    value === null
      ? `"${name}" of null`
      : `a ${typeName(typeOf(value))} has no attribute "${name}"`,
  );
}

function attributeOfUnknown(value: HclUnknown, name: string): HclValue {
  const { type } = value;
  const missing = longerName(value.missing, `.${name}`);
  const of = value.of.map((each) => (each.attribute === "" ? { ...each, attribute: name } : each));
  if (type === "any") return new HclUnknown(missing, "any", { of });
  if (typeof type !== "string" && type.kind === "map")
    return new HclUnknown(missing, type.of, { of });
  if (typeof type !== "string" && type.kind === "object") {
    const attribute = type.attributes.get(name);
    if (attribute !== undefined) return new HclUnknown(missing, attribute.type, { of });
  }
  throw new HclFault(`a ${typeName(type)} has no attribute "${name}"`);
}

const LONGEST_NAME = 120;

/** `var.subnets` → `var.subnets[0].id`, as far as it stays a name that people can find. */
function longerName(missing: string, step: string): string {
  const isName = /^(?:var|data|module|local|each|[a-z0-9]+_\w+)\b/.test(missing);
  return isName && missing.length < LONGEST_NAME ? missing + step : missing;
}

/** @throws HclFault */
export function elementAt(value: HclValue, key: HclValue): HclValue {
  if (value instanceof HclUnknown) {
    if (isPrimitive(key)) {
      if (typeof key === "string") {
        const { type } = value;
        if (type === "any" || typeof type !== "string") return attributeOrItem(value, key);
      } else return itemOfUnknown(value, key);
    }
    return unknownOf([value]);
  }
  if (key instanceof HclUnknown) return unknownOf([key]);
  if (value instanceof HclFields) return attributeOf(value, textArg(key));
  if (value instanceof HclSequence) {
    if (value.kind === "set") throw new HclFault("elements of a set have no index");
    const index = convertTo(key, "number");
    const item = typeof index === "number" ? value.items[index] : undefined;
    if (item === undefined) throw new HclFault(`there is no element ${String(index)}`);
    return item;
  }
  throw new HclFault(`a ${typeName(typeOf(value))} has no elements`);
}

function attributeOrItem(value: HclUnknown, key: string): HclValue {
  const { type } = value;
  if (typeof type !== "string" && (type.kind === "list" || type.kind === "set")) {
    return itemOfUnknown(value, 0);
  }
  return attributeOfUnknown(value, key);
}

function itemOfUnknown(value: HclUnknown, key: number | boolean): HclUnknown {
  const { type } = value;
  if (typeof type === "string" && type !== "any") {
    throw new HclFault(`a ${type} has no elements`);
  }
  const of =
    typeof type === "string"
      ? "any"
      : "of" in type
        ? type.of
        : type.kind === "tuple"
          ? (type.items[Number(key)] ?? "any")
          : "any";
  return new HclUnknown(longerName(value.missing, `[${String(key)}]`), of, { of: value.of });
}

function splat(value: HclValue, steps: readonly SplatStep[], scope: HclScope): HclValue {
  if (value === null) return tuple([]);
  const applied = (item: HclValue) => steps.reduce((at, step) => stepTo(at, step, scope), item);
  if (value instanceof HclSequence) return tuple(value.items.map(applied));
  if (!(value instanceof HclUnknown)) return tuple([applied(value)]);
  const isSingle =
    value.type !== "any" && (typeof value.type === "string" || value.type.kind === "object");
  if (isSingle && value.known.isNotNull) return tuple([applied(value)]);
  const item = steps.reduce<HclValue>(
    (at, step) =>
      step.kind === "attribute" && at instanceof HclUnknown ? looseAttribute(at, step.name) : at,
    value,
  );
  return item instanceof HclUnknown
    ? new HclUnknown(item.missing, "any", { of: item.of })
    : unknownOf([value]);
}

function stepTo(value: HclValue, step: SplatStep, scope: HclScope): HclValue {
  switch (step.kind) {
    case "attribute":
      return attributeOf(value, step.name);
    case "index":
      return elementAt(value, evaluate(step.key, scope));
    case "splat":
      return splat(value, step.steps, scope);
  }
}

function looseAttribute(value: HclUnknown, name: string): HclUnknown {
  const of = value.of.map((each) => (each.attribute === "" ? { ...each, attribute: name } : each));
  return new HclUnknown(longerName(value.missing, `[*].${name}`), "any", { of });
}

function notOf(value: HclValue): HclValue {
  const bool = convertTo(value, "bool");
  if (bool instanceof HclUnknown) return unknownOf([bool], "bool");
  if (typeof bool !== "boolean") throw new HclFault("true or false is required");
  return !bool;
}

function operation(
  { operator, left, right }: Extract<Expression, { kind: "operation" }>,
  scope: HclScope,
): HclValue {
  const [a, b] = [evaluate(left, scope), evaluate(right, scope)];
  if (operator === "==" || operator === "!=") {
    const isSame = equals(a, b);
    if (isSame === undefined) return unknownOf([a, b], "bool");
    return isSame === (operator === "==");
  }
  if (operator === "&&" || operator === "||") {
    const [one, other] = [convertTo(a, "bool"), convertTo(b, "bool")];
    if (one instanceof HclUnknown || other instanceof HclUnknown)
      return unknownOf([one, other], "bool");
    if (typeof one !== "boolean" || typeof other !== "boolean") {
      throw new HclFault("true or false is required");
    }
    return operator === "&&" ? one && other : one || other;
  }
  const [one, other] = [convertTo(a, "number"), convertTo(b, "number")];
  const isComparison = /^[<>]/.test(operator);
  if (one instanceof HclUnknown || other instanceof HclUnknown) {
    return unknownOf([one, other], isComparison ? "bool" : "number");
  }
  if (typeof one !== "number" || typeof other !== "number")
    throw new HclFault("a number is required");
  return calculated(operator, one, other);
}

function calculated(operator: string, a: number, b: number): HclValue {
  switch (operator) {
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    case ">=":
      return a >= b;
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    default: {
      if (b === 0) throw new HclFault("division by zero");
      return operator === "/" ? a / b : a % b;
    }
  }
}

function conditional(
  { condition, yes, no }: Extract<Expression, { kind: "conditional" }>,
  scope: HclScope,
): HclValue {
  const chosen = convertTo(evaluate(condition, scope), "bool");
  if (chosen instanceof HclUnknown) return eitherOf(chosen, yes, no, scope);
  if (typeof chosen !== "boolean") throw new HclFault("true or false is required");
  const value = evaluate(chosen ? yes : no, scope);
  if (value === null || typeof value === "string") return value;
  const other = orNothing(() => evaluate(chosen ? no : yes, scope));
  const type =
    other === undefined || other === null ? null : unified([typeOf(value), typeOf(other)]);
  return type === null ? value : (orNothing(() => convertTo(value, type)) ?? value);
}

function eitherOf(
  condition: HclUnknown,
  yes: Expression,
  no: Expression,
  scope: HclScope,
): HclValue {
  const one = orNothing(() => evaluate(yes, scope));
  const other = orNothing(() => evaluate(no, scope));
  if (one === undefined || other === undefined) return unknownOf([condition]);
  if (equals(one, other) === true) return one;
  const type = unified([typeOf(one), typeOf(other)]) ?? "any";
  const lengths = [one, other].map((each) =>
    each instanceof HclSequence && each.kind !== "set" ? each.items.length : undefined,
  );
  const { missing } = condition;
  return new HclUnknown(missing, type, {
    of: [condition, one, other].flatMap((each) => (each instanceof HclUnknown ? each.of : [])),
    ...(lengths[0] !== undefined && lengths[0] === lengths[1] ? { length: lengths[0] } : {}),
    isNotNull: [one, other].every(
      (each) => each !== null && (!(each instanceof HclUnknown) || each.known.isNotNull === true),
    ),
  });
}

/** Undefined: Terraform refuses it. */
function orNothing(run: () => HclValue): HclValue | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof HclFault) return undefined;
    throw error;
  }
}

function object(
  items: Extract<Expression, { kind: "object" }>["items"],
  scope: HclScope,
): HclValue {
  const entries: (readonly [string, HclValue])[] = [];
  for (const { key, value } of items) {
    const name = evaluate(key, scope);
    if (name instanceof HclUnknown) return unknownOf([name]);
    entries.push([textArg(name), evaluate(value, scope)]);
  }
  return fields("object", entries);
}

function forLoop(loop: ForExpression, scope: HclScope): HclValue {
  const collection = evaluate(loop.collection, scope);
  if (collection instanceof HclUnknown) {
    return new HclUnknown(collection.missing, "any", { of: collection.of });
  }
  const items: HclValue[] = [];
  const keyed = new Map<string, HclValue[]>();
  for (const [key, value] of pairsOf(collection)) {
    const inner = within(scope, loop.keyName, key, loop.valueName, value);
    if (loop.condition !== null) {
      const isWanted = convertTo(evaluate(loop.condition, inner), "bool");
      if (isWanted instanceof HclUnknown) return unknownOf([isWanted]);
      if (isWanted !== true) continue;
    }
    if (loop.key === null) {
      items.push(evaluate(loop.value, inner));
      continue;
    }
    const name = evaluate(loop.key, inner);
    if (name instanceof HclUnknown) return unknownOf([name]);
    const text = textArg(name);
    const before = keyed.get(text);
    if (before !== undefined && !loop.isGrouped)
      throw new HclFault(`two elements have the key "${text}"`);
    keyed.set(text, [...(before ?? []), evaluate(loop.value, inner)]);
  }
  if (loop.key === null) return tuple(items);
  return fields(
    "object",
    Array.from(keyed, ([name, values]) => [
      name,
      loop.isGrouped ? tuple(values) : (values[0] ?? null),
    ]),
  );
}

/** Keys and values in Terraform's order. @throws HclFault */
export function pairsOf(collection: HclValue): readonly (readonly [HclValue, HclValue])[] {
  if (collection instanceof HclFields) return collection.entries();
  if (collection instanceof HclSequence) {
    const isSet = collection.kind === "set";
    return collection.items.map((item, index) => [isSet ? item : index, item]);
  }
  throw new HclFault("a list, set or map is required");
}

function within(
  scope: HclScope,
  keyName: string | null,
  key: HclValue,
  valueName: string,
  value: HclValue,
): HclScope {
  return {
    ...scope,
    lookUp: (name) => (name === valueName ? value : name === keyName ? key : scope.lookUp(name)),
  };
}

function template(parts: readonly TemplatePart[], scope: HclScope): HclValue {
  const pieces = templatePieces(parts, scope);
  const unknown = pieces.findIndex((piece) => piece instanceof HclUnknown);
  if (unknown === -1) return pieces.join("");
  const { missing, of } = unknownOf(pieces);
  const prefix = pieces.slice(0, unknown).join("");
  const pattern = pieces
    .map((piece) => (piece instanceof HclUnknown ? (piece.known.pattern ?? "{}") : piece))
    .join("");
  return new HclUnknown(missing, "string", { of, isNotNull: true, prefix, pattern });
}

function templatePieces(
  parts: readonly TemplatePart[],
  scope: HclScope,
): readonly (string | HclUnknown)[] {
  return parts.flatMap((part) => piecesOf(part, scope));
}

function piecesOf(part: TemplatePart, scope: HclScope): readonly (string | HclUnknown)[] {
  scope.budget.spend();
  switch (part.kind) {
    case "text":
      return [part.text];
    case "value": {
      const text = convertTo(evaluate(part.value, scope), "string");
      if (text instanceof HclUnknown) return [text];
      if (typeof text !== "string") throw new HclFault("null stands in a text");
      return [text];
    }
    case "if": {
      const chosen = convertTo(evaluate(part.condition, scope), "bool");
      if (chosen instanceof HclUnknown) return [chosen];
      return templatePieces(chosen === true ? part.yes : part.no, scope);
    }
    case "each": {
      const collection = evaluate(part.collection, scope);
      if (collection instanceof HclUnknown) return [collection];
      return pairsOf(collection).flatMap(([key, value]) =>
        templatePieces(part.parts, within(scope, part.keyName, key, part.valueName, value)),
      );
    }
  }
}

type Call = Extract<Expression, { kind: "call" }>;

function call(expression: Call, scope: HclScope): HclValue {
  const special = SPECIAL[expression.name.replace(/^core::/, "")];
  if (special !== undefined) return special(expression, scope);
  const known = FUNCTIONS.get(expression.name.replace(/^core::/, ""));
  const args = argumentsOf(expression, scope);
  if (known === undefined)
    return new HclUnknown(`${expression.name}()`, "any", { of: referencesOf(args) });
  if (args === null) return new HclUnknown(`${expression.name}()`, known.type);
  if (args.length < known.least || args.length > known.most) {
    throw new HclFault(`${expression.name}() does not take ${args.length} arguments`);
  }
  const unknowns = args.filter((arg) => arg instanceof HclUnknown);
  if (unknowns.length > 0 && !known.seesUnknown) return unknownOf(unknowns, known.type);
  scope.budget.spend(args.length);
  return known.run(args, scope.effects);
}

const referencesOf = (args: readonly HclValue[] | null) =>
  (args ?? []).flatMap((arg) => (arg instanceof HclUnknown ? arg.of : []));

/** Null: the list that stands for the last ones is not known. */
function argumentsOf({ args, isExpanded }: Call, scope: HclScope): readonly HclValue[] | null {
  const values = args.map((arg) => evaluate(arg, scope));
  if (!isExpanded) return values;
  const last = values.pop() ?? null;
  if (last instanceof HclUnknown) return null;
  return [...values, ...pairsOf(last).map(([, value]) => value)];
}

/** Those that see the expression, or files. */
const SPECIAL: Readonly<Record<string, (call: Call, scope: HclScope) => HclValue>> = {
  try: ({ args }, scope) => {
    for (const arg of args) {
      const value = orNothing(() => evaluate(arg, scope));
      if (value !== undefined) return value;
    }
    throw new HclFault("no expression of try() succeeded");
  },
  can: ({ args: [arg] }, scope) => {
    const value = arg === undefined ? undefined : orNothing(() => evaluate(arg, scope));
    if (value === undefined) return false;
    return isWhollyKnown(value) ? true : unknownOf([value], "bool");
  },
  sensitive: first,
  nonsensitive: first,
  ephemeralasnull: first,
  issensitive: ({ args: [arg] }, scope) => arg !== undefined && scope.isSensitive(arg),
  file: (expression, scope) => fileText(expression, scope),
  filebase64: (expression, scope) => {
    const text = fileText(expression, scope);
    return text instanceof HclUnknown
      ? text
      : (ENCODING_FUNCTIONS["base64encode"]?.run([text], scope.effects) ?? null);
  },
  fileexists: (expression, scope) => {
    const path = pathArg(expression, scope);
    if (path instanceof HclUnknown) return unknownOf([path], "bool");
    const { readFile } = scope.effects;
    return readFile === null ? new HclUnknown("fileexists()", "bool") : readFile(path) !== null;
  },
  templatefile: templateFile,
  basename: pathFunction((path) => path.replace(/\/+$/, "").split("/").at(-1) ?? ""),
  dirname: pathFunction((path) => path.replace(/\/*[^/]*\/*$/, "") || "."),
  abspath: pathFunction((path) => path),
  pathexpand: pathFunction((path) => path),
};

function first({ args: [arg] }: Call, scope: HclScope): HclValue {
  if (arg === undefined) throw new HclFault("an argument is required");
  return evaluate(arg, scope);
}

function pathFunction(run: (path: string) => string) {
  return (expression: Call, scope: HclScope): HclValue => {
    const path = pathArg(expression, scope);
    return path instanceof HclUnknown ? path : run(path);
  };
}

function pathArg({ args: [arg] }: Call, scope: HclScope): string | HclUnknown {
  const path = arg === undefined ? null : evaluate(arg, scope);
  return path instanceof HclUnknown ? unknownOf([path], "string") : textArg(path);
}

function fileText(expression: Call, scope: HclScope): string | HclUnknown {
  const path = pathArg(expression, scope);
  if (path instanceof HclUnknown) return path;
  const text = scope.effects.readFile?.(path) ?? null;
  return text ?? new HclUnknown(`file("${path}")`, "string", { isNotNull: true });
}

function templateFile(expression: Call, scope: HclScope): HclValue {
  const text = fileText(expression, scope);
  const [, variables] = expression.args;
  const given = variables === undefined ? fields("object", []) : evaluate(variables, scope);
  if (text instanceof HclUnknown) return text;
  if (!(given instanceof HclFields)) return unknownOf([given], "string");
  const value = evaluate(parsedTemplate(text), { ...scope, lookUp: (name) => given.get(name) });
  return value instanceof HclUnknown ? value : convertTo(value, "string");
}

function parsedTemplate(text: string): Expression {
  try {
    return parseHclTemplate(text);
  } catch (error) {
    throw new HclFault(error instanceof Error ? error.message : "not a template");
  }
}

/** Of a type constraint, such as `list(object({ cidr = string }))`. @throws HclFault */
export function typeOfConstraint(expression: Expression, scope: HclScope): HclType {
  if (expression.kind === "name" || expression.kind === "literal") {
    const name = expression.kind === "name" ? expression.name : String(expression.value);
    if (name === "string" || name === "number" || name === "bool" || name === "any") return name;
    if (name === "list" || name === "set" || name === "map") return { kind: name, of: "any" };
    throw new HclFault(`there is no type "${name}"`);
  }
  if (expression.kind !== "call") throw new HclFault("a type is required");
  const { name, args } = expression;
  const [arg] = args;
  if (name === "list" || name === "set" || name === "map") {
    return { kind: name, of: arg === undefined ? "any" : typeOfConstraint(arg, scope) };
  }
  if (name === "tuple" && arg?.kind === "tuple") {
    return { kind: "tuple", items: arg.items.map((item) => typeOfConstraint(item, scope)) };
  }
  if (name === "object" && arg?.kind === "object") {
    return {
      kind: "object",
      attributes: new Map(arg.items.map((item) => attributeType(item, scope))),
    };
  }
  throw new HclFault(`there is no type "${name}"`);
}

function attributeType(
  { key, value }: Extract<Expression, { kind: "object" }>["items"][number],
  scope: HclScope,
): readonly [string, AttributeType] {
  const name = key.kind === "literal" ? String(key.value) : "";
  const isOptional = value.kind === "call" && value.name === "optional";
  if (!isOptional) {
    return [name, { type: typeOfConstraint(value, scope), isOptional, fallback: null }];
  }
  const [of, fallback] = value.args;
  const type = of === undefined ? "any" : typeOfConstraint(of, scope);
  const given = fallback === undefined ? null : evaluate(fallback, scope);
  return [name, { type, isOptional, fallback: given }];
}
