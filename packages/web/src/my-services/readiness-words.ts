import { offersAny, type RegionReadiness } from "@egress6/core/verdict/list-readiness";

/** Whole per cent of the list that is ready, rounded down, so that 100 means all. */
export function readyPercent({ ready, services }: RegionReadiness): number {
  return services.length === 0 ? 0 : Math.floor((100 * ready.length) / services.length);
}

/** `3 of 4 ready, 1 unknown` */
export function readyWords({ ready, services, unknown }: RegionReadiness): string {
  const doubt = unknown.length === 0 ? "" : `, ${unknown.length} unknown`;
  return `${ready.length} of ${services.length} ready${doubt}`;
}

/** A sentence or two for all chosen regions; those that offer nothing of the list are only counted. */
export function verdictSentence(chosen: readonly RegionReadiness[]): string {
  const offering = chosen.filter(offersAny);
  const without = chosen.length - offering.length;
  const regions = offering.length === 0 ? chosen : offering;
  const [first] = regions;
  if (first === undefined) return "";
  if (chosen.length === 1 && first.isReady !== "yes") {
    return `${sentenceStart(first)} in ${first.region}.`;
  }
  const having = (state: RegionReadiness["isReady"]) =>
    regions.filter(({ isReady }) => isReady === state).length;
  const [ready, unknown] = [having("yes"), having("unknown")];
  const count = first.services.length;
  const who = count === 1 ? "the service" : `all ${count} services`;
  const verdict =
    ready === 0
      ? `In none of these ${regions.length} regions can ${who} be reached over IPv6`
      : `In ${whereWords(ready, regions)} ${who} can be reached over IPv6`;
  const doubt = unknown === 0 ? "" : ` ${plural(unknown)} not known well enough to say.`;
  const elsewhere =
    without === 0 || offering.length === 0
      ? ""
      : ` ${without === 1 ? "1 more offers" : `${without} more offer`} none of the list.`;
  return `${verdict}.${doubt}${elsewhere}`;
}

function sentenceStart({ ready, services, unknown }: RegionReadiness): string {
  const doubt =
    unknown.length === 0
      ? ""
      : `, and ${unknown.length} ${unknown.length === 1 ? "is" : "are"} unknown,`;
  return `${ready.length} of ${services.length} services can be reached over IPv6${doubt}`;
}

function whereWords(ready: number, regions: readonly RegionReadiness[]): string {
  if (regions.length === 1) return regions[0]?.region ?? "";
  return ready === regions.length
    ? `all ${ready} regions`
    : `${ready} of ${regions.length} regions`;
}

const plural = (regions: number) => (regions === 1 ? "1 region is" : `${regions} regions are`);
