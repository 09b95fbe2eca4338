import { parseFilter, type TypedFilter } from "@egress6/core/endpoint/filter";
import { scanNames } from "@egress6/core/endpoint/scan-order";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import type { Records } from "../support/dns/server.js";

/** The names a scan with these filters observes. */
export function namesOf(typed: TypedFilter): readonly string[] {
  const catalog = loadCatalog();
  return scanNames(catalog, [], parseFilter(catalog, typed));
}

export const A: Records = { A: ["52.94.5.1"] };
export const BOTH: Records = { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] };

/** S3's dual-stack names and EC2's default names have AAAA, FIPS names do not exist, the rest has A only. */
export function recordsOf(names: readonly string[]): Record<string, Records> {
  return Object.fromEntries(
    names.flatMap((name): [string, Records][] => {
      if (name.includes("fips")) return [];
      const hasIpv6 = name.startsWith("ec2.") || name.includes(".dualstack.");
      return [[name, hasIpv6 ? BOTH : A]];
    }),
  );
}
