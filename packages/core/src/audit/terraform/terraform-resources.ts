import { attributeIn } from "../../hcl/configuration.js";
import { evaluate, type HclScope } from "../../hcl/evaluate.js";
import {
  HclFault,
  HclFields,
  HclSequence,
  HclUnknown,
  type HclValue,
} from "../../hcl/hcl-value.js";
import {
  type CalledInstance,
  dynamicContents,
  type HclModule,
  isMetaArgument,
  isMetaBlock,
  type ModuleCall,
  type ResourceInstance,
} from "../../hcl/module.js";
import type { TerraformRoot } from "../../hcl/project.js";
import type { HclBody } from "../../hcl/syntax.js";
import type { ModuleOrigin, Multiplicity, Resource } from "../resource.js";
import { kindOfTerraformType } from "../resource-kinds.js";
import { type AuditValue, listValue, mapValue, unknownValue } from "../value.js";

/** A module whose files are not there, as it is called. */
export interface ForeignCall extends CalledInstance {
  readonly root: TerraformRoot;
}

export interface TerraformResources {
  readonly resources: readonly Resource[];
  readonly foreign: readonly ForeignCall[];
}

/** All that a root module declares, with its local modules. */
export function resourcesOfRoot(
  root: TerraformRoot,
  originOf: (call: ModuleCall) => ModuleOrigin | null = () => null,
): TerraformResources {
  const resources: Resource[] = [];
  const foreign: ForeignCall[] = [];
  const visit = (module: HclModule, known: KnownCall | null) => {
    for (const instance of module.instances()) {
      const resource = resourceOf(instance, root, module);
      resources.push(known === null ? resource : madeByCall(resource, known));
    }
    for (const called of module.calls()) {
      if (called.module === null) {
        foreign.push({ ...called, root });
        continue;
      }
      const origin = called.called.kind === "known" ? originOf(called.call) : null;
      visit(called.module, origin === null ? known : { called, origin });
    }
  };
  visit(root.module, null);
  for (const { file, line, value } of root.module.configuration.providers) {
    resources.push({
      kind: "provider",
      format: "terraform",
      type: `provider.${value.labels[0] ?? ""}`,
      scope: root.folder,
      address: `provider.${value.labels[0] ?? ""}:${file}:${line}`,
      subject: `provider.${value.labels[0] ?? ""}`,
      place: { file, line },
      endLine: value.endLine,
      ...bodyValues(value.body, root.module.scope, root.module, file),
      multiplicity: { kind: "one" },
      fromModule: null,
      metadata: null,
    });
  }
  for (const [name, { file, line, value }] of root.module.configuration.outputs) {
    resources.push({
      kind: "output",
      format: "terraform",
      type: "output",
      scope: root.folder,
      address: `output.${name}`,
      subject: `output.${name}`,
      place: { file, line },
      endLine: value.endLine,
      ...bodyValues(value.body, root.module.scope, root.module, file),
      multiplicity: { kind: "one" },
      fromModule: null,
      metadata: null,
    });
  }
  return { resources, foreign };
}

interface KnownCall {
  readonly called: CalledInstance;
  readonly origin: ModuleOrigin;
}

/** What a known module makes stands where it is called, and is named by the call. */
function madeByCall(resource: Resource, { called, origin }: KnownCall): Resource {
  const { call, blockAddress } = called;
  return {
    ...resource,
    subject: blockAddress,
    place: { file: call.file, line: call.block.line },
    endLine: call.block.endLine,
    lines: call.lines,
    fromModule: origin,
  };
}

function resourceOf(instance: ResourceInstance, root: TerraformRoot, module: HclModule): Resource {
  const { declared, address, blockAddress, scope } = instance;
  const { block, file, type } = declared;
  return {
    kind: declared.mode === "data" ? kindOfData(type) : kindOfTerraformType(type),
    format: "terraform",
    type: declared.mode === "data" ? `data.${type}` : type,
    scope: root.folder,
    address,
    subject: blockAddress,
    place: { file, line: block.line },
    endLine: block.endLine,
    ...bodyValues(block.body, scope, module, file),
    multiplicity: multiplicityOf(instance),
    fromModule: null,
    metadata: null,
  };
}

const kindOfData = (type: string) => (type === "aws_iam_policy_document" ? "policy" : "other");

function multiplicityOf({ key }: ResourceInstance): Multiplicity {
  switch (key.kind) {
    case "one":
      return { kind: "one" };
    case "key":
      return { kind: "instance", key: String(key.key), of: key.of };
    case "unknown":
      return { kind: "unknown", missing: key.missing.missing };
  }
}

/** Arguments and nested blocks; blocks are lists, since each may stand several times. */
export function bodyValues(
  body: HclBody,
  scope: HclScope,
  module: HclModule,
  file: string,
): Pick<Resource, "attributes" | "lines"> {
  const attributes: Record<string, AuditValue> = {};
  const lines: Record<string, number> = {};
  for (const { name, value, line } of body.attributes) {
    if (isMetaArgument(name)) continue;
    attributes[name] = valueOfHcl(orUnknown(module, file, line, () => evaluate(value, scope)));
    lines[name] = line;
  }
  const blocks: Record<string, AuditValue[]> = {};
  for (const block of body.blocks) {
    if (isMetaBlock(block.type)) continue;
    const type = block.type === "dynamic" ? (block.labels[0] ?? "") : block.type;
    const items = blocks[type] ?? [];
    blocks[type] = items;
    lines[type] ??= block.line;
    if (block.type !== "dynamic") {
      const inner = bodyValues(block.body, scope, module, file);
      for (const [name, line] of Object.entries(inner.lines)) {
        lines[`${type}.${items.length}.${name}`] ??= line;
      }
      lines[`${type}.${items.length}`] = block.line;
      items.push(mapValue(inner.attributes));
      continue;
    }
    const contents = module.orProblem(file, block.line, null, () => dynamicContents(block, scope));
    if (contents === null) items.push(unknownValue(`dynamic ${type}`));
    for (const content of contents ?? []) {
      lines[`${type}.${items.length}`] = block.line;
      if (content.isUnknown) {
        const each = attributeIn(block.body, "for_each");
        const missing =
          each === undefined
            ? null
            : orUnknown(module, file, block.line, () => evaluate(each.value, scope));
        items.push(
          missing instanceof HclUnknown ? valueOfHcl(missing) : unknownValue(`dynamic ${type}`),
        );
      } else items.push(mapValue(bodyValues(content.body, content.scope, module, file).attributes));
    }
  }
  for (const [type, items] of Object.entries(blocks)) attributes[type] = listValue(items);
  return { attributes, lines };
}

function orUnknown(module: HclModule, file: string, line: number, run: () => HclValue): HclValue {
  return module.orProblem<HclValue>(file, line, new HclUnknown(`${file}:${line}`), run);
}

const MOST_VALUE_DEPTH = 16;

export function valueOfHcl(value: HclValue, depth = 0): AuditValue {
  if (value instanceof HclUnknown) {
    const { missing, known } = value;
    const isSet = value.of.length > 0 || known.isNotNull === true;
    return unknownValue(missing, value.of, isSet, known.pattern ?? null);
  }
  if (value instanceof HclSequence)
    return listValue(value.items.map((each) => valueOfHcl(each, depth + 1)));
  if (value instanceof HclFields) {
    const { address } = value;
    // A whole resource stands for itself.
    if (address !== null || depth > MOST_VALUE_DEPTH) {
      const missing = address ?? "a value nested too deeply";
      return unknownValue(missing, address === null ? [] : [{ address, attribute: "" }], true);
    }
    return mapValue(
      Object.fromEntries(
        value.names.map((name) => [
          name,
          orFault(() => valueOfHcl(value.get(name) ?? null, depth + 1)),
        ]),
      ),
    );
  }
  return { kind: "known", value };
}

function orFault(run: () => AuditValue): AuditValue {
  try {
    return run();
  } catch (error) {
    if (error instanceof HclFault) return unknownValue(error.message);
    throw error;
  }
}
