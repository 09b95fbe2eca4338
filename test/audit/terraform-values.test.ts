import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { HclFields, HclSequence, HclUnknown, type HclValue } from "@egress6/core/hcl/hcl-value";
import type { HclModule } from "@egress6/core/hcl/module";
import { type TextFile, terraformProject } from "@egress6/core/hcl/project";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

/**
 * One hundred small configurations with the values that Terraform 1.11.4 planned on 2026-11-30, made for this
 * project: `expected.json` beside each. Terraform is not needed to run them.
 */
const folder = fileURLToPath(new URL("./terraform/", import.meta.url));
const cases = readdirSync(folder).filter((name) => /^\d{3}$/.test(name));

interface Expected {
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly resources?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly error?: string;
}

function filesOf(name: string): readonly TextFile[] {
  return readdirSync(`${folder}${name}`, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(tf|tf\.json|tfvars|tfvars\.json)$/.test(path))
    .map((path) => ({
      path: path.replaceAll("\\", "/"),
      text: readFileSync(`${folder}${name}/${path}`, "utf8"),
    }));
}

const UNKNOWN = { unknown: true };

function plain(value: HclValue): unknown {
  if (value instanceof HclUnknown) return UNKNOWN;
  if (value instanceof HclSequence) return value.items.map(plain);
  if (value instanceof HclFields) {
    return Object.fromEntries(value.entries().map(([key, each]) => [key, plain(each)]));
  }
  return value;
}

function evaluated(name: string) {
  const { roots, broken } = terraformProject(filesOf(name), {
    effects: {
      readFile: (path) => {
        const file = `${folder}${name}/${path}`;
        return existsSync(file) ? readFileSync(file, "utf8") : null;
      },
      hash: (algorithm, bytes) => createHash(algorithm).update(bytes).digest(),
      parseYaml: (text) => parse(text, { merge: true }),
    },
  });
  const [root] = roots;
  if (root === undefined || roots.length > 1) throw new Error(`${name} has ${roots.length} roots`);
  const { module, problems } = root;
  module.checkVariables();
  const outputs: Record<string, unknown> = {};
  for (const output of module.configuration.outputs.keys()) {
    outputs[output] = module.orProblem(output, 0, "failed", () =>
      plain(module.output(output) ?? null),
    );
  }
  const resources: Record<string, Record<string, unknown>> = {};
  addResources(module, resources);
  return { outputs, resources, problems: [...broken, ...problems] };
}

function addResources(module: HclModule, found: Record<string, Record<string, unknown>>): void {
  for (const { declared, address, key, scope } of module.instances()) {
    const index = key.kind === "key" ? String(key.key) : "";
    const block = address.replace(key.kind === "key" ? /\[[^[\]]*\]$|\["[^"]*"\]$/ : /$^/, "");
    const value = module.orProblem(declared.file, declared.block.line, "failed", () =>
      plain(module.inputOf(declared, scope)),
    );
    if (key.kind === "unknown") continue;
    found[block] = { ...found[block], [index]: value };
  }
  for (const { module: inner } of module.calls()) if (inner !== null) addResources(inner, found);
}

describe("Terraform's own values", () => {
  test("all hundred are there", () => {
    expect(cases.length).toBe(100);
  });

  test.each(cases)("%s", (name) => {
    const text = readFileSync(`${folder}${name}/expected.json`, "utf8");
    const expected: Expected = JSON.parse(text);
    const { outputs, resources, problems } = evaluated(name);
    if (expected.error !== undefined) {
      expect(problems.length).toBeGreaterThan(0);
      return;
    }
    expect(problems).toEqual([]);
    expect(outputs).toEqual(expected.outputs);
    expect(resources).toEqual(expected.resources);
  });
});
