import {
  CARRIED,
  CHARGED_PER,
  EGRESS_OPTION_IDS,
  type EgressOption,
} from "@egress6/core/facts/egress-option";
import { PRICE_IDS } from "@egress6/core/price/price-id";
import { z } from "zod";
import { factFile } from "./fact-file.js";
import { conflicts, fileHead, partialDate, provenance, text } from "./provenance-schema.js";

const charge = z.strictObject({
  priceId: z.enum(PRICE_IDS),
  per: z.enum(CHARGED_PER),
  quantity: z.int().positive().describe("how many of the unit of the price each counts for"),
});

const machineImage = z.strictObject({
  product: text,
  owner: z
    .string()
    .regex(/^\d{12}$/)
    .describe("the account that publishes it"),
  name: text.describe("a pattern of its name, before the architecture"),
  nat64Name: text.describe("the same of those that translate IPv6 to IPv4, too"),
  notes: z.array(text),
  nat64Notes: z.array(text),
  regions: z.array(text).min(1).describe("in which it is published"),
  regionsSource: text,
  source: text,
  asOf: partialDate,
});

const egressOption = z.strictObject({
  id: z.enum(EGRESS_OPTION_IDS),
  name: text,
  carries: z.array(z.enum(CARRIED)).min(1),
  reaches: z
    .union([z.enum(["internet", "aws-services"]), z.array(text).min(1)])
    .describe("any host; services that offer such an endpoint; or just these, by CLI name"),
  reachesOverIpv6: z
    .array(text)
    .optional()
    .describe("of those CLI names, the ones that it carries IPv6 to; absent: to all"),
  isManaged: z.boolean(),
  isPrivate: z.boolean().describe("whether nothing can connect in"),
  image: machineImage
    .optional()
    .describe("of instances: the public machine image that does it; absent: it is AWS's own"),
  charges: z.array(charge),
  sizes: z
    .array(
      z.strictObject({
        type: text,
        priceId: z.enum(PRICE_IDS),
        baselineMbitPerSecond: z.int().positive().describe("to the internet, for long"),
        burstMbitPerSecond: z.int().positive().describe("to the internet, for minutes"),
        memoryMib: z.int().positive(),
      }),
    )
    .min(1)
    .optional()
    .describe("types of instances, the cheapest first; absent: there is no size to choose"),
  constraints: z.array(text),
  constraintsIfSingle: z
    .array(text)
    .optional()
    .describe("what to know besides where one serves all zones"),
  since: partialDate.nullable().describe("null: before 2024"),
  conflicts,
  ...provenance,
});

/** `data/egress-options.json`. */
export const egressOptionsFile = z.strictObject({
  ...fileHead,
  options: z.array(egressOption).min(EGRESS_OPTION_IDS.length),
});

const read = factFile("egress-options.json", egressOptionsFile);

/** @throws Egress6Error FACTS_INVALID */
export const loadEgressOptions = (folder?: URL): readonly EgressOption[] => read(folder).options;
