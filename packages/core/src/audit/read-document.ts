import type { ParameterValues } from "./cloudformation/intrinsics.js";
import { type FoundTemplate, readTemplates } from "./cloudformation/read-templates.js";
import { serverlessResources } from "./cloudformation/serverless-resources.js";
import { isTemplate } from "./cloudformation/template-resources.js";
import { readAgentJson, readCollector, readFluentBitYaml } from "./manifests/agent-config.js";
import {
  ecsTaskResource,
  readBuildspec,
  readCompose,
  readKubernetes,
} from "./manifests/container-manifests.js";
import { JsonTreeError, parseJsonTree } from "./parse-json-tree.js";
import { SkipFile } from "./skip-file.js";
import type { AwsNames } from "./source/aws-names.js";
import { type FoundInFile, joinFound, NOTHING_FOUND } from "./source/found-calls.js";
import { type Tree, treeAt } from "./tree.js";

export interface DocumentOptions {
  readonly parameters: ParameterValues;
  readonly region: string | null;
  readonly names: AwsNames;
  /** Folders with what CDK wrote. */
  readonly cdkFolders: ReadonlySet<string>;
  /** `parseYamlTrees`, which a page loads where there is YAML only. */
  readonly parseYaml: (text: string) => readonly Tree[];
  /** Takes templates to be read together, since they nest each other; absent: each is read alone. */
  readonly onTemplate?: (template: FoundTemplate) => void;
}

/** Whether a text may be one of ours: YAML is slow to parse, and most of it is something else. */
const CLOUDFORMATION = /^\s*"?(Resources|AWSTemplateFormatVersion|Transform)"?\s*:/m;
const KUBERNETES = /^apiVersion\s*:/m;
const COMPOSE = /^services\s*:/m;
const COLLECTOR = /^exporters\s*:/m;
const FLUENT_BIT = /^pipeline\s*:/m;
const BUILDSPEC = /^phases\s*:/m;
const SERVERLESS = /^provider\s*:/m;

const HELM =
  /\{\{-?\s*(?:[.$]|include\b|if\b|range\b|end\b|template\b|with\b|define\b|tpl\b|toYaml\b|lookup\b|default\b|quote\b)/;

/** Null: it is none of the formats that are read. @throws SkipFile, and what parsing YAML throws */
export function readYamlDocuments(
  file: string,
  text: string,
  options: DocumentOptions,
): FoundInFile | null {
  if (/^\s*\{(?!\{)/.test(text)) return readJsonDocument(file, text, options);
  const isOurs = [
    CLOUDFORMATION,
    KUBERNETES,
    COMPOSE,
    COLLECTOR,
    FLUENT_BIT,
    BUILDSPEC,
    SERVERLESS,
  ].some((test) => test.test(text));
  if (!isOurs) return null;
  if (HELM.test(text) && (KUBERNETES.test(text) || /(^|\/)templates\//.test(file))) {
    throw new SkipFile("A Helm template. Render it first: `helm template CHART > rendered.yaml`.");
  }
  const found = options.parseYaml(text).map((tree) => readTree(file, tree, options));
  const known = found.flatMap((each) => each ?? []);
  return known.length === 0 ? null : joinFound(known);
}

function readTree(file: string, tree: Tree, options: DocumentOptions): FoundInFile | null {
  const { names } = options;
  const has = (key: string) => treeAt(tree, key) !== undefined;
  if (has("Resources") && isTemplate(tree)) return template(file, tree, options);
  if (has("apiVersion") && has("kind")) return readKubernetes(file, tree, names);
  if (has("exporters") && has("service")) return readCollector(file, tree, names);
  if (treeAt(tree, "pipeline", "outputs") !== undefined)
    return readFluentBitYaml(file, tree, names);
  if (has("phases") && has("version")) return readBuildspec(file, tree, names);
  if (has("service") && has("provider")) {
    const inner = treeAt(tree, "resources");
    return joinFound([
      { ...NOTHING_FOUND, resources: serverlessResources(file, tree) },
      inner !== undefined && isTemplate(inner) ? template(file, inner, options) : NOTHING_FOUND,
    ]);
  }
  if (has("services")) return readCompose(file, tree, names);
  return null;
}

function template(file: string, tree: Tree, options: DocumentOptions): FoundInFile {
  const folder = file.slice(0, Math.max(0, file.lastIndexOf("/")));
  const { parameters, region, cdkFolders, onTemplate } = options;
  const isCdk = file.endsWith(".template.json") && cdkFolders.has(folder);
  const found: FoundTemplate = { file, tree, format: isCdk ? "cdk" : "cloudformation" };
  if (onTemplate === undefined) {
    return {
      ...NOTHING_FOUND,
      resources: readTemplates([found], { parameters, region }).resources,
    };
  }
  onTemplate(found);
  return NOTHING_FOUND;
}

/** Null: it is none of the formats that are read. @throws JsonTreeError */
export function readJsonDocument(
  file: string,
  text: string,
  options: DocumentOptions,
): FoundInFile | null {
  const isTemplateText = /"Resources"\s*:/.test(text) && /"AWS::/.test(text);
  const isTask = text.includes('"containerDefinitions"');
  const isAgent = /"(metrics_collected|logs_collected|traces_collected)"\s*:/.test(text);
  const isSsm = /amazon-ssm-agent[^/]*\.json$/.test(file);
  const isManifest = /"apiVersion"\s*:/.test(text) && /"kind"\s*:/.test(text);
  if (!isTemplateText && !isTask && !isAgent && !isSsm && !isManifest) return null;
  // Terraform fills it in, and is read with the values that it puts there.
  if (/\$\{/.test(text) && !isJson(text)) return null;
  const tree = parseJsonTree(text);
  if (isTemplateText && isTemplate(tree)) return template(file, tree, options);
  if (isTask) {
    const resource = ecsTaskResource(file, tree);
    return resource === null ? null : { ...NOTHING_FOUND, resources: [resource] };
  }
  if (isAgent || isSsm) return readAgentJson(file, file, tree, 0, options.names);
  return readTree(file, tree, options);
}

function isJson(text: string): boolean {
  try {
    parseJsonTree(text);
    return true;
  } catch (error) {
    if (error instanceof JsonTreeError) return false;
    throw error;
  }
}
