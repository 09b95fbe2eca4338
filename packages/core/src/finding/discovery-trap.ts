import { sightingOf } from "../settings/resolve/evidence-words.js";
import { placeOf } from "./place.js";
import { urlInUse } from "./situation.js";
import { trap } from "./trap.js";

/** The endpoint of the rules only hands out the host of the calls: its addresses, and settings, say nothing of them. */
export const endpointDiscovery = trap({
  id: "endpoint-discovery",
  title: "Calls go to a host that the endpoint hands out",
  source:
    "https://docs.aws.amazon.com/timestream/latest/developerguide/Using-API.endpoint-discovery.describe-endpoints.implementation.html",
  applies: ({ handedOut }) => handedOut !== null,
  find: (situation) => {
    const { handedOut, hostname: entry, region, resolved, source } = situation;
    const service = situation.service.cliName;
    if (handedOut === null) return null;
    const url = urlInUse(situation);
    if (url !== undefined) {
      return {
        level: "warning",
        message: { code: "endpoint-discovery.url", args: { service, hostname: entry } },
        fix: { code: "endpoint-discovery.url", args: { url: url.name } },
        place: placeOf(url),
        subject: [service],
      };
    }
    const { hostname, ipv6 } = handedOut;
    const isSwitched = source === "rules" && resolved.dualstack.value;
    return {
      level: isSwitched && ipv6 !== "yes" ? "warning" : "note",
      message: {
        code: isSwitched ? "endpoint-discovery.switch" : "endpoint-discovery",
        args: { service, entry, hostname, ipv6, observed: sightingOf(handedOut) },
      },
      fix: { code: "endpoint-discovery", args: { service, region } },
      place: isSwitched ? placeOf(resolved.dualstack) : null,
      subject: [service],
    };
  },
  foresee: ({ choice }) =>
    choice.isSwitchOn
      ? choice.services.flatMap(({ service: { cliName }, readiness: { byOptIn, handedOut } }) =>
          handedOut === null
            ? []
            : [
                {
                  level: "note" as const,
                  message: {
                    code: "endpoint-discovery.switch" as const,
                    args: {
                      service: cliName,
                      entry: byOptIn?.hostname ?? null,
                      hostname: handedOut.hostname,
                      ipv6: handedOut.ipv6,
                      observed: sightingOf(handedOut),
                    },
                  },
                  fix: {
                    code: "endpoint-discovery" as const,
                    args: { service: cliName, region: choice.region },
                  },
                  place: null,
                  subject: [cliName],
                },
              ],
        )
      : [],
});
