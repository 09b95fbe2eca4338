import { Egress6Error } from "../errors.js";
import { readComputeKind } from "../facts/compute-kind-json.js";
import { readEgressOption } from "../facts/egress-option-json.js";
import type { InVpcService } from "../facts/in-vpc-service.js";
import { JsonValue } from "../facts/json-value.js";
import { DOCUMENTED_SUPPORTS } from "../facts/provenance.js";
import type { PriceBook } from "../price/price-book.js";
import { parsePriceBook, priceBookJson } from "../price/price-book-json.js";
import { type NameSupport, type Support, supportOf, UNOBSERVED } from "../verdict/support.js";
import type { DocumentedIpv6, PlanFacts, PrivateLinkService } from "./plan-input.js";

/** What the planner page needs besides the map: the same facts and prices that `egress6 plan` has. */
export interface PlannerData {
  readonly facts: PlanFacts;
  readonly prices: PriceBook;
  /** Names outside the map's status matrix: hosts outside AWS, and names that platforms call by themselves. */
  readonly observed: ReadonlyMap<string, NameSupport>;
  readonly examples: readonly PlannerExample[];
}

/** A workload to begin with: the content of a workload file. */
export interface PlannerExample {
  readonly name: string;
  readonly workload: unknown;
}

const FORMAT = 2;

/** The content of `data/planner.json`, for `JSON.stringify`. */
export function plannerDataJson({ facts, prices, observed, examples }: PlannerData): unknown {
  return {
    format: FORMAT,
    computeKinds: facts.computeKinds,
    options: facts.options,
    documentedServices: Object.fromEntries(facts.documentedServices),
    privateLink: Object.fromEntries(facts.privateLink),
    privateLinkSource: facts.privateLinkSource,
    inVpc: Object.fromEntries(facts.inVpc),
    documentedHosts: Object.fromEntries(facts.documentedHosts),
    prices: priceBookJson(prices),
    observed: Object.fromEntries(
      [...observed].map(([name, { ipv4, ipv6 }]) => [name, [supportOf(ipv4), supportOf(ipv6)]]),
    ),
    examples,
  };
}

/** @throws Egress6Error PLANNER_DATA_INVALID, PRICES_INVALID */
export function parsePlannerData(document: unknown): PlannerData {
  const root = new JsonValue(document, "", broken);
  if (root.field("format").count() !== FORMAT) throw root.field("format").expected(String(FORMAT));
  const source = root.field("privateLinkSource");
  return {
    facts: {
      computeKinds: root.field("computeKinds").items().map(readComputeKind),
      options: root.field("options").items().map(readEgressOption),
      documentedServices: mapOf(root.field("documentedServices"), readDocumentedIpv6),
      privateLink: mapOf(root.field("privateLink"), readPrivateLink),
      privateLinkSource: {
        asOf: source.field("asOf").text(),
        source: source.field("source").text(),
      },
      inVpc: mapOf(root.field("inVpc"), readInVpc),
      documentedHosts: mapOf(root.field("documentedHosts"), readDocumentedIpv6),
    },
    prices: parsePriceBook(root.field("prices").raw(), "data/planner.json"),
    observed: mapOf(root.field("observed"), readSupports),
    examples: root
      .field("examples")
      .items()
      .map((example) => ({
        name: example.field("name").text(),
        workload: example.field("workload").raw(),
      })),
  };
}

const mapOf = <T>(object: JsonValue, read: (value: JsonValue) => T): ReadonlyMap<string, T> =>
  new Map(object.entries().map(([name, value]) => [name, read(value)]));

const readPrivateLink = (value: JsonValue): PrivateLinkService => ({
  endpoints: value.field("endpoints").texts(),
  ipv6: value.field("ipv6").oneOf(DOCUMENTED_SUPPORTS),
  serviceNames: readTexts(value.optional("serviceNames")),
});

const readInVpc = (value: JsonValue): InVpcService => ({
  connections: value.field("connections").text(),
  source: value.field("source").text(),
  asOf: value.field("asOf").text(),
});

const readTexts = (value: JsonValue | undefined): Readonly<Record<string, string>> | undefined =>
  value && Object.fromEntries(value.entries().map(([name, text]) => [name, text.text()]));

const readDocumentedIpv6 = (value: JsonValue): DocumentedIpv6 => ({
  ipv6: value.field("ipv6").oneOf(DOCUMENTED_SUPPORTS),
  asOf: value.field("asOf").text(),
  source: value.field("source").text(),
});

function readSupports(value: JsonValue): NameSupport {
  const [ipv4 = "unknown", ipv6 = "unknown"] = value
    .items()
    .map((item) => item.oneOf(DOCUMENTED_SUPPORTS));
  return { ipv4: stateOf(ipv4), ipv6: stateOf(ipv6) };
}

const stateOf = (support: Support): NameSupport["ipv4"] =>
  support === "unknown" ? UNOBSERVED : { ...UNOBSERVED, known: support };

function broken(place: string, expected: string): Egress6Error {
  return new Egress6Error(
    "PLANNER_DATA_INVALID",
    "input",
    `The planner's data is broken at ${place || "its top"}: expected ${expected}. Build or load the page again.`,
  );
}
