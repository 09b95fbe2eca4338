import type { Provenance } from "@egress6/core/facts/provenance";
import type { PrivateLinkService } from "@egress6/core/plan/plan-input";
import { z } from "zod";
import { readFactFile } from "./fact-file.js";
import { fileHead, provenance, support, text } from "./provenance-schema.js";

const service = z.strictObject({
  endpoints: z.array(text).min(1).describe("all that its calls need, after com.amazonaws.REGION."),
  ipv6: support.describe("whether they may have IPv6 addresses"),
});

/** `data/privatelink-services.json`: AWS's list; a page that lost half of it must not pass. */
export const privateLinkServicesFile = z.strictObject({
  ...fileHead,
  ...provenance,
  services: z
    .record(z.string(), service)
    .refine((services) => Object.keys(services).length >= 200, "fewer than 200 services"),
});

export interface PrivateLinkServices extends Provenance {
  /** By CLI name. */
  readonly services: ReadonlyMap<string, PrivateLinkService>;
}

/** @throws Egress6Error FACTS_INVALID */
export function loadPrivateLinkServices(folder?: URL): PrivateLinkServices {
  const file = readFactFile("privatelink-services.json", privateLinkServicesFile, folder);
  return { ...file, services: new Map(Object.entries(file.services)) };
}
