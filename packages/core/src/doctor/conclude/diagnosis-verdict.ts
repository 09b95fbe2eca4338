import type { Outcome } from "../../observation/outcome.js";
import type { DoctorFacts } from "../doctor-facts.js";
import type { HostObservations } from "../host-observations.js";
import { usesProxy } from "../proxy-variables.js";
import { metadataFinding } from "../steps/metadata.js";
import { settingsFinding } from "../steps/settings.js";
import type { TargetResult, TargetState } from "../target.js";
import { configRemedy, labels, privateDnsWords, siblingWords } from "../target-words.js";
import type { BrokenLink } from "./broken.js";
import { firstBrokenLink } from "./first-broken-link.js";
import { nameOf, unvettedWords } from "./lying-resolver.js";
import { REMEDIES, type Remedy } from "./remedies.js";

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
  const broken = firstBrokenLink(facts, needed);
  if (broken !== null) {
    const { text } = broken;
    return { state: "broken", ...broken, text: `${text}${proxyWords(facts.host)}` };
  }

  const unknown = needed.filter(({ state }) => state === "unknown");
  if (!facts.isFinished) {
    const text =
      "Stopped before everything was tried: what is shown was seen, the rest is unknown.";
    return { state: "unknown", brokenLink: null, text, remedy: null };
  }
  if (unknown.length > 0) return unknownVerdict(unknown, facts.host);
  const toSet = needed.filter(({ state }) => state === "needs-setting");
  const wrong = [
    { subject: "Metadata service", ...metadataFinding(facts.host) },
    { subject: "Settings", ...settingsFinding(facts.host) },
  ].filter(({ state }) => state === "failed");
  if (toSet.length > 0 || wrong.length > 0) {
    const texts = [
      "IPv6 works from here.",
      ...toSetWords(toSet),
      ...asideWords(needed),
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

function unknownVerdict(
  unknown: readonly TargetResult[],
  { resolvers }: Pick<HostObservations, "resolvers">,
): Verdict {
  const outcomes = unknown.flatMap(({ names }) =>
    names.flatMap(({ probe: { dns } }) => (dns === null ? [] : [dns.aaaa, dns.a])),
  );
  const denier = outcomes.find(({ reason }) => reason === "unvetted")?.resolver;
  const witness = resolvers?.find(({ resolver }) => resolver === denier)?.witness;
  const isUnvetted = witness != null;
  const why = isUnvetted ? `${nameOf(witness)} ${unvettedWords(witness)}` : howToSeeMore(unknown);
  return {
    state: "unknown",
    brokenLink: null,
    text: `Not enough was seen of ${labels(unknown)} to say: ${why}.`,
    remedy: isUnvetted ? REMEDIES.trustResolver : null,
  };
}

function toSetWords(toSet: readonly TargetResult[]): readonly string[] {
  const siblings = toSet.flatMap((result) => siblingWords(result) ?? []);
  const others = toSet.filter((result) => siblingWords(result) === null);
  return [
    ...(others.length > 0 ? [`To use it for ${labels(others)}, SDKs need a setting.`] : []),
    ...siblings,
  ];
}

/** Then it may work for programs all the same, or fail for other reasons. */
function proxyWords({ proxies }: Pick<HostObservations, "proxies">): string {
  const [first] = proxies;
  return first === undefined || !usesProxy(proxies)
    ? ""
    : ` Programs that heed ${first.name} go through a proxy, which was not tried.`;
}

/** A resolver that answers with an error, or with what is no fact, does so again, however long one waits. */
function howToSeeMore(unknown: readonly TargetResult[]): string {
  for (const { names } of unknown) {
    for (const { hostname, probe } of names) {
      for (const outcome of [probe.dns?.aaaa, probe.dns?.a]) {
        const words = outcome === undefined ? null : noFactWords(outcome);
        if (words === null) continue;
        return `the resolver ${words} for ${hostname}; ask another one with --resolver, or again later`;
      }
    }
  }
  return "ask again, or with a longer --timeout";
}

function noFactWords({ kind, reason, addresses }: Outcome): string | null {
  if (kind === "servfail" || kind === "refused") return `answers ${kind.toUpperCase()}`;
  switch (reason) {
    case "filtered":
      return "has an answer that is blocked or filtered";
    case "rewritten":
      return "has an answer of its own";
    case "stale":
      return "has an answer that is out of date";
    case "special-address":
      return `has only ${addresses.join(", ")}, which no host on the internet has,`;
    default:
      return null;
  }
}

function worksWords(needed: readonly TargetResult[]): string {
  if (needed.length === 0) return "Nothing was asked for.";
  const isPlain = needed.every(({ state }) => state === "ipv6");
  if (isPlain) return "All that was asked for is reached over IPv6.";
  return ["All that was asked for is reached.", ...asideWords(needed)].join(" ");
}

/** Of what is reached another way than over IPv6 to the internet. */
function asideWords(needed: readonly TargetResult[]): readonly string[] {
  const behindNat64 = needed.filter(({ state }) => state === "nat64");
  const own = needed.flatMap(({ state, names }) =>
    names.flatMap((name) => {
      const words = privateDnsWords(name);
      if (words === null) return [];
      const note = PRIVATE_NOTES[state];
      return note === undefined ? [] : [`${words}. ${note}`];
    }),
  );
  return [
    ...(behindNat64.length > 0
      ? [`${labels(behindNat64)}: only through NAT64, which charges for every gigabyte.`]
      : []),
    ...own,
  ];
}

const PRIVATE_NOTES: Readonly<Partial<Record<TargetState, string>>> = {
  private: "It is reached, which says nothing of IPv6 on the internet.",
  "needs-setting":
    "It is not reached. A setting that leads to the public name leaves it and its policy.",
};
