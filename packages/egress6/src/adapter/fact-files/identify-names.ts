import type { IdentifyNames } from "@egress6/core/identify/names";
import { loadPrivateLinkServices } from "./privatelink-services.js";
import { loadToolFacts } from "./tool-facts.js";

/**
 * What people call things, as shipped.
 * @throws Egress6Error FACTS_INVALID
 */
export function loadIdentifyNames(folder?: URL): IdentifyNames {
  return {
    aliases: [],
    tools: loadToolFacts(folder).map(({ id, name, aliases = [] }) => ({ id, name, aliases })),
    iacTypes: { terraform: {}, cloudformation: {}, packages: {} },
    resourceHosts: [],
    errorMessages: [],
    endpointServices: Array.from(
      loadPrivateLinkServices(folder).services,
      ([service, { endpoints, ipv6, serviceNames = {} }]) => ({
        service,
        endpoints,
        wholeNames: Object.values(serviceNames),
        ipv6,
      }),
    ),
  };
}
