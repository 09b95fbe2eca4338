import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Of the AWS provider: 6.25.0, whose types `test/oracles/tarballs.json` fetches. */
const FOLDER = fileURLToPath(
  new URL("../../../.tmp/oracle-files/@cdktf/provider-aws/", import.meta.url),
);

type AttributeKind = "string" | "number" | "boolean" | "list" | "map" | "block";

export interface Argument {
  readonly kind: AttributeKind;
  readonly isRequired: boolean;
  /** Of a block: its own arguments. */
  readonly block: ReadonlyMap<string, Argument> | null;
}

export interface ProviderType {
  readonly arguments: ReadonlyMap<string, Argument>;
  /** What can be referred to, in camel case as the types have it. */
  readonly attributes: ReadonlySet<string>;
}

/** By `aws_subnet`, or `data.aws_ami`. */
export function loadProvider(): ReadonlyMap<string, ProviderType> {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((each) => each.isDirectory());
  return new Map(
    folders.map(({ name }) => {
      const text = readFileSync(`${FOLDER}${name}/index.d.ts`, "utf8");
      const type = /static readonly tfResourceType = "(\w+)"/.exec(text);
      if (type === null) throw new Error(`${name} is no resource`);
      const prefix = name.startsWith("data-aws-") ? "data." : "";
      return [`${prefix}${type[1]}`, providerType(text, type.index)];
    }),
  );
}

function providerType(text: string, classAt: number): ProviderType {
  const interfaces = new Map<string, string>();
  for (const [, name, body] of text.matchAll(/^export interface (\w+)[^{]*\{\n(.*?)^\}/gms)) {
    if (name !== undefined && body !== undefined) interfaces.set(name, body);
  }
  const [config] = [...interfaces.keys()].filter((name) => name.endsWith("Config"));
  if (config === undefined) throw new Error("no configuration");
  const getters = [...text.slice(classAt).matchAll(/^ {4}get (\w+)\(\)/gm)];
  return {
    arguments: argumentsOf(config, interfaces),
    attributes: new Set(getters.flatMap(([, name]) => name ?? [])),
  };
}

function argumentsOf(
  name: string,
  interfaces: ReadonlyMap<string, string>,
): ReadonlyMap<string, Argument> {
  const found = new Map<string, Argument>();
  const property = /\/docs\/[\w-]+\/\w+#(\w+) .*?^ {4}readonly \w+(\??): ([^;]+);/gms;
  for (const [, own = "", optional, type = ""] of (interfaces.get(name) ?? "").matchAll(property)) {
    const nested = [...interfaces.keys()].find((each) => new RegExp(`^${each}\\b`).test(type));
    found.set(own, {
      kind: nested === undefined ? kindOf(type) : "block",
      isRequired: optional === "",
      block: nested === undefined ? null : argumentsOf(nested, interfaces),
    });
  }
  return found;
}

function kindOf(type: string): AttributeKind {
  if (type.startsWith("{")) return "map";
  if (/\[\]/.test(type)) return "list";
  const [first] = type.split(" ");
  if (first === "string" || first === "number" || first === "boolean") return first;
  throw new Error(`what is ${type}?`);
}
