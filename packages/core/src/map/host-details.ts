import { asArray, asObject, asText } from "./json-reader.js";
import { type NameDetail, namesJson, parseNames } from "./service-details.js";

/** A host outside AWS that start-ups depend on. */
export interface ListedHost {
  readonly host: string;
  readonly group: string;
}

/** What the page loads to show the hosts outside AWS. */
export interface HostDetails {
  readonly hosts: readonly ListedHost[];
  /** By host; one that is not in it was never asked. */
  readonly names: ReadonlyMap<string, NameDetail>;
}

export function hostDetailsJson(details: HostDetails): object {
  return {
    hosts: details.hosts.map(({ host, group }) => ({ host, group })),
    names: namesJson(details.names),
  };
}

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function parseHostDetails(json: unknown): HostDetails {
  const details = asObject(json, "host details");
  return {
    hosts: asArray(details["hosts"], "hosts").map((value) => {
      const host = asObject(value, "hosts");
      return {
        host: asText(host["host"], "hosts.host"),
        group: asText(host["group"], "hosts.group"),
      };
    }),
    names: parseNames(details["names"]),
  };
}
