import { optionsPastList, ownEndpointOf } from "../settings/resolve/own-endpoints.js";
import type { Situation } from "./situation.js";
import type { Trap } from "./trap.js";

/** A client that carries a list of endpoints does not look at settings for what is in it. */
export const ownEndpoint: Trap = (situation) => {
  const { catalog, service, region, readiness, source, sdk, sdks } = situation;
  const { cliName } = service;
  const client = sdk?.sdk ?? sdks.find((each) => ownEndpointOf(each, cliName, region) !== null);
  const own = ownEndpointOf(client, cliName, region);
  if (own === null || client?.ownEndpoints === undefined || source === "code") return null;
  const set = settingsPassedOver(situation);
  const [first] = set;
  if (sdk === null && first === undefined) return null;
  const { version, source: described } = client.ownEndpoints;
  const isOtherVersion = sdk !== null && sdk.version !== null && sdk.version !== version;
  const list = `from a list of its own${isOtherVersion ? ` (here that of version ${version})` : ""}`;
  const options = optionsPastList(catalog, readiness, readiness.ipv6Name, region);
  const names = set.map(({ name }) => name).join(" and ");
  return {
    id: "own-endpoint",
    severity: sdk === null || first === undefined ? "caution" : "no-effect",
    message:
      first === undefined
        ? `${client.name} calls ${own.hostname} for ${cliName} in ${region}, ${list}. No variable and no profile setting changes that.`
        : `${client.name} ignores ${names} for ${cliName} in ${region}: it calls ${own.hostname}, ${list}.`,
    remedy:
      options === null
        ? "Only --endpoint-url on the call changes that, or AWS CLI v2."
        : `Pass ${options} on the call, or use AWS CLI v2.`,
    place: first?.place ?? null,
    source: described,
  };
};

interface PassedOver {
  readonly name: string;
  /** `file:line`, or the name again. */
  readonly place: string;
}

/** The switches that are on, and the endpoint URLs outside of code. */
function settingsPassedOver({ settled }: Situation): readonly PassedOver[] {
  const switches = [settled.dualstack, settled.fips].flatMap(({ value, name, place }) =>
    value && name !== null ? [{ name, place: place ?? name }] : [],
  );
  const urls = settled.trail.flatMap(({ source, name, place, outcome }) =>
    source !== "code" && place !== null && (outcome === "used" || outcome === "overridden")
      ? [{ name, place: place === "environment" ? name : place }]
      : [],
  );
  return [...switches, ...urls];
}
