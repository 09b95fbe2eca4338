import type { Catalog } from "../endpoint/catalog.js";
import type { Identified } from "../identify/identified.js";
import { identify } from "../identify/identify.js";
import { type EntryFacts, judgeIdentified, namesOfEntry } from "../identify/judge-identified.js";
import type { JudgedMatch, MatchQuestion } from "../identify/judge-match.js";
import type { IdentifyNames } from "../identify/names.js";
import type { Support } from "../verdict/support.js";
import { GATEWAY_SERVICES } from "../workload/workload.js";
import type { HostVerdict, UnknownReason } from "./flow-class.js";
import type { FlowNames, LoggedAaaa } from "./flow-names.js";

export interface HostJudgeInput {
  readonly question: MatchQuestion;
  readonly identifyNames: IdentifyNames;
  readonly facts: EntryFacts;
  readonly names: FlowNames;
}

/** The names to look up before hosts can be judged. */
export function namesOfFlowHosts(
  hosts: Iterable<string>,
  catalog: Catalog,
  names: IdentifyNames,
): readonly string[] {
  const wanted = new Set<string>();
  for (const host of hosts) {
    wanted.add(host);
    const [entry] = identify(host, catalog, names);
    if (entry === undefined) continue;
    for (const name of namesOfEntry(catalog, entry)) wanted.add(name);
  }
  return [...wanted].sort();
}

/** Says of hosts what could become of their bytes. Each is judged once. */
export class HostJudge {
  private readonly input: HostJudgeInput;
  private readonly verdicts = new Map<string, HostVerdict>();

  constructor(input: HostJudgeInput) {
    this.input = input;
  }

  /**
   * @param region of the gateway; null: not known
   * @param isNat64 whether an application on IPv6 calls it through NAT64
   */
  verdictOf(host: string, region: string | null, isNat64 = false): HostVerdict {
    const key = `${host} ${region} ${isNat64}`;
    const known = this.verdicts.get(key);
    if (known !== undefined) return known;
    const verdict = this.judge(host, region, isNat64);
    this.verdicts.set(key, verdict);
    return verdict;
  }

  private judge(host: string, region: string | null, isNat64: boolean): HostVerdict {
    const { question, identifyNames, facts, names } = this.input;
    const logged = names.aaaaOf(host);
    const [entry] = identify(host, question.catalog, identifyNames);
    const judged = entry === undefined ? null : judgeIdentified(question, entry, facts);
    const match =
      judged?.matches.find(({ hostname }) => hostname === host) ?? judged?.matches[0] ?? null;
    const about = {
      host,
      unknown: null,
      service: match?.service ?? null,
      region: match?.region ?? null,
      setting: null,
      ipv6Hostname: null,
      change: null,
    };
    if (match !== null && isGatewayService(match.service) && !isNat64) {
      if (region === null) return { ...about, class: "unknown", unknown: "region-not-known" };
      if (match.region === region) return { ...about, class: "free-fix" };
    }
    const seen = this.seenOf(host, entry, match);
    const own = ownSupport(logged, seen);
    if (own === "differs") return { ...about, class: "unknown", unknown: "answers-differ" };
    if (own === "yes") return { ...about, class: "v6-now", ipv6Hostname: host };
    if (match === null || judged === null) return { ...about, ...otherHost(own) };
    return { ...about, ...ofAws(match, own, judged.advice) };
  }

  /** What was observed of the very name. */
  private seenOf(host: string, entry: Identified | undefined, match: JudgedMatch | null): Support {
    const state = this.input.question.observed.get(host)?.ipv6.known ?? "unknown";
    if (state !== "unknown" || entry === undefined || match === null) return state;
    if (match.hostname !== host) return "unknown";
    const variant = match.variant ?? "default";
    return match.observed[variant]?.ipv6 ?? "unknown";
  }
}

const isGatewayService = (service: string): boolean =>
  GATEWAY_SERVICES.some((each) => each === service);

/** What the workload's resolver answered counts, unless others were answered otherwise. */
function ownSupport(logged: LoggedAaaa, seen: Support): Support | "differs" {
  if (logged === "differs") return "differs";
  if (logged === "unknown") return seen;
  return seen === "unknown" || seen === logged ? logged : "differs";
}

type Judged = Pick<HostVerdict, "class" | "unknown"> &
  Partial<Pick<HostVerdict, "setting" | "ipv6Hostname" | "change">>;

const NOT_CHECKED: Judged = { class: "unknown", unknown: "not-checked" satisfies UnknownReason };

function otherHost(own: Support): Judged {
  return own === "no" ? { class: "v4-only", unknown: null } : NOT_CHECKED;
}

/** A name of AWS without an IPv6 address, or not known to have one: its siblings decide. */
function ofAws(match: JudgedMatch, own: Support, advice: readonly string[]): Judged {
  const { state, setting, ipv6Hostname, siblings } = match;
  const change = advice.join(" ") || null;
  switch (state) {
    case "sibling":
      // What the name itself answers decides between now and with a setting.
      if (own !== "no") return NOT_CHECKED;
      return { class: "v6-config", unknown: null, setting, ipv6Hostname, change };
    case "ipv4":
    case "absent":
      // Whether AWS has another name in its place, its rules do not say.
      if (siblings.dualstack === match.hostname) {
        return own === "unknown" ? NOT_CHECKED : { class: "unknown", unknown: "rules-differ" };
      }
      return own === "unknown" ? NOT_CHECKED : { class: "v4-only", unknown: null, change };
    case "ipv6":
    case "private":
    case "no-region":
    case "unknown": {
      // AWS's rules may call the very name dual-stack: one log against them does not settle it.
      return own === "no" && siblings.dualstack === null ? otherHost(own) : NOT_CHECKED;
    }
  }
}
