import { Egress6Error } from "../errors.js";
import { readComputeKind } from "../facts/compute-kind-json.js";
import { JsonValue } from "../facts/json-value.js";
import { DOCUMENTED_SUPPORTS } from "../facts/provenance.js";
import { LEVELS } from "../finding/finding.js";
import { statusCode, statusOfCode } from "../map/name-status.js";
import { nameSupportOf } from "../map/observed-of-status-matrix.js";
import { parsePriceBook, priceBookJson } from "../price/price-book-json.js";
import { type NameSupport, supportOf } from "../verdict/support.js";
import type { AgentFacts, CapabilityFacts, HostCapability, RetiredName } from "./capability.js";
import { LEVEL_CASES, type RuleFacts } from "./code-rule.js";
import type { ModuleFacts } from "./terraform/known-modules.js";

type SnippetRule = Pick<RuleFacts, "id" | "title" | "level" | "levelWhen">;

/** What the rules of `audit` need in a page, besides the map, the catalog and its names. */
export interface SnippetData {
  readonly facts: Omit<CapabilityFacts, "catalog" | "observed" | "names">;
  readonly modules: readonly ModuleFacts[];
  /** By id. */
  readonly rules: ReadonlyMap<string, SnippetRule>;
  /** Names outside the map: of hosts outside AWS. */
  readonly observed: ReadonlyMap<string, NameSupport>;
}

const FORMAT = 1;

/**
 * The content of `data/audit.json`, for `JSON.stringify`. SDKs are left out: snippets of configuration have none.
 * @param observed of any names
 */
export function snippetDataJson({ facts, modules, rules, observed }: SnippetData): unknown {
  const { prices, kinds, agents, gatewayServices, retired, hosts } = facts;
  return {
    format: FORMAT,
    kinds,
    agents,
    gatewayServices,
    retired,
    hosts: hosts.map(({ host, documented = null }) => {
      const states = observed.get(host);
      return {
        host,
        documented,
        status: statusCode({ ipv4: supportOf(states?.ipv4), ipv6: supportOf(states?.ipv6) }),
      };
    }),
    prices: priceBookJson(prices),
    modules: modules.map(({ source, git, read: { first, last }, inputs, sketch }) => ({
      source,
      git,
      read: { first, last },
      inputs: Object.fromEntries(
        Object.entries(inputs).map(([name, { defaults, lastIn = null }]) => [
          name,
          { defaults, lastIn },
        ]),
      ),
      sketch,
    })),
    rules: Array.from(rules.values(), ({ id, title, level, levelWhen }) => ({
      id,
      title,
      level,
      levelWhen,
    })),
  };
}

/** @throws Egress6Error AUDIT_DATA_INVALID, PRICES_INVALID */
export function parseSnippetData(document: unknown): SnippetData {
  const root = new JsonValue(document, "", broken);
  const items = (name: string) => root.field(name).items();
  if (root.field("format").count() !== FORMAT) throw root.field("format").expected(String(FORMAT));
  const hosts = items("hosts").map(readHost);
  return {
    facts: {
      kinds: items("kinds").map(readComputeKind),
      agents: items("agents").map(readAgent),
      sdks: [],
      versions: null,
      prices: parsePriceBook(root.field("prices").raw(), "data/audit.json"),
      gatewayServices: root.field("gatewayServices").texts(),
      retired: items("retired").map(readRetired),
      hosts,
    },
    modules: items("modules").map(readModule),
    rules: new Map(items("rules").map((rule) => [rule.field("id").text(), readRule(rule)])),
    observed: new Map(hosts.flatMap(({ host, states }) => (states ? [[host, states]] : []))),
  };
}

function readHost(value: JsonValue) {
  const status = statusOfCode(value.field("status").count());
  return {
    host: value.field("host").text(),
    documented: readDocumented(value.field("documented")),
    states: status === null ? null : nameSupportOf(status),
  };
}

const readDocumented = (value: JsonValue): HostCapability["documented"] =>
  value.isNull()
    ? null
    : {
        ipv6: value.field("ipv6").oneOf(DOCUMENTED_SUPPORTS),
        asOf: value.field("asOf").text(),
        source: value.field("source").text(),
      };

const readAgent = (value: JsonValue): AgentFacts => ({
  id: value.field("id").text(),
  name: value.field("name").text(),
  since: value.field("since").textOrNull(),
  setting: value.field("setting").textOrNull(),
  source: value.field("source").text(),
  date: value.field("date").text(),
});

const readRetired = (value: JsonValue): RetiredName => ({
  name: value.field("name").text(),
  date: value.field("date").text(),
  use: value.field("use").text(),
  source: value.field("source").text(),
});

const readModule = (value: JsonValue): ModuleFacts => ({
  source: value.field("source").text(),
  git: value.field("git").text(),
  read: {
    first: value.field("read").field("first").text(),
    last: value.field("read").field("last").text(),
  },
  inputs: Object.fromEntries(
    value
      .field("inputs")
      .entries()
      .map(([name, input]) => [name, readInput(input)]),
  ),
  sketch: value.field("sketch").texts(),
});

const readInput = (value: JsonValue): ModuleFacts["inputs"][string] => ({
  defaults: value
    .field("defaults")
    .items()
    .map((each) => ({ from: each.field("from").text(), value: each.field("value").text() })),
  lastIn: value.field("lastIn").textOrNull() ?? undefined,
});

const readRule = (value: JsonValue): SnippetRule => ({
  id: value.field("id").text(),
  title: value.field("title").text(),
  level: value.field("level").oneOf(LEVELS),
  levelWhen: Object.fromEntries(
    LEVEL_CASES.flatMap((when) => {
      const level = value.field("levelWhen").optional(when)?.oneOf(LEVELS);
      return level === undefined ? [] : [[when, level]];
    }),
  ),
});

function broken(place: string, expected: string): Egress6Error {
  return new Egress6Error(
    "AUDIT_DATA_INVALID",
    "input",
    `The audit's data is broken at ${place || "its top"}: expected ${expected}. Build or load the page again.`,
  );
}
