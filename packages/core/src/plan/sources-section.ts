import { dividedBy, type Exact, isZero, roundedText, sum, times, whole } from "../price/exact.js";
import { EVIDENCE_SOURCES, type Evidence, type EvidenceSource } from "../workload/evidence.js";
import { NOT_GIVEN } from "../workload/gaps.js";
import { exactAmount, leastGb } from "../workload/volume.js";
import {
  type ExistingNetwork,
  hostText,
  type Traffic,
  type Workload,
} from "../workload/workload.js";
import { countText } from "./count-words.js";
import { gigabytesText } from "./plan-words.js";
import type { Section } from "./section.js";

const SOURCE_WORDS: Readonly<Record<EvidenceSource, string>> = {
  audit: "code",
  survey: "the account",
  flows: "flow logs",
  person: "a person",
};

const MOST_NAMES = 4;

/** What each source gave to the workload, and where each figure stands; none where a person wrote all of it. */
export function sourcesSections(workload: Workload): readonly Section[] {
  const { compute, hosts } = workload;
  const destinations = namedDestinations(workload);
  const all = sourcesOf([...compute, ...destinations]);
  const missing = missingIn(hosts);
  if (missing.length === 0 && all.every((source) => source === "person")) return [];
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
        ...(missing.length === 0
          ? []
          : [
              `Not given: ${sourcesText(missing)}. What ${missing.length === 1 ? "it" : "they"} would show is counted as \`unattributed\`, of unknown volume, so that no design looks better than it may be. If nothing is missing, say \`complete: true\` in a file.`,
            ]),
        ...(all.length < 2
          ? []
          : only
              .filter(({ names }) => names.length > 0)
              .map(({ source, names }) => `Only ${FROM_WORDS[source]}: ${namesText(names)}.`)),
      ],
    },
    placesSection(workload),
  ];
}

/** Services and hosts, without what only stands for a source that was not given. */
const namedDestinations = ({
  services,
  hosts,
}: Workload): readonly (Traffic & { readonly name: string })[] =>
  [
    ...services.map((traffic) => ({ name: serviceName(traffic), ...traffic })),
    ...hosts.map((traffic) => ({ name: hostText(traffic.to), ...traffic })),
  ].filter(({ evidence }) => !evidence.some(isNotGiven) || saidBy(evidence).length > 0);

const serviceName = ({ service, region }: Workload["services"][number]): string =>
  region === null ? service.cliName : `${service.cliName} in ${region}`;

const isNotGiven = ({ ref }: Evidence): boolean => ref === NOT_GIVEN;

const missingIn = (hosts: Workload["hosts"]): readonly EvidenceSource[] => {
  const marks = hosts.flatMap(({ evidence }) => evidence.filter(isNotGiven));
  return EVIDENCE_SOURCES.filter((source) => marks.some(({ by }) => by === source));
};

const MOST_PLACES = 3;

/** A line for each figure, with the places that say it. */
const placesSection = (workload: Workload): Section => ({
  title: "Evidence of each figure",
  isDetail: true,
  lines: [],
  items: workloadFigures(workload).map(({ name, says, places }) => {
    const more = places.length - MOST_PLACES;
    return {
      text: `${name}${says}`,
      under: more > 0 ? [...places.slice(0, MOST_PLACES), `and ${more} more`] : places,
    };
  }),
});

/** A part of a workload, and who says it. */
export interface WorkloadFigure {
  readonly name: string;
  /** What is said of it, to stand behind its name: `: 2 × EC2 on Nitro`. */
  readonly says: string;
  /** `code, main.tf:127`; never empty. */
  readonly places: readonly string[];
  /** `only in code`: a destination that the other sources do not know; null: several know it, or there are no others. */
  readonly only: string | null;
}

/** All parts of a workload, with the places that say each. */
export function workloadFigures(workload: Workload): readonly WorkloadFigure[] {
  const { region, zones, compute, existing, evidence } = workload;
  const destinations = namedDestinations(workload);
  const isOfSeveral = sourcesOf([...compute, ...destinations]).length > 1;
  const figure = (name: string, says: string, of: readonly Evidence[]): WorkloadFigure => ({
    name,
    says,
    places: placeLines(of),
    only: null,
  });
  return [
    figure(region, `, ${countText(zones, "zone")}`, evidence),
    ...compute.map((each) =>
      figure(
        each.name,
        `: ${each.isCountOpen ? "at least " : ""}${each.count} × ${each.kind.name}`,
        each.evidence,
      ),
    ),
    ...destinations.map((each) => {
      const [source, ...others] = saidBy(each.evidence);
      return {
        ...figure(each.name, `: ${volumeWords(each)}`, each.evidence),
        only:
          isOfSeveral && source !== undefined && others.length === 0
            ? `only ${FROM_WORDS[source]}`
            : null,
      };
    }),
    ...(existing === null ? [] : [figure("existing", existingText(existing), existing.evidence)]),
  ];
}

function placeLines(evidence: readonly Evidence[]): readonly string[] {
  if (evidence.length === 0) return ["a person"];
  const lines = evidence
    .filter((each) => !isNotGiven(each))
    .map(({ by, at, ref }) =>
      [SOURCE_WORDS[by], ...(ref === null ? [] : [ref]), ...(at === null ? [] : [at])].join(", "),
    );
  return [...new Set(lines)];
}

function volumeWords({ volume, windowDays }: Traffic): string {
  const window = windowDays === null ? "" : `, measured over ${daysText(exactAmount(windowDays))}`;
  switch (volume.kind) {
    case "known":
      return `${gigabytesText(volume.gb)} a month${window}`;
    case "range":
      return volume.high === null
        ? `at least ${gigabytesText(volume.low)} a month${window}`
        : `${gigabytesText(volume.low, volume.high)} a month${window}`;
    case "unknown":
      return "an unknown amount of data";
  }
}

function daysText(days: Exact): string {
  const text = roundedText(days, 1).replace(/\.0$/, "");
  return text === "1" ? "a day" : `${text} days`;
}

function existingText({ natGateways, publicIpv4, ...endpoints }: ExistingNetwork): string {
  const interfaces = endpoints.interfaceEndpoints.length;
  const gateways = endpoints.gatewayEndpoints.length;
  return `: ${[
    countText(natGateways, "NAT gateway"),
    countText(publicIpv4, "public IPv4 address", "public IPv4 addresses"),
    countText(interfaces, "interface endpoint"),
    countText(gateways, "gateway endpoint"),
  ].join(", ")}`;
}

const FROM_WORDS: Readonly<Record<EvidenceSource, string>> = {
  audit: "in code",
  survey: "in the account",
  flows: "in flow logs",
  person: "written by a person",
};

/** None of an item that only stands for a source that was not given. */
const saidBy = (evidence: readonly Evidence[]): readonly EvidenceSource[] =>
  evidence.length === 0
    ? ["person"]
    : EVIDENCE_SOURCES.filter((source) =>
        evidence.some((each) => each.by === source && !isNotGiven(each)),
      );

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
