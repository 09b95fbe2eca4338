import {
  type AdditionalVariantName,
  answerEndpoint,
  type EndpointAnswer,
  type VariantName,
} from "../../endpoint/answer-endpoint.js";
import type { Catalog } from "../../endpoint/catalog.js";
import type { Partition, Service, Variant } from "../../endpoint/types.js";

/** No region, but STS clients may be given it: it means the global name of the past. */
export const GLOBAL_REGION = "aws-global";

export function isGlobalSts(service: Service, region: string): boolean {
  return service.cliName === "sts" && region === GLOBAL_REGION;
}

/** @source botocore data/sts endpoint-rule-set-1.json: `aws-global` without switches has no region in its name */
export function globalSts(catalog: Catalog, variant: Variant): EndpointAnswer {
  const home = homeRegion(catalog);
  const suffix = commercialPartition(catalog)?.dnsSuffix ?? "";
  const answer = answerEndpoint(catalog, "sts", { region: home, variant });
  const rename = (name: VariantName | null, each: Variant): VariantName | null =>
    name && {
      hostname: each === "default" ? `sts.${suffix}` : name.hostname.replace(home, GLOBAL_REGION),
      scope: "partition",
    };
  const variants = {
    default: rename(answer.variants.default, "default"),
    dualstack: rename(answer.variants.dualstack, "dualstack"),
    fips: rename(answer.variants.fips, "fips"),
    "fips-dualstack": rename(answer.variants["fips-dualstack"], "fips-dualstack"),
  };
  const additional: readonly AdditionalVariantName[] = [];
  const chosen = variants[variant];
  return {
    ...answer,
    region: GLOBAL_REGION,
    url: chosen && `https://${chosen.hostname}`,
    hostname: chosen?.hostname ?? null,
    variants,
    additional,
  };
}

/** Where calls to names of the whole commercial partition are signed for. */
export function homeRegion(catalog: Catalog): string {
  return commercialPartition(catalog)?.homeRegion ?? "us-east-1";
}

function commercialPartition({ partitions }: Catalog): Partition | undefined {
  return partitions.find(({ id }) => id === "aws");
}
