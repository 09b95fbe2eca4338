import { clientPackageOf } from "@egress6/core/endpoint/client-package";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { z } from "zod";
import type { ClientRules, RuleDiagram, RulesJson } from "../../ports.js";
import { isCallOf, readConstants } from "./read-constants.js";

/** What of a client's package is read, by its path in the package. */
export const CLIENT_FILES = {
  about: "package.json",
  configuration: "dist-es/runtimeConfig.shared.js",
  parameters: "dist-es/endpoint/EndpointParameters.js",
  /** Clients since the second half of 2025 have their rules as a diagram; older ones as a rule set. */
  rules: ["dist-es/endpoint/bdd.js", "dist-es/endpoint/ruleset.js"],
} as const;

export type ReadFile = (path: string) => string | null;

const about = z.object({ name: z.string(), version: z.string(), description: z.string() });

/**
 * Reads the rules of one package `@aws-sdk/client-…`. Nothing of it is run.
 * @param date of the release: no file of the package has it
 * @throws Egress6Error CATALOG_SOURCE_INVALID naming package and file
 */
export function readClientRules(read: ReadFile, date: string): ClientRules {
  const { name, version, description } = readAbout(read);
  const configuration = required(read, name, CLIENT_FILES.configuration);
  const serviceId = textAfter(configuration, /serviceId: config\?\.serviceId \?\? "([^"]+)"/);
  if (serviceId === null || clientPackageOf(serviceId) !== name) {
    throw invalid(name, CLIENT_FILES.configuration, "names no service id that fits the package");
  }
  return {
    package: name,
    version,
    date,
    serviceId,
    displayName: displayNameOf(description, serviceId),
    signingName: textAfter(
      required(read, name, CLIENT_FILES.parameters),
      /defaultSigningName: "([^"]+)"/,
    ),
    rules: readRules(read, name),
  };
}

function readAbout(read: ReadFile): z.infer<typeof about> {
  const text = required(read, "the package", CLIENT_FILES.about);
  try {
    return about.parse(JSON.parse(text));
  } catch (cause) {
    throw invalid("the package", CLIENT_FILES.about, reasonOf(cause), cause);
  }
}

const DESCRIPTION = /^AWS SDK for JavaScript (.+) Client for Node\.js/;

function displayNameOf(description: string, serviceId: string): string {
  return textAfter(description, DESCRIPTION) ?? serviceId;
}

function textAfter(text: string, pattern: RegExp): string | null {
  return pattern.exec(text)?.[1] ?? null;
}

function readRules(read: ReadFile, name: string): RulesJson {
  const [path] = CLIENT_FILES.rules.filter((candidate) => read(candidate) !== null);
  if (path === undefined) throw invalid(name, CLIENT_FILES.rules.join(" or "), "is missing");
  try {
    const constants = readConstants(required(read, name, path));
    const ruleSet = constants.get("ruleSet");
    return ruleSet === undefined ? { diagram: diagramOf(constants.get("bdd")) } : { ruleSet };
  } catch (cause) {
    throw invalid(name, path, reasonOf(cause), cause);
  }
}

const condition = z.union([
  z.tuple([z.string(), z.array(z.unknown())]),
  z.tuple([z.string(), z.array(z.unknown()), z.string()]),
]);
const ends = z.union([
  z.tuple([z.literal(-1)]),
  z.tuple([z.literal(-1), z.unknown()]),
  z.tuple([z.unknown(), z.record(z.string(), z.unknown())]),
  z.tuple([
    z.unknown(),
    z.record(z.string(), z.unknown()),
    z.record(z.string(), z.array(z.unknown())),
  ]),
]);
const diagram = z.object({
  nodes: z.array(z.int()),
  root: z.int(),
  conditions: z.array(condition),
  results: z.array(ends),
});

function diagramOf(bdd: unknown): RuleDiagram {
  if (!isCallOf(bdd, "BinaryDecisionDiagram.from")) throw new Error("has no decision diagram");
  const [list, root, conditions, results] = bdd.given;
  const nodes = isCallOf(list, "Int32Array") ? list.given[0] : list;
  return diagram.parse({ nodes, root, conditions, results });
}

function required(read: ReadFile, name: string, path: string): string {
  const text = read(path);
  if (text === null) throw invalid(name, path, "is missing");
  return text;
}

function invalid(name: string, path: string, problem: string, cause?: unknown): Egress6Error {
  return new Egress6Error(
    "CATALOG_SOURCE_INVALID",
    "input",
    `${path} of ${name}: ${problem}. The rules of AWS's JavaScript clients have changed their form: egress6 must learn it before it can take them. Nothing was written; \`--clients none\` does without them.`,
    { cause },
  );
}
