import type { EvidenceSource } from "./evidence.js";
import { joinSenders } from "./join-senders.js";
import type { MergedWorkload, WorkloadSource } from "./merge.js";
import type { EvidenceEntry, HostEntry, WorkloadPartFile } from "./schema.js";
import { plusVolume, UNKNOWN_VOLUME } from "./volume.js";
import { UNATTRIBUTED, type Workload } from "./workload.js";
import { entryVolume, volumeEntry } from "./write-workload.js";

/** Those that look by themselves: code, account and traffic. */
const LOOKING = ["audit", "survey", "flows"] as const satisfies readonly EvidenceSource[];

/** What stands as the place of evidence of a source that was not given. */
export const NOT_GIVEN = "not given";

/** The sources that were not given, where others were; none where people say that theirs is all. */
export function missingSources(
  sources: readonly WorkloadSource[],
  { complete }: WorkloadPartFile,
): readonly EvidenceSource[] {
  if (complete === true || sources.length < 2) return [];
  const given = new Set(sources.flatMap(({ by, part }) => [by, ...saidBy(part)]));
  const missing = LOOKING.filter((source) => !given.has(source));
  return missing.length === LOOKING.length ? [] : missing;
}

/** Whether it is there only for sources that were not given. */
export const standsForGap = ({ evidence }: Workload["hosts"][number]): boolean =>
  evidence.length > 0 && evidence.every(({ ref }) => ref === NOT_GIVEN);

/** Whether there may be compute that nobody names. */
export const mayHaveOtherCompute = ({ hosts }: Workload): boolean =>
  hosts.some(({ evidence }) =>
    evidence.some(({ by, ref }) => ref === NOT_GIVEN && (by === "audit" || by === "survey")),
  );

function saidBy(part: WorkloadPartFile): readonly EvidenceSource[] {
  const { compute, services, hosts, existing } = part;
  const all = [part, ...(compute ?? []), ...(services ?? []), ...(hosts ?? []), existing];
  return all.flatMap((entry) => (entry?.evidence ?? []).map(({ by }) => by));
}

/**
 * What merging leaves open. Callers are joined; what a source that was not given would have shown is of unknown volume, so that no design looks better for want of it.
 */
export function withGaps(
  merged: MergedWorkload,
  sources: readonly WorkloadSource[],
): WorkloadPartFile {
  const part = joinSenders(merged.part);
  const missing = missingSources(sources, part);
  if (missing.length === 0) return part;
  const evidence = missing.map(
    (by): EvidenceEntry => ({ by, ref: NOT_GIVEN, confidence: "inferred" }),
  );
  const hosts = part.hosts ?? [];
  const isNameless = ({ host, from }: HostEntry) => host === UNATTRIBUTED && !from;
  const known = hosts.find(isNameless);
  return {
    ...part,
    ...(missing.includes("survey") || missing.includes("audit")
      ? { compute: (part.compute ?? []).map((each) => withOpenCount(each)) }
      : {}),
    hosts: [
      ...hosts.filter((each) => each !== known),
      {
        ...known,
        host: UNATTRIBUTED,
        gbPerMonth: volumeEntry(plusVolume(entryVolume(known?.gbPerMonth), UNKNOWN_VOLUME)),
        // Parts of what is now open at the top no longer add up.
        inGbPerMonth: undefined,
        outGbPerMonth: undefined,
        evidence: [...(known?.evidence ?? []), ...evidence],
      },
    ],
  };
}

/** A person who writes a count knows it; else there may be more than those who looked have seen. */
function withOpenCount<
  T extends { readonly evidence?: readonly EvidenceEntry[] | null | undefined },
>(compute: T): T & { readonly countIsLeast?: true } {
  const isKnown = (compute.evidence ?? []).some(({ by }) => by === "person");
  return isKnown ? compute : { ...compute, countIsLeast: true };
}
