import { compareVersions } from "../../facts/version-interval.js";
import { configurationOf, type TerraformConfiguration } from "../../hcl/configuration.js";
import { parseHcl, parseHclExpression } from "../../hcl/parse-hcl.js";
import type { Expression, HclBlock } from "../../hcl/syntax.js";
import type { ModuleOrigin } from "../resource.js";

/** A module that many use, as `data/terraform-modules.json` has it. */
export interface ModuleFacts {
  /** `terraform-aws-modules/vpc/aws`, `…//modules/vpc-endpoints`. */
  readonly source: string;
  readonly git: string;
  readonly read: { readonly first: string; readonly last: string };
  readonly inputs: Readonly<
    Record<
      string,
      {
        readonly defaults: readonly { readonly from: string; readonly value: string }[];
        readonly lastIn?: string | undefined;
      }
    >
  >;
  readonly sketch: readonly string[];
}

export interface KnownModule {
  readonly origin: ModuleOrigin;
  readonly configuration: TerraformConfiguration;
}

/** The module that a call means; null: it is none of those. */
export function knownModule(
  modules: readonly ModuleFacts[],
  source: string,
  version: string | null,
): KnownModule | null {
  const named = sourceNames(source);
  if (named === null) return null;
  const facts = modules.find(
    (each) => each.source === named.registry || gitName(each) === named.registry,
  );
  if (facts === undefined || facts.sketch.length === 0) return null;
  const { at, ...chosen } = chooseVersion(facts, version ?? named.version);
  return {
    origin: { source: facts.source, ...chosen },
    configuration: configurationFor(facts, at),
  };
}

/** Registry form and git form of one module are one name: the path, and the folder in it. */
function gitName({ git, source }: ModuleFacts): string {
  const folder = source.split("//")[1];
  return folder === undefined ? git : `${git}//${folder}`;
}

interface SourceNames {
  readonly registry: string;
  readonly version: string | null;
}

/** `app.terraform.io/…` and the like are private: what they hold is not known. */
function sourceNames(source: string): SourceNames | null {
  const plain = source
    .replace(/^git::/, "")
    .replace(/^(https?|ssh):\/\//, "")
    .replace(/^git@github\.com:/, "github.com/")
    .replace(/^git@/, "");
  const [path = "", query = ""] = plain.split("?");
  const [, ref = ""] = /(?:^|&)ref=(?:refs\/tags\/)?v?([^&]+)/.exec(query) ?? [];
  const [name = "", folder] = path.replace(/^registry\.terraform\.io\//, "").split("//");
  const repository = name.replace(/\.git$/, "");
  const isGit = /^github\.com\/[^/]+\/[^/]+$/.test(repository);
  const isRegistry = /^[\w-]+\/[\w-]+\/aws$/.test(repository);
  if (!isGit && !isRegistry) return null;
  return {
    registry: folder === undefined ? repository : `${repository}//${folder}`,
    version: ref === "" ? null : ref,
  };
}

/** The newest that was read of those that are allowed. */
function chooseVersion(
  { read }: ModuleFacts,
  wanted: string | null,
): Pick<ModuleOrigin, "version" | "versionIs"> & { readonly at: string } {
  const newest = { version: read.last, versionIs: "newest-read", at: read.last } as const;
  if (wanted === null || wanted.trim() === "") {
    return newest;
  }
  const exact = /^\s*=?\s*v?(\d+\.\d+\.\d+)\s*$/.exec(wanted)?.[1];
  if (exact !== undefined) return { version: exact, versionIs: "exact", at: exact };
  const limits = wanted
    .split(",")
    .map((each) => /^\s*(~>|>=|<=|>|<|!=|=)?\s*v?(\d+(?:\.\d+){0,2})/.exec(each));
  if (limits.some((each) => each === null)) {
    return newest;
  }
  let top = read.last;
  for (const limit of limits) {
    const [, sign = "=", number = ""] = limit ?? [];
    const ceiling = ceilingOf(sign, number);
    if (ceiling !== null && compareVersions(ceiling, top) < 0) top = ceiling;
  }
  return { version: wanted.trim(), versionIs: "newest-of-range", at: top };
}

/** The highest version that a limit allows, as far as one can be named. */
function ceilingOf(sign: string, number: string): string | null {
  const parts = number.split(".").map(Number);
  const [major = 0, minor] = parts;
  if (sign === "~>") {
    if (parts.length >= 3) return `${major}.${minor ?? 0}.9999`;
    return parts.length === 2 ? `${major}.9999.9999` : null;
  }
  if (sign === "<=" || sign === "=") return `${major}.${minor ?? 9999}.${parts[2] ?? 9999}`;
  if (sign === "<") {
    if ((parts[2] ?? 0) > 0) return `${major}.${minor ?? 0}.${(parts[2] ?? 0) - 1}`;
    if ((minor ?? 0) > 0) return `${major}.${(minor ?? 0) - 1}.9999`;
    return `${major - 1}.9999.9999`;
  }
  return null;
}

const configurations = new WeakMap<ModuleFacts, Map<string, TerraformConfiguration>>();

/** The sketch, with the inputs that the version has and their defaults there. */
function configurationFor(facts: ModuleFacts, version: string): TerraformConfiguration {
  const known = configurations.get(facts) ?? new Map<string, TerraformConfiguration>();
  configurations.set(facts, known);
  const before = known.get(version);
  if (before !== undefined) return before;
  const body = parseHcl(facts.sketch.join("\n"));
  const declared = new Set(
    body.blocks.filter(({ type }) => type === "variable").map(({ labels }) => labels[0]),
  );
  const inputs = Object.entries(facts.inputs).flatMap(([name, { defaults, lastIn }]) => {
    const isGone = lastIn !== undefined && compareVersions(lastIn, version) < 0;
    if (declared.has(name) || isGone) return [];
    const fitting = defaults.filter(({ from }) => compareVersions(from, version) <= 0);
    const last = fitting.at(-1);
    // An input that the version does not have yet changes nothing: try() in the sketch falls back.
    return last === undefined ? [] : [variableBlock(name, last.value)];
  });
  const made = configurationOf([
    { path: facts.source, body: { attributes: [], blocks: [...body.blocks, ...inputs] } },
  ]);
  known.set(version, made);
  return made;
}

function variableBlock(name: string, fallback: string): HclBlock {
  const value = expressionOrNull(fallback);
  const attributes = [
    ...(value === null ? [] : [{ name: "default", value, line: 1 }]),
    { name: "nullable", value: { kind: "literal", value: true } as const, line: 1 },
  ];
  return {
    type: "variable",
    labels: [name],
    body: { attributes, blocks: [] },
    line: 1,
    endLine: 1,
  };
}

/** Long defaults are cut in the table. */
function expressionOrNull(text: string): Expression | null {
  if (text.includes("...") || text === "<required>") return null;
  try {
    return parseHclExpression(text);
  } catch {
    return null;
  }
}
