import type { Catalog } from "../endpoint/catalog.js";
import type { Service } from "../endpoint/types.js";
import { nearest } from "./nearest.js";

/**
 * Commands of the AWS CLI whose name is not the folder of their model.
 * @source awscli/customizations: codedeploy, configservice, opsworkscm, s3 (`s3api`)
 */
const CLI_RENAMES: ReadonlyMap<string, string> = new Map([
  ["configservice", "config"],
  ["deploy", "codedeploy"],
  ["s3api", "s3"],
]);

export type ServiceMatch =
  | { readonly found: Service }
  /** The three most alike. */
  | { readonly nearest: readonly Service[] };

/**
 * Finds a service by CLI name, service id or display name; case, spaces, hyphens and underscores do
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
  const renamed = CLI_RENAMES.get(wanted);
  return (
    services.find(({ cliName }) => cliName === text) ??
    services.find(({ cliName }) => bare(cliName) === wanted) ??
    services.find(({ serviceId }) => bare(serviceId) === wanted) ??
    services.find(({ cliName }) => cliName === renamed) ??
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
