import {
  CALL_CONDITIONS,
  CALLED_NAMES,
  type ComputeKind,
  PLATFORMS,
  type Platform,
  SUBNET_KINDS,
} from "@egress6/core/facts/compute-kind";
import { z } from "zod";
import { factFile } from "./fact-file.js";
import { conflicts, fileHead, provenance, support, text } from "./provenance-schema.js";

const startupCall = z.strictObject({
  service: text.nullable().describe("CLI name in the catalog; null: it has no API of its own"),
  purpose: text,
  when: z.enum(CALL_CONDITIONS),
  calls: z
    .enum(CALLED_NAMES)
    .describe(
      "default: the default name; dualstack: the platform chooses the dual-stack name; unknown: one of the hosts",
    ),
  hosts: z.array(text).min(1).describe("with {Region} and {AccountId}"),
  endpoints: z.array(text).min(1).describe("PrivateLink services, after com.amazonaws.REGION."),
  documented: z
    .strictObject({ ipv6: support, asOf: text, source: text })
    .optional()
    .describe("what somebody wrote of the IPv6 addresses of the hosts; an observation outranks it"),
});

const computeKind = z.strictObject({
  id: text,
  platform: z.enum(PLATFORMS),
  subnets: z.enum(SUBNET_KINDS).describe("none: not attached to a VPC"),
  name: text,
  runs: support.describe("whether AWS lets it run there at all"),
  sendsIpv4: support,
  sendsIpv6: support,
  withSetting: z
    .strictObject({ setting: text, caveat: text })
    .optional()
    .describe("what makes it send IPv6, where it does not by default"),
  publicIpv4: support.describe("whether it can have a public IPv4 address of its own"),
  nat64: support.describe("whether DNS64 and NAT64 reach IPv4-only hosts from there"),
  startupCalls: z.array(startupCall),
  settings: z.array(text).describe("what must be set for the above to hold"),
  constraints: z.array(text),
  openToNewCustomers: z.boolean(),
  conflicts,
  ...provenance,
});

/** `data/compute-kinds.json`. */
export const computeKindsFile = z.strictObject({
  ...fileHead,
  aliases: z
    .partialRecord(z.enum(PLATFORMS), z.array(text).min(1))
    .describe("by platform: other words that people use for it"),
  kinds: z.array(computeKind).min(30),
});

const read = factFile("compute-kinds.json", computeKindsFile);

/** @throws Egress6Error FACTS_INVALID */
export const loadComputeKinds = (folder?: URL): readonly ComputeKind[] => read(folder).kinds;

/**
 * Other words for platforms.
 * @throws Egress6Error FACTS_INVALID
 */
export const loadPlatformAliases = (
  folder?: URL,
): Readonly<Partial<Record<Platform, readonly string[]>>> => read(folder).aliases;
