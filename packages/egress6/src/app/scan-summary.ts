import { isConclusive, type OutcomeKind } from "@egress6/core/observation/outcome";
import type { NameSupport } from "@egress6/core/verdict/support";
import { FAMILIES, type Family, supportOf } from "@egress6/core/verdict/support";
import type { ScanRecord, ScanSummary, StoreReader } from "../ports.js";

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
