import { readdirSync, readFileSync } from "node:fs";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import { observableName } from "@egress6/core/endpoint/placeholder";
import type { ComputeKind } from "@egress6/core/facts/compute-kind";
import type { PlanFacts } from "@egress6/core/plan/plan-input";
import { type PlannerExample, plannerDataJson } from "@egress6/core/plan/planner-data";
import type { PriceBook } from "@egress6/core/price/price-book";
import type { NameSupport } from "@egress6/core/verdict/support";
import { parse } from "yaml";
import { loadPlanFacts } from "../../adapter/fact-files/plan-facts.js";
import { loadThirdPartyHosts } from "../../adapter/fact-files/third-party-hosts.js";
import { EXAMPLES_FOLDER } from "../../data-folder.js";
import type { ObservedNames } from "../../site/observed-names.js";

/** `data/planner.json`: what the planner page has besides the map. */
export function plannerText(
  catalog: Catalog,
  { support, layout }: ObservedNames,
  prices: PriceBook,
): string {
  const facts = loadPlanFacts(catalog);
  const regions = layout.regions.map(({ id }) => id);
  const observed = new Map<string, NameSupport>();
  for (const name of namesBesidesEndpoints(facts, regions)) {
    const states = support.get(name);
    if (states !== undefined) observed.set(name, states);
  }
  return JSON.stringify(plannerDataJson({ facts, prices, observed, examples: loadExamples() }));
}

/** Hosts outside AWS, and what platforms call by themselves. */
function namesBesidesEndpoints(facts: PlanFacts, regions: readonly string[]): readonly string[] {
  return [
    ...loadThirdPartyHosts().map(({ host }) => host),
    ...facts.computeKinds.flatMap((kind) => namesCalledBy(kind, regions)),
  ];
}

function namesCalledBy({ startupCalls }: ComputeKind, regions: readonly string[]) {
  const hosts = startupCalls.flatMap((call) => call.hosts);
  return regions.flatMap((region) =>
    hosts.map((host) => observableName(host.replaceAll("{Region}", region))),
  );
}

/** The simplest first: the page opens with it. */
function loadExamples(): readonly PlannerExample[] {
  const files = readdirSync(EXAMPLES_FOLDER).filter((file) => file.endsWith(".yaml"));
  return files
    .sort((a, b) => Number(b === FIRST_EXAMPLE) - Number(a === FIRST_EXAMPLE) || (a < b ? -1 : 1))
    .map((file) => {
      const workload: unknown = parse(readFileSync(new URL(file, EXAMPLES_FOLDER), "utf8"));
      return { name: file.replace(/\.yaml$/, "").replaceAll("-", " "), workload };
    });
}

const FIRST_EXAMPLE = "shop-on-fargate.yaml";
