import type { DoctorTarget, TargetName } from "../doctor/target.js";
import type { Catalog } from "../endpoint/catalog.js";
import { VARIANTS } from "../endpoint/types.js";
import { endpointsNamed } from "./endpoints-named.js";
import { homeOf } from "./places-of-host.js";

/** Image names follow no setting of an SDK. */
const IMAGES = "registry";

/**
 * A host that is a name of AWS's rules, with the names of the same service that a setting would lead to.
 * @param hostname lower case
 * @returns null for any other host
 */
export function catalogHostTarget(
  catalog: Catalog,
  hostname: string,
  port: number,
): DoctorTarget | null {
  const [match] = endpointsNamed(catalog, hostname);
  if (match === undefined) return null;
  const { service, variant, purpose, siblings } = match;
  const isFips = variant?.startsWith("fips") ?? false;
  const others = VARIANTS.flatMap((each) => {
    const sibling = siblings[each];
    if (sibling === null || sibling === hostname || each.startsWith("fips") !== isFips) return [];
    return [{ hostname: sibling, variant: each, port, isTls: true, isUsed: false }];
  });
  const used: TargetName = { hostname, variant, port, isTls: true, isUsed: true };
  return {
    kind: "host",
    label: port === 443 ? hostname : `${hostname}:${port}`,
    isNeeded: true,
    endpoint: {
      service,
      region: match.region ?? homeOf(catalog, match.partition),
      isImageName: purpose?.includes(IMAGES) ?? false,
    },
    names: [used, ...others],
  };
}
