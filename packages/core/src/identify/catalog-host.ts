import type { DoctorTarget, TargetName } from "../doctor/target.js";
import { additionalEndpointsIn, type Catalog, endpointOf } from "../endpoint/catalog.js";
import { type Endpoint, type Service, VARIANTS } from "../endpoint/types.js";
import { regionsOfHost } from "./places-of-host.js";

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
  for (const region of regionsOfHost(catalog, hostname)) {
    for (const service of catalog.services) {
      const target = targetIn(catalog, service, region, hostname, port);
      if (target !== null) return target;
    }
  }
  return null;
}

/** The names of one service in one region that belong together, by variant. */
interface Family {
  readonly purpose: string | null;
  readonly endpoints: readonly Endpoint[];
}

function targetIn(
  catalog: Catalog,
  service: Service,
  region: string,
  hostname: string,
  port: number,
): DoctorTarget | null {
  for (const { purpose, endpoints } of familiesOf(catalog, service, region)) {
    for (const { variant, hostname: template } of endpoints) {
      const values = placeholdersIn(template, hostname);
      if (values === null) continue;
      const isFips = variant.startsWith("fips");
      const others = endpoints
        .filter((other) => other.variant.startsWith("fips") === isFips)
        .map((other) => ({ ...other, hostname: filled(other.hostname, values) }))
        .filter((other) => other.hostname !== hostname);
      const name = { port, isTls: true };
      const used: TargetName = { ...name, hostname, variant, isUsed: true };
      return {
        kind: "host",
        label: port === 443 ? hostname : `${hostname}:${port}`,
        isNeeded: true,
        endpoint: {
          service: service.cliName,
          region,
          isImageName: purpose?.includes(IMAGES) ?? false,
        },
        names: [
          used,
          ...others.map((other) => ({
            ...name,
            hostname: other.hostname,
            variant: other.variant,
            isUsed: false,
          })),
        ],
      };
    }
  }
  return null;
}

function familiesOf(catalog: Catalog, service: Service, region: string): readonly Family[] {
  const own = VARIANTS.flatMap((variant) => endpointOf(catalog, service, region, variant) ?? []);
  const additional = additionalEndpointsIn(catalog, service, region);
  const purposes = [...new Set(additional.map(({ purpose }) => purpose))];
  return [
    { purpose: null, endpoints: own },
    ...purposes.map((purpose) => ({
      purpose,
      endpoints: additional.filter((endpoint) => endpoint.purpose === purpose),
    })),
  ];
}

/** What stands at the placeholders of a template, label by label; null when the name is not made by it. */
function placeholdersIn(template: string, hostname: string): ReadonlyMap<string, string> | null {
  const labels = hostname.split(".");
  const pattern = template.split(".");
  if (pattern.length !== labels.length) return null;
  const values = new Map<string, string>();
  for (const [index, expected] of pattern.entries()) {
    const label = labels[index] ?? "";
    if (isPlaceholder(expected)) values.set(expected, label);
    else if (expected !== label) return null;
  }
  return values;
}

function filled(template: string, values: ReadonlyMap<string, string>): string {
  return template
    .split(".")
    .map((label) => values.get(label) ?? label)
    .join(".");
}

function isPlaceholder(label: string): boolean {
  return label.startsWith("{") && label.endsWith("}");
}
