import type { Catalog } from "../endpoint/catalog.js";
import type { Service } from "../endpoint/types.js";
import { nearest } from "./nearest.js";

export type ServiceMatch =
  | { readonly found: Service }
  /** The three most alike. */
  | { readonly nearest: readonly Service[] };

/**
 * Finds a service by CLI name or command, service id or display name; case, spaces, hyphens and underscores do
 * not matter, nor does a leading "Amazon" or "AWS" of a display name.
 */
export function findService(catalog: Pick<Catalog, "services">, text: string): ServiceMatch {
  const found = serviceCalled(catalog, text);
  if (found !== undefined) return { found };
  return { nearest: nearest(bare(text), catalog.services, bareNames, 3) };
}

/** Like `findService`, without computing suggestions, which take milliseconds. */
export function serviceCalled(
  { services }: Pick<Catalog, "services">,
  text: string,
): Service | undefined {
  const named = namedIn.get(services) ?? nameAll(services);
  namedIn.set(services, named);
  return named.exact.get(text) ?? named.bare.get(bare(text));
}

interface Named {
  readonly exact: ReadonlyMap<string, Service>;
  readonly bare: ReadonlyMap<string, Service>;
}

/** A plan asks for hundreds of names. */
const namedIn = new WeakMap<readonly Service[], Named>();

/** Of services that share a name, that which has it as its CLI name, then its id, and so on; then the first. */
function nameAll(services: readonly Service[]): Named {
  const names: readonly (readonly [string, Service])[][] = [
    services.map((service) => [bare(service.cliName), service]),
    services.map((service) => [bare(service.serviceId), service]),
    services.flatMap((service) => (service.cliCommands ?? []).map((name) => [name, service])),
    services.flatMap((service) => displayNames(service.displayName).map((name) => [name, service])),
  ];
  // The last entry of a name is the one that a map keeps.
  return {
    exact: new Map(services.map((service) => [service.cliName, service] as const).reverse()),
    bare: new Map(names.flat().reverse()),
  };
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, "");
}

function displayNames(displayName: string): readonly string[] {
  return [bare(displayName), bare(displayName.replace(/^(Amazon|AWS) /, ""))];
}

function bareNames({ cliName, serviceId, displayName }: Service): readonly string[] {
  return [bare(cliName), bare(serviceId), ...displayNames(displayName)];
}
