import type { Catalog } from "../endpoint/catalog.js";
import { serviceCalled } from "./find-service.js";
import type { Identified, IdentifiedMatch } from "./identified.js";
import type { IdentifyNames } from "./names.js";

/**
 * What each line of a text is, whatever people hold: hosts, URLs, ARNs, names of services, resources and tools,
 * messages. One entry for each line that is not blank, in order; a line that is a list has one for each item.
 * Never throws; takes time in proportion to the length.
 */
export function identify(
  text: string,
  catalog: Catalog,
  _names: IdentifyNames,
): readonly Identified[] {
  return text
    .split(/[\n\r,;]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((input): Identified => {
      const service = serviceCalled(catalog, input);
      return {
        input,
        kind: service === undefined ? "unknown" : "service",
        matches: service === undefined ? [] : [bareMatch(service.cliName)],
        note: null,
        tools: [],
        errors: [],
        resource: null,
        hosts: [],
        regions: [],
        variants: [],
        addresses: [],
        nearest: [],
      };
    });
}

function bareMatch(service: string): IdentifiedMatch {
  return {
    service,
    region: null,
    variant: null,
    hostname: null,
    purpose: null,
    siblings: { default: null, dualstack: null, fips: null, "fips-dualstack": null },
  };
}
