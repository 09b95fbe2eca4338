import type { InVpcServices } from "@egress6/core/facts/in-vpc-service";
import { z } from "zod";
import { factFile } from "./fact-file.js";
import { fileHead, partialDate, provenance, text } from "./provenance-schema.js";

/** `data/in-vpc-services.json` */
export const inVpcServicesFile = z.strictObject({
  ...fileHead,
  ...provenance,
  services: z.record(
    z.string(),
    z.strictObject({
      connections: text.describe("what stays in the VPC, such as connections to its databases"),
      source: z.url({ protocol: /^https$/ }),
      asOf: partialDate,
    }),
  ),
});

const read = factFile("in-vpc-services.json", inVpcServicesFile);

/** @throws Egress6Error FACTS_INVALID */
export function loadInVpcServices(folder?: URL): InVpcServices {
  const { services } = read(folder);
  return new Map(Object.entries(services));
}
