/**
 * The zones in which AWS's endpoints lie: the DNS suffixes of all partitions, and `on.aws` for names of
 * single resources. Whether one of them has a wildcard has not been observed yet. It would do no harm: what a
 * random name gets in one zone alone is subtracted there.
 * @source data/catalog.json, partitions; a test holds them together
 */
export const APEXES = [
  "amazonaws.com",
  "api.aws",
  "on.aws",
  "amazonaws.com.cn",
  "api.amazonwebservices.com.cn",
  "amazonaws.eu",
  "api.amazonwebservices.eu",
  "c2s.ic.gov",
  "api.aws.ic.gov",
  "sc2s.sgov.gov",
  "api.aws.scloud",
  "cloud.adc-e.uk",
  "api.cloud-aws.adc-e.uk",
  "csp.hci.ic.gov",
  "api.aws.hci.ic.gov",
] as const;

/** The zone that a name lies in; null for names that are not AWS's. */
export function apexOf(name: string): string | null {
  return APEXES.find((apex) => name.endsWith(apex) && name.at(-apex.length - 1) === ".") ?? null;
}
