// Finds facts that stand in code and belong into `data/`: AWS hosts, lists of regions, prices.
// TypeScript 7 has no parser for programs, so files are read by the bundler's.
import { parseSync } from "rolldown/utils";

/** Hosts of single resources lie in this zone; no partition of the catalog names it. */
const RESOURCE_ZONE = "on.aws";

const WHAT_TO_DO = {
  host: "take it from the catalog, or move it to data/ with source and date",
  regions: "move the list to data/ with source and date, or take it from the catalog",
  price: "move it to data/prices.json with source and date",
};

/** Facts that may stay where they are. Without a text: all that are in the file. */
export const EXCEPTIONS = [
  {
    path: "packages/egress6/src/site/demo/demo-store.ts",
    reason: "an invented world, by the form of a name; it says of itself that it is invented",
  },
  {
    path: "packages/core/src/endpoint/apexes.ts",
    reason: "answers are judged where there is no catalog; a test holds the list to it",
  },
  {
    path: "packages/core/src/observation/vet-resolver.ts",
    reason:
      "questions by which resolvers are vetted are part of the method, as root-servers.net is",
  },
  {
    path: "packages/egress6/src/adapter/aws-account/find-products.ts",
    reason: "the places that the code may ask, not a statement about AWS",
  },
  {
    path: "packages/egress6/src/adapter/price-list/download-offer.ts",
    text: "https://pricing.us-east-1.amazonaws.com",
    reason: "the address that the code calls, not a statement about AWS",
  },
];

/**
 * What AWS's hosts and regions look like, by the catalog.
 * @param partitions as `data/catalog.json` has them
 */
export function awsWords(partitions) {
  const all = Object.values(partitions);
  const zones = [...new Set([...all.flatMap(({ dns, dualDns }) => [dns, dualDns]), RESOURCE_ZONE])];
  const zone = zones.map((each) => each.replaceAll(".", "\\.")).join("|");
  return {
    zones,
    host: new RegExp(`^(https?://)?([\\w{}*<>-]*\\.)*(${zone})\\.?(:\\d+)?(/\\S*)?$`, "i"),
    region: new RegExp(all.map(({ regionRegex }) => `(${regionRegex})`).join("|")),
  };
}

/**
 * Every fact in a file. Comments do not count, nor do hosts and regions within a sentence: these explain
 * something, such as the examples of a help text, and no code works with them. A price counts anywhere.
 * @param path from the clone's folder
 * @param words of `awsWords`
 */
export function factsIn(path, text, words) {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  const found = [];
  visit(program, (node, name) => {
    const kind = factOf(node, name, words);
    if (kind !== null) found.push({ path, line: lineAt(text, node.start), ...kind });
  });
  return found;
}

/**
 * @param facts of all files
 * @param exceptions `{ path, text, reason }`, as `EXCEPTIONS`
 * @returns one sentence for each fact that may not, and for each exception that is not needed
 */
export function lintFactsInCode(facts, exceptions) {
  const isMeant = (fact) => (each) =>
    each.path === fact.path && (each.text === undefined || each.text === fact.text);
  return [
    ...facts
      .filter((fact) => !exceptions.some(isMeant(fact)))
      .map(({ path, line, kind, text }) => `${path}:${line}: ${text}: ${WHAT_TO_DO[kind]}`),
    ...exceptions
      .filter((each) => !facts.some((fact) => isMeant(fact)(each)))
      .map(
        ({ path, text = "the file" }) =>
          `${path}: the exception for ${text} is no longer needed: remove it`,
      ),
  ];
}

/** Calls `look` for every node, with the name of the constant or property that it is the value of. */
function visit(node, look, name = "") {
  look(node, name);
  const ownName = nameOf(node);
  for (const [key, child] of Object.entries(node)) {
    for (const each of Array.isArray(child) ? child : [child]) {
      if (each === null || typeof each !== "object" || typeof each.type !== "string") continue;
      visit(each, look, key === "value" || key === "init" ? ownName : "");
    }
  }
}

const nameOf = ({ id, key }) => (id ?? key)?.name ?? key?.value ?? "";

function factOf(node, name, words) {
  const regions = regionsListed(node, words);
  if (regions.length > 1) return { kind: "regions", text: regions.join(", ") };
  if (node.type === "Literal" && typeof node.value === "number") {
    return isPriceName(name) && !Number.isInteger(node.value)
      ? { kind: "price", text: String(node.value) }
      : null;
  }
  if (node.type === "Literal" && node.regex) {
    const { pattern } = node.regex;
    const plain = pattern.replaceAll("\\", "");
    return words.zones.some((zone) => plain.includes(zone))
      ? { kind: "host", text: pattern }
      : null;
  }
  const text = textOf(node)?.trim();
  if (text === undefined || text === "") return null;
  const parts = text.split(/[\s,]+/);
  if (parts.every((part) => words.host.test(part))) return { kind: "host", text };
  if (parts.length > 1 && parts.every((part) => words.region.test(part))) {
    return { kind: "regions", text };
  }
  const isPrice = PRICE.test(text) || (isPriceName(name) && /^\d+\.\d+$/.test(text));
  return isPrice ? { kind: "price", text } : null;
}

/** Text as it is there; what a template puts in is `{}`. */
function textOf(node) {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type === "JSXText") return node.value;
  if (node.type !== "TemplateLiteral") return undefined;
  return node.quasis.map(({ value }) => value.cooked ?? value.raw).join("{}");
}

/** `$0.045 per GB`, `0.045 USD/h`. */
const PRICE =
  /(\$|USD ?)\d+(\.\d+)? ?(\/|an? |per ) ?(h|hour|gb|gib|month|mo)\b|\b\d+\.\d+ ?USD ?(\/|an? |per )/i;

/** `usdPerGb`, `NAT_GATEWAY_USD_PER_HOUR`, `price`. */
const isPriceName = (name) => /(^|_)usd|Usd|price/i.test(name);

/** Regions that stand beside each other in a list, a set, the keys of an object or of a map, or a type. */
function regionsListed(node, { region }) {
  const members =
    {
      ArrayExpression: () => node.elements.map(firstOf),
      ObjectExpression: () => node.properties.map(({ key }) => key),
      TSUnionType: () => node.types.map(({ literal }) => literal),
    }[node.type]?.() ?? [];
  return members
    .map((each) => each?.value)
    .filter((id) => typeof id === "string" && region.test(id));
}

/** The key where it is an entry of a map. */
const firstOf = (node) => (node?.type === "ArrayExpression" ? node.elements[0] : node);

const lineAt = (text, offset) => text.slice(0, offset).split("\n").length;
