import { compare, times, whole } from "../price/exact.js";
import type { Findings, KeptPromise, Leak, ProvedKind, UsdRange } from "./proof.js";
import type { ReachedOverIpv6, StateOfTarget } from "./prove-states.js";

/** What one design of a plan says that will be. */
export interface PlanPromise {
  readonly design: string;
  readonly title: string;
  /** Against what exists; null ends: the plan does not know. */
  readonly usd: UsdRange;
  /** Destinations that are no longer to go through NAT gateways: CLI names, `s3 in us-east-1`, hosts. */
  readonly withoutNat: readonly string[];
  /** Those of them that go over IPv6. */
  readonly overIpv6: readonly string[];
  readonly keepsNat: boolean;
  readonly keepsPublicIpv4: boolean;
}

/** What became of a plan's promises, as far as documents of this kind can tell. */
export function keptPromises(
  plan: PlanPromise,
  kind: ProvedKind,
  findings: Findings,
  after: readonly StateOfTarget[],
): readonly KeptPromise[] {
  switch (kind) {
    case "flows":
      return plan.withoutNat.map((name) => trafficPromise(name, findings));
    case "survey":
      return surveyPromises(plan, findings);
    case "check":
    case "doctor":
      return plan.overIpv6.map((name) => statePromise(name, after));
    case "audit":
      return [
        {
          what: "nothing in the code blocks IPv6",
          ...codeState(findings),
        },
      ];
  }
}

function codeState({ leaks, isPartial }: Findings): Pick<KeptPromise, "state" | "why"> {
  if (leaks.length > 0) {
    return { state: "not met", why: `findings of level error: ${leaks.length}` };
  }
  if (isPartial) return { state: "unknown", why: "the second audit did not read all" };
  return { state: "met", why: "the second audit has no finding of level error" };
}

function trafficPromise(name: string, { leaks, moved, isPartial }: Findings): KeptPromise {
  const what = `${name} no longer goes through NAT gateways`;
  const leak = leaks.find((each) => each.name === name);
  if (leak !== undefined && !isRest(leak)) return { what, state: "not met", why: leak.why };
  if (leak !== undefined) return { what, state: "met", why: "less than 1 % of it is left" };
  if (moved.some((each) => each.name === name)) {
    return { what, state: "met", why: "its bytes are gone from the gateways" };
  }
  if (isPartial) {
    return { what, state: "unknown", why: "what the two do not show may still be there" };
  }
  const nameless = leaks.some(
    ({ name: other }) => other === "unattributed" || !/[a-z]/i.test(other),
  );
  return nameless
    ? { what, state: "unknown", why: "some bytes have no name, and may be its own" }
    : { what, state: "met", why: "no bytes of it pass the gateways" };
}

/** Clients fall back now and then: a hundredth of what it was is no promise broken. */
function isRest({ traffic }: Leak): boolean {
  const { before = null, after = null } = traffic?.gbPerMonth ?? {};
  return before !== null && after !== null && compare(times(after, whole(100)), before) < 0;
}

function surveyPromises(
  { keepsNat, keepsPublicIpv4, usd }: PlanPromise,
  { leaks, saved, isPartial }: Findings,
): readonly KeptPromise[] {
  const left = (what: string) => leaks.filter(({ why }) => why.includes(what)).length;
  const gone = (what: string, count: number): KeptPromise => ({
    what: `no ${what}`,
    state: count > 0 ? "not met" : isPartial ? "unknown" : "met",
    why:
      count > 0
        ? `still there: ${count}`
        : isPartial
          ? "the survey is not complete"
          : "the survey shows none",
  });
  const money: KeptPromise = { what: "the saving", ...moneyState(usd, saved) };
  return [
    ...(keepsNat ? [] : [gone("NAT gateway", left("NAT gateway is"))]),
    ...(keepsPublicIpv4 ? [] : [gone("public IPv4 address", left("public IPv4 address is"))]),
    money,
  ];
}

/** Hours alone: what data save stands in flow logs. */
function moneyState(
  promised: UsdRange,
  saved: UsdRange | null,
): Pick<KeptPromise, "state" | "why"> {
  if (promised.low === null || saved === null || saved.high === null) {
    return { state: "unknown", why: "the plan or the survey knows no figure" };
  }
  return compare(saved.high, promised.low) >= 0
    ? { state: "met", why: "hours alone save what the plan promised" }
    : { state: "unknown", why: "hours save less; `flows` shows what data save" };
}

const STATE: Readonly<Record<ReachedOverIpv6, KeptPromise["state"]>> = {
  yes: "met",
  no: "not met",
  unknown: "unknown",
};

function statePromise(name: string, after: readonly StateOfTarget[]): KeptPromise {
  const what = `${name} is reached over IPv6`;
  const found = after.find((each) => each.name === name || each.service === name);
  if (found === undefined) {
    return { what, state: "unknown", why: "the second document does not look at it" };
  }
  return { what, state: STATE[found.reached], why: found.why ?? found.state };
}
