import type { ReleaseSpan } from "../facts/sdk-releases.js";
import {
  type Catalog,
  endpointOf,
  type NamePlace,
  partitionOfRegion,
  type ServiceNames,
} from "./catalog.js";
import { exceptionKey } from "./name-rules.js";
import {
  isOfNewestRules,
  type NameOfVersion,
  nameOfVersion,
  type RulesChange,
  type RulesHistory,
} from "./rules-history.js";

/** A version of an SDK, as far as the history of the rules goes. */
export interface Release {
  /** `SDK for Python (Boto3) 1.37.0`. */
  readonly client: string;
  /** Null: nothing dates it. */
  readonly span: ReleaseSpan | null;
  /** Of the SDK for JavaScript v3; null: another SDK is meant. */
  readonly clientVersion: string | null;
  readonly versionWith: (change: RulesChange) => string | null;
}

/** The catalog with the hostnames that a version of an SDK builds, as far as they are known. */
export function catalogOfRelease(
  todays: Catalog,
  history: RulesHistory,
  { client, span, clientVersion, versionWith }: Release,
): Catalog {
  const services = new Map(todays.services.map((service) => [service.cliName, service]));
  const answers = new Map<string, NameOfVersion>();
  const nameOf = ({ service, region, variant }: NamePlace): NameOfVersion => {
    const key = JSON.stringify([service, region, variant]);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const about = services.get(service);
    const listed = partitionOfRegion(todays, region)?.regions.map(({ id }) => id) ?? [];
    const name = nameOfVersion(history, {
      service,
      variant,
      region,
      span,
      clientVersion,
      clientDate: todays.names.get(service)?.rulesVersion == null ? null : todays.clientsChecked,
      isInBotocore: todays.names.get(service)?.isInBase ?? false,
      partitionRegions: listed,
      todays: (about && endpointOf(todays, about, region, variant)?.hostname) ?? null,
    });
    // A change is recorded of regions that are listed.
    const isUnrecorded = name.known && name.changed !== null && !listed.includes(region);
    const answer: NameOfVersion = isUnrecorded ? { known: false, reason: "region" } : name;
    answers.set(key, answer);
    return answer;
  };
  const isOfCatalog = span !== null && isOfNewestRules(history, span);
  return {
    ...todays,
    names: namesOf(todays, history, nameOf),
    history,
    release: {
      client,
      todays,
      isOfCatalog,
      rulesFor: (service) => {
        const { rulesVersion = null } = todays.names.get(service) ?? {};
        if (clientVersion !== null && rulesVersion?.version === clientVersion) return rulesVersion;
        if (isOfCatalog) return todays.rules;
        return span?.by === "botocore" && span.from === span.to
          ? { source: "botocore", version: span.from, date: null }
          : null;
      },
      whyNotKnown: (place) => {
        const name = nameOf(place);
        return name.known ? null : name.reason;
      },
      changeOf: (place) => {
        const name = nameOf(place);
        return name.known ? name.changed : null;
      },
      versionWith,
    },
  };
}

/** Only of services that have ever changed: the rules of the others stay as they are. */
function namesOf(
  { names, partitions }: Catalog,
  { changes }: RulesHistory,
  nameOf: (place: NamePlace) => NameOfVersion,
): ReadonlyMap<string, ServiceNames> {
  const changed = new Map(names);
  for (const { service, variant, region: example } of changes) {
    const own = changed.get(service);
    const partition = partitions.find(({ regions }) => regions.some(({ id }) => id === example));
    if (own === undefined || partition === undefined) continue;
    const exceptions = new Map(own.rules.exceptions);
    for (const { id: region } of partition.regions) {
      const name = nameOf({ service, region, variant });
      if (name.known && name.changed !== null) {
        exceptions.set(exceptionKey(variant, region), name.hostname);
      }
    }
    changed.set(service, { ...own, rules: { ...own.rules, exceptions } });
  }
  return changed;
}
