import { joined } from "../../hcl/project.js";
import type { UnresolvedPart } from "../reading.js";
import type { AuditFormat, Resource } from "../resource.js";
import { type Tree, treeAt, treeEntries, treeText } from "../tree.js";
import type { AuditValue } from "../value.js";
import type { ParameterValues } from "./intrinsics.js";
import {
  type NestedStack,
  readStackTemplate,
  STACK_TYPES,
  type TemplateReading,
} from "./template-resources.js";

/** A template, before anything in it is worked out. */
export interface FoundTemplate {
  readonly file: string;
  readonly tree: Tree;
  readonly format: AuditFormat;
}

interface TemplatesOptions {
  readonly parameters: ParameterValues;
  /** Null: not known. */
  readonly region: string | null;
}

export interface TemplatesReading {
  readonly resources: readonly Resource[];
  readonly unresolved: readonly UnresolvedPart[];
}

const MOST_DEPTH = 8;

/** All templates, with those that others nest read as these call them. */
export function readTemplates(
  templates: readonly FoundTemplate[],
  options: TemplatesOptions,
): TemplatesReading {
  const byFile = new Map(templates.map((each) => [each.file, each]));
  const nested = new Set(templates.flatMap((each) => nestedFiles(each, byFile)));
  const unresolved: UnresolvedPart[] = [];
  const read = (
    { file, tree, format }: FoundTemplate,
    scope: string,
    prefix: string,
    given: ReadonlyMap<string, AuditValue> | null,
    above: readonly string[],
  ): TemplateReading =>
    readStackTemplate(tree, {
      ...options,
      file,
      format,
      scope,
      prefix,
      given,
      onUnresolved: (part) => unresolved.push(part),
      nest: (stack): TemplateReading | string => {
        const target = templateOf(stack, file);
        const child = target === null ? undefined : byFile.get(target);
        if (child === undefined) return "not in these files";
        if (above.includes(child.file) || above.length >= MOST_DEPTH) return "nested in itself";
        return read(child, scope, `${prefix}${stack.name}.`, stack.parameters, [
          ...above,
          child.file,
        ]);
      },
    });
  // Those that nest each other in a ring are called by nobody else.
  const roots = templates.filter(({ file }) => !nested.has(file));
  const called = roots.length === 0 ? templates : roots;
  const resources = called.flatMap(
    (each) => read(each, each.file, "", null, [each.file]).resources,
  );
  return { resources, unresolved };
}

function nestedFiles(
  { file, tree }: FoundTemplate,
  byFile: ReadonlyMap<string, FoundTemplate>,
): readonly string[] {
  return treeEntries(treeAt(tree, "Resources")).flatMap(([name, { value }]) => {
    if (!STACK_TYPES.has(treeText(treeAt(value, "Type")) ?? "")) return [];
    const url =
      treeText(treeAt(value, "Properties", "TemplateURL")) ??
      treeText(treeAt(value, "Properties", "Location"));
    const asset = treeText(treeAt(value, "Metadata", "aws:asset:path"));
    const target = templateOf({ name, url, asset }, file);
    return target !== null && byFile.has(target) ? [target] : [];
  });
}

/** The file of a nested template; null: it is somewhere else. */
function templateOf(
  { url, asset }: Pick<NestedStack, "name" | "url" | "asset">,
  file: string,
): string | null {
  const path = asset ?? url;
  if (path === null || /^[a-z][a-z0-9]*:/i.test(path)) return null;
  return joined(file.slice(0, Math.max(0, file.lastIndexOf("/"))), path);
}
