import type { ModuleOrigin, Multiplicity, Resource } from "../resource.js";
import { kindOfTerraformType } from "../resource-kinds.js";
import {
  type AuditValue,
  listValue,
  mapValue,
  type Reference,
  unknownValue,
  valueOfJson,
} from "../value.js";

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const objectIn = (value: unknown, key: string): Json => {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
};
const listIn = (value: unknown, key: string): readonly unknown[] => {
  const found = isObject(value) ? value[key] : undefined;
  return Array.isArray(found) ? found : [];
};
const textIn = (value: unknown, key: string): string | null => {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === "string" ? found : null;
};

/** Whether it is what `terraform show -json` writes of a plan or a state, of any version so far. */
export function isPlan(json: unknown): json is Json {
  return (
    isObject(json) &&
    textIn(json, "format_version") !== null &&
    (isObject(json["planned_values"]) ||
      isObject(json["resource_changes"]) ||
      Array.isArray(json["resource_changes"]) ||
      isObject(json["values"]) ||
      isObject(json["configuration"]))
  );
}

/** The resources of a plan. A partial plan gives those that it has. */
export function resourcesOfPlan(plan: Json, scope: string): readonly Resource[] {
  const planned = objectIn(
    isObject(plan["planned_values"]) ? plan["planned_values"] : plan["values"],
    "root_module",
  );
  const unknowns = new Map(
    listIn(plan, "resource_changes").flatMap((each) => {
      const address = textIn(each, "address");
      const after = objectIn(each, "change")["after_unknown"];
      return address === null ? [] : [[address, after] as const];
    }),
  );
  const root = objectIn(plan["configuration"], "root_module");
  const flat: FlatResource[] = [];
  flatten(planned, root, [], flat, 0);
  const addresses = new Set(flat.map(({ address }) => address));
  const blocks = new Map<string, string[]>();
  for (const { address } of flat) {
    const block = withoutKeys(address);
    blocks.set(block, [...(blocks.get(block) ?? []), address]);
  }
  const context: PlanContext = { root, addresses, blocks };
  return flat.map((each) => resourceOf(each, unknowns.get(each.address), scope, context));
}

interface FlatResource {
  readonly address: string;
  readonly values: Json;
  readonly type: string;
  readonly mode: string;
  readonly index: string | number | null;
  readonly expressions: Json;
  /** Names of the modules that it is in. */
  readonly modules: readonly string[];
}

interface PlanContext {
  readonly root: Json;
  readonly addresses: ReadonlySet<string>;
  readonly blocks: ReadonlyMap<string, readonly string[]>;
}

const MOST_DEPTH = 20;

function flatten(
  module: Json,
  configuration: Json,
  modules: readonly string[],
  found: FlatResource[],
  depth: number,
): void {
  if (depth > MOST_DEPTH) return;
  const declared = new Map(
    listIn(configuration, "resources").map((each) => [
      `${textIn(each, "mode") ?? ""} ${textIn(each, "type") ?? ""}.${textIn(each, "name") ?? ""}`,
      objectIn(each, "expressions"),
    ]),
  );
  for (const each of listIn(module, "resources")) {
    const address = textIn(each, "address");
    const type = textIn(each, "type") ?? "";
    const mode = textIn(each, "mode") ?? "managed";
    if (address === null || !isObject(each)) continue;
    const { index } = each;
    found.push({
      address,
      type,
      mode,
      values: objectIn(each, "values"),
      index: typeof index === "string" || typeof index === "number" ? index : null,
      expressions: declared.get(`${mode} ${type}.${textIn(each, "name") ?? ""}`) ?? {},
      modules,
    });
  }
  for (const child of listIn(module, "child_modules")) {
    const name = lastModule(textIn(child, "address") ?? "");
    if (!isObject(child)) continue;
    const inner = objectIn(objectIn(objectIn(configuration, "module_calls"), name), "module");
    flatten(child, inner, [...modules, name], found, depth + 1);
  }
}

/** `module.a["x"].module.b[0]` → `b` */
const lastModule = (address: string): string =>
  withoutKeys(address)
    .split(".module.")
    .at(-1)
    ?.replace(/^module\./, "") ?? "";

const withoutKeys = (address: string): string =>
  address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");

function resourceOf(
  flat: FlatResource,
  unknown: unknown,
  scope: string,
  context: PlanContext,
): Resource {
  const { address, type, mode, values, index, expressions } = flat;
  const names = new Set([
    ...Object.keys(values),
    ...(isObject(unknown) ? Object.keys(unknown) : []),
  ]);
  const attributes = Object.fromEntries(
    Array.from(names, (name) => [
      name,
      plannedValue(
        values[name],
        isObject(unknown) ? unknown[name] : undefined,
        expressions[name],
        flat,
        context,
        `${address}.${name}`,
      ),
    ]),
  );
  const multiplicity: Multiplicity =
    index === null
      ? { kind: "one" }
      : {
          kind: "instance",
          key: String(index),
          of: context.blocks.get(withoutKeys(address))?.length ?? 1,
        };
  return {
    kind:
      mode === "data" && type !== "aws_iam_policy_document"
        ? "other"
        : mode === "data"
          ? "policy"
          : kindOfTerraformType(type),
    format: "plan-json",
    type: mode === "data" ? `data.${type}` : type,
    scope,
    address,
    subject: withoutKeys(address),
    place: { file: null, line: null },
    endLine: null,
    attributes,
    lines: {},
    multiplicity,
    fromModule: null satisfies ModuleOrigin | null,
    metadata: null,
  };
}

function plannedValue(
  value: unknown,
  unknown: unknown,
  expression: unknown,
  flat: FlatResource,
  context: PlanContext,
  name: string,
): AuditValue {
  if (unknown === true) return unknownPart(expression, flat, context, name);
  if (Array.isArray(unknown) && Array.isArray(value)) {
    const parts: readonly unknown[] = value;
    const marks: readonly unknown[] = unknown;
    return listValue(
      parts.map((each, at) =>
        plannedValue(
          each,
          marks[at],
          Array.isArray(expression) ? expression[at] : expression,
          flat,
          context,
          `${name}.${at}`,
        ),
      ),
    );
  }
  if (isObject(unknown) && (isObject(value) || value === undefined)) {
    const held = isObject(value) ? value : {};
    const keys = new Set([...Object.keys(held), ...Object.keys(unknown)]);
    return mapValue(
      Object.fromEntries(
        Array.from(keys, (key) => [
          key,
          plannedValue(
            held[key],
            unknown[key],
            isObject(expression) ? (expression[key] ?? expression) : undefined,
            flat,
            context,
            `${name}.${key}`,
          ),
        ]),
      ),
    );
  }
  return valueOfJson(value);
}

function unknownPart(
  expression: unknown,
  flat: FlatResource,
  context: PlanContext,
  name: string,
): AuditValue {
  const written = listIn(expression, "references").flatMap((each) =>
    typeof each === "string" ? [each] : [],
  );
  const of = written.flatMap((reference) => resolved(reference, flat.modules, context, flat, 0));
  const seen = new Map(of.map((each) => [`${each.address} ${each.attribute}`, each]));
  return unknownValue(written[0] ?? name, [...seen.values()], true);
}

/** Follows variables to the call of the module, and outputs into it. */
function resolved(
  reference: string,
  modules: readonly string[],
  context: PlanContext,
  flat: FlatResource,
  depth: number,
): readonly Reference[] {
  if (depth > MOST_DEPTH) return [];
  const [head = "", second = ""] = reference.split(".");
  if (head === "var") {
    const name = second.replace(/\[.*$/s, "");
    const outer = modules.slice(0, -1);
    const call = objectIn(
      objectIn(moduleAt(context.root, outer), "module_calls"),
      modules.at(-1) ?? "",
    );
    const given = objectIn(objectIn(call, "expressions"), name);
    return referencesOf(given).flatMap((each) => resolved(each, outer, context, flat, depth + 1));
  }
  if (head === "module") {
    const [, module = "", output] =
      /^module\.([\w-]+)(?:\[[^\]]*\])?(?:\.([\w-]+))?/.exec(reference) ?? [];
    if (output === undefined) return [];
    const inside = [...modules, module];
    const value = objectIn(
      objectIn(objectIn(moduleAt(context.root, inside), "outputs"), output),
      "expression",
    );
    return referencesOf(value).flatMap((each) => resolved(each, inside, context, flat, depth + 1));
  }
  if (["local", "each", "count", "path", "terraform", "data", "self"].includes(head)) return [];
  const [, block = "", attribute = ""] =
    /^([\w-]+\.[\w-]+)(?:\[[^\]]*\])?(?:\.(\w+))?/.exec(reference) ?? [];
  const prefix = modules.map((name) => `module.${name}.`).join("");
  const found = context.blocks.get(prefix + block) ?? [];
  const exact = found.filter((address) =>
    address.endsWith(reference.match(/\[[^\]]*\]/)?.[0] ?? "\u0000"),
  );
  // Of instances with keys alike, like goes to like: subnet 1 is in table 1.
  const alike =
    flat.index === null
      ? []
      : found.filter((address) => address.endsWith(`[${JSON.stringify(flat.index)}]`));
  const chosen = exact.length > 0 ? exact : alike.length > 0 ? alike : found;
  return chosen.map((address) => ({ address, attribute }));
}

/** Everything that an expression speaks of, at any depth. */
function referencesOf(expression: unknown): readonly string[] {
  const own = listIn(expression, "references").flatMap((each) =>
    typeof each === "string" ? [each] : [],
  );
  return own;
}

function moduleAt(root: Json, modules: readonly string[]): Json {
  return modules.reduce(
    (at, name) => objectIn(objectIn(objectIn(at, "module_calls"), name), "module"),
    root,
  );
}
