import type { Service } from "../endpoint/types.js";
import {
  type AwsConfigFiles,
  findServices,
  type PlacedEntries,
} from "../settings/read/aws-config.js";
import { serviceIdentifiers } from "../settings/read/service-identifiers.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** The services that have an endpoint setting of their own, in the environment or in the profile. */
export function configuredServices(
  services: readonly Service[],
  env: Environment,
  files: AwsConfigFiles,
  profile: PlacedEntries,
): readonly Service[] {
  const section = profile.get("services");
  const inFile = section === undefined ? null : findServices(files, section.value);
  return services.filter(({ serviceId }) => {
    const identifiers = serviceIdentifiers(serviceId);
    return (env[identifiers.env] ?? "") !== "" || inFile?.has(identifiers.configKey);
  });
}
