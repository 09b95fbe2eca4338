import type { Exact } from "../price/exact.js";
import type { PriceId } from "../price/price-id.js";
import type { Blocker } from "./blockers.js";
import type { Design } from "./designs.js";
import type { FlowClass } from "./flows.js";
import type { PlanInput } from "./plan-input.js";
import type { Risk } from "./risk.js";
import type { Solution } from "./solve-design.js";

/**
 * `works`: carries everything, whatever the unknowns turn out to be · `unsure`: carries everything only if
 * some destination of unknown support has IPv6, or data of unknown amount fit its IPv4 gateway · `blocked`:
 * something is not carried · `not-priceable`: it carries everything as well, but a price is missing · `excluded`: a constraint of the workload, or
 * what its IPv4 gateway can carry, rules it out
 */
export const DESIGN_STATUSES = ["works", "unsure", "blocked", "not-priceable", "excluded"] as const;
export type DesignStatus = (typeof DESIGN_STATUSES)[number];

export interface DesignPlan {
  readonly design: Design;
  /** The workload with its compute where the design has it, and what it sends there. */
  readonly input: PlanInput;
  readonly classes: readonly FlowClass[];
  readonly status: DesignStatus;
  /** From 1, among those that work; `null` for the others. */
  readonly rank: number | null;
  /**
   * USD a month if every unknown destination has IPv6 and gets the least data, and if none has and gets the
   * most; `null`: not known. A design that works without `high` charges by the GB for data that nobody
   * knows the amount of.
   */
  readonly low: Exact | null;
  readonly high: Exact | null;
  /** USD a month for what of the network has a price, where something has none; `null`: nothing has one. */
  readonly pricedPart: Exact | null;
  /** Sound for any outcome of the unknowns where the design works, else for the best one. */
  readonly network: Solution | null;
  /** The network that `low` is the cost of. */
  readonly lowNetwork: Solution | null;
  /** Whether anything goes over IPv6 in it, for some outcome of the unknowns. */
  readonly sendsOverIpv6: boolean;
  /** Of a design that is blocked or unsure. */
  readonly blockers: readonly Blocker[];
  readonly exclusion: string | null;
  /** Without these the design has no price, or might have had a lower one. */
  readonly missingPrices: readonly PriceId[];
  readonly isOverBudget: boolean;
  /** Whether AWS runs all of it: no NAT instance. */
  readonly isManaged: boolean;
  /** What to weigh beside the cost, by rule; none without a network. */
  readonly risks: readonly Risk[];
  /** What must be set for the network to be used: commands of egress6, and settings of AWS. */
  readonly settings: readonly string[];
  /** What to know of the egress options that the network uses, and of the compute in its subnets. */
  readonly notes: readonly string[];
}

/** Whether it carries everything, whatever the unknowns turn out to be, with or without a price. */
export const carriesAll = ({ status }: Pick<DesignPlan, "status">): boolean =>
  status === "works" || status === "not-priceable";
