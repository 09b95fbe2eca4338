import type { Tree } from "../tree.js";
import { treeAt, treeEntries, treeItems, treeText } from "../tree.js";
import {
  type AuditValue,
  knownValue,
  listValue,
  mapValue,
  NULL_VALUE,
  referencesIn,
  textOf,
  unknownValue,
} from "../value.js";

/** Values of parameters from `--params`, by name. */
export type ParameterValues = ReadonlyMap<string, string>;

export interface TemplateContext {
  readonly parameters: ReadonlyMap<string, AuditValue>;
  readonly mappings: Tree | undefined;
  readonly conditions: ReadonlyMap<string, Tree>;
  /** Logical ids. */
  readonly resources: ReadonlySet<string>;
  /** Null: not known. */
  readonly region: string | null;
  /** Before the logical ids of a nested stack: `Network.` */
  readonly prefix: string;
  /** The output of a nested stack; undefined: it is not known. */
  readonly outputOf: (stack: string, output: string) => AuditValue | undefined;
}

export type Truth = { readonly is: boolean } | { readonly is: "unknown"; readonly missing: string };

const MOST_DEPTH = 60;

/** What a template's values come to: parameters, conditions and functions worked out as far as they are known. */
export class Intrinsics {
  private readonly context: TemplateContext;
  private readonly truths = new Map<string, Truth | "running">();

  constructor(context: TemplateContext) {
    this.context = context;
  }

  value(tree: Tree, depth = 0): AuditValue {
    if (depth > MOST_DEPTH) return unknownValue("a value nested too deeply");
    if (tree.kind === "scalar") return knownValue(tree.value);
    if (tree.kind === "list") {
      const items = tree.items.map((item) => this.value(item, depth + 1));
      return listValue(items.filter((item) => item !== NO_VALUE));
    }
    const [only] = tree.entries;
    if (only !== undefined && tree.entries.size === 1) {
      const [name, { value }] = only;
      const run = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
      if (run !== undefined) return run(this, value, depth + 1);
      if (name.startsWith("Fn::")) return unknownValue(name);
    }
    const entries = treeEntries(tree)
      .map(([name, { value }]) => [name, this.value(value, depth + 1)] as const)
      .filter(([, value]) => value !== NO_VALUE);
    return mapValue(Object.fromEntries(entries));
  }

  ref(name: string): AuditValue {
    const { parameters, resources, region, prefix } = this.context;
    const parameter = parameters.get(name);
    if (parameter !== undefined) return parameter;
    if (resources.has(name)) {
      return unknownValue(name, [{ address: prefix + name, attribute: "" }], true);
    }
    switch (name) {
      case "AWS::NoValue":
        return NO_VALUE;
      case "AWS::Region":
        return region === null ? unknownValue(name, [], true, "{}") : knownValue(region);
      case "AWS::Partition":
      case "AWS::URLSuffix":
      case "AWS::AccountId":
      case "AWS::StackName":
      case "AWS::StackId":
        return unknownValue(name, [], true, "{}");
      default:
        return unknownValue(name);
    }
  }

  attribute(tree: Tree): AuditValue {
    const parts =
      tree.kind === "list"
        ? tree.items.map((item) => textOf(this.value(item)) ?? "")
        : (treeText(tree) ?? "").split(/\.(.*)/s);
    const [address = "", attribute = ""] = parts;
    const name = `${address}.${attribute}`;
    const { resources, prefix, outputOf } = this.context;
    const output = /^Outputs\.(.+)$/.exec(attribute)?.[1];
    const passed = output === undefined ? undefined : outputOf(address, output);
    if (passed !== undefined) return passed;
    return resources.has(address)
      ? unknownValue(name, [{ address: prefix + address, attribute }], true)
      : unknownValue(name);
  }

  substitute(tree: Tree, depth: number): AuditValue {
    const [first, second] = tree.kind === "list" ? tree.items : [tree];
    const text = treeText(first);
    if (text === null) return unknownValue("Fn::Sub");
    const own = new Map(
      treeEntries(second).map(([name, { value }]) => [name, this.value(value, depth)] as const),
    );
    const parts = text.split(/\$\{([^}]*)\}/).map((part, at): AuditValue => {
      if (at % 2 === 0) return knownValue(part);
      if (part.startsWith("!")) return knownValue(`\${${part.slice(1)}}`);
      const name = part.trim();
      const given = own.get(name);
      if (given !== undefined) return given;
      return name.includes(".") && !name.startsWith("AWS::")
        ? this.attribute({ kind: "scalar", value: name, line: 0 })
        : this.ref(name);
    });
    return concatenated(parts, "");
  }

  truth(name: string): Truth {
    const before = this.truths.get(name);
    if (before === "running") return { is: "unknown", missing: name };
    if (before !== undefined) return before;
    this.truths.set(name, "running");
    const tree = this.context.conditions.get(name);
    const truth: Truth =
      tree === undefined ? { is: "unknown", missing: name } : this.truthOf(tree, 0);
    this.truths.set(name, truth);
    return truth;
  }

  truthOf(tree: Tree, depth: number): Truth {
    if (depth > MOST_DEPTH) return { is: "unknown", missing: "a condition" };
    const [only] = treeEntries(tree);
    if (only === undefined) {
      const text = treeText(tree);
      return text === "true" || text === "false"
        ? { is: text === "true" }
        : { is: "unknown", missing: "a condition" };
    }
    const [name, { value }] = only;
    const items = treeItems(value);
    switch (name) {
      case "Condition":
        return this.truth(treeText(value) ?? "");
      case "Fn::Not": {
        const [inner] = items;
        const truth: Truth =
          inner === undefined ? { is: "unknown", missing: name } : this.truthOf(inner, depth + 1);
        return truth.is === "unknown" ? truth : { is: !truth.is };
      }
      case "Fn::And":
      case "Fn::Or": {
        const decides = name === "Fn::Or";
        const truths = items.map((item) => this.truthOf(item, depth + 1));
        if (truths.some(({ is }) => is === decides)) return { is: decides };
        return truths.find(({ is }) => is === "unknown") ?? { is: !decides };
      }
      case "Fn::Equals": {
        const [a, b] = items.map((item) => this.value(item, depth + 1));
        const unknown = [a, b].find((each) => each?.kind === "unknown");
        if (unknown?.kind === "unknown") return { is: "unknown", missing: unknown.missing };
        return { is: textOf(a) === textOf(b) };
      }
      default:
        return { is: "unknown", missing: name };
    }
  }

  either(tree: Tree, depth: number): AuditValue {
    const [condition, yes, no] = treeItems(tree);
    const name = treeText(condition) ?? "";
    const truth = this.truth(name);
    const branch = (one: Tree | undefined) =>
      one === undefined ? NULL_VALUE : this.value(one, depth);
    if (truth.is !== "unknown") return branch(truth.is ? yes : no);
    const [a, b] = [branch(yes), branch(no)];
    const isSet = [a, b].every(
      (each) => each !== NO_VALUE && !(each.kind === "known" && each.value === null),
    );
    return unknownValue(truth.missing, [...referencesIn(a), ...referencesIn(b)], isSet);
  }

  mapped(tree: Tree, depth: number): AuditValue {
    const keys = treeItems(tree)
      .slice(0, 3)
      .map((item) => this.value(item, depth));
    const unknown = keys.find((key) => key.kind === "unknown");
    if (unknown !== undefined) return unknown;
    const found = treeAt(this.context.mappings, ...keys.map((key) => textOf(key) ?? ""));
    return found === undefined ? unknownValue("Fn::FindInMap") : this.value(found, depth);
  }
}

/** `AWS::NoValue`: as if it did not stand there. */
const NO_VALUE: AuditValue = { kind: "known", value: null };

export const isNoValue = (value: AuditValue): boolean => value === NO_VALUE;

type IntrinsicFunction = (intrinsics: Intrinsics, argument: Tree, depth: number) => AuditValue;

const FUNCTIONS: Readonly<Record<string, IntrinsicFunction>> = {
  Ref: (intrinsics, argument) => intrinsics.ref(treeText(argument) ?? ""),
  "Fn::GetAtt": (intrinsics, argument) => intrinsics.attribute(argument),
  "Fn::Sub": (intrinsics, argument, depth) => intrinsics.substitute(argument, depth),
  "Fn::If": (intrinsics, argument, depth) => intrinsics.either(argument, depth),
  "Fn::FindInMap": (intrinsics, argument, depth) => intrinsics.mapped(argument, depth),
  "Fn::Base64": (intrinsics, argument, depth) => intrinsics.value(argument, depth),
  "Fn::ToJsonString": (intrinsics, argument, depth) => intrinsics.value(argument, depth),
  "Fn::ImportValue": (intrinsics, argument, depth) => {
    const name = intrinsics.value(argument, depth);
    const text = textOf(name) ?? (name.kind === "unknown" ? (name.pattern ?? name.missing) : "");
    return unknownValue(`Fn::ImportValue ${text}`, [], true);
  },
  "Fn::Join": (intrinsics, argument, depth) => {
    const [separator, items] = treeItems(argument);
    const value = items === undefined ? NULL_VALUE : intrinsics.value(items, depth);
    if (value.kind !== "list") return unknownValue("Fn::Join", referencesIn(value), true);
    return concatenated(value.items, treeText(separator) ?? "");
  },
  "Fn::Split": (intrinsics, argument, depth) => {
    const [separator, source] = treeItems(argument);
    const value = source === undefined ? NULL_VALUE : intrinsics.value(source, depth);
    const text = textOf(value);
    if (text === null) return value.kind === "unknown" ? value : unknownValue("Fn::Split");
    return listValue(text.split(treeText(separator) ?? ",").map(knownValue));
  },
  "Fn::Select": (intrinsics, argument, depth) => {
    const [index, source] = treeItems(argument);
    const value = source === undefined ? NULL_VALUE : intrinsics.value(source, depth);
    const at = index === undefined ? null : textOf(intrinsics.value(index, depth));
    if (value.kind === "list" && at !== null) return value.items[Number(at)] ?? NULL_VALUE;
    if (value.kind === "unknown") return value;
    return unknownValue("Fn::Select");
  },
  "Fn::GetAZs": () => unknownValue("Fn::GetAZs", [], true),
  "Fn::Cidr": (intrinsics, argument, depth) => {
    const [block] = treeItems(argument);
    const value = block === undefined ? NULL_VALUE : intrinsics.value(block, depth);
    return unknownValue("Fn::Cidr", referencesIn(value), true);
  },
  "Fn::Transform": (_, argument) =>
    unknownValue(`Fn::Transform ${treeText(treeAt(argument, "Name")) ?? ""}`.trim()),
  "Fn::Length": (intrinsics, argument, depth) => {
    const value = intrinsics.value(argument, depth);
    return value.kind === "list" ? knownValue(value.items.length) : unknownValue("Fn::Length");
  },
};

/** A text of parts; where one is not known, its pattern is. */
function concatenated(parts: readonly AuditValue[], separator: string): AuditValue {
  const unknown = parts.find((part) => part.kind === "unknown");
  const shown = parts.map((part) =>
    part.kind === "unknown" ? (part.pattern ?? "{}") : (textOf(part) ?? ""),
  );
  if (unknown?.kind !== "unknown") return knownValue(shown.join(separator));
  const isOneReference = parts.length === 1 || shown.filter((part) => part !== "").length === 1;
  const of = parts.flatMap((part) => referencesIn(part));
  return isOneReference && unknown.pattern === null
    ? unknown
    : unknownValue(unknown.missing, of, true, shown.join(separator));
}
