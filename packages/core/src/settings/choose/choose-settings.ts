import { additionalEndpointsIn, type Catalog, endpointOf } from "../../endpoint/catalog.js";
import { observableName } from "../../endpoint/placeholder.js";
import type { Service } from "../../endpoint/types.js";
import { type HandedOutHost, handedOutHost } from "../../verdict/handed-out.js";
import {
  calledWord,
  leavesPrivateName,
  type NameEvidence,
  privateAddressesOf,
  type Readiness,
  readinessOf,
} from "../../verdict/readiness.js";
import { handedOutDoubt, unknownNamesWords } from "../resolve/evidence-words.js";
import { notKnownWords } from "../resolve/version-words.js";
import { additionalChoice, additionalReadiness } from "./additional-choice.js";
import { accountNameToAvoid, otherNamesOf, registriesOf } from "./additional-names.js";
import { formerHostnames } from "./former-hosts.js";
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
  handedOut: readonly HandedOutHost[] = [],
): readonly string[] {
  const catalogs = [catalog, ...(catalog.release === undefined ? [] : [catalog.release.todays])];
  const names = services.flatMap((service) => [
    ...catalogs.flatMap((each) =>
      (["default", "dualstack"] as const).flatMap(
        (variant) => endpointOf(each, service, region, variant) ?? [],
      ),
    ),
    ...additionalEndpointsIn(catalog, service, region).filter(
      ({ variant }) => variant === "default" || variant === "dualstack",
    ),
  ]);
  const former = services.flatMap((service) =>
    formerHostnames(catalog, { service, region, variant: "dualstack" }),
  );
  const hosts = services.flatMap(
    (service) => handedOutHost(catalog, handedOut, service, region) ?? [],
  );
  return [
    ...new Set([...names.map(({ hostname }) => observableName(hostname)), ...former, ...hosts]),
  ];
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
    .map((service) =>
      readinessOf({ catalog, service, region, observed, handedOut: question.handedOut }),
    );
  const additional = (question.names ?? []).map((name) => additionalReadiness(question, name));
  const called = [
    ...apis.filter(({ service }) => isCalled(service, powers)),
    ...additional.filter((each) => powers.namesReached?.includes(calledWord(each))),
  ];
  const isAlwaysOn = powers.dualstackSwitch === "always-on";
  const isSwitchNeeded =
    isAlwaysOn ||
    called.some(
      ({ byDefault, handedOut }) =>
        byDefault?.ipv6 !== "yes" &&
        privateAddressesOf(byDefault).length === 0 &&
        (handedOut === null || handedOut.ipv6 === "yes"),
    );
  const blockers = called.filter((readiness) => !isSafeWithSwitch(readiness, powers));
  const hasSwitch = powers.dualstackSwitch === "all-clients" || isAlwaysOn;
  const isSwitchOn = hasSwitch && isSwitchNeeded && blockers.length === 0;
  const registries = powers.writesImageNames ? registriesOf(question) : [];
  const services = [
    ...apis.map((readiness) => apiChoice(question, readiness, isSwitchOn)),
    ...additional.map((readiness) =>
      additionalChoice(readiness, powers, isSwitchOn, (each, part) =>
        unmetChoice(catalog, each, part),
      ),
    ),
    ...registries.map((readiness) => registryChoice(catalog, readiness)),
  ];
  return {
    region,
    isRegionListed: catalog.partitions.some(({ regions }) =>
      regions.some(({ id }) => id === region),
    ),
    services,
    isSwitchOn,
    isByItself: isAlwaysOn,
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
  question: SettingsQuestion,
  readiness: Readiness,
  isSwitchOn: boolean,
): ServiceChoice {
  const { catalog, powers } = question;
  const { service, byDefault, byOptIn, switchEffect } = readiness;
  const about = { service, readiness, part: "api" } as const;
  if (!isCalled(service, powers)) {
    return { ...about, means: "impossible", obstacle: "not-called" };
  }
  const byHost = handedOutChoice(readiness);
  if (byHost !== null) return byHost;
  if (isSwitchOn && byOptIn !== null && switchEffect === "ipv6") {
    return { ...about, means: "switch", name: byOptIn };
  }
  if (byDefault?.ipv6 === "yes") return { ...about, means: "nothing", name: byDefault };
  if (leavesPrivateName(readiness)) {
    return { ...about, means: "impossible", obstacle: "interface-endpoint" };
  }
  const takesUrl = powers.urlsFor === "all" || powers.urlsFor.includes(service.cliName);
  if (byOptIn?.ipv6 !== "yes") {
    // A URL leads any version to what today's SDKs call.
    const isPrivate = privateAddressesOf(byDefault).length > 0;
    const todays = isPrivate ? null : todaysOptIn(question, service);
    if (todays === null) return unmetChoice(catalog, readiness, "api");
    const own = takesUrl ? ownUrl(catalog, readiness, todays) : null;
    if (own !== null && "url" in own) return { ...about, means: "url", name: todays, url: own.url };
    if (byOptIn?.ipv6 !== "no") return unmetChoice(catalog, readiness, "api");
    return { ...about, means: "impossible", obstacle: "stale-sdk" };
  }
  if (powers.dualstackSwitch === "each-client") {
    return { ...about, means: "switch", name: byOptIn };
  }
  if (!takesUrl) return { ...about, means: "impossible", obstacle: "no-setting" };
  if (powers.signsByItself === true) {
    return { ...about, means: "url", name: byOptIn, url: `https://${byOptIn.hostname}` };
  }
  const own = ownUrl(catalog, readiness, byOptIn);
  return "url" in own
    ? { ...about, means: "url", name: byOptIn, url: own.url }
    : { ...about, means: "impossible", obstacle: own.obstacle };
}

/** Of a service that hands out the host of its calls, while that one is not known to have AAAA; else null. */
function handedOutChoice(readiness: Readiness): ServiceChoice | null {
  const { service, handedOut, cell, byDefault, byOptIn } = readiness;
  const about = { service, readiness, part: "api" } as const;
  const hasEntry = byDefault?.ipv6 === "yes" || byOptIn?.ipv6 === "yes";
  if (handedOut === null || handedOut.ipv6 === "yes") return null;
  if (handedOut.ipv6 === "no") {
    return hasEntry ? { ...about, means: "impossible", obstacle: "handed-out-ipv4" } : null;
  }
  if (cell !== "unknown") return null;
  const entry = hasEntry ? [] : [unknownNamesWords(readiness)].filter((words) => words !== "");
  const doubt = [...entry, handedOutDoubt(readiness, handedOut)].join(" ");
  return { ...about, means: "unobserved", names: [], doubt };
}

/** The dual-stack name of today's rules with AAAA, where a version's own is another one; else null. */
function todaysOptIn(
  { catalog, region, observed, handedOut }: SettingsQuestion,
  service: Service,
): NameEvidence | null {
  if (catalog.release === undefined) return null;
  const question = { catalog: catalog.release.todays, service, region, observed, handedOut };
  const { byOptIn } = readinessOf(question);
  return byOptIn?.ipv6 === "yes" ? byOptIn : null;
}

function unmetChoice(
  catalog: Catalog,
  readiness: Readiness,
  part: ServiceChoice["part"],
): ServiceChoice {
  const { service, cell, byDefault, byOptIn, notKnown } = readiness;
  const about = { service, readiness, part };
  const doubts = (["default", "dualstack"] as const).flatMap((variant) => {
    const place = { service: service.cliName, region: readiness.region, variant };
    return notKnownWords(catalog, place) ?? [];
  });
  if (part === "api" && (notKnown.byDefault || notKnown.byOptIn)) {
    return { ...about, means: "unobserved", names: [], doubt: doubts.join(" ") };
  }
  if (cell === "none") return { ...about, means: "impossible", obstacle: "no-endpoint" };
  const names = [byDefault, byOptIn].flatMap((name) =>
    name?.ipv6 === "unknown" ? [observableName(name.hostname)] : [],
  );
  if (names.length > 0) return { ...about, means: "unobserved", names, doubt: null };
  return { ...about, means: "impossible", obstacle: "ipv4-only" };
}

function registryChoice(catalog: Catalog, readiness: Readiness): ServiceChoice {
  const { service, byDefault, byOptIn } = readiness;
  const about = { service, readiness, part: "registry" } as const;
  if (byDefault?.ipv6 === "yes") return { ...about, means: "nothing", name: byDefault };
  if (byOptIn?.ipv6 !== "yes") return unmetChoice(catalog, readiness, "registry");
  return { ...about, means: "image-name", name: byOptIn };
}
