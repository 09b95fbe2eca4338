import type { DoctorTarget, TargetName, TargetResource } from "../doctor/target.js";
import type { Catalog } from "../endpoint/catalog.js";
import { VARIANTS } from "../endpoint/types.js";
import { isRegistry } from "../settings/choose/additional-names.js";
import type { IdentifiedMatch } from "./identified.js";
import { identify } from "./identify.js";
import { isFips } from "./is-fips.js";
import type { IdentifyNames } from "./names.js";
import { regionOfMatch } from "./place-match.js";

/** Where connections go. */
type Place = Pick<TargetName, "hostname" | "port" | "isTls">;

/**
 * A host that is a name of AWS, with the names for the same that a setting, or a change to the resource, leads to.
 * @returns null for any other host
 */
export function awsHostTarget(
  catalog: Catalog,
  names: IdentifyNames,
  { hostname, port, isTls }: Place,
): DoctorTarget | null {
  const [entry] = identify(hostname, catalog, names);
  const match = entry?.matches.find((each) => each.hostname === hostname);
  const region = match === undefined ? null : regionOfMatch(catalog, match);
  const resource = names.resourceHosts.find(({ id }) => id === entry?.resource);
  if (match === undefined && resource === undefined) return null;
  const siblings = match === undefined ? [] : siblingsOf(match, { hostname, port, isTls });
  // Where another name for the same is there already, nothing has to be switched.
  const isToSwitch = match?.purpose === resource?.name || siblings.length === 0;
  return {
    kind: "host",
    label: port === 443 ? hostname : `${hostname}:${port}`,
    isNeeded: true,
    ...(match === undefined || region === null
      ? {}
      : {
          endpoint: {
            service: match.service,
            region,
            isImageName: isRegistry(match.purpose ?? ""),
          },
        }),
    ...(resource === undefined || !isToSwitch ? {} : { resource: targetResource(resource) }),
    names: [{ hostname, port, isTls, variant: match?.variant ?? null, isUsed: true }, ...siblings],
  };
}

function targetResource({
  name,
  switch: change,
}: IdentifyNames["resourceHosts"][number]): TargetResource {
  return { name, change };
}

function siblingsOf(
  { siblings, variant: used }: IdentifiedMatch,
  { hostname, port, isTls }: Place,
): readonly TargetName[] {
  const found = new Set([hostname]);
  return VARIANTS.flatMap((variant): readonly TargetName[] => {
    const sibling = siblings[variant];
    if (sibling === null || found.has(sibling) || isFips(variant) !== isFips(used)) return [];
    found.add(sibling);
    return [{ hostname: sibling, port, isTls, variant, isUsed: false }];
  });
}
