import type { UnresolvedPart } from "../reading.js";
import type { AuditFormat, Multiplicity, Resource } from "../resource.js";
import { kindOfCloudFormationType } from "../resource-kinds.js";
import { type Tree, treeAt, treeEntries, treeText } from "../tree.js";
import {
  type AuditValue,
  auditValueAt,
  isAbsent,
  itemsOf,
  knownValue,
  listValue,
  mapValue,
  textOf,
  unknownValue,
} from "../value.js";
import { withoutLoops } from "./for-each.js";
import { Intrinsics, isNoValue, type ParameterValues } from "./intrinsics.js";

export interface TemplateOptions {
  readonly file: string;
  readonly parameters: ParameterValues;
  readonly region: string | null;
  readonly format?: AuditFormat;
  /** Of the template that is deployed; absent: this one is. */
  readonly scope?: string;
  /** Before the addresses of a nested stack: `Network.` */
  readonly prefix?: string;
  /** What the stack above gives; null: nothing does. */
  readonly given?: ReadonlyMap<string, AuditValue> | null;
  readonly onUnresolved?: (part: UnresolvedPart) => void;
  /** Reads a nested stack, or says where its template is. */
  readonly nest?: (stack: NestedStack) => TemplateReading | string;
}

/** A stack in a template. */
export interface NestedStack {
  readonly name: string;
  /** Null: not known. */
  readonly url: string | null;
  /** Where CDK put the template; null: CDK did not. */
  readonly asset: string | null;
  readonly parameters: ReadonlyMap<string, AuditValue>;
}

export interface TemplateReading {
  readonly resources: readonly Resource[];
  readonly outputs: ReadonlyMap<string, AuditValue>;
}

export const STACK_TYPES: ReadonlySet<string> = new Set([
  "AWS::CloudFormation::Stack",
  "AWS::Serverless::Application",
]);

/** The resources of a CloudFormation or SAM template alone. */
export const resourcesOfTemplate = (tree: Tree, options: TemplateOptions): readonly Resource[] =>
  readStackTemplate(tree, options).resources;

/** The resources of a template with those of the stacks that it nests, and what it passes on. */
export function readStackTemplate(written: Tree, options: TemplateOptions): TemplateReading {
  const { file, parameters, region, format = "cloudformation" } = options;
  const { scope = file, prefix = "", given = null, onUnresolved, nest } = options;
  const unresolved = (line: number, resource: string, missing: string, reason: string) =>
    onUnresolved?.({ place: { file, line }, resource, missing, reason });
  const values = parametersOf(treeAt(written, "Parameters"), parameters, given);
  const tree = withoutLoops(written, {
    textsOf: (collection) => textsOf(collection, values, treeAt(written, "Mappings")),
    onUnknown: (name, line) =>
      unresolved(
        line,
        name,
        `Fn::ForEach ${name}`,
        `What Fn::ForEach ${name} makes is not known: its collection is not.`,
      ),
  });
  const declared = treeEntries(treeAt(tree, "Resources")).filter(([name, { value, line }]) => {
    if (!name.startsWith("Fn::")) return true;
    const macro = treeText(treeAt(value, "Name")) ?? "";
    unresolved(
      line,
      name,
      `${name} ${macro}`.trim(),
      `What ${name} ${macro} adds is not worked out.`,
    );
    return false;
  });
  const stacks = new Map<string, TemplateReading | null>();
  const intrinsics: Intrinsics = new Intrinsics({
    parameters: values,
    mappings: treeAt(tree, "Mappings"),
    conditions: new Map(
      treeEntries(treeAt(tree, "Conditions")).map(([name, { value }]) => [name, value]),
    ),
    resources: new Set(declared.map(([name]) => name)),
    region,
    prefix,
    outputOf: (name, output) => stackOf(name)?.outputs.get(output),
  });
  const stackOf = (name: string): TemplateReading | null => {
    const known = stacks.get(name);
    if (known !== undefined) return known;
    const entry = declared.find(([each]) => each === name)?.[1];
    if (entry === undefined || nest === undefined) return null;
    if (!STACK_TYPES.has(treeText(treeAt(entry.value, "Type")) ?? "")) return null;
    // What is asked for while it is read needs itself, and stays unknown.
    stacks.set(name, null);
    const properties = treeAt(entry.value, "Properties");
    const located = treeAt(properties, "TemplateURL") ?? treeAt(properties, "Location");
    const url = located === undefined ? null : textOf(intrinsics.value(located));
    const read = nest({
      name,
      url,
      asset: treeText(treeAt(entry.value, "Metadata", "aws:asset:path")),
      parameters: new Map(
        treeEntries(treeAt(properties, "Parameters")).map(([key, { value }]) => [
          key,
          intrinsics.value(value),
        ]),
      ),
    });
    if (typeof read === "string") {
      const shown = url ?? "a URL that is put together";
      unresolved(
        entry.line,
        name,
        shown,
        `The template of the nested stack ${name} (${shown}) is ${read}, so what it makes is not known.`,
      );
      return null;
    }
    stacks.set(name, read);
    return read;
  };
  const globals = treeAt(tree, "Globals", "Function");
  const outputs = treeEntries(treeAt(tree, "Outputs"));
  const resources = declared.flatMap(([name, { value, line }]): readonly Resource[] => {
    const type = treeText(treeAt(value, "Type")) ?? "";
    const multiplicity = multiplicityOf(value, intrinsics);
    if (multiplicity === null) return [];
    const properties = treeAt(value, "Properties");
    const own = entriesOf(properties, intrinsics);
    const isSam = type === "AWS::Serverless::Function";
    const merged = isSam ? withGlobals(own, entriesOf(globals, intrinsics)) : own;
    const metadata = treeAt(value, "Metadata");
    return [
      {
        kind: kindOfCloudFormationType(type),
        format,
        type,
        scope,
        address: prefix + name,
        subject: name,
        place: { file, line },
        endLine: lastLineOf(value),
        attributes: neutralAttributes(type, merged),
        lines: linesOf(properties),
        multiplicity,
        fromModule: null,
        metadata: metadata === undefined ? null : intrinsics.value(metadata),
      },
      ...(stackOf(name)?.resources ?? []),
    ];
  });
  const passed = new Map(
    outputs.map(([name, { value }]) => [name, valueOrAbsent(treeAt(value, "Value"), intrinsics)]),
  );
  // What a nested stack passes on stays in the same deployment.
  if (prefix !== "") return { resources, outputs: passed };
  const shown = outputs.map(
    ([name, { value, line }]): Resource => ({
      kind: "output",
      format,
      type: "Output",
      scope,
      address: `Outputs.${name}`,
      subject: `Outputs.${name}`,
      place: { file, line },
      endLine: lastLineOf(value),
      attributes: { value: passed.get(name) ?? knownValue(null) },
      lines: {},
      multiplicity: { kind: "one" },
      fromModule: null,
      metadata: null,
    }),
  );
  return { resources: [...resources, ...shown], outputs: passed };
}

/** The collection of a loop: texts, or a parameter with some. */
function textsOf(
  collection: Tree,
  parameters: ReadonlyMap<string, AuditValue>,
  mappings: Tree | undefined,
): readonly string[] | null {
  const own = new Intrinsics({
    parameters,
    mappings,
    conditions: new Map(),
    resources: new Set(),
    region: null,
    prefix: "",
    outputOf: () => undefined,
  });
  const items = itemsOf(own.value(collection));
  const texts = items?.map((item) => (item.kind === "list" ? null : textOf(item))) ?? null;
  return texts === null || texts.includes(null) ? null : texts.flatMap((each) => each ?? []);
}

const valueOrAbsent = (tree: Tree | undefined, intrinsics: Intrinsics): AuditValue =>
  tree === undefined ? knownValue(null) : intrinsics.value(tree);

/** Whether a tree is a template: only these have resources with types of AWS. */
export function isTemplate(tree: Tree): boolean {
  return treeEntries(treeAt(tree, "Resources")).some(
    ([name, { value }]) =>
      name.startsWith("Fn::ForEach::") ||
      /^(AWS|Custom|Alexa|[A-Z]\w+)::/.test(treeText(treeAt(value, "Type")) ?? ""),
  );
}

/** Lists are one text with commas, as parameters take them. */
function parametersOf(
  declared: Tree | undefined,
  given: ParameterValues,
  fromAbove: ReadonlyMap<string, AuditValue> | null,
): ReadonlyMap<string, AuditValue> {
  return new Map(
    treeEntries(declared).map(([name, { value }]): readonly [string, AuditValue] => {
      const type = treeText(treeAt(value, "Type")) ?? "String";
      const passed = fromAbove?.get(name);
      if (passed !== undefined && (passed.kind !== "known" || passed.value === null)) {
        return [name, passed];
      }
      const text = textOf(passed) ?? given.get(name) ?? treeText(treeAt(value, "Default"));
      // What stands there is the name of a parameter in Systems Manager, not the value.
      if (text === null || type.startsWith("AWS::SSM::Parameter::Value")) {
        return [name, unknownValue(name, [], true)];
      }
      const isList = type === "CommaDelimitedList" || type.startsWith("List<");
      const items = text.split(",").map((each) => knownValue(each.trim()));
      if (text === "" && type.startsWith("AWS::")) return [name, unknownValue(name, [], true)];
      return [name, isList ? listValue(items) : knownValue(text)];
    }),
  );
}

/** Null: the condition does not hold. */
function multiplicityOf(resource: Tree, intrinsics: Intrinsics): Multiplicity | null {
  const condition = treeText(treeAt(resource, "Condition"));
  if (condition === null) return { kind: "one" };
  const truth = intrinsics.truth(condition);
  if (truth.is === "unknown") return { kind: "unknown", missing: truth.missing };
  return truth.is ? { kind: "one" } : null;
}

type Entries = Readonly<Record<string, AuditValue>>;

function entriesOf(tree: Tree | undefined, intrinsics: Intrinsics): Entries {
  const entries = treeEntries(tree)
    .map(([name, { value }]) => [name, intrinsics.value(value)] as const)
    .filter(([, value]) => !isNoValue(value));
  return Object.fromEntries(entries);
}

/** SAM's `Globals`: maps are merged, lists joined, all else is replaced. */
function withGlobals(own: Entries, globals: Entries): Entries {
  const merged: Record<string, AuditValue> = { ...globals };
  for (const [name, value] of Object.entries(own)) {
    const global = globals[name];
    if (value.kind === "map" && global?.kind === "map") {
      merged[name] = mapValue({ ...global.entries, ...value.entries });
    } else if (value.kind === "list" && global?.kind === "list") {
      merged[name] = listValue([...global.items, ...value.items]);
    } else merged[name] = value;
  }
  return merged;
}

/** Below these, keys are the user's or another language's. */
const KEPT =
  /^(PolicyDocument|AssumeRolePolicyDocument|KeyPolicy|Variables|Tags|UserData|ContainerDefinitions|RepositoryPolicyText|PolicyText|AccessPolicies|ResourcePolicy|Environment|DefinitionBody|Definition|BuildSpec|Parameters|Metadata|Labels|Options)$/;

export function snakeCase(name: string): string {
  const known = SNAKES.get(name);
  if (known !== undefined) return known;
  const snake = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toLowerCase();
  if (SNAKES.size < MOST_SNAKES) SNAKES.set(name, snake);
  return snake;
}

/** Templates have the same names over and over. */
const SNAKES = new Map<string, string>();
const MOST_SNAKES = 5000;

function snakeKeys(value: AuditValue): AuditValue {
  if (value.kind === "list") return listValue(value.items.map(snakeKeys));
  if (value.kind !== "map") return value;
  return mapValue(
    Object.fromEntries(
      Object.entries(value.entries).map(([name, each]) => [
        snakeCase(name),
        KEPT.test(name) ? each : snakeKeys(each),
      ]),
    ),
  );
}

/** Where the names are not Terraform's in another case. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "AWS::EC2::SecurityGroup": { security_group_egress: "egress", security_group_ingress: "ingress" },
  "AWS::EC2::SecurityGroupEgress": { group_id: "security_group_id" },
  "AWS::EC2::SecurityGroupIngress": { group_id: "security_group_id" },
  "AWS::EC2::Instance": { security_group_ids: "vpc_security_group_ids" },
  "AWS::EKS::Cluster": { resources_vpc_config: "vpc_config" },
  "AWS::EKS::Nodegroup": { subnets: "subnet_ids" },
  "AWS::EKS::FargateProfile": { subnets: "subnet_ids" },
  "AWS::KMS::Key": { key_policy: "policy" },
  "AWS::EC2::TransitGatewayAttachment": {},
};

function neutralAttributes(type: string, entries: Entries): Entries {
  const attributes: Record<string, AuditValue> = {};
  const renamed = RENAMED[type] ?? {};
  for (const [name, value] of Object.entries(entries)) {
    const snake = snakeCase(name);
    const target = renamed[snake] ?? (name === "PolicyDocument" ? "policy" : snake);
    attributes[target] = KEPT.test(name) ? value : snakeKeys(value);
  }
  return flattened(type, attributes);
}

/** Wrappers that Terraform does not have. */
function flattened(type: string, attributes: Record<string, AuditValue>): Entries {
  if (type === "AWS::ECS::Service") {
    const inner = auditValueAt(attributes["network_configuration"], "awsvpc_configuration");
    return inner === undefined ? attributes : { ...attributes, network_configuration: inner };
  }
  if (type === "AWS::ECS::TaskDefinition") {
    const containers = attributes["container_definitions"];
    return containers === undefined
      ? attributes
      : { ...attributes, container_definitions: camelKeys(containers) };
  }
  if (type === "AWS::EC2::LaunchTemplate") {
    const data = attributes["launch_template_data"];
    if (data?.kind !== "map") return attributes;
    const { security_group_ids: groups, ...rest } = data.entries;
    const interfaces = rest["network_interfaces"];
    return {
      ...rest,
      ...(groups === undefined ? {} : { vpc_security_group_ids: groups }),
      ...(interfaces === undefined ? {} : { network_interfaces: withGroups(interfaces) }),
    };
  }
  if (type === "AWS::EC2::Instance") {
    const interfaces = attributes["network_interfaces"];
    const first = interfaces?.kind === "list" ? interfaces.items[0] : undefined;
    if (first?.kind !== "map") return attributes;
    const { subnet_id: subnet, group_set: groups, associate_public_ip_address: ip } = first.entries;
    return {
      ...(subnet === undefined ? {} : { subnet_id: subnet }),
      ...(groups === undefined ? {} : { vpc_security_group_ids: groups }),
      ...(ip === undefined ? {} : { associate_public_ip_address: ip }),
      ...attributes,
    };
  }
  if (type === "AWS::EC2::NetworkAclEntry") {
    const ports = attributes["port_range"];
    return {
      ...attributes,
      from_port: auditValueAt(ports, "from") ?? knownValue(null),
      to_port: auditValueAt(ports, "to") ?? knownValue(null),
    };
  }
  if (type === "AWS::Lambda::Function" || type === "AWS::Serverless::Function") {
    const vpc = attributes["vpc_config"];
    return vpc === undefined || isAbsent(vpc) ? omit(attributes, "vpc_config") : attributes;
  }
  return attributes;
}

function omit(attributes: Entries, name: string): Entries {
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== name));
}

function withGroups(interfaces: AuditValue): AuditValue {
  if (interfaces.kind !== "list") return interfaces;
  return listValue(
    interfaces.items.map((each) =>
      each.kind === "map" && each.entries["groups"] !== undefined
        ? mapValue({ ...each.entries, security_groups: each.entries["groups"] })
        : each,
    ),
  );
}

/** As the ECS API and Terraform's JSON have them: `logConfiguration`. */
export function camelKeys(value: AuditValue): AuditValue {
  if (value.kind === "list") return listValue(value.items.map(camelKeys));
  if (value.kind !== "map") return value;
  return mapValue(
    Object.fromEntries(
      Object.entries(value.entries).map(([name, each]) => [
        name.charAt(0).toLowerCase() + name.slice(1),
        /^(options|dockerLabels)$/i.test(name) ? each : camelKeys(each),
      ]),
    ),
  );
}

function linesOf(properties: Tree | undefined): Readonly<Record<string, number>> {
  const lines: Record<string, number> = {};
  const add = (tree: Tree | undefined, path: string, depth: number) => {
    if (depth > 4 || tree === undefined) return;
    if (tree.kind === "list") {
      for (const [at, item] of tree.items.entries()) {
        lines[`${path}.${at}`] = item.line;
        add(item, `${path}.${at}`, depth + 1);
      }
    }
    for (const [name, { line, value }] of treeEntries(tree)) {
      const neutral = NEUTRAL_LINES[name] ?? snakeCase(name);
      const next = path === "" ? neutral : `${path}.${neutral}`;
      lines[next] = line;
      add(value, next, depth + 1);
    }
  };
  add(properties, "", 0);
  return lines;
}

const NEUTRAL_LINES: Readonly<Record<string, string>> = {
  SecurityGroupEgress: "egress",
  SecurityGroupIngress: "ingress",
  PolicyDocument: "policy",
  ResourcesVpcConfig: "vpc_config",
};

export function lastLineOf(tree: Tree): number {
  if (tree.kind === "scalar") return tree.line;
  const inner = tree.kind === "list" ? tree.items : treeEntries(tree).map(([, { value }]) => value);
  return inner.reduce((line, each) => Math.max(line, lastLineOf(each)), tree.line);
}

/** A file of `--params`: as the CLI, CDK or a pipeline has it, or plain names and values. */
export function parametersIn(tree: Tree): ParameterValues {
  const found = new Map<string, string>();
  const list = tree.kind === "list" ? tree : treeAt(tree, "Parameters");
  if (list?.kind === "list") {
    for (const item of list.items) {
      const name = treeText(treeAt(item, "ParameterKey"));
      const value = treeText(treeAt(item, "ParameterValue"));
      const [plain, assigned] = (treeText(item) ?? "").split(/=(.*)/s);
      if (name !== null && value !== null) found.set(name, value);
      else if (plain !== undefined && assigned !== undefined) found.set(plain, assigned);
    }
    return found;
  }
  for (const [name, { value }] of treeEntries(list ?? tree)) {
    const text =
      value.kind === "list"
        ? value.items.map((item) => treeText(item) ?? "").join(",")
        : treeText(value);
    if (text !== null) found.set(name, text);
  }
  return found;
}
