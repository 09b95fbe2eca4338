import { observableName } from "../../endpoint/placeholder.js";
import { isoTimeOrNull } from "../../observation/iso-time.js";
import { printable } from "../../printable.js";
import type { HandedOut } from "../../verdict/handed-out.js";
import { type NameEvidence, privateAddressesOf, type Readiness } from "../../verdict/readiness.js";

/** When IPv6 of a name was last seen to be as it is. */
export type Sighting = {
  /** ISO 8601, UTC; null: at an unknown time. */
  readonly at: string | null;
  /** The resolver; null: it is not known which one confirmed it. */
  readonly by: string | null;
};

/** Null: it was not observed. @param name null: there is none */
export function sightingOf(name: Pick<NameEvidence, "states"> | null): Sighting | null {
  if (name === null || name.states.ipv6.known === "unknown") return null;
  const { lastConfirmed, lastChecked, lastResolver } = name.states.ipv6;
  const at = isoTimeOrNull(lastConfirmed);
  // The resolver asked last may be another one than the one that confirmed.
  return { at, by: at !== null && lastChecked === lastConfirmed ? lastResolver : null };
}

/** `observed 2026-11-24 14:02 UTC by 192.0.2.53`, or that it was not. */
export function sightingWords(sighting: Sighting | null): string {
  if (sighting === null) return "not observed";
  const { at, by } = sighting;
  if (at === null) return "observed at an unknown time";
  return `observed ${utcMinute(Date.parse(at))}${by === null ? "" : ` by ${printable(by)}`}`;
}

/** As `sightingWords`. @param name null: there is none */
export function observedWords(name: Pick<NameEvidence, "states"> | null): string {
  return sightingWords(sightingOf(name));
}

/** A name that this network answers for itself, with addresses of its own. */
export type PrivateAnswer = {
  readonly hostname: string;
  readonly addresses: readonly string[];
};

/** Null: this network does not answer for the name itself. */
export function privateAnswerOf(name: NameEvidence | null): PrivateAnswer | null {
  const addresses = privateAddressesOf(name);
  if (name === null || addresses.length === 0) return null;
  return { hostname: observableName(name.hostname), addresses };
}

export function privateAnswerWords({ hostname, addresses }: PrivateAnswer): string {
  return `${hostname} is answered by private DNS from here: ${addresses.join(", ")} (interface endpoint or private zone).`;
}

/** That this network answers for the name itself; empty: it does not. */
export function privateWords(name: NameEvidence | null): string {
  const answer = privateAnswerOf(name);
  return answer === null ? "" : privateAnswerWords(answer);
}

/** To stand behind a name on which nothing is settled: that nobody asked, or how asking ended. */
export function unsettledWords(name: Pick<NameEvidence, "states">): string {
  const ended = inconclusiveWords(name);
  return ended === null ? "was not observed" : `gave no verdict (${ended})`;
}

/** `Not observed: a, b.` and `No verdict: c (timeout, asked …).`, as far as there are such names. */
export function unknownNamesWords({ byDefault, byOptIn }: Readiness): string {
  const names = [byDefault, byOptIn].filter(isUnsettled);
  const listed = (title: string, words: readonly string[]) =>
    words.length === 0 ? [] : [`${title}: ${words.join(", ")}.`];
  const ends = names.map((name) => ({
    host: observableName(name.hostname),
    ended: inconclusiveWords(name),
  }));
  return [
    ...listed(
      "Not observed",
      ends.flatMap(({ host, ended }) => (ended === null ? [host] : [])),
    ),
    ...listed(
      "No verdict",
      ends.flatMap(({ host, ended }) => (ended === null ? [] : [`${host} (${ended})`])),
    ),
  ].join(" ");
}

/** Why it is not known whether calls are reached that go to a host which the service hands out, and how to find out. */
export function handedOutDoubt(
  { service: { cliName }, region, byDefault, byOptIn }: Readiness,
  calls: HandedOut,
): string {
  const { hostname } = calls;
  const entry = (byDefault ?? byOptIn)?.hostname;
  if (hostname !== null) {
    return `Calls of ${cliName} go to ${hostname}, which ${entry} handed out and which ${unsettledWords(calls)}. Ask with --live.`;
  }
  return `Calls of ${cliName} go to a host that ${entry} hands out at run time (endpoint discovery): its own addresses say nothing of them. Ask for that host with \`aws ${cliName} describe-endpoints --region ${region}\`, then look at it with \`egress6 check --service ${cliName} --region ${region} --discovered HOST --live\`. A URL for ${cliName} would turn discovery off.`;
}

/** What is left to do where every name was asked for. */
export const ASK_AGAIN = "Ask again with --live, perhaps through another --resolver.";

/** Whether nothing is left to look at for the first time: then asking again is all that helps. */
export function isAllAsked({ byDefault, byOptIn }: Readiness): boolean {
  return [byDefault, byOptIn].filter(isUnsettled).every((name) => inconclusiveWords(name) !== null);
}

function isUnsettled(name: NameEvidence | null): name is NameEvidence {
  return name?.ipv6 === "unknown" || (name?.ipv6 === "no" && name.ipv4 === "unknown");
}

/** `timeout, asked 2026-11-24 14:02 UTC by 192.0.2.53`; null: nobody has asked. */
function inconclusiveWords({ states }: Pick<NameEvidence, "states">): string | null {
  const { ipv4, ipv6, privateAddresses = [] } = states;
  if (privateAddresses.length > 0) {
    return `answered by private DNS from here: ${privateAddresses.join(", ")}`;
  }
  const { lastOutcome, lastChecked, lastResolver } = ipv6.known === "unknown" ? ipv6 : ipv4;
  if (lastOutcome === null) return null;
  const by = lastResolver === null ? "" : ` by ${printable(lastResolver)}`;
  const when = lastChecked === null ? "at an unknown time" : utcMinute(lastChecked);
  return `${lastOutcome}, asked ${when}${by}`;
}

/** `2026-11-24 14:02 UTC`. @param ms since the epoch */
function utcMinute(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
