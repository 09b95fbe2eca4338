import type { Catalog } from "../endpoint/catalog.js";
import type { ToolFacts } from "../facts/sdk-facts.js";
import { addressSupport } from "../settings/resolve/endpoint-url.js";
import {
  type EndpointExplanation,
  type ObservedName,
  observationOf,
} from "../settings/resolve/explain-endpoint.js";
import type { FamilySupport } from "../verdict/cell.js";
import { CLIENT_FAMILIES, reachOf } from "../verdict/readiness.js";
import type { Identified } from "./identified.js";
import {
  type JudgedMatch,
  judgeMatch,
  type MatchQuestion,
  NOTHING_KNOWN,
  namesOfMatch,
} from "./judge-match.js";
import type { ErrorMessage, ResourceHost } from "./names.js";
import { placedIn, withPurposeOfWord } from "./place-match.js";

/** One thing that was asked about: what it is, whether IPv6 reaches it, and what to do. */
export interface FoundEntry extends Omit<Identified, "matches" | "tools" | "errors" | "resource"> {
  readonly matches: readonly JudgedMatch[];
  readonly tools: readonly ToolFacts[];
  /** What is behind the message that it holds. */
  readonly causes: readonly ErrorMessage[];
  /** The kind of host that AWS makes for one resource; null: it is none. */
  readonly resource: ResourceHost | null;
  /** Of a host that is not in the catalog; null: there is none, or nobody asked. */
  readonly observed: ObservedName | null;
  /** Of the most likely match, else of the host or the address. */
  readonly verdict: EndpointExplanation["verdict"];
  readonly advice: readonly string[];
}

/** What was found, in the order of the texts and their lines. */
export interface FoundList {
  readonly entries: readonly FoundEntry[];
  /** What the entries were judged by. */
  readonly question: MatchQuestion;
}

/** What entries are explained with, besides the catalog. */
export interface EntryFacts {
  readonly tools: readonly ToolFacts[];
  readonly errorMessages: readonly ErrorMessage[];
  readonly resourceHosts: readonly ResourceHost[];
}

/** In the region that counts where the text names none; null: none does. */
export function placedEntry(
  catalog: Catalog,
  given: Identified,
  region: string | null,
): Identified {
  const identified = withPurposeOfWord(catalog, given);
  if (identified.matches.every(({ hostname }) => hostname !== null)) return identified;
  const matches = identified.matches.map((match) => placedIn(catalog, match, region));
  return { ...identified, matches };
}

/** The names to look up before the entry can be judged. */
export function namesOfEntry(catalog: Catalog, entry: Identified): readonly string[] {
  const host = hostOf(entry);
  return [
    ...entry.matches.flatMap((match) => namesOfMatch(catalog, match)),
    ...(host === null ? [] : [host]),
  ];
}

/** @param judge as `judgeMatch`, which may remember what it said before */
export function judgeIdentified(
  question: MatchQuestion,
  entry: Identified,
  facts: EntryFacts,
  judge: typeof judgeMatch = judgeMatch,
): FoundEntry {
  const matches = entry.matches.map((match) => judge(question, match));
  const tools = called(facts.tools, entry.tools);
  const causes = called(facts.errorMessages, entry.errors);
  const [resource = null] = called(
    facts.resourceHosts,
    entry.resource === null ? [] : [entry.resource],
  );
  const host = hostOf(entry);
  const observed = host === null ? null : observationOf(question.observed.get(host));
  const about = { ...entry, matches, tools, causes, resource, observed };
  const [best] = matches;
  return {
    ...about,
    verdict: verdictOf(entry, best, observed),
    advice: [
      ...causes.map(({ fix }) => fix),
      ...(resource !== null && isToSwitch({ resource, matches })
        ? [resourceAdvice(resource, best)]
        : (best?.advice ?? [])),
      ...(best === undefined ? tools.map(toolAdvice) : []),
      ...(resource === null && host !== null ? [hostAdvice(host, observed)] : []),
    ],
  };
}

function called<T extends { readonly id: string }>(
  all: readonly T[],
  ids: readonly string[],
): readonly T[] {
  return ids.length === 0 ? [] : all.filter(({ id }) => ids.includes(id));
}

/** The host that is looked at itself, since nothing in the catalog stands for it. */
function hostOf({ matches, hosts }: Identified): string | null {
  return matches.length === 0 ? (hosts[0] ?? null) : null;
}

function verdictOf(
  { addresses }: Identified,
  best: JudgedMatch | undefined,
  observed: ObservedName | null,
): EndpointExplanation["verdict"] {
  if (observed !== null) return reachBy(observed);
  if (best !== undefined) return best.verdict;
  const [address] = addresses;
  const known = address === undefined ? null : addressSupport(address);
  return known === null ? NOTHING_KNOWN : reachBy(known);
}

function reachBy(name: FamilySupport): EndpointExplanation["verdict"] {
  const [ipv6Only, dualStack, ipv4Only] = CLIENT_FAMILIES;
  return {
    [ipv6Only]: reachOf(name, ipv6Only),
    [dualStack]: reachOf(name, dualStack),
    [ipv4Only]: reachOf(name, ipv4Only),
  };
}

/** Whether only a change to the resource helps: no other name for the same is there already, as of a registry. */
export function isToSwitch({
  resource,
  matches: [best],
}: Pick<FoundEntry, "resource" | "matches">) {
  return resource !== null && (best?.state !== "sibling" || best.purpose === resource.name);
}

function resourceAdvice(
  { switch: change, note }: ResourceHost,
  best: JudgedMatch | undefined,
): string {
  if (best?.state === "ipv6") return best.advice.join(" ");
  if (change === null) return note;
  const switched = best?.siblings.dualstack ?? null;
  const isOther = switched !== null && switched !== best?.hostname;
  const after = isOther ? ` Its host is then ${switched}.` : "";
  return `Switch the resource, no setting of an SDK does it: ${change}.${after}`;
}

function toolAdvice({ name, mechanism, setting, place }: ToolFacts): string {
  const where = place === undefined ? "" : ` (${place})`;
  return setting === null ? `${name}: ${mechanism}${where}.` : `${name}: set ${setting}${where}.`;
}

function hostAdvice(host: string, observed: ObservedName | null): string {
  if (observed === null) return `${host} was not observed; --live looks it up now.`;
  switch (observed.ipv6) {
    case "yes":
      return `Nothing to set: ${host} answers over IPv6.`;
    case "no":
      if (observed.outcomes.a === "nxdomain") return `${host} does not exist.`;
      return `${host} has no IPv6 address: it is none of AWS's public names, so only whoever runs it can change that.`;
    default:
      return `${host} was not observed; --live looks it up now.`;
  }
}

/** Whether a name among the siblings was never asked about. */
export function isAnyUnasked({ matches }: FoundEntry): boolean {
  return matches.some(({ observed }) =>
    Object.values(observed).some((name) => name?.outcomes.aaaa === null),
  );
}
