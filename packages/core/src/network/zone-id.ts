/**
 * Whether a zone is named by its id, `use1-az1`, or `usw2-lax1-az1` of a local zone, which is the same zone in
 * every account.
 */
export const isZoneId = (zone: string): boolean => /^[a-z]+\d+-(?:[a-z]+\d+-)?az\d+$/.test(zone);
