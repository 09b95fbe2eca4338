import type { DesignPlan } from "@egress6/core/plan/design-plan";
import type { DesignId } from "@egress6/core/plan/designs";
import type { PlanInput } from "@egress6/core/plan/plan-input";
import { type Plan, planWorkload } from "@egress6/core/plan/plan-workload";
import type { PriceBook } from "@egress6/core/price/price-book";
import type { PriceId } from "@egress6/core/price/price-id";
import type { NameSupport, Support } from "@egress6/core/verdict/support";
import { UNOBSERVED } from "@egress6/core/verdict/support";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { loadPlanFacts } from "../../packages/egress6/src/adapter/fact-files/plan-facts.js";
import { loadShippedPrices } from "../../packages/egress6/src/adapter/price-list/price-file.js";
import { readWorkloadText } from "../../packages/egress6/src/adapter/workload-file/read-workload.js";

const catalog = loadCatalog();
const facts = loadPlanFacts(catalog);
export const names = { catalog, computeKinds: facts.computeKinds };

const at = Date.UTC(2026, 10, 20);
const timedOut = { ...UNOBSERVED, lastOutcome: "timeout", lastChecked: at } as const;

/** IPv6 support by name, as if observed on 2026-11-20. */
function observedAs(
  ipv6: Readonly<Record<string, Support>>,
  ipv4: Support,
): Map<string, NameSupport> {
  const state = (known: Support) => ({ ...UNOBSERVED, known, since: at, lastConfirmed: at });
  return new Map(
    Object.entries(ipv6).map(([name, support]) => [
      name,
      { ipv4: state(ipv4), ipv6: state(support) },
    ]),
  );
}

interface World {
  readonly ipv6?: Readonly<Record<string, Support>>;
  /** Of all those names. */
  readonly ipv4?: Support;
  /** Names that were asked for on that day, and nobody answered. */
  readonly inVain?: readonly string[];
  readonly prices?: PriceBook;
}

export const planOf = (yaml: string, world: World = {}): Plan => planWorkload(inputOf(yaml, world));

export function inputOf(
  yaml: string,
  { ipv6 = {}, ipv4 = "yes", inVain = [], prices = loadShippedPrices() }: World = {},
): PlanInput {
  const workload = readWorkloadText(yaml, "test.yaml", names);
  const observed = observedAs(ipv6, ipv4);
  for (const name of inVain) observed.set(name, { ipv4: timedOut, ipv6: timedOut });
  return { workload, facts, prices, catalog, observed };
}

/** The prices shipped, but for some of a region. */
export function pricesWithout(region: string, ...ids: readonly PriceId[]): PriceBook {
  const shipped = loadShippedPrices();
  const left = [...(shipped.prices.get(region) ?? [])].filter(([id]) => !ids.includes(id));
  return { ...shipped, prices: new Map([...shipped.prices, [region, new Map(left)]]) };
}

export function designOf(plan: Plan, id: DesignId): DesignPlan {
  const found = plan.designs.find(({ design }) => design.id === id);
  if (found === undefined) throw new Error(`the plan has no design ${id}`);
  return found;
}

/** Milliseconds of processor time: what a busy machine does not change. */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
