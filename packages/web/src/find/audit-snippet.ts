import { findingsIn, servicesCalled } from "@egress6/core/audit/findings-in";
import type { AuditGoal } from "@egress6/core/audit/goal";
import { ignoresIn } from "@egress6/core/audit/ignores-in";
import { readDockerfile } from "@egress6/core/audit/manifests/dockerfile";
import { JsonTreeError } from "@egress6/core/audit/parse-json-tree";
import { readJsonDocument, readYamlDocuments } from "@egress6/core/audit/read-document";
import type { AuditReading } from "@egress6/core/audit/reading";
import { regionOfFiles } from "@egress6/core/audit/region-of-files";
import type { AuditFinding } from "@egress6/core/audit/run-rules";
import { SkipFile } from "@egress6/core/audit/skip-file";
import type { SnippetData } from "@egress6/core/audit/snippet-data";
import { type AwsNames, awsNames } from "@egress6/core/audit/source/aws-names";
import { NOTHING_FOUND } from "@egress6/core/audit/source/found-calls";
import { callsOfResources } from "@egress6/core/audit/source/resource-calls";
import { readTerraform } from "@egress6/core/audit/terraform/read-terraform";
import type { Tree } from "@egress6/core/audit/tree";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import { NO_EFFECTS } from "@egress6/core/hcl/functions/hcl-function";
import { type FindData, observedAdditional } from "@egress6/core/identify/find-data";
import type { MapData } from "@egress6/core/map/map-data";
import { observedOfStatusMatrix } from "@egress6/core/map/observed-of-status-matrix";
import type { NameSupport } from "@egress6/core/verdict/support";
import type { SnippetFormat } from "./snippet-format.js";

/** All that answers are made of; nothing of it depends on the snippet. */
export interface SnippetSource {
  readonly catalog: Catalog;
  readonly map: Pick<MapData, "layout" | "statusMatrix">;
  readonly data: FindData;
  readonly audit: SnippetData;
  readonly goal: AuditGoal;
  /** Where the snippet names none. */
  readonly region: string;
  /** `2026-12-01`: an ignore comment may have an end. */
  readonly today: string;
}

export interface SnippetAnswer {
  /** Worst first, without those that a comment suppresses. */
  readonly findings: readonly AuditFinding[];
  readonly suppressed: number;
  /** How many resources were read. */
  readonly resources: number;
  /** Sentences: what was not read, and comments that could not be heeded. */
  readonly problems: readonly string[];
}

/** More is a file: the command takes it. */
const MOST_CHARACTERS = 200_000;
/** What findings call the snippet; the format decides how it is read. */
const FILES: Readonly<Record<SnippetFormat, string>> = {
  terraform: "snippet.tf",
  yaml: "snippet.yaml",
  json: "snippet.json",
  dockerfile: "Dockerfile",
};

/**
 * What the rules of `egress6 audit` say of a snippet alone.
 * @throws Error with a sentence for the person in front of the page
 */
export async function auditSnippet(
  text: string,
  format: SnippetFormat,
  source: SnippetSource,
): Promise<SnippetAnswer> {
  if (text.length > MOST_CHARACTERS) {
    throw new Error(
      "A snippet may have 200,000 characters. `egress6 audit .` reads whole folders.",
    );
  }
  const { catalog, data, audit, goal, today } = source;
  const reading = await readSnippet(text, format, source, awsNames(catalog, data.names));
  const region = regionOfFiles(reading) ?? source.region;
  const observed = observedFor(reading, region, source);
  // That it could not be read is said of all of it, and is no finding.
  const { findings, problems } = findingsIn(
    { ...reading, skipped: [] },
    {
      goal,
      region,
      facts: { ...audit.facts, catalog, names: data.names, observed },
      rules: audit.rules,
      helpUri: rulePageHere,
      project: [],
      today,
    },
  );
  const open = findings.filter(({ suppressed }) => suppressed === null);
  return {
    findings: open,
    suppressed: findings.length - open.length,
    resources: reading.resources.filter(({ kind }) => kind !== "provider" && kind !== "output")
      .length,
    problems: [...reading.skipped.map(({ reason }) => reason), ...problems],
  };
}

const rulePageHere = (id: string) => `docs/audit/${id}.html`;

async function readSnippet(
  text: string,
  format: SnippetFormat,
  { audit, region }: SnippetSource,
  names: AwsNames,
): Promise<AuditReading> {
  const file = FILES[format];
  const about = { packages: [], ignores: ignoresIn(file, text), files: [file] };
  if (format === "terraform") {
    const { resources, skipped, unresolved } = readTerraform([{ path: file, text }], {
      effects: NO_EFFECTS,
      variableFiles: [],
      modules: audit.modules,
      region,
    });
    const { calls, settings } = callsOfResources(resources, names);
    return { ...about, resources, calls, settings, skipped, unresolved };
  }
  if (format === "dockerfile") {
    const { resources, calls, settings } = readDockerfile(file, text, names);
    return { ...about, resources, calls, settings, skipped: [], unresolved: [] };
  }
  const parseYaml = await yamlParser(format);
  const options = { parameters: new Map(), region, names, cdkFolders: new Set<string>() };
  const read = format === "json" ? readJsonDocument : readYamlDocuments;
  const skipped: { file: string; reason: string }[] = [];
  let found = NOTHING_FOUND;
  try {
    found = read(file, text, { ...options, parseYaml }) ?? NOTHING_FOUND;
  } catch (error) {
    skipped.push({ file, reason: reasonOfFault(error) });
  }
  const carried = callsOfResources(found.resources, names);
  return {
    ...about,
    resources: found.resources,
    calls: [...found.calls, ...carried.calls],
    settings: [...found.settings, ...carried.settings],
    skipped,
    unresolved: [],
  };
}

async function yamlParser(format: SnippetFormat): Promise<(text: string) => readonly Tree[]> {
  if (format === "json") return () => [];
  return (await import("@egress6/core/audit/yaml/yaml-tree")).parseYamlTrees;
}

/** @throws what is a fault of ours */
function reasonOfFault(error: unknown): string {
  if (error instanceof SkipFile) return error.message;
  if (error instanceof RangeError) return "Nested too deeply.";
  // The parser of YAML is not loaded for other snippets, so that its error is known by its name.
  const isOfText =
    error instanceof JsonTreeError || (error instanceof Error && error.name === "YamlTreeError");
  if (!isOfText) throw error;
  const line = "line" in error ? `Line ${error.line}: ` : "";
  return `${line}${error.message}.`;
}

/** What is known of the names that could matter: those of the map, of other uses, of hosts outside AWS. */
function observedFor(
  reading: AuditReading,
  region: string,
  { catalog, map, data, audit }: SnippetSource,
): ReadonlyMap<string, NameSupport> {
  const called = servicesCalled(reading, region);
  const named = new Set(called.map(({ service }) => service));
  const services = catalog.services.filter(({ cliName }) => named.has(cliName));
  const regions = new Set(called.map((each) => each.region));
  return new Map([
    ...services.flatMap((service) => [...observedAdditional(catalog, service, data)]),
    ...observedOfStatusMatrix(catalog, map, { services, regions }),
    ...audit.observed,
  ]);
}
