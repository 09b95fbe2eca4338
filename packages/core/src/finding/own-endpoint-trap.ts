import { settingOf } from "../facts/shared-setting-facts.js";
import { isMet } from "../settings/choose/settings-choice.js";
import { optionsPastList, ownEndpointOf } from "../settings/resolve/own-endpoints.js";
import type { Place } from "./finding.js";
import { placeOf } from "./place.js";
import { isReadByAnyClient, type Proposal } from "./proposal.js";
import type { Situation } from "./situation.js";
import { type Hit, trap } from "./trap.js";

/** A client that carries a list of endpoints does not look at settings for what is in it. */
export const ownEndpoint = trap({
  id: "own-endpoint",
  title: "A client calls an endpoint of its own, whatever is set",
  source:
    "https://github.com/aws/aws-cli/blob/1.46.2/awscli/customizations/overridesslcommonname.py",
  applies: ({ source }) => source !== "code",
  find: (situation) => {
    const { catalog, service, region, readiness, sdk, sdks } = situation;
    const { cliName } = service;
    const client = sdk?.sdk ?? sdks.find((each) => ownEndpointOf(each, cliName, region) !== null);
    const own = ownEndpointOf(client, cliName, region);
    if (own === null || client?.ownEndpoints === undefined) return null;
    const set = settingsPassedOver(situation);
    const [first] = set;
    if (sdk === null && first === undefined) return null;
    const { version, source } = client.ownEndpoints;
    const isOtherVersion = sdk !== null && sdk.version !== null && sdk.version !== version;
    const args = {
      client: client.name,
      hostname: own.hostname,
      region,
      listVersion: isOtherVersion ? version : null,
    };
    const options = optionsPastList(catalog, readiness, readiness.ipv6Name, region);
    return {
      level: sdk === null || first === undefined ? "note" : "warning",
      message:
        first === undefined
          ? { code: "own-endpoint", args: { ...args, services: [cliName] } }
          : {
              code: "own-endpoint.passed-over",
              args: { ...args, service: cliName, settings: set.map(({ name }) => name) },
            },
      fix: { code: "own-endpoint", args: { options: options === null ? [] : [options] } },
      place: first?.place ?? null,
      related: set.slice(1).map(({ place }) => place),
      subject: [cliName],
      source,
    };
  },
  foresee: (proposal) => (isReadByAnyClient(proposal) ? foreseen(proposal) : []),
});

interface PassedOver {
  readonly name: string;
  readonly place: Place;
}

/** The switches that are on, and the endpoint URLs outside of code. */
function settingsPassedOver({ resolved }: Situation): readonly PassedOver[] {
  const switches = [resolved.dualstack, resolved.fips].filter(({ value }) => value);
  const urls = resolved.trail.filter(
    ({ source, place, outcome }) =>
      source !== "code" && place !== null && (outcome === "used" || outcome === "overridden"),
  );
  return [...switches, ...urls].flatMap((each) => {
    const place = placeOf(each);
    return place === null || each.name === null ? [] : [{ name: each.name, place }];
  });
}

/** What needs no setting counts, too: such clients do not call its name. */
function foreseen({ choice, settings }: Proposal): readonly Hit[] {
  return settingOf(settings, "endpoint-url").passedOverBy.flatMap(({ client, regions, source }) => {
    const met = choice.services
      .filter(isMet)
      .filter(({ service }) => regions[service.cliName]?.includes(choice.region));
    if (met.length === 0) return [];
    const services = met.map(({ service }) => service.cliName);
    const options = met.map(({ name }) => `--endpoint-url https://${name.hostname}`);
    const args = { client, hostname: null, services, region: choice.region, listVersion: null };
    return [
      {
        level: "note" as const,
        message: { code: "own-endpoint" as const, args },
        fix: { code: "own-endpoint" as const, args: { options } },
        place: null,
        subject: [client],
        source,
      },
    ];
  });
}
