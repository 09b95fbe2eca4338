import {
  attributeIn,
  type HclPlaced,
  type ResourceBlock,
  type TerraformConfiguration,
} from "./configuration.js";
import { convertTo } from "./convert.js";
import { evaluate, type HclBudget, type HclScope, pairsOf, typeOfConstraint } from "./evaluate.js";
import { type HclEffects, textArg } from "./functions/hcl-function.js";
import {
  HclFault,
  HclFields,
  HclSequence,
  type HclType,
  HclUnknown,
  type HclValue,
  tuple,
  typeOf,
  unknownOf,
} from "./hcl-value.js";
import type { Expression, HclBlock, HclBody } from "./syntax.js";

/** What Terraform would refuse, or what is not known that must be. */
export interface HclProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** What a call of a module leads to. */
export type CalledModule =
  /** Its files are there. */
  | {
      readonly kind: "local";
      readonly configuration: TerraformConfiguration;
      readonly folder: string;
    }
  /** They are not, but it is known what it makes: a sketch of it, which need not have all outputs. */
  | { readonly kind: "known"; readonly configuration: TerraformConfiguration }
  | { readonly kind: "elsewhere" };

export interface ModuleCall {
  readonly address: string;
  readonly name: string;
  readonly source: string | null;
  readonly version: string | null;
  /** Evaluated when somebody asks: modules may use outputs of each other, as long as no value needs itself. */
  readonly inputs: ReadonlyMap<string, () => HclValue>;
  /** Of each input. */
  readonly lines: Readonly<Record<string, number>>;
  readonly file: string;
  readonly block: HclBlock;
  /** Of the module that calls. */
  readonly folder: string;
  readonly multiplicity: InstanceKey;
}

export interface ModuleContext {
  readonly effects: HclEffects;
  readonly budget: HclBudget;
  readonly findModule: (call: ModuleCall) => CalledModule;
  readonly onProblem: (problem: HclProblem) => void;
  /** Of data sources that are known without asking, such as the region. */
  readonly dataValue: (type: string, name: string, attribute: string) => HclValue | null;
}

export type InstanceKey =
  | { readonly kind: "one" }
  | {
      readonly kind: "key";
      readonly key: string | number;
      readonly value: HclValue;
      readonly of: number;
    }
  | { readonly kind: "unknown"; readonly missing: HclUnknown };

/** One instance of a resource or data source. */
export interface ResourceInstance {
  readonly declared: ResourceBlock;
  /** `module.vpc.aws_subnet.private[0]` */
  readonly address: string;
  /** Without keys: `module.vpc.aws_subnet.private`. */
  readonly blockAddress: string;
  readonly key: InstanceKey;
  readonly scope: HclScope;
}

const MOST_INSTANCES = 2000;
const MOST_MODULE_DEPTH = 20;

type Lazy<T> = () => T;

/** Remembers also what was thrown; what needs itself is refused. */
function once<T>(name: string, make: Lazy<T>): Lazy<T> {
  let state: "new" | "running" | "done" | "failed" = "new";
  let value: T;
  let fault: unknown;
  return () => {
    if (state === "running") throw new HclFault(`${name} is made of itself`);
    if (state === "failed") throw fault;
    if (state === "new") {
      state = "running";
      try {
        value = make();
        state = "done";
      } catch (error) {
        state = "failed";
        fault = error;
        throw error;
      }
    }
    return value;
  };
}

const indexText = (key: string | number): string =>
  `[${typeof key === "number" ? key : JSON.stringify(key)}]`;

/** One instance of a module, evaluated as far as somebody asks. */
export class HclModule {
  readonly variables: ReadonlyMap<string, Lazy<HclValue>>;
  private readonly locals: ReadonlyMap<string, Lazy<HclValue>>;
  private readonly resourceValues = new Map<string, Lazy<HclValue>>();
  private readonly resourceInstances = new Map<string, Lazy<readonly ResourceInstance[]>>();
  private readonly moduleInstances: ReadonlyMap<string, Lazy<readonly CalledInstance[]>>;
  private readonly rootNames: ReadonlyMap<string, HclValue>;
  readonly scope: HclScope;

  readonly configuration: TerraformConfiguration;
  /** `""` or `module.vpc["a"].` */
  readonly prefix: string;
  /** The same without keys. */
  readonly blockPrefix: string;
  /** From the root module. */
  readonly folder: string;
  private readonly inputs: ReadonlyMap<string, Lazy<HclValue>>;
  private readonly context: ModuleContext;
  private readonly depth: number;

  constructor(
    configuration: TerraformConfiguration,
    prefix: string,
    blockPrefix: string,
    folder: string,
    inputs: ReadonlyMap<string, Lazy<HclValue>>,
    context: ModuleContext,
    depth = 0,
  ) {
    this.configuration = configuration;
    this.prefix = prefix;
    this.blockPrefix = blockPrefix;
    this.folder = folder;
    this.inputs = inputs;
    this.context = context;
    this.depth = depth;
    this.variables = new Map(
      Array.from(configuration.variables, ([name, block]) => [
        name,
        once(`var.${name}`, () => this.variable(name, block)),
      ]),
    );
    this.locals = new Map(
      Array.from(configuration.locals, ([name, { value }]) => [
        name,
        once(`local.${name}`, () => evaluate(value, this.scope)),
      ]),
    );
    for (const declared of configuration.resources) {
      const key = resourceKey(declared);
      this.resourceInstances.set(
        key,
        once(key, () => this.expand(declared)),
      );
      this.resourceValues.set(
        key,
        once(key, () => this.resourceValue(declared)),
      );
    }
    this.moduleInstances = new Map(
      Array.from(configuration.modules, ([name, call]) => [
        name,
        once(`module.${name}`, () => this.call(name, call)),
      ]),
    );
    this.rootNames = this.names();
    this.scope = {
      lookUp: (name) => this.rootNames.get(name),
      effects: context.effects,
      budget: context.budget,
      isSensitive: (expression) => this.isSensitive(expression, 0),
    };
  }

  /** Of all resources and data sources, in the order of the files. */
  instances(): readonly ResourceInstance[] {
    return this.configuration.resources.flatMap((declared) =>
      this.orProblem(declared.file, declared.block.line, [], () => this.instancesOf(declared)),
    );
  }

  calls(): readonly CalledInstance[] {
    const called = Array.from(this.configuration.modules).flatMap(([name, { file, line }]) =>
      this.orProblem(file, line, [], () => this.moduleInstances.get(name)?.() ?? []),
    );
    // What is wrong in an input is said, whether or not the module uses it.
    for (const { call } of called) {
      for (const [name, input] of call.inputs) {
        this.orProblem(call.file, call.lines[name] ?? call.block.line, null, input);
      }
    }
    return called;
  }

  output(name: string): HclValue | undefined {
    const block = this.configuration.outputs.get(name);
    if (block === undefined) return undefined;
    const value = attributeIn(block.value.body, "value");
    return value === undefined ? null : evaluate(value.value, this.scope);
  }

  /** Of `terraform_data`: what is planned for it. @throws HclFault */
  inputOf({ block }: ResourceBlock, scope: HclScope): HclValue {
    const input = attributeIn(block.body, "input");
    return input === undefined ? null : evaluate(input.value, scope);
  }

  /** Checks what Terraform would check before it plans. */
  checkVariables(): void {
    for (const [name, { file, value: block }] of this.configuration.variables) {
      for (const { type, body, line } of block.body.blocks) {
        if (type !== "validation") continue;
        const condition = attributeIn(body, "condition");
        if (condition === undefined) continue;
        this.orProblem(file, line, null, () => {
          if (evaluate(condition.value, this.scope) === false) {
            throw new HclFault(`the value of var.${name} is not allowed`);
          }
          return null;
        });
      }
    }
  }

  orProblem<T>(file: string, line: number, otherwise: T, run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof HclFault)) throw error;
      this.context.onProblem({ file, line, message: error.message });
      return otherwise;
    }
  }

  private names(): ReadonlyMap<string, HclValue> {
    const names = new Map<string, HclValue>();
    names.set("var", lazyFields(this.variables));
    names.set("local", lazyFields(this.locals));
    names.set(
      "module",
      lazyFields(
        new Map(
          Array.from(this.configuration.modules.keys(), (name) => [
            name,
            () => this.moduleValue(name),
          ]),
        ),
      ),
    );
    names.set("path", plainFields({ module: this.folder, root: ".", cwd: "." }));
    names.set("terraform", plainFields({ workspace: "default" }));
    const byType = (mode: ResourceBlock["mode"]) => {
      const types = new Map<string, Map<string, Lazy<HclValue>>>();
      for (const declared of this.configuration.resources) {
        if (declared.mode !== mode) continue;
        const ofType = types.get(declared.type) ?? new Map<string, Lazy<HclValue>>();
        types.set(declared.type, ofType);
        const value = this.resourceValues.get(resourceKey(declared));
        if (value !== undefined) ofType.set(declared.name, value);
      }
      return Array.from(types, ([type, ofType]) => [type, lazyFields(ofType)] as const);
    };
    for (const [type, ofType] of byType("managed")) names.set(type, ofType);
    names.set("data", new HclFields("object", new Map(byType("data"))));
    return names;
  }

  private variable(name: string, { file, line, value: block }: HclPlaced<HclBlock>): HclValue {
    const typeAttribute = attributeIn(block.body, "type");
    const type: HclType = this.orProblem(file, line, "any", () =>
      typeAttribute === undefined ? "any" : typeOfConstraint(typeAttribute.value, this.scope),
    );
    const fallback = attributeIn(block.body, "default");
    const nullable = attributeIn(block.body, "nullable");
    const isNullable = nullable?.value.kind !== "literal" || nullable.value.value !== false;
    const given = this.inputs.get(name)?.();
    const isGiven = given !== undefined && (given !== null || isNullable);
    const unknown = new HclUnknown(`${this.blockPrefix}var.${name}`, type);
    if (!isGiven && fallback === undefined) return unknown;
    return this.orProblem<HclValue>(file, line, unknown, () => {
      const value =
        isGiven && given !== undefined
          ? given
          : fallback === undefined
            ? null
            : evaluate(fallback.value, this.scope);
      return convertTo(value, type);
    });
  }

  private instancesOf(declared: ResourceBlock): readonly ResourceInstance[] {
    return this.resourceInstances.get(resourceKey(declared))?.() ?? [];
  }

  private expand(declared: ResourceBlock): readonly ResourceInstance[] {
    const name = resourceName(declared);
    const blockAddress = this.blockPrefix + name;
    const keys = this.keysOf(declared.block.body);
    for (const key of keys) {
      // Terraform refuses what only another resource knows; what a variable lacks may still be given.
      if (key.kind !== "unknown" || key.missing.of.length === 0) continue;
      const message = `${blockAddress} depends on ${key.missing.missing}, which is known only once that is there`;
      this.context.onProblem({ file: declared.file, line: declared.block.line, message });
    }
    return keys.map((key) => ({
      declared,
      blockAddress,
      address: this.prefix + name + (key.kind === "key" ? indexText(key.key) : ""),
      key,
      scope: this.scopeOf(key),
    }));
  }

  /** What `count` and `for_each` say. */
  private keysOf(body: HclBody): readonly InstanceKey[] {
    const count = attributeIn(body, "count");
    const each = attributeIn(body, "for_each");
    if (count !== undefined) return countKeys(evaluate(count.value, this.scope));
    if (each !== undefined) return eachKeys(evaluate(each.value, this.scope));
    return [{ kind: "one" }];
  }

  private scopeOf(key: InstanceKey): HclScope {
    const extra = namesOfKey(key);
    if (extra === null) return this.scope;
    return { ...this.scope, lookUp: (name) => extra.get(name) ?? this.scope.lookUp(name) };
  }

  private resourceValue(declared: ResourceBlock): HclValue {
    const instances = this.instancesOf(declared);
    const [first] = instances;
    const { body } = declared.block;
    const hasCount = attributeIn(body, "count") !== undefined;
    const hasEach = attributeIn(body, "for_each") !== undefined;
    if (first !== undefined && first.key.kind === "unknown") {
      const address = this.prefix + resourceName(declared);
      const { missing } = first.key;
      return new HclUnknown(declared.mode === "data" ? address : missing.missing, "any", {
        of: declared.mode === "data" ? [] : [{ address, attribute: "" }],
      });
    }
    if (hasCount) return tuple(instances.map((each) => this.instanceValue(each)));
    if (hasEach) {
      const held = instances.map(
        (each) =>
          [each.key.kind === "key" ? String(each.key.key) : "", this.instanceValue(each)] as const,
      );
      return new HclFields("object", new Map(held));
    }
    return first === undefined ? null : this.instanceValue(first);
  }

  private instanceValue(instance: ResourceInstance): HclValue {
    const { declared, address, scope } = instance;
    const { body } = declared.block;
    if (declared.type === "terraform_data") return terraformData(instance);
    const held = new Map<string, Lazy<HclValue>>();
    const otherwise = (name: string): HclValue => {
      if (declared.mode === "managed") {
        return new HclUnknown(`${address}.${name}`, "any", { of: [{ address, attribute: name }] });
      }
      const known = this.context.dataValue(declared.type, declared.name, name);
      return known ?? new HclUnknown(`${address}.${name}`);
    };
    for (const { name, value } of body.attributes) {
      if (META_ARGUMENTS.has(name)) continue;
      held.set(
        name,
        once(`${address}.${name}`, () => {
          const given = evaluate(value, scope);
          return given === null ? otherwise(name) : given;
        }),
      );
    }
    const types = new Set(body.blocks.map((each) => each.type));
    for (const type of types) {
      if (META_BLOCKS.has(type) || type === "dynamic" || held.has(type)) continue;
      held.set(
        type,
        once(`${address}.${type}`, () =>
          tuple(
            body.blocks
              .filter((each) => each.type === type)
              .map((each) => blockValue(each.body, scope, `${address}.${type}`, address)),
          ),
        ),
      );
    }
    return new HclFields("object", held, otherwise, declared.mode === "managed" ? address : null);
  }

  private call(
    name: string,
    { file, value: block }: HclPlaced<HclBlock>,
  ): readonly CalledInstance[] {
    return this.keysOf(block.body).map((key) => {
      const scope = this.scopeOf(key);
      const inputs = new Map<string, Lazy<HclValue>>();
      const lines: Record<string, number> = {};
      const text = (attribute: string): string | null => {
        const given = attributeIn(block.body, attribute);
        const value = given === undefined ? null : evaluate(given.value, scope);
        return typeof value === "string" ? value : null;
      };
      for (const { name: input, value, line } of block.body.attributes) {
        lines[input] = line;
        if (META_ARGUMENTS.has(input) || input === "source" || input === "version") continue;
        const unknown = new HclUnknown(`module.${name}.${input}`);
        inputs.set(
          input,
          once(`module.${name}.${input}`, () =>
            this.orProblem<HclValue>(file, line, unknown, () => evaluate(value, scope)),
          ),
        );
      }
      const index = key.kind === "key" ? indexText(key.key) : "";
      const call: ModuleCall = {
        address: `${this.prefix}module.${name}${index}`,
        name,
        source: text("source"),
        version: text("version"),
        inputs,
        lines,
        file,
        block,
        folder: this.folder,
        multiplicity: key,
      };
      const blockAddress = `${this.blockPrefix}module.${name}`;
      const called: CalledModule =
        this.depth >= MOST_MODULE_DEPTH ? { kind: "elsewhere" } : this.context.findModule(call);
      const module =
        called.kind !== "elsewhere"
          ? new HclModule(
              called.configuration,
              `${call.address}.`,
              `${blockAddress}.`,
              called.kind === "local" ? called.folder : this.folder,
              inputs,
              this.context,
              this.depth + 1,
            )
          : null;
      return { call, called, module, blockAddress };
    });
  }

  private moduleValue(name: string): HclValue {
    const instances = this.moduleInstances.get(name)?.() ?? [];
    const block = this.configuration.modules.get(name)?.value;
    const [first] = instances;
    if (block === undefined) throw new HclFault(`there is no module "${name}"`);
    if (first?.call.multiplicity.kind === "unknown") {
      return new HclUnknown(first.call.multiplicity.missing.missing, "any", {
        of: [{ address: first.call.address, attribute: "" }],
      });
    }
    if (attributeIn(block.body, "count") !== undefined) return tuple(instances.map(outputsOf));
    if (attributeIn(block.body, "for_each") !== undefined) {
      return new HclFields(
        "object",
        new Map(
          instances.map((each) => {
            const { multiplicity } = each.call;
            return [multiplicity.kind === "key" ? String(multiplicity.key) : "", outputsOf(each)];
          }),
        ),
      );
    }
    return first === undefined ? null : outputsOf(first);
  }

  private isSensitive(expression: Expression, depth: number): boolean {
    if (depth > 20) return false;
    const within = (each: Expression) => this.isSensitive(each, depth + 1);
    switch (expression.kind) {
      case "call":
        if (expression.name === "sensitive") return true;
        return expression.name !== "nonsensitive" && expression.args.some(within);
      case "attribute": {
        const { of, name } = expression;
        if (of.kind === "name" && of.name === "var") {
          const block = this.configuration.variables.get(name)?.value;
          const mark = block === undefined ? undefined : attributeIn(block.body, "sensitive");
          return mark?.value.kind === "literal" && mark.value.value === true;
        }
        if (of.kind === "name" && of.name === "local") {
          const local = this.configuration.locals.get(name)?.value;
          return local !== undefined && within(local);
        }
        return within(of);
      }
      case "index":
        return within(expression.of) || within(expression.key);
      case "template":
        return expression.parts.some((part) => part.kind === "value" && within(part.value));
      case "operation":
        return within(expression.left) || within(expression.right);
      case "conditional":
        return within(expression.condition) || within(expression.yes) || within(expression.no);
      default:
        return false;
    }
  }
}

/** A call, and what it leads to. */
export interface CalledInstance {
  readonly call: ModuleCall;
  readonly called: CalledModule;
  /** Null: its files are not there. */
  readonly module: HclModule | null;
  readonly blockAddress: string;
}

const META_ARGUMENTS = new Set(["count", "for_each", "depends_on", "provider", "providers"]);
const META_BLOCKS = new Set(["lifecycle", "provisioner", "connection", "timeouts"]);

export const isMetaArgument = (name: string): boolean => META_ARGUMENTS.has(name);
export const isMetaBlock = (type: string): boolean => META_BLOCKS.has(type);

const resourceName = ({ mode, type, name }: ResourceBlock): string =>
  `${mode === "data" ? "data." : ""}${type}.${name}`;

const resourceKey = resourceName;

function lazyFields(held: ReadonlyMap<string, Lazy<HclValue>>): HclFields {
  return new HclFields("object", held);
}

const plainFields = (entries: Readonly<Record<string, string>>): HclFields =>
  new HclFields("object", new Map(Object.entries(entries)));

function outputsOf({ call, called, module }: CalledInstance): HclValue {
  const names = module === null ? [] : [...module.configuration.outputs.keys()];
  const held = names.map(
    (name) => [name, once(`${call.address}.${name}`, () => module?.output(name) ?? null)] as const,
  );
  if (called.kind === "local") return new HclFields("object", new Map(held));
  const otherwise = (name: string): HclValue =>
    new HclUnknown(`${call.address}.${name}`, "any", {
      of: [{ address: call.address, attribute: name }],
    });
  return new HclFields("object", new Map(held), otherwise, call.address);
}

/** @throws HclFault */
function countKeys(value: HclValue): readonly InstanceKey[] {
  if (value instanceof HclUnknown) return [{ kind: "unknown", missing: value }];
  const count = convertTo(value, "number");
  if (typeof count !== "number" || count < 0 || !Number.isInteger(count)) {
    throw new HclFault("count is not a whole number");
  }
  if (count > MOST_INSTANCES) throw new HclFault(`count is over ${MOST_INSTANCES}`);
  return Array.from({ length: count }, (_, key) => ({ kind: "key", key, value: key, of: count }));
}

/** @throws HclFault */
function eachKeys(value: HclValue): readonly InstanceKey[] {
  if (value instanceof HclUnknown) return [{ kind: "unknown", missing: value }];
  if (value instanceof HclSequence) {
    if (value.kind === "tuple" && value.items.length > 0) {
      throw new HclFault("for_each takes a map or a set of texts");
    }
    const unknown = value.items.find((item) => item instanceof HclUnknown);
    if (unknown instanceof HclUnknown) return [{ kind: "unknown", missing: unknown }];
  }
  const pairs = pairsOf(value);
  if (pairs.length > MOST_INSTANCES)
    throw new HclFault(`for_each has over ${MOST_INSTANCES} elements`);
  return pairs.map(([key, item]) => ({
    kind: "key",
    key: textArg(key),
    value: item,
    of: pairs.length,
  }));
}

function namesOfKey(key: InstanceKey): ReadonlyMap<string, HclValue> | null {
  if (key.kind === "one") return null;
  if (key.kind === "unknown") {
    const { missing } = key;
    const other = new HclUnknown(missing.missing);
    const index = new HclUnknown(missing.missing, "number");
    return new Map<string, HclValue>([
      [
        "each",
        new HclFields(
          "object",
          new Map([
            ["key", other],
            ["value", other],
          ]),
        ),
      ],
      ["count", new HclFields("object", new Map([["index", index]]))],
    ]);
  }
  return typeof key.key === "number"
    ? new Map([["count", new HclFields("object", new Map([["index", key.key]]))]])
    : new Map([
        [
          "each",
          new HclFields(
            "object",
            new Map<string, HclValue>([
              ["key", key.key],
              ["value", key.value],
            ]),
          ),
        ],
      ]);
}

/** Terraform's own resource: `input` is known, `id` and `output` only once it is there. */
function terraformData({ declared, address, scope }: ResourceInstance): HclValue {
  const { body } = declared.block;
  const attribute = (name: string): HclValue => {
    const given = attributeIn(body, name);
    return given === undefined ? null : evaluate(given.value, scope);
  };
  const input = once(`${address}.input`, () => attribute("input"));
  const of = (name: string) => ({ of: [{ address, attribute: name }] });
  return new HclFields(
    "object",
    new Map<string, Lazy<HclValue>>([
      ["input", input],
      [
        "triggers_replace",
        once(`${address}.triggers_replace`, () => attribute("triggers_replace")),
      ],
      [
        "output",
        () => {
          const value = input();
          if (value === null) return null;
          return new HclUnknown(`${address}.output`, typeOf(value), of("output"));
        },
      ],
      ["id", () => new HclUnknown(`${address}.id`, "string", { ...of("id"), isNotNull: true })],
    ]),
  );
}

/**
 * A nested block as an object; what it does not set is not known.
 * @throws HclFault
 */
export function blockValue(
  body: HclBody,
  scope: HclScope,
  name: string,
  address: string,
): HclValue {
  const held = new Map<string, HclValue>();
  for (const { name: attribute, value } of body.attributes)
    held.set(attribute, evaluate(value, scope));
  return new HclFields(
    "object",
    held,
    (attribute) => new HclUnknown(`${name}.${attribute}`, "any", { of: [{ address, attribute }] }),
  );
}

/** What a `dynamic` block makes; an unknown: nobody knows how many. @throws HclFault */
export function dynamicContents(
  block: HclBlock,
  scope: HclScope,
): readonly { readonly body: HclBody; readonly scope: HclScope; readonly isUnknown: boolean }[] {
  const [label = ""] = block.labels;
  const each = attributeIn(block.body, "for_each");
  const iterator = attributeIn(block.body, "iterator");
  const name = iterator?.value.kind === "name" ? iterator.value.name : label;
  const content = block.body.blocks.find(({ type }) => type === "content");
  if (content === undefined || each === undefined) return [];
  const collection = evaluate(each.value, scope);
  const inner = (key: HclValue, value: HclValue): HclScope => {
    const item = new HclFields(
      "object",
      new Map([
        ["key", key],
        ["value", value],
      ]),
    );
    return { ...scope, lookUp: (asked) => (asked === name ? item : scope.lookUp(asked)) };
  };
  if (collection instanceof HclUnknown) {
    const unknown = unknownOf([collection]);
    return [{ body: content.body, scope: inner(unknown, unknown), isUnknown: true }];
  }
  return pairsOf(collection)
    .slice(0, MOST_INSTANCES)
    .map(([key, value]) => ({ body: content.body, scope: inner(key, value), isUnknown: false }));
}
