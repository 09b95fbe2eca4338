import { additionalEndpointsIn, type Catalog, endpointOf } from "../../endpoint/catalog.js";
import { observableName } from "../../endpoint/placeholder.js";
import type { Service } from "../../endpoint/types.js";
import {
  leavesPrivateName,
  privateAddressesOf,
  type Readiness,
  readinessOf,
} from "../../verdict/readiness.js";
import { accountNameToAvoid, otherNamesOf, registriesOf } from "./additional-names.js";
import { ownUrl } from "./own-url.js";
import type {
  ServiceChoice,
  SettingPowers,
  SettingsChoice,
  SettingsQuestion,
} from "./settings-choice.js";

/** All names to look up before settings for these services can be chosen, or judged. */
export function choiceNames(
  catalog: Catalog,
  services: readonly Service[],
  region: string,
): readonly string[] {
  const names = services.flatMap((service) => [
    ...(["default", "dualstack"] as const).flatMap(
      (variant) => endpointOf(catalog, service, region, variant) ?? [],
    ),
    ...additionalEndpointsIn(catalog, service, region).filter(
      ({ variant }) => variant === "default" || variant === "dualstack",
    ),
  ]);
  return [...new Set(names.map(({ hostname }) => observableName(hostname)))];
}

/**
 * Chooses the settings by which the services are reached over IPv6:
 *
 * 1. A service whose default name has AAAA needs nothing.
 * 2. The switch that counts for all clients is on only if *every* service has a name with AAAA then.
 * 3. Else each service gets what its own client can be told: its switch, or the URL of its regional
 *    dual-stack name. Switch and URL are never combined, since most SDKs refuse that.
 * 4. What was not observed is never advised.
 * 5. A name that this network answers for itself, through an interface endpoint, is never left.
 */
export function chooseSettings(question: SettingsQuestion): SettingsChoice {
  const { catalog, region, observed, powers } = question;
  const apis = question.services
    .filter((service) => !powers.writesImageNames || service.cliName !== PULLED_WITHOUT_API)
    .map((service) => readinessOf({ catalog, service, region, observed }));
  const called = apis.filter(({ service }) => isCalled(service, powers));
  const isSwitchNeeded = called.some(
    ({ byDefault }) => byDefault?.ipv6 !== "yes" && privateAddressesOf(byDefault).length === 0,
  );
  const blockers = called.filter((readiness) => !isSafeWithSwitch(readiness, powers));
  const hasSwitch = powers.dualstackSwitch === "all-clients";
  const isSwitchOn = hasSwitch && isSwitchNeeded && blockers.length === 0;
  const registries = powers.writesImageNames ? registriesOf(question) : [];
  const services = [
    ...apis.map((readiness) => apiChoice(question, readiness, isSwitchOn)),
    ...registries.map(registryChoice),
  ];
  return {
    region,
    services,
    isSwitchOn,
    switchBlockers: hasSwitch && isSwitchNeeded ? blockers : [],
    accountNameToAvoid: accountNameToAvoid(question, services),
    otherNames: services.flatMap((choice) => otherNamesOf(question, choice)),
  };
}

/** Public images need no login, and so no API. */
const PULLED_WITHOUT_API = "ecr-public";

function isCalled({ cliName }: Service, { calls }: SettingPowers): boolean {
  return calls === "all" || calls.includes(cliName);
}

/** Whether calls work over IPv6 with the switch on. */
function isSafeWithSwitch(
  { switchEffect, byDefault, byOptIn }: Readiness,
  { switchMissesGlobalNames = false }: SettingPowers,
): boolean {
  if (switchMissesGlobalNames && byOptIn?.scope === "partition") return false;
  if (leavesPrivateName({ byDefault, byOptIn })) return false;
  return switchEffect === "ipv6" || (switchEffect === "same" && byDefault?.ipv6 === "yes");
}

function apiChoice(
  { catalog, powers }: SettingsQuestion,
  readiness: Readiness,
  isSwitchOn: boolean,
): ServiceChoice {
  const { service, byDefault, byOptIn, switchEffect } = readiness;
  const about = { service, readiness, part: "api" } as const;
  if (!isCalled(service, powers)) {
    return { ...about, means: "impossible", obstacle: "not-called" };
  }
  if (isSwitchOn && byOptIn !== null && switchEffect === "ipv6") {
    return { ...about, means: "switch", name: byOptIn };
  }
  if (byDefault?.ipv6 === "yes") return { ...about, means: "nothing", name: byDefault };
  if (leavesPrivateName(readiness)) {
    return { ...about, means: "impossible", obstacle: "interface-endpoint" };
  }
  if (byOptIn?.ipv6 !== "yes") return unmetChoice(readiness, "api");
  if (powers.dualstackSwitch === "each-client") {
    return { ...about, means: "switch", name: byOptIn };
  }
  const takesUrl = powers.urlsFor === "all" || powers.urlsFor.includes(service.cliName);
  if (!takesUrl) return { ...about, means: "impossible", obstacle: "no-setting" };
  const own = ownUrl(catalog, readiness, byOptIn);
  return "url" in own
    ? { ...about, means: "url", name: byOptIn, url: own.url }
    : { ...about, means: "impossible", obstacle: own.obstacle };
}

function unmetChoice(readiness: Readiness, part: ServiceChoice["part"]): ServiceChoice {
  const { service, cell, byDefault, byOptIn } = readiness;
  const about = { service, readiness, part };
  if (cell === "none") return { ...about, means: "impossible", obstacle: "no-endpoint" };
  const names = [byDefault, byOptIn].flatMap((name) =>
    name?.ipv6 === "unknown" ? [observableName(name.hostname)] : [],
  );
  if (names.length > 0) return { ...about, means: "unobserved", names };
  return { ...about, means: "impossible", obstacle: "ipv4-only" };
}

function registryChoice(readiness: Readiness): ServiceChoice {
  const { service, byDefault, byOptIn } = readiness;
  const about = { service, readiness, part: "registry" } as const;
  if (byDefault?.ipv6 === "yes") return { ...about, means: "nothing", name: byDefault };
  if (byOptIn?.ipv6 !== "yes") return unmetChoice(readiness, "registry");
  return { ...about, means: "image-name", name: byOptIn };
}
