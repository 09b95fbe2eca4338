import type { OutcomeKind } from "../observation/outcome.js";
import type { DoctorFacts } from "./diagnose.js";
import { type BrokenLink, firstBrokenLink } from "./first-broken-link.js";
import type { HostObservations } from "./host-observations.js";
import { usesProxy } from "./proxy-variables.js";
import type { Remedy } from "./remedies.js";
import { isFailing } from "./steps/endpoints.js";
import { metadataFinding } from "./steps/metadata.js";
import { settingsFinding } from "./steps/settings.js";
import type { TargetResult } from "./target.js";
import { configRemedy, labels } from "./target-words.js";

/**
 * `works` all that is needed is reached over IPv6, as this host is set · `needs-setting` it is there,
 * and some of it wants a setting · `broken` some of it is not reached over IPv6 · `unknown` not enough
 * was seen to say
 */
export type VerdictState = "works" | "needs-setting" | "broken" | "unknown";

export interface Verdict {
  readonly state: VerdictState;
  /** The first broken link; null when none is known to be. */
  readonly brokenLink: BrokenLink | null;
  readonly text: string;
  readonly remedy: Remedy | null;
}

export function verdictOf(facts: DoctorFacts): Verdict {
  const needed = facts.targets.filter(({ target }) => target.isNeeded);
  const failing = needed.filter(({ state }) => isFailing(state));
  const broken = firstBrokenLink(facts, failing);
  if (broken !== null) {
    const { text } = broken;
    return { state: "broken", ...broken, text: `${text}${proxyWords(facts.host)}` };
  }

  const unknown = needed.filter(({ state }) => state === "unknown");
  if (unknown.length > 0 || !facts.isFinished) {
    const text = facts.isFinished
      ? `Not enough was seen of ${labels(unknown)} to say: ${howToSeeMore(unknown)}.`
      : "Stopped before everything was tried: what is shown was seen, the rest is unknown.";
    return { state: "unknown", brokenLink: null, text, remedy: null };
  }
  const toSet = needed.filter(({ state }) => state === "needs-setting");
  const wrong = [
    { subject: "Metadata service", ...metadataFinding(facts.host) },
    { subject: "Settings", ...settingsFinding(facts.host) },
  ].filter(({ state }) => state === "failed");
  if (toSet.length > 0 || wrong.length > 0) {
    const texts = [
      "IPv6 works from here.",
      ...(toSet.length > 0 ? [`SDKs use it for ${labels(toSet)} once they are set to.`] : []),
      ...wrong.map(({ subject, summary }) => `${subject}: ${summary.replace(/\.$/, "")}.`),
    ];
    return {
      state: "needs-setting",
      brokenLink: null,
      text: texts.join(" "),
      remedy: toSet.length > 0 ? configRemedy(needed, facts.region) : (wrong[0]?.remedy ?? null),
    };
  }
  return { state: "works", brokenLink: null, text: worksWords(needed), remedy: null };
}

/** Then it may work for programs all the same, or fail for other reasons. */
function proxyWords({ proxies }: Pick<HostObservations, "proxies">): string {
  const [first] = proxies;
  return first === undefined || !usesProxy(proxies)
    ? ""
    : ` Programs that heed ${first.name} go through a proxy, which was not tried.`;
}

/** A resolver that answers with an error does so again, however long one waits. */
function howToSeeMore(unknown: readonly TargetResult[]): string {
  for (const { names } of unknown) {
    for (const { hostname, probe } of names) {
      const outcomes = [probe.dns?.aaaa, probe.dns?.a];
      const failed = outcomes.find((outcome) => outcome !== undefined && isError(outcome.kind));
      if (failed === undefined) continue;
      const error = failed.kind.toUpperCase();
      return `the resolver answers ${error} for ${hostname}; ask another one with --resolver, or again later`;
    }
  }
  return "ask again, or with a longer --timeout";
}

const isError = (kind: OutcomeKind): boolean => kind === "servfail" || kind === "refused";

function worksWords(needed: readonly TargetResult[]): string {
  if (needed.length === 0) return "Nothing was asked for.";
  const behindNat64 = needed.filter(({ state }) => state === "nat64");
  if (behindNat64.length === 0) return "All that was asked for is reached over IPv6.";
  return `All that was asked for is reached; ${labels(behindNat64)} only through NAT64, which charges for every gigabyte.`;
}
