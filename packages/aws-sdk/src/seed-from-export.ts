import { Egress6Error, type Support } from "./vocabulary.js";

/**
 * A seed for `ipv6` of what was observed.
 * @param document parsed output of `egress6 export --format json`, best narrowed to the services and regions in use
 * @returns only what is known: by name, whether it has IPv6
 * @throws Egress6Error SEED_INVALID when it is something else
 */
export function seedFromExport(document: unknown): Readonly<Record<string, Support>> {
  const endpoints = (document as { endpoints?: unknown } | null)?.endpoints;
  if (!Array.isArray(endpoints)) throw invalid("it has no list `endpoints`");
  const seed: Record<string, Support> = {};
  for (const [index, endpoint] of endpoints.entries()) {
    const { variants } = (endpoint ?? {}) as { variants?: unknown };
    if (typeof variants !== "object" || variants === null) {
      throw invalid(`endpoints[${index}] has no \`variants\``);
    }
    for (const variant of Object.values(variants)) {
      const { hostname, ipv6 } = (variant ?? {}) as { hostname?: unknown; ipv6?: unknown };
      if (typeof hostname === "string" && (ipv6 === "yes" || ipv6 === "no")) seed[hostname] = ipv6;
    }
  }
  return seed;
}

function invalid(what: string): Egress6Error {
  return new Egress6Error(
    "SEED_INVALID",
    "input",
    `This is not the output of "egress6 export --format json": ${what}. Write it with "npx egress6 export --format json --service s3 --region eu-central-1 --out endpoints.json".`,
  );
}
