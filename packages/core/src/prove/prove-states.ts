import { type Findings, type Leak, NO_FINDINGS, type ProvedChange } from "./proof.js";

export type ReachedOverIpv6 = "yes" | "no" | "unknown";

/** What a check or a doctor says of one service or host. */
export interface StateOfTarget {
  /** The same in both documents. */
  readonly key: string;
  readonly name: string;
  /** CLI name; null: no service of AWS. */
  readonly service: string | null;
  /** The word of the document: `broken`, `needs-setting`, `by default`. */
  readonly state: string;
  /** Whether it is reached over IPv6 alone. */
  readonly reached: ReachedOverIpv6;
  /** The nearer to IPv6 the more; null: not known. */
  readonly rank: number | null;
  /** What stands in the way; null: nothing, or it is not said. */
  readonly why: string | null;
}

/** Why two checks, or two doctors, cannot be compared; null: they can. */
export function whyTargetsDiffer(
  before: readonly StateOfTarget[],
  after: readonly StateOfTarget[],
): string | null {
  if (before.length === 0 || after.length === 0) return null;
  const keys = new Set(before.map(({ key }) => key));
  return after.some(({ key }) => keys.has(key))
    ? null
    : "they look at nothing that is the same; give both the same services and regions";
}

/** Two checks, or two doctors. What the second does not look at is unknown, and has not moved. */
export function proveStates(
  before: readonly StateOfTarget[],
  after: readonly StateOfTarget[],
): Findings {
  const [was, is] = [byKey(before), byKey(after)];
  const found = { better: list(), worse: list(), other: list(), unknown: list() };
  for (const [key, target] of was) {
    const now = is.get(key);
    if (now === undefined) {
      found.unknown.push(changeOf(target, null, "not in the second document"));
    } else if (now.rank === null && target.rank !== null) {
      found.unknown.push(changeOf(target, now, "no longer known"));
    } else if (now.rank !== null && now.rank !== target.rank) {
      found[sideOf(target.rank, now)].push(changeOf(target, now, WORDS[now.reached]));
    } else if (now.state !== target.state) {
      found.other.push(changeOf(target, now, "reached in another way"));
    }
  }
  for (const [key, target] of is) {
    if (was.has(key)) continue;
    const change = { ...changeOf(target, target, "not in the first document"), before: null };
    found.other.push(change);
  }
  return {
    ...NO_FINDINGS,
    ...found,
    leaks: after.flatMap(leakOf),
    isPartial: found.unknown.length > 0,
  };
}

const WORDS: Readonly<Record<ReachedOverIpv6, string>> = {
  yes: "now reached over IPv6",
  no: "not reached over IPv6",
  unknown: "not known",
};

/** What was not known before is better only where it is now reached. */
function sideOf(before: number | null, { rank, reached }: StateOfTarget) {
  if (before === null) return reached === "yes" ? "better" : "other";
  return (rank ?? 0) > before ? "better" : "worse";
}

const list = (): ProvedChange[] => [];

const byKey = (targets: readonly StateOfTarget[]): ReadonlyMap<string, StateOfTarget> =>
  new Map(targets.map((target) => [target.key, target]));

const changeOf = (
  before: StateOfTarget,
  after: StateOfTarget | null,
  what: string,
): ProvedChange => ({
  resource: before.name,
  what,
  before: before.state,
  after: after?.state ?? null,
});

/** What is not known to be reached over IPv6 may go over IPv4. */
function leakOf({ name, reached, why, state }: StateOfTarget): readonly Leak[] {
  if (reached === "yes") return [];
  const reason = why ?? (reached === "unknown" ? "not known whether IPv6 reaches it" : state);
  return [{ name, why: reason, traffic: null }];
}
