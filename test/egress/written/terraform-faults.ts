import { parse } from "@cdktf/hcl2json";
import { type Argument, loadProvider } from "./terraform-provider.js";

const PROVIDER = loadProvider();
const META = new Set(["count", "for_each", "depends_on", "lifecycle"]);
const ENUMS: Readonly<Record<string, readonly string[]>> = {
  ip_address_type: ["ipv4", "ipv6", "dualstack"],
  dns_record_ip_type: ["ipv4", "ipv6", "dualstack", "service-defined"],
  vpc_endpoint_type: ["Interface", "Gateway"],
  availability_mode: ["zonal", "regional"],
};

type Fields = Readonly<Record<string, unknown>>;

interface Block {
  /** `aws_subnet.web`, `data.aws_ami.nat` */
  readonly address: string;
  readonly type: string;
  readonly body: Fields;
}

/** What the AWS provider's schema and the file itself have against a Terraform file; empty: nothing. */
export async function terraformFaults(text: string): Promise<readonly string[]> {
  const json: Fields = await parse("main.tf", text);
  const blocks = [...blocksOf(json["resource"], ""), ...blocksOf(json["data"], "data.")];
  const names = new Set([
    ...Object.keys(fields(json["variable"])).map((name) => `var.${name}`),
    ...list(json["locals"]).flatMap((each) => Object.keys(fields(each)).map((n) => `local.${n}`)),
  ]);
  const faults = blocks.flatMap(({ address, type, body }) => {
    const known = PROVIDER.get(type);
    if (known === undefined) return [`${address}: the provider has no ${type}`];
    return argumentFaults(body, known.arguments, address, META);
  });
  const addresses = blocks.map(({ address }) => address);
  return [
    ...faults,
    ...addresses
      .filter((address, index) => addresses.indexOf(address) !== index)
      .map((address) => `${address} is there twice`),
    ...blocks.flatMap((block) => referenceFaults(block.address, block.body, blocks, names)),
    ...["locals", "output", "import"].flatMap((part) =>
      referenceFaults(part, { [part]: json[part] }, blocks, names),
    ),
  ];
}

const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? { ...value } : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function blocksOf(part: unknown, prefix: string): readonly Block[] {
  return Object.entries(fields(part)).flatMap(([type, named]) =>
    Object.entries(fields(named)).flatMap(([name, bodies]) =>
      list(bodies).map((body) => ({
        address: `${prefix}${type}.${name}`,
        type: `${prefix}${type}`,
        body: fields(body),
      })),
    ),
  );
}

function argumentFaults(
  body: Fields,
  known: ReadonlyMap<string, Argument>,
  place: string,
  also: ReadonlySet<string> = new Set(),
): readonly string[] {
  const missing = [...known]
    .filter(([name, { isRequired }]) => isRequired && !(name in body))
    .map(([name]) => `${place}: ${name} is required`);
  const wrong = Object.entries(body).flatMap(([name, value]): readonly string[] => {
    const argument = known.get(name);
    if (also.has(name)) return [];
    if (argument === undefined) return [`${place}: there is no argument ${name}`];
    if (argument.block !== null) {
      const { block } = argument;
      if (!Array.isArray(value)) return [`${place}.${name} is a block`];
      return value.flatMap((each) => argumentFaults(fields(each), block, `${place}.${name}`));
    }
    const isOfEnum = typeof value !== "string" || (ENUMS[name]?.includes(value) ?? true);
    return isOfKind(value, argument.kind) && (isOfEnum || isExpression(value))
      ? []
      : [`${place}.${name} is no ${argument.kind}: ${JSON.stringify(value)}`];
  });
  return [...missing, ...wrong];
}

const isExpression = (value: unknown): boolean =>
  typeof value === "string" && value.startsWith("${") && value.endsWith("}");

function isOfKind(value: unknown, kind: Argument["kind"]): boolean {
  if (isExpression(value)) return true;
  switch (kind) {
    case "list":
      return Array.isArray(value);
    case "map":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return typeof value === kind;
  }
}

const REFERENCE = /(?<![\w."])((?:data\.)?aws_\w+\.\w+)((?:\[(?:[^\]"]|"[^"]*")*\])?)((?:\.\w+)?)/g;

function referenceFaults(
  place: string,
  body: Fields,
  blocks: readonly Block[],
  names: ReadonlySet<string>,
): readonly string[] {
  const isCounted = "count" in body;
  return Object.entries(body).flatMap(([argument, value]) =>
    textsIn(value).flatMap((text) => {
      const faults = [...text.matchAll(/\b(?:var|local)\.\w+/g)]
        .filter(([name]) => !names.has(name))
        .map(([name]) => `${place}: nothing declares ${name}`);
      if (text.includes("count.index") && !isCounted) faults.push(`${place}: it has no count`);
      if (text.includes("each.") && !("for_each" in body)) {
        faults.push(`${place}: it has no for_each`);
      }
      const isWhole = argument === "depends_on" || place === "import";
      for (const [, address = "", index = "", attribute = ""] of text.matchAll(REFERENCE)) {
        const fault = referenceFault(address, index, attribute.slice(1), blocks, isWhole, body);
        if (fault !== null) faults.push(`${place}.${argument}: ${fault}`);
      }
      return faults;
    }),
  );
}

function referenceFault(
  address: string,
  index: string,
  attribute: string,
  blocks: readonly Block[],
  isWhole: boolean,
  from: Fields,
): string | null {
  const target = blocks.find((block) => block.address === address);
  if (target === undefined) return `nothing declares ${address}`;
  if (isWhole) return null;
  const isMany = "count" in target.body || "for_each" in target.body;
  if (isMany !== (index !== "")) return `${address} ${isMany ? "lacks an" : "takes no"} index`;
  const count = target.body["count"];
  if (/^\[\d+\]$/.test(index) && Number(index.slice(1, -1)) >= Number(count)) {
    return `${address} has no ${index}`;
  }
  if (index === "[count.index]" && Number(from["count"]) > Number(count)) {
    return `${address} has fewer than ${String(from["count"])}`;
  }
  const camel = attribute.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  if (attribute === "" || PROVIDER.get(target.type)?.attributes.has(camel)) return null;
  return `${address} has no attribute ${attribute}`;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key.includes("${") ? [key] : []),
    ...textsIn(inner),
  ]);
}
