/** The letters that ids of zones have for a direction: `us-east-1` is `use1`. */
const DIRECTIONS: Readonly<Record<string, string>> = {
  north: "n",
  south: "s",
  east: "e",
  west: "w",
  central: "c",
  northeast: "ne",
  northwest: "nw",
  southeast: "se",
  southwest: "sw",
};

/** What ids of zones of the region begin with; `null`: not known, as in regions with longer names. */
function zoneIdPrefix(region: string): string | null {
  const [, area, gov = "", direction = "", number] =
    /^([a-z]{2})-(gov-)?([a-z]+)-(\d+)$/.exec(region) ?? [];
  const letters = DIRECTIONS[direction];
  if (area === undefined || letters === undefined) return null;
  return `${area}${gov === "" ? "" : "g"}${letters}${number}`;
}

/** The other region that the zone is of, by its name; `null`: it is of this one, or it is no name. */
export function otherRegionOfZone(
  zone: string,
  region: string,
  regions: readonly string[],
): string | null {
  if (!/^[a-z]+(-[a-z]+)+-\d/.test(zone) || zone.startsWith(region)) return null;
  const longestFirst = [...regions].sort((a, b) => b.length - a.length);
  return longestFirst.find((each) => zone.startsWith(each)) ?? "another region";
}

/** The other region that the id of a zone looks like one of; `null`: of this one, or that cannot be told. */
export function otherRegionOfZoneId(
  zone: string,
  region: string,
  regions: readonly string[],
): string | null {
  const [, prefix] = /^([a-z]+\d+)-/.exec(zone) ?? [];
  const own = zoneIdPrefix(region);
  if (prefix === undefined || own === null || prefix === own) return null;
  return regions.find((each) => zoneIdPrefix(each) === prefix) ?? null;
}
