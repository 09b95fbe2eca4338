import type { Provenance } from "@egress6/core/facts/provenance";
import type { PrivateLinkService } from "@egress6/core/plan/plan-input";
import { z } from "zod";
import { factFile } from "./fact-file.js";
import { fileHead, partialDate, provenance, support, text } from "./provenance-schema.js";

const service = z.strictObject({
  endpoints: z.array(text).min(1).describe("all that its calls need, after com.amazonaws.REGION."),
  ipv6: support.describe("whether they may have IPv6 addresses"),
  serviceNames: z
    .record(z.string(), text)
    .optional()
    .describe("by endpoint: its whole name, with {Region}, where that is no com.amazonaws.REGION."),
  source: z
    .url({ protocol: /^https$/ })
    .optional()
    .describe("where other than in those of the file"),
  asOf: partialDate.optional(),
});

/** `data/privatelink-services.json`: AWS's list; a page that lost half of it must not pass. */
export const privateLinkServicesFile = z.strictObject({
  ...fileHead,
  ...provenance,
  services: z
    .record(z.string(), service)
    .refine((services) => Object.keys(services).length >= 200, "fewer than 200 services"),
});

/** With a source and date of its own, where it is not from AWS's list. */
interface ListedPrivateLinkService extends PrivateLinkService {
  readonly source?: string | undefined;
  readonly asOf?: string | undefined;
}

export interface PrivateLinkServices extends Provenance {
  /** By CLI name. */
  readonly services: ReadonlyMap<string, ListedPrivateLinkService>;
}

const read = factFile("privatelink-services.json", privateLinkServicesFile);

/** @throws Egress6Error FACTS_INVALID */
export function loadPrivateLinkServices(folder?: URL): PrivateLinkServices {
  const file = read(folder);
  return { ...file, services: new Map(Object.entries(file.services)) };
}
