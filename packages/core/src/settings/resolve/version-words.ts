import { type Catalog, type NamePlace, partitionOfRegion } from "../../endpoint/catalog.js";
import { type FormerName, formerNames, type NotKnown } from "../../endpoint/rules-history.js";
import type { Variant } from "../../endpoint/types.js";

const VARIANT_WORDS: Readonly<Record<Variant, string>> = {
  default: "default hostname",
  dualstack: "dual-stack hostname",
  fips: "FIPS hostname",
  "fips-dualstack": "FIPS dual-stack hostname",
};

/**
 * `We do not know which dual-stack hostname SDK for Python (Boto3) 1.50.0 calls for logs in eu-west-1: …`
 * @returns null where it is known
 */
export function notKnownWords(catalog: Catalog, place: NamePlace): string | null {
  const { release } = catalog;
  const why = release?.whyNotKnown(place) ?? null;
  return why === null ? null : doubtWords(catalog, place, why);
}

/** As `notKnownWords`, for a reason that is known already. */
export function doubtWords(
  { release, history }: Catalog,
  { service, region, variant }: NamePlace,
  why: NotKnown,
): string {
  const { from, to } = history ?? {};
  const reasons: Readonly<Record<NotKnown, string>> = {
    undated: "nothing tells with which endpoint rules that version came",
    "before-records": `our records of AWS's rules begin with botocore ${from?.version} (${from?.date})`,
    "after-records": `our records of AWS's rules end with botocore ${to?.version} (${to?.date})`,
    "near-change": "AWS changed it at about the time of that version",
    region: `our records are of the regions of the partition aws that AWS listed on ${to?.date}`,
    parameters: "our records are of hostnames without a bucket, an account and the like",
  };
  return `We do not know which ${VARIANT_WORDS[variant]} ${release?.client} calls for ${service} in ${region}: ${reasons[why]}.`;
}

/** What else answers. */
export const ASK_RULES =
  "Leave the version out to see the hostname of today's rules, or look at a request of that SDK.";

/** The hostnames that older SDKs call in place of the catalog's; empty where no history is at hand. */
export function formerNamesOf(
  catalog: Catalog,
  place: NamePlace & { readonly todays: string | null },
): readonly FormerName[] {
  const { history } = catalog;
  const partition = partitionOfRegion(catalog, place.region);
  if (history === undefined || partition === null) return [];
  const partitionRegions = partition.regions.map(({ id }) => id);
  return formerNames(history, { ...place, partitionRegions });
}
