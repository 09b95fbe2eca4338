import { JsonTreeError, parseJsonTree } from "../audit/parse-json-tree.js";
import { configurationOf, type HclFile, type TerraformConfiguration } from "./configuration.js";
import { evaluate, HclBudget, type HclScope } from "./evaluate.js";
import { type HclEffects, NO_EFFECTS } from "./functions/hcl-function.js";
import { HclFault, HclUnknown, type HclValue } from "./hcl-value.js";
import { bodyOfJson, variablesOfJson } from "./json-body.js";
import {
  type CalledModule,
  HclModule,
  type HclProblem,
  type ModuleCall,
  type ModuleContext,
} from "./module.js";
import { HclSyntaxError, parseHcl } from "./parse-hcl.js";
import type { HclAttribute } from "./syntax.js";

export interface TextFile {
  /** From what is audited, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface ProjectOptions {
  readonly effects?: HclEffects;
  /** Of `--var-file`, in order. */
  readonly variableFiles?: readonly TextFile[];
  /** A module that is called and whose files are not there. */
  readonly knownModule?: (call: ModuleCall) => CalledModule;
  readonly dataValue?: ModuleContext["dataValue"];
}

export interface TerraformProject {
  /** Modules that no other calls. */
  readonly roots: readonly TerraformRoot[];
  /** Files that are not of the language. */
  readonly broken: readonly HclProblem[];
  /** Folder → what it declares. */
  readonly configurations: ReadonlyMap<string, TerraformConfiguration>;
}

export interface TerraformRoot {
  /** From what is audited; `""`: itself. */
  readonly folder: string;
  readonly module: HclModule;
  /** Filled while the module is evaluated. */
  readonly problems: readonly HclProblem[];
}

/** Reads the modules that these files make: `.tf`, `.tf.json`, and the variables beside them. */
export function terraformProject(
  files: readonly TextFile[],
  options: ProjectOptions = {},
): TerraformProject {
  const broken: HclProblem[] = [];
  const byFolder = new Map<string, HclFile[]>();
  for (const file of files) {
    if (!/\.tf(\.json)?$/.test(file.path)) continue;
    const body = orBroken(file, broken, () =>
      file.path.endsWith(".json") ? bodyOfJson(parseJsonTree(file.text)) : parseHcl(file.text),
    );
    const folder = folderOf(file.path);
    const inFolder = byFolder.get(folder) ?? [];
    byFolder.set(folder, inFolder);
    if (body !== null) inFolder.push({ path: file.path, body });
  }
  const configurations = new Map(
    Array.from(byFolder, ([folder, inFolder]) => [folder, configurationOf(inFolder)]),
  );
  const called = new Set(
    Array.from(configurations).flatMap(([folder, { modules }]) =>
      Array.from(modules.values(), ({ value }) => {
        const source = value.body.attributes.find(({ name }) => name === "source")?.value;
        return source?.kind === "literal" ? localFolder(folder, String(source.value)) : null;
      }),
    ),
  );
  const roots = Array.from(configurations.keys())
    .filter((folder) => !called.has(folder))
    .sort()
    .map((folder) => rootModule(folder, files, configurations, broken, options));
  return { roots, broken, configurations };
}

function rootModule(
  folder: string,
  files: readonly TextFile[],
  configurations: ReadonlyMap<string, TerraformConfiguration>,
  broken: HclProblem[],
  options: ProjectOptions,
): TerraformRoot {
  const problems: HclProblem[] = [];
  const beside = files
    .filter(({ path }) => folderOf(path) === folder && VARIABLE_FILE.test(nameOf(path)))
    .sort((a, b) => variableOrder(a.path) - variableOrder(b.path) || (a.path < b.path ? -1 : 1));
  const inputs = new Map<string, () => HclValue>();
  for (const file of [...beside, ...(options.variableFiles ?? [])]) {
    const attributes = orBroken(file, broken, () => variablesIn(file)) ?? [];
    for (const { name, value, line } of attributes) {
      const given = literalValue(value, file.path, line, problems);
      inputs.set(name, () => given);
    }
  }
  const effects = options.effects ?? NO_EFFECTS;
  const { readFile } = effects;
  const context: ModuleContext = {
    effects: {
      ...effects,
      readFile: readFile === null ? null : (path) => readFile(joined(folder, path) ?? path),
    },
    budget: new HclBudget(),
    onProblem: (problem) => problems.push(problem),
    dataValue: options.dataValue ?? (() => null),
    findModule: (call) => {
      const target =
        call.source === null ? null : localFolder(joined(folder, call.folder) ?? "", call.source);
      const configuration = target === null ? undefined : configurations.get(target);
      if (target !== null && configuration !== undefined) {
        return { kind: "local", configuration, folder: relativeTo(folder, target) };
      }
      return options.knownModule?.(call) ?? { kind: "elsewhere" };
    },
  };
  const configuration = configurations.get(folder) ?? configurationOf([]);
  const module = new HclModule(configuration, "", "", ".", inputs, context);
  return { folder, module, problems };
}

const VARIABLE_FILE = /^terraform\.tfvars(\.json)?$|\.auto\.tfvars(\.json)?$/;

/** As Terraform reads them: what is read later counts. */
function variableOrder(path: string): number {
  const name = nameOf(path);
  return ["terraform.tfvars", "terraform.tfvars.json"].indexOf(name) + 1 || 3;
}

function variablesIn({ path, text }: TextFile): readonly HclAttribute[] {
  return path.endsWith(".json") ? variablesOfJson(parseJsonTree(text)) : parseHcl(text).attributes;
}

function literalValue(
  expression: HclAttribute["value"],
  file: string,
  line: number,
  problems: HclProblem[],
): HclValue {
  const scope: HclScope = {
    lookUp: () => undefined,
    effects: NO_EFFECTS,
    budget: new HclBudget(),
    isSensitive: () => false,
  };
  try {
    return evaluate(expression, scope);
  } catch (error) {
    if (!(error instanceof HclFault)) throw error;
    problems.push({ file, line, message: error.message });
    return new HclUnknown(`${file}:${line}`);
  }
}

function orBroken<T>(file: TextFile, broken: HclProblem[], read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof HclSyntaxError || error instanceof JsonTreeError) {
      broken.push({ file: file.path, line: error.line, message: error.message });
      return null;
    }
    throw error;
  }
}

export function folderOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end === -1 ? "" : path.slice(0, end);
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Null: it is not in a folder beside. */
export function localFolder(folder: string, source: string): string | null {
  return /^\.{1,2}(\/|$)/.test(source) ? joined(folder, source) : null;
}

/** Null: it leads out of what is audited. */
export function joined(folder: string, path: string): string | null {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

/** As `path.module` has it. */
function relativeTo(root: string, folder: string): string {
  if (root === folder) return ".";
  const from = root === "" ? [] : root.split("/");
  const to = folder === "" ? [] : folder.split("/");
  let common = 0;
  while (common < from.length && from[common] === to[common]) common++;
  const steps = [...from.slice(common).map(() => ".."), ...to.slice(common)];
  return steps.join("/");
}
