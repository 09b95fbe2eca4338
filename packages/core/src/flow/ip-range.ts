import { type PrefixEntry, PrefixTable } from "./prefix-table.js";

/** What AWS's ip-ranges.json says of a prefix. */
export interface IpRange {
  readonly prefix: string;
  /** `S3`, `CLOUDFRONT`, `EC2`, `AMAZON` … */
  readonly service: string;
  readonly region: string;
}

/** Which service is the most specific where the same prefix is listed for several. */
const rankOf = (service: string): number => (service === "AMAZON" ? 0 : service === "EC2" ? 1 : 2);

/** Finds what is said of an address: the longest prefix, and of the same one the most specific service. */
export function ipRangeTable(ranges: readonly IpRange[]): PrefixTable<IpRange> {
  const entries: PrefixEntry<IpRange>[] = [...ranges]
    .sort((a, b) => rankOf(a.service) - rankOf(b.service) || (a.service < b.service ? -1 : 1))
    .map((value) => ({ prefix: value.prefix, value }));
  return new PrefixTable(entries);
}
