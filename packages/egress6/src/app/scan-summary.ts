import { isConclusive, type OutcomeKind } from "@egress6/core/observation/outcome";
import type { Witness } from "@egress6/core/observation/witness";
import type { HeldTurn } from "@egress6/core/verdict/brake";
import type { NameSupport } from "@egress6/core/verdict/support";
import { FAMILIES, type Family, type Support, supportOf } from "@egress6/core/verdict/support";
import type { ScanRecord, ScanState, StoreReader, SupportChange } from "../ports.js";

export type SupportCounts = Readonly<Record<Support, number>>;

export interface ScanSummary {
  readonly scan: ScanRecord;
  readonly state: Exclude<ScanState, "running">;
  /** Why it failed or is held, or what is to be known of the resolvers it rests on. */
  readonly reason: string | null;
  readonly isResumed: boolean;
  /** Names in the scan. */
  readonly names: number;
  /** Of `names`: conclusively observed before this run went on with the scan. */
  readonly resumedNames: number;
  /** Of `names`: observed in this run, conclusively or not. */
  readonly observedNames: number;
  /** What is known of all names in the scan, from this scan and those before. */
  readonly support: Readonly<Record<Family, SupportCounts>>;
  /** Questions about names in the scan that last ended without saying anything about the name. */
  readonly inconclusive: Readonly<Partial<Record<OutcomeKind, number>>>;
  /** Since the scan began; first observations are none. Oldest first. */
  readonly changes: readonly SupportChange[];
  /** Known as yes, last seen as no by one voice only. */
  readonly unconfirmedLosses: readonly { readonly name: string; readonly family: Family }[];
  /** Changes that were seen and wait for a later scan. */
  readonly held: readonly HeldTurn[];
  /** How far the word of each resolver went; empty when nothing was asked. */
  readonly resolvers: readonly Witness[];
  /** How many of the resolvers can confirm each other, see `voiceOf`. */
  readonly voices: number;
  readonly durationMs: number;
}

/** What the store says about the names of a scan. */
export function summarize(
  store: StoreReader,
  scan: ScanRecord,
  names: readonly string[],
): Pick<ScanSummary, "support" | "inconclusive" | "changes" | "unconfirmedLosses"> {
  const known = store.readSupport();
  const support = { ipv4: noCounts(), ipv6: noCounts() };
  const inconclusive: Partial<Record<OutcomeKind, number>> = {};
  const unconfirmedLosses: { name: string; family: Family }[] = [];
  for (const name of names) {
    const states: Partial<NameSupport> = known.get(name) ?? {};
    for (const family of FAMILIES) {
      const state = states[family];
      support[family][supportOf(state)] += 1;
      const kind = state?.lastOutcome ?? null;
      if (kind !== null && !isConclusive(kind)) inconclusive[kind] = (inconclusive[kind] ?? 0) + 1;
      if (state?.unconfirmedNo) unconfirmedLosses.push({ name, family });
    }
  }
  const isInScan = new Set(names);
  return {
    support,
    inconclusive,
    changes: store.readChanges(scan.startedAt).filter(({ name }) => isInScan.has(name)),
    unconfirmedLosses,
  };
}

const noCounts = () => ({ yes: 0, no: 0, unknown: 0 });
