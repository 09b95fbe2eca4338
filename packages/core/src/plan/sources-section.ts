import { dividedBy, isZero, roundedText, sum, times, whole } from "../price/exact.js";
import { EVIDENCE_SOURCES, type Evidence, type EvidenceSource } from "../workload/evidence.js";
import { leastGb } from "../workload/volume.js";
import { hostText, type Workload } from "../workload/workload.js";

const SOURCE_WORDS: Readonly<Record<EvidenceSource, string>> = {
  audit: "code",
  survey: "the account",
  flows: "flow logs",
  person: "a person",
};

const MOST_NAMES = 4;

interface Sources {
  readonly title: string;
  readonly isDetail: true;
  readonly lines: readonly string[];
}

/** What each source gave to the workload; none where a person wrote all of it. */
export function sourcesSections({ compute, services, hosts }: Workload): readonly Sources[] {
  const destinations = [
    ...services.map((traffic) => ({ name: traffic.service.cliName, ...traffic })),
    ...hosts.map((traffic) => ({ name: hostText(traffic.to), ...traffic })),
  ];
  const all = sourcesOf([...compute, ...destinations]);
  if (all.every((source) => source === "person")) return [];
  const measured = destinations.filter(({ evidence }) => saidBy(evidence).includes("flows"));
  const only = all.map((source) => ({
    source,
    names: destinations
      .filter(({ evidence }) => saidBy(evidence).join() === source)
      .map(({ name }) => name),
  }));
  return [
    {
      title: "Sources",
      isDetail: true,
      lines: [
        `${compute.length} compute from ${sourcesText(sourcesOf(compute))}. ${measured.length} of ${destinations.length} destinations are measured in flow logs.`,
        ...unattributedLines(hosts),
        ...(all.length < 2
          ? []
          : only
              .filter(({ names }) => names.length > 0)
              .map(({ source, names }) => `Only ${FROM_WORDS[source]}: ${namesText(names)}.`)),
      ],
    },
  ];
}

const FROM_WORDS: Readonly<Record<EvidenceSource, string>> = {
  audit: "in code",
  survey: "in the account",
  flows: "in flow logs",
  person: "written by a person",
};

const saidBy = (evidence: readonly Evidence[]): readonly EvidenceSource[] =>
  evidence.length === 0
    ? ["person"]
    : EVIDENCE_SOURCES.filter((source) => evidence.some(({ by }) => by === source));

const sourcesOf = (
  parts: readonly { readonly evidence: readonly Evidence[] }[],
): readonly EvidenceSource[] =>
  EVIDENCE_SOURCES.filter((source) =>
    parts.some(({ evidence }) => saidBy(evidence).includes(source)),
  );

const sourcesText = (sources: readonly EvidenceSource[]): string =>
  sources.map((source) => SOURCE_WORDS[source]).join(" and ");

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}

/** How much of the data has no name, of what is known of it. */
function unattributedLines(hosts: Workload["hosts"]): readonly string[] {
  const gbOf = (list: Workload["hosts"]) => sum(list.map(({ volume }) => leastGb(volume)));
  const nameless = gbOf(hosts.filter(({ to }) => to.kind === "unattributed"));
  if (isZero(nameless)) return [];
  const share = times(dividedBy(nameless, gbOf(hosts)), whole(100));
  return [`${roundedText(share, 0)} % of the data to hosts has no name.`];
}
