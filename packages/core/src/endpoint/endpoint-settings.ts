import { Egress6Error } from "../errors.js";
import type { Variant } from "./types.js";

/** What decides which of a service's names an SDK uses. */
export interface EndpointSettings {
  readonly region: string;
  readonly variant: Variant;
}

export interface EndpointFlags {
  readonly region?: string | undefined;
  readonly dualstack?: boolean | undefined;
  readonly fips?: boolean | undefined;
}

/**
 * Settles the region and the variant: what is said outright, else what the environment says.
 * The rest of what SDKs obey (profiles, endpoint URLs, global switches) has its place here.
 * @throws Egress6Error REGION_MISSING
 */
export function settleEndpoint(
  flags: EndpointFlags,
  env: Readonly<Record<string, string | undefined>>,
): EndpointSettings {
  const region = flags.region || env["AWS_REGION"] || env["AWS_DEFAULT_REGION"];
  if (region === undefined || region === "") {
    throw new Egress6Error(
      "REGION_MISSING",
      "input",
      "No region is set. Give --region, such as --region eu-central-1, or set AWS_REGION or AWS_DEFAULT_REGION.",
    );
  }
  return {
    region: region.trim().toLowerCase(),
    variant: variantOf(flags.dualstack ?? false, flags.fips ?? false),
  };
}

function variantOf(isDualstack: boolean, isFips: boolean): Variant {
  if (isFips) return isDualstack ? "fips-dualstack" : "fips";
  return isDualstack ? "dualstack" : "default";
}
