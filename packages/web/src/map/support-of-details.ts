import type { QuestionDetail } from "@egress6/core/map/question-detail";
import type { NameDetail } from "@egress6/core/map/service-details";
import type { NameSupport, SupportState } from "@egress6/core/verdict/support";

/** What verdict and settings rest on, from what the page has loaded of a service. By the name looked up. */
export function supportOfDetails(
  names: ReadonlyMap<string, NameDetail>,
): ReadonlyMap<string, NameSupport> {
  return new Map(
    [...names].map(([name, { ipv4, ipv6 }]) => [
      name,
      { ipv4: stateOf(ipv4), ipv6: stateOf(ipv6) },
    ]),
  );
}

/** Doubts about a name stay with the store: they change nothing of what is known. */
function stateOf(detail: QuestionDetail): SupportState {
  return {
    known: detail.known,
    since: detail.since,
    lastConfirmed: detail.lastConfirmed,
    lastOutcome: detail.outcome,
    lastChecked: detail.checkedAt,
    lastResolver: detail.resolver,
    unconfirmedNo: null,
  };
}
