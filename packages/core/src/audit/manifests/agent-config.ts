import { JsonTreeError, parseJsonTree } from "../parse-json-tree.js";
import type { Resource } from "../resource.js";
import type { AwsNames } from "../source/aws-names.js";
import { byCompute, type FoundInFile, joinFound, NOTHING_FOUND } from "../source/found-calls.js";
import { hostsInText } from "../source/resource-calls.js";
import { plainTree, type Tree, treeAt, treeEntries, treeItems, treeText } from "../tree.js";
import { type AuditValue, knownValue, valueOfJson } from "../value.js";

/** Agents whose configuration is read; `attributes` are the file's own keys. */
type AgentType = "cloudwatch-agent" | "ssm-agent" | "fluent-bit" | "otel-collector";

function agentResource(
  type: AgentType,
  file: string,
  line: number,
  address: string,
  attributes: Readonly<Record<string, AuditValue>>,
  lines: Readonly<Record<string, number>>,
): Resource {
  return {
    kind: "agent-config",
    format: "agent",
    type,
    scope: file,
    address,
    subject: address,
    place: { file, line },
    endLine: null,
    attributes,
    lines,
    multiplicity: { kind: "one" },
    fromModule: null,
    metadata: null,
  };
}

/** A file, or a value of a ConfigMap, that may be the configuration of an agent. */
export function readAgentConfig(
  file: string,
  name: string,
  text: string,
  firstLine: number,
  names: AwsNames,
): FoundInFile {
  if (/^\s*\{/.test(text)) {
    try {
      return readAgentJson(file, name, parseJsonTree(text), firstLine - 1, names);
    } catch (error) {
      if (error instanceof JsonTreeError) return NOTHING_FOUND;
      throw error;
    }
  }
  if (isFluentBit(text)) return readFluentBit(file, text, firstLine, names);
  return NOTHING_FOUND;
}

/** The CloudWatch agent's, and that of the SSM agent. */
export function readAgentJson(
  file: string,
  name: string,
  tree: Tree,
  lineOffset: number,
  names: AwsNames,
): FoundInFile {
  const isSsm =
    /amazon-ssm-agent/.test(name) || treeAt(tree, "Mds", "CommandWorkersLimit") !== undefined;
  const isCloudWatch =
    treeAt(tree, "logs", "logs_collected") !== undefined ||
    treeAt(tree, "metrics", "metrics_collected") !== undefined ||
    treeAt(tree, "traces", "traces_collected") !== undefined ||
    treeAt(tree, "logs", "metrics_collected") !== undefined;
  if (!isSsm && !isCloudWatch) return NOTHING_FOUND;
  const entries = treeEntries(tree);
  const resource = agentResource(
    isSsm ? "ssm-agent" : "cloudwatch-agent",
    file,
    tree.line + lineOffset,
    name,
    Object.fromEntries(entries.map(([key, { value }]) => [key, valueOfJson(plainTree(value))])),
    Object.fromEntries(
      entries.flatMap(([key, { line, value }]) => [
        [key, line + lineOffset],
        ...treeEntries(value).map(([inner, entry]) => [`${key}.${inner}`, entry.line + lineOffset]),
      ]),
    ),
  );
  return { ...NOTHING_FOUND, resources: [resource], calls: hostsOf(resource, names) };
}

function hostsOf(resource: Resource, names: AwsNames) {
  return Object.entries(resource.attributes).flatMap(([name, value]) =>
    endpointTexts(value, name).flatMap(({ path, text }) =>
      hostsInText(
        text,
        {
          file: resource.place.file,
          line: resource.lines[path] ?? resource.lines[name] ?? resource.place.line,
        },
        byCompute(resource),
        names,
      ),
    ),
  );
}

function endpointTexts(value: AuditValue, path: string): readonly { path: string; text: string }[] {
  if (value.kind === "known" && typeof value.value === "string")
    return [{ path, text: value.value }];
  if (value.kind === "list") return value.items.flatMap((item) => endpointTexts(item, path));
  if (value.kind !== "map") return [];
  return Object.entries(value.entries).flatMap(([name, each]) =>
    endpointTexts(each, `${path}.${name}`),
  );
}

export const isFluentBit = (text: string): boolean => /^\s*\[(OUTPUT|SERVICE)\]/im.test(text);

/** Outputs of Fluent Bit's own format; each section is a resource. */
export function readFluentBit(
  file: string,
  text: string,
  firstLine: number,
  names: AwsNames,
): FoundInFile {
  const sections: {
    type: string;
    line: number;
    entries: Map<string, { value: string; line: number }>;
  }[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const section = /^\s*\[(\w+)\]/.exec(line)?.[1];
    if (section !== undefined) {
      sections.push({ type: section.toUpperCase(), line: firstLine + index, entries: new Map() });
      continue;
    }
    const [, key, value] = /^\s*([\w.]+)\s+(.+?)\s*$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined && !/^\s*#/.test(line)) {
      sections.at(-1)?.entries.set(key.toLowerCase(), { value, line: firstLine + index });
    }
  }
  const service = sections.find(({ type }) => type === "SERVICE");
  const outputs = sections.filter(({ type }) => type === "OUTPUT");
  return joinFound(
    outputs.map((output, at) => {
      const name = output.entries.get("name")?.value ?? "output";
      const shared = service?.entries.get("net.dns.prefer_ipv6");
      const attributes = Object.fromEntries(
        Array.from(output.entries, ([key, { value }]) => [key, knownValue(value)]),
      );
      const resource = agentResource(
        "fluent-bit",
        file,
        output.line,
        `${name}.${at}`,
        {
          ...(shared === undefined ? {} : { "net.dns.prefer_ipv6": knownValue(shared.value) }),
          ...attributes,
        },
        Object.fromEntries(Array.from(output.entries, ([key, { line }]) => [key, line])),
      );
      return { ...NOTHING_FOUND, resources: [resource], calls: hostsOf(resource, names) };
    }),
  );
}

/** The same in YAML: `pipeline.outputs`. */
export function readFluentBitYaml(file: string, tree: Tree, names: AwsNames): FoundInFile {
  const outputs = treeItems(treeAt(tree, "pipeline", "outputs"));
  return joinFound(
    outputs.map((output, at) => {
      const entries = treeEntries(output).map(
        ([key, entry]) => [key.toLowerCase(), entry] as const,
      );
      const name = treeText(treeAt(output, "name")) ?? "output";
      const resource = agentResource(
        "fluent-bit",
        file,
        output.line,
        `${name}.${at}`,
        Object.fromEntries(entries.map(([key, { value }]) => [key, valueOfJson(plainTree(value))])),
        Object.fromEntries(entries.map(([key, { line }]) => [key, line])),
      );
      return { ...NOTHING_FOUND, resources: [resource], calls: hostsOf(resource, names) };
    }),
  );
}

/** Exporters of an OpenTelemetry collector. */
export function readCollector(file: string, tree: Tree, names: AwsNames): FoundInFile {
  const exporters = treeEntries(treeAt(tree, "exporters"));
  return joinFound(
    exporters.map(([name, { value, line }]) => {
      const resource = agentResource(
        "otel-collector",
        file,
        line,
        `exporters.${name}`,
        Object.fromEntries(
          treeEntries(value).map(([key, entry]) => [key, valueOfJson(plainTree(entry.value))]),
        ),
        Object.fromEntries(treeEntries(value).map(([key, entry]) => [key, entry.line])),
      );
      return { ...NOTHING_FOUND, resources: [resource], calls: hostsOf(resource, names) };
    }),
  );
}
