import { type Catalog, endpointUrl, signingScopeOf } from "../endpoint/catalog.js";
import type { Service, Variant } from "../endpoint/types.js";
import type { EndpointExplanation, ExplainedName } from "../settings/resolve/explain-endpoint.js";
import type { JudgedMatch } from "./judge-match.js";

/**
 * What a service's explanation comes to for another of its names: of an account, a bucket, a data plane. Its traps
 * are of the service's own endpoint.
 */
export function explainOtherName(
  catalog: Catalog,
  service: Service,
  explained: EndpointExplanation,
  judged: JudgedMatch,
): EndpointExplanation {
  const { region } = explained;
  const variant = judged.variant ?? "default";
  const nameOf = (each: Variant): ExplainedName | null => {
    const hostname = judged.siblings[each];
    const seen = judged.observed[each];
    if (hostname === null || seen === null) return null;
    const signing = signingScopeOf(catalog, service, region, each);
    return { hostname, scope: "regional", signing, ...seen };
  };
  const { hostname } = judged;
  return {
    ...explained,
    variant,
    hostname,
    url:
      hostname === null
        ? null
        : endpointUrl(catalog, { service: service.cliName, region, variant, hostname }),
    scope: "regional",
    variants: {
      default: nameOf("default"),
      dualstack: nameOf("dualstack"),
      fips: nameOf("fips"),
      "fips-dualstack": nameOf("fips-dualstack"),
    },
    notKnown: [],
    observed: judged.observed[variant],
    verdict: judged.verdict,
    otherReadings: [],
    traps: [],
    advice: judged.advice,
  };
}
