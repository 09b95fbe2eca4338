import { setPartitionInfo } from "@aws-sdk/core/client";
import type { Partition, Variant } from "@egress6/core/endpoint/types";
import type { NameOf } from "./compact-names.js";
import { evaluate, type PartitionsInfo, type RuleParams, type Rules } from "./rule-engine.js";

/** What the rules say of the signature for one set of parameters; null: nothing, or no such endpoint. */
export type SigningInRules = {
  readonly name: string | null;
  readonly region: string | null;
} | null;

/**
 * How AWS's rules have requests signed, beside where they are sent: IAM is signed for `us-east-1`
 * from everywhere, and a request that names another region is refused.
 */
export function createSigningReader(partitions: PartitionsInfo) {
  return (rules: Rules, params: RuleParams): SigningInRules => {
    setPartitionInfo(partitions, "");
    try {
      return scopeOf(evaluate(rules, params).properties?.["authSchemes"]);
    } catch {
      return null; // The rules build no such endpoint.
    }
  };
}

function scopeOf(authSchemes: unknown): SigningInRules {
  const first: unknown = Array.isArray(authSchemes) ? authSchemes[0] : undefined;
  if (typeof first !== "object" || first === null) return null;
  const text = (key: string) => {
    const value: unknown = Reflect.get(first, key);
    return typeof value === "string" && value !== "" ? value : null;
  };
  const set: unknown = Reflect.get(first, "signingRegionSet");
  const regions = Array.isArray(set) ? set.filter((each) => typeof each === "string") : [];
  return {
    name: text("signingName"),
    region: text("signingRegion") ?? (regions.join(",") || null),
  };
}

/** Whether the rules say anything of the signature; most leave it to region and service. */
export function saysSigning(rules: Rules): boolean {
  return /"signing(Region|RegionSet|Name)"/.test(JSON.stringify(rules));
}

/** The signing region for each place; where there is no endpoint, the region itself. */
export function signingRegionOf(
  read: (partition: Partition, region: string, variant: Variant) => SigningInRules,
): NameOf {
  return (partition, region, variant) => read(partition, region, variant)?.region ?? region;
}
