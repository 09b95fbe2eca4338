import { additionalEndpointsIn } from "../../endpoint/catalog.js";
import type { Variant } from "../../endpoint/types.js";
import { evidenceOf, type Readiness, readinessOfNames } from "../../verdict/readiness.js";
import {
  isMet,
  type OtherName,
  type ServiceChoice,
  type SettingsQuestion,
} from "./settings-choice.js";

/** The registries that the services' images are pulled from. */
export function registriesOf({
  catalog,
  services,
  region,
  observed,
}: SettingsQuestion): readonly Readiness[] {
  return services.map((service) => {
    const names = additionalEndpointsIn(catalog, service, region).filter(({ purpose }) =>
      isRegistry(purpose),
    );
    const nameOf = (variant: Variant) => {
      const found = names.find((name) => name.variant === variant);
      return found === undefined ? null : evidenceOf(found, observed);
    };
    return readinessOfNames(service, region, nameOf("default"), nameOf("dualstack"));
  });
}

/**
 * The service whose SDK clients prefer a name with the account id, and how that name begins.
 * @source https://docs.aws.amazon.com/sdkref/latest/guide/feature-account-endpoints.html
 */
const ACCOUNT_BASED = { cliName: "dynamodb", label: "{AccountId}.ddb." };

/** See `SettingsChoice.accountNameToAvoid`. */
export function accountNameToAvoid(
  { catalog, region, observed }: SettingsQuestion,
  services: readonly ServiceChoice[],
): string | null {
  const choice = services.find(({ service }) => service.cliName === ACCOUNT_BASED.cliName);
  // An SDK that is given a URL leaves the account out.
  if (choice?.means !== "nothing" && choice?.means !== "switch") return null;
  const { variant } = choice.name;
  const found = additionalEndpointsIn(catalog, choice.service, region).find(
    (name) => name.variant === variant && name.hostname.startsWith(ACCOUNT_BASED.label),
  );
  if (found === undefined || evidenceOf(found, observed).ipv6 === "yes") return null;
  return found.hostname;
}

/** What clients call without being asked to; not accelerated buckets, websites, legacy names. */
const ORDINARY_USE = /^(operations|host prefix|account-based|bucket, virtual-hosted)/;

/** Whether SDKs build the names of that purpose themselves, by the same switches as the service's own. */
export function isBuiltBySdks(purpose: string): boolean {
  return ORDINARY_USE.test(purpose);
}

/** Whether images are named after it, so that no setting of an SDK leads elsewhere. */
export function isRegistry(purpose: string): boolean {
  return purpose.includes("registry");
}

/** Names beside the one that the choice leads to, as far as they were not observed to have AAAA. */
export function otherNamesOf(
  { catalog, region, observed }: SettingsQuestion,
  choice: ServiceChoice,
): readonly OtherName[] {
  if (!isMet(choice) || choice.part === "registry") return [];
  // Of versions, these are not recorded.
  if (catalog.release?.isOfCatalog === false) return [];
  const { service, name: used } = choice;
  return additionalEndpointsIn(catalog, service, region)
    .filter(
      ({ variant, hostname, purpose }) =>
        variant === used.variant &&
        isBuiltBySdks(purpose) &&
        !hostname.startsWith(ACCOUNT_BASED.label),
    )
    .map((endpoint) => ({
      service,
      purpose: endpoint.purpose,
      name: evidenceOf(endpoint, observed),
    }))
    .filter(({ name }) => name.ipv6 !== "yes");
}
