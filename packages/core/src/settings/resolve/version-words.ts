import { type Catalog, type NamePlace, partitionOfRegion } from "../../endpoint/catalog.js";
import {
  type FormerName,
  formerNames,
  type NotKnown,
  newServiceIn,
} from "../../endpoint/rules-history.js";
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
  catalog: Catalog,
  { service, region, variant }: NamePlace,
  why: NotKnown,
): string {
  if (why === "younger") return youngerWords(catalog, [service]);
  return `${doubtHead(catalog, `which ${VARIANT_WORDS[variant]}`, [service], region)}: ${reasonWords(catalog, why)}.`;
}

/** As `doubtWords`, for several services of which it is not known for the same reason. */
export function doubtWordsOfServices(
  catalog: Catalog,
  services: readonly string[],
  { region, variant }: Pick<NamePlace, "region"> & { readonly variant: Variant | "any" },
  why: NotKnown,
): string {
  if (why === "younger") return youngerWords(catalog, services);
  const what = variant === "any" ? "which hostnames" : `which ${VARIANT_WORDS[variant]}`;
  return `${doubtHead(catalog, what, services, region)}: ${reasonWords(catalog, why)}.`;
}

/** `SDK for Python (Boto3) 1.37.0 does not have aiops, which came with botocore 1.38.39 (2025-06-18).` */
function youngerWords({ release, history }: Catalog, services: readonly string[]): string {
  const born = services.map((service) => {
    const since = history === undefined ? null : newServiceIn(history, service);
    return since === null
      ? service
      : `${service}, which came with botocore ${since.since} (${since.date})`;
  });
  return `${release?.client} does not have ${born.join(", nor ")}.`;
}

function doubtHead(
  { release }: Catalog,
  what: string,
  services: readonly string[],
  region: string,
): string {
  return `We do not know ${what} ${release?.client} calls for ${services.join(", ")} in ${region}`;
}

function reasonWords({ history }: Catalog, why: NotKnown): string {
  const { from, to } = history ?? {};
  const reasons: Readonly<Record<NotKnown, string>> = {
    undated: "nothing tells with which endpoint rules that version came",
    "before-records": `our records of AWS's rules begin with botocore ${from?.version} (${from?.date})`,
    "after-records": `our records of AWS's rules end with botocore ${to?.version} (${to?.date})`,
    service: `our records are of the services of botocore ${to?.version}, which has no such service`,
    younger: "it is younger than that version",
    "near-change": "AWS changed it at about the time of that version",
    region: `our records are of the regions of the partition aws that AWS listed on ${to?.date}`,
    parameters: "our records are of hostnames without a bucket, an account and the like",
  };
  return reasons[why];
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
