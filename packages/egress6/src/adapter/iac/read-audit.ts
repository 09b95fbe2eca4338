import type { ParameterValues } from "@egress6/core/audit/cloudformation/intrinsics";
import {
  type FoundTemplate,
  readTemplates,
} from "@egress6/core/audit/cloudformation/read-templates";
import { parametersIn } from "@egress6/core/audit/cloudformation/template-resources";
import { ignoresIn } from "@egress6/core/audit/ignores-in";
import { joinCallers } from "@egress6/core/audit/join-callers";
import { isFluentBit, readFluentBit } from "@egress6/core/audit/manifests/agent-config";
import { readDockerfile } from "@egress6/core/audit/manifests/dockerfile";
import { isPackageFile, pinnedPackages } from "@egress6/core/audit/manifests/pinned-packages";
import { JsonTreeError, parseJsonTree } from "@egress6/core/audit/parse-json-tree";
import {
  type DocumentOptions,
  readJsonDocument,
  readYamlDocuments,
} from "@egress6/core/audit/read-document";
import type {
  AuditReading,
  IgnoreComment,
  SkippedFile,
  UnresolvedPart,
} from "@egress6/core/audit/reading";
import { SkipFile } from "@egress6/core/audit/skip-file";
import type { AwsNames } from "@egress6/core/audit/source/aws-names";
import {
  BY_CODE,
  BY_SCRIPT,
  type FoundInFile,
  joinFound,
  NOTHING_FOUND,
} from "@egress6/core/audit/source/found-calls";
import { readShell } from "@egress6/core/audit/source/read-shell";
import { isTestPath, readSource } from "@egress6/core/audit/source/read-source";
import { callsOfResources } from "@egress6/core/audit/source/resource-calls";
import { sourceLanguageOf } from "@egress6/core/audit/source/tokens";
import type { ModuleFacts } from "@egress6/core/audit/terraform/known-modules";
import { readTerraform } from "@egress6/core/audit/terraform/read-terraform";
import { parseYamlTrees, YamlTreeError } from "@egress6/core/audit/yaml/yaml-tree";
import { Egress6Error } from "@egress6/core/errors";
import type { TextFile } from "@egress6/core/hcl/project";
import { type FoundFile, findFiles } from "./find-files.js";
import { mergePlans, readPlanFile } from "./plan-json/read-plan.js";
import { readFileText } from "./read-text.js";
import { terraformEffects } from "./terraform/effects.js";

export interface AuditReadOptions {
  readonly paths: readonly string[];
  readonly cwd: string;
  /** The folder that the files of options are told from. */
  readonly inputFolder: string;
  readonly planFiles: readonly string[];
  readonly variableFiles: readonly string[];
  readonly parameterFiles: readonly string[];
  readonly modules: readonly ModuleFacts[];
  readonly names: AwsNames;
  /** Where the files do not say one; null: not known. */
  readonly region: string | null;
}

/**
 * Reads what is audited. A file that cannot be read is skipped and said.
 * @throws Egress6Error AUDIT_PATH, AUDIT_INPUT of a file that an option names
 */
export function readAudit(options: AuditReadOptions): AuditReading {
  const { paths, cwd, names, region } = options;
  const { root, files, skipped: notFound } = findFiles(paths, cwd);
  const templates: FoundTemplate[] = [];
  const document: DocumentOptions = {
    parameters: parameterValues(options),
    region,
    names,
    cdkFolders: cdkFolders(files),
    parseYaml: parseYamlTrees,
    onTemplate: (template) => templates.push(template),
  };
  const skipped: SkippedFile[] = [...notFound];
  const unresolved: UnresolvedPart[] = [];
  const terraform: TextFile[] = [];
  const ignores: IgnoreComment[] = [];
  const read: string[] = [];
  const found: FoundInFile[] = [];
  for (const file of files) {
    const reader = readerOf(file.path);
    if (reader === null) continue;
    const content = readFileText(file);
    if (content.kind === "skipped") {
      skipped.push({ file: file.path, reason: content.reason });
      continue;
    }
    const { text } = content;
    const result = orSkipped(file.path, skipped, () => reader(file.path, text, document));
    if (result === null) continue;
    read.push(file.path);
    ignores.push(...ignoresIn(file.path, text));
    if (result === "terragrunt") unresolved.push(ofTerragrunt(file.path));
    else if (result === "terraform") terraform.push({ path: file.path, text });
    else found.push(result);
  }
  const hcl = readTerraform(terraform, {
    effects: terraformEffects(root),
    variableFiles: options.variableFiles.map((path) => inputFile(path, options.inputFolder)),
    modules: options.modules,
    region,
  });
  skipped.push(...hcl.skipped);
  unresolved.push(...hcl.unresolved);
  const stacks = readTemplates(templates, document);
  unresolved.push(...stacks.unresolved);
  const broken = new Set(hcl.skipped.map(({ file }) => file));
  const all = joinFound(found);
  const plans = options.planFiles.map((path) => readPlanFile(inputFile(path, options.inputFolder)));
  const resources = mergePlans(
    [...hcl.resources, ...stacks.resources, ...all.resources],
    plans.flat(),
  );
  const carried = callsOfResources(resources, names);
  return {
    resources,
    ...joinCallers(resources, {
      calls: [...all.calls, ...carried.calls],
      settings: [...all.settings, ...carried.settings],
    }),
    packages: all.packages,
    ignores,
    unresolved,
    files: read.filter((file) => !broken.has(file)),
    skipped: skipped.sort((a, b) => (a.file < b.file ? -1 : 1)),
  };
}

/** Terragrunt calls modules with values of its own, which are not worked out. */
const ofTerragrunt = (file: string): UnresolvedPart => ({
  place: { file, line: 1 },
  resource: null,
  missing: "terragrunt.hcl",
  reason:
    "What terragrunt.hcl gives to its modules is not worked out. Give the plans: `terragrunt run --all plan`, and `terragrunt show -json` for each.",
});

type FileReader = (
  path: string,
  text: string,
  options: DocumentOptions,
) => FoundInFile | "terraform" | "terragrunt" | null;

/** Null: nothing of this kind is read. By name first, since most files of a folder are none of ours. */
function readerOf(path: string): FileReader | null {
  if (/\.(tf|tfvars)(\.json)?$/.test(path)) return () => "terraform";
  if (/(^|\/)terragrunt\.hcl$/.test(path)) return () => "terragrunt";
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (isPackageFile(path)) {
    return (file, text) => ({ ...NOTHING_FOUND, packages: pinnedPackages(file, text) });
  }
  if (/\.(ya?ml|template)$/i.test(name)) return readYamlDocuments;
  if (/\.json$/i.test(name)) return readJsonDocument;
  if (/^(.+\.)?(Dockerfile|Containerfile)(\..+)?$/i.test(name)) {
    return (file, text, { names }) => readDockerfile(file, text, names);
  }
  if (/\.(sh|bash|zsh|ksh|env|tpl|tftpl)$|^(user[-_]?data|\.env.*)$/i.test(name)) {
    // Instances run their user data; other scripts are run by a person, as far as anybody can tell.
    const by = /user[-_]?data|cloud-?init/i.test(name) ? BY_CODE : BY_SCRIPT;
    return (file, text, { names }) => readShell(file, text, 1, by, names);
  }
  if (/\.conf$/i.test(name)) {
    return (file, text, { names }) =>
      isFluentBit(text) ? readFluentBit(file, text, 1, names) : null;
  }
  const language = sourceLanguageOf(path);
  if (language === null || /\.min\.[cm]?js$|\.d\.[cm]?ts$/.test(path)) return null;
  if (isTestPath(path)) return null;
  return (file, text, { names }) => readSource(file, text, language, names);
}

/** Null: it was skipped. */
function orSkipped<T>(file: string, skipped: SkippedFile[], read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof YamlTreeError || error instanceof JsonTreeError) {
      skipped.push({ file, reason: `Line ${error.line}: ${error.message}.` });
      return null;
    }
    if (error instanceof RangeError) {
      skipped.push({ file, reason: "Nested too deeply." });
      return null;
    }
    if (error instanceof SkipFile) {
      skipped.push({ file, reason: error.message });
      return null;
    }
    throw error;
  }
}

/** Folders that CDK wrote. */
function cdkFolders(files: readonly FoundFile[]): ReadonlySet<string> {
  return new Set(
    files
      .filter(({ path }) => /(^|\/)(tree|cdk|manifest)\.json$/.test(path))
      .map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf("/")))),
  );
}

/** @throws Egress6Error AUDIT_INPUT */
function inputFile(path: string, cwd: string): TextFile {
  const [file] = findFiles([path], cwd).files;
  const content = file === undefined ? null : readFileText(file, 200_000_000);
  if (content?.kind === "text") return { path, text: content.text };
  throw new Egress6Error(
    "AUDIT_INPUT",
    "input",
    `${path} cannot be read: ${content?.kind === "skipped" ? content.reason : "it is no file."}`,
  );
}

/** @throws Egress6Error AUDIT_INPUT */
function parameterValues({ parameterFiles, inputFolder }: AuditReadOptions): ParameterValues {
  const values = new Map<string, string>();
  for (const path of parameterFiles) {
    const { text } = inputFile(path, inputFolder);
    try {
      const tree = /^\s*[[{]/.test(text) ? parseJsonTree(text) : parseYamlTrees(text)[0];
      for (const [name, value] of tree === undefined ? [] : parametersIn(tree))
        values.set(name, value);
    } catch (cause) {
      if (!(cause instanceof JsonTreeError || cause instanceof YamlTreeError)) throw cause;
      throw new Egress6Error("AUDIT_INPUT", "input", `${path}:${cause.line}: ${cause.message}.`, {
        cause,
      });
    }
  }
  return values;
}
