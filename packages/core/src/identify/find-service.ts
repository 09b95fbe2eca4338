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
  const wanted = bare(text);
  return (
    services.find(({ cliName }) => cliName === text) ??
    services.find(({ cliName }) => bare(cliName) === wanted) ??
    services.find(({ serviceId }) => bare(serviceId) === wanted) ??
    services.find(({ cliCommands }) => cliCommands?.includes(wanted)) ??
    services.find(({ displayName }) => displayNames(displayName).includes(wanted))
  );
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
