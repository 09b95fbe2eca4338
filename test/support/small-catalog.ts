import { type Catalog, parseCatalog } from "@egress6/core/endpoint/catalog";

/** AWS's commercial partition with two of its regions, as the catalog's file has it. */
export const AWS_PARTITION = {
  name: "AWS Standard",
  dns: "amazonaws.com",
  dualDns: "api.aws",
  home: "us-east-1",
  regionRegex: "^(us|eu)\\-\\w+\\-\\d+$",
  regions: { "eu-west-1": "Europe (Ireland)", "us-east-1": "US East (N. Virginia)" },
};

/**
 * A catalog of few services. Most of AWS's are named by the pattern `standard`: `logs.eu-west-1.amazonaws.com`,
 * by opt-in `logs.eu-west-1.api.aws`.
 * @param services as the catalog's file has them
 * @param partitions likewise
 */
export function smallCatalog(
  services: object,
  partitions: object = { aws: AWS_PARTITION },
): Catalog {
  return parseCatalog({
    format: 1,
    rules: { source: "botocore", version: "1.2.3" },
    patterns: {
      standard: {
        default: "{label}.{region}.{dns}",
        dualstack: "{label}.{region}.{dualDns}",
        fips: "{label}-fips.{region}.{dns}",
        "fips-dualstack": "{label}-fips.{region}.{dualDns}",
      },
    },
    partitions,
    services,
  });
}
