import { nearest } from "../identify/nearest.js";
import { compare, type Exact, roundedText } from "../price/exact.js";
import { exactAmount, leastGb, mostGb } from "../workload/volume.js";
import { otherRegionOfZoneId } from "../workload/zone-of-region.js";
import type { Destination } from "./destination.js";
import { UNITS_PER_GB } from "./flows.js";
import { averageMbitPerSecond } from "./nat-instance-load.js";
import type { PlanInput } from "./plan-input.js";

/** What the workload says and the plan cannot take as it stands: how it counts instead. */
export function inputDoubts(
  input: PlanInput,
  destinations: readonly Destination[],
): readonly string[] {
  return [
    ...lowPeak(input, destinations),
    ...lowPeaks(input, destinations),
    ...foreignZones(input),
    ...unlistedEndpoints(input),
  ];
}

/** No peak is below the average. */
function lowPeak({ workload }: PlanInput, destinations: readonly Destination[]): readonly string[] {
  const { peakMbitPerSecond } = workload;
  if (peakMbitPerSecond === null) return [];
  const leaving = destinations.filter(
    ({ hasGateway, from }) => !hasGateway && from.some(({ kind }) => kind.subnets !== "none"),
  );
  const units = leaving.reduce(
    (total, { volume }) => total + unitsOf(mostGb(volume) ?? leastGb(volume)),
    0n,
  );
  const average = averageMbitPerSecond(units, workload);
  if (compare(exactAmount(peakMbitPerSecond), average) >= 0) return [];
  const peak = peakMbitPerSecond.toLocaleString("en-US");
  return [
    `The stated peak of ${peak} Mbit/s is below the average of ${roundedText(average, 1)} Mbit/s that the volumes make. The average counts. Check \`peakMbitPerSecond\` and \`gbPerMonth\`.`,
  ];
}

/** The same of single destinations, and of their sum. */
function lowPeaks(
  { workload }: PlanInput,
  destinations: readonly Destination[],
): readonly string[] {
  const stated = destinations.flatMap(({ name, volume, peakMbitPerSecond: peak }) => {
    if (peak === null) return [];
    const average = averageMbitPerSecond(unitsOf(mostGb(volume) ?? leastGb(volume)), workload);
    return [{ name, peak, average, isLow: compare(exactAmount(peak), average) < 0 }];
  });
  const most = Math.max(0, ...stated.map(({ peak }) => peak));
  const { peakMbitPerSecond: all } = workload;
  return [
    ...stated
      .filter(({ isLow }) => isLow)
      .map(
        ({ name, peak, average }) =>
          `The stated peak of ${name}, ${mbitText(peak)}, is below its average of ${roundedText(average, 1)} Mbit/s: check both.`,
      ),
    ...(all !== null && most > all
      ? [
          `The peak of the workload, ${mbitText(all)}, is below that of one destination, ${mbitText(most)}. The destination counts.`,
        ]
      : []),
  ];
}

const mbitText = (mbit: number): string => `${mbit.toLocaleString("en-US")} Mbit/s`;

const unitsOf = ({ numerator, denominator }: Exact): bigint =>
  (numerator * UNITS_PER_GB) / denominator;

/** Ids of zones are not documented by their letters, so that a foreign one is a doubt, not a fault. */
function foreignZones({ workload, catalog }: PlanInput): readonly string[] {
  const { region, zoneNames, existing } = workload;
  const regions = catalog.partitions.flatMap((each) => each.regions.map(({ id }) => id));
  const zones = [
    ...(zoneNames ?? []),
    ...(existing?.subnets ?? []).flatMap(({ zone }) => zone ?? []),
  ];
  return [...new Set(zones)].flatMap((zone) => {
    const other = otherRegionOfZoneId(zone, region, regions);
    if (other === null) return [];
    return [
      `\`${zone}\` looks like the id of a zone in ${other}, not in ${region}. Compare it with \`aws ec2 describe-availability-zones --region ${region}\`.`,
    ];
  });
}

/** Endpoints that exist and that AWS's list does not have: those of partners, newer ones, and slips of the hand. */
function unlistedEndpoints({ workload, facts }: PlanInput): readonly string[] {
  const listed = new Set([
    ...[...facts.privateLink.values()].flatMap(({ endpoints }) => endpoints),
    ...workload.compute.flatMap(({ kind }) =>
      kind.startupCalls.flatMap(({ endpoints }) => endpoints),
    ),
  ]);
  const { interfaceEndpoints = [] } = workload.existing ?? {};
  const { asOf } = facts.privateLinkSource;
  return interfaceEndpoints
    .filter((name) => !listed.has(name))
    .map((name) => {
      const near = nearest(name, [...listed], (known) => [known], 2);
      return `The interface endpoint \`${name}\` of \`existing\` is not in AWS's list of ${asOf}. It counts in today's cost, and whether anything of this workload uses it is unknown. Nearest in the list: ${near.join(", ")}.`;
    });
}
