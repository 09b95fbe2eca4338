import type { OwnEndpoints } from "@egress6/core/facts/own-endpoint";
import { z } from "zod";
import { factFile } from "./fact-file.js";

const name = z.string().min(1);

/** `data/cli-v1-endpoints.json`, which `egress6 catalog update` writes. */
const ownEndpointsFile = z.strictObject({
  source: z.url({ protocol: /^https$/ }),
  version: name,
  services: z.record(
    name,
    z.record(name, z.strictObject({ hostname: name, signingRegion: name.optional() })),
  ),
});

const read = factFile("cli-v1-endpoints.json", ownEndpointsFile);

/** @throws Egress6Error FACTS_INVALID */
export function loadCliV1Endpoints(folder?: URL): OwnEndpoints {
  const { source, version, services } = read(folder);
  return {
    source,
    version,
    services: new Map(
      Object.entries(services).map(([service, regions]) => [
        service,
        new Map(
          Object.entries(regions).map(([region, { hostname, signingRegion = null }]) => [
            region,
            { hostname, signingRegion },
          ]),
        ),
      ]),
    ),
  };
}
