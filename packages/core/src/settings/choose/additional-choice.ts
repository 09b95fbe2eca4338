import { type CalledName, endpointsCalled } from "../../endpoint/called-name.js";
import type { Catalog } from "../../endpoint/catalog.js";
import {
  calledWord,
  evidenceOf,
  leavesPrivateName,
  type Readiness,
  readinessOfNames,
} from "../../verdict/readiness.js";
import type { NameSupport } from "../../verdict/support.js";
import type { ServiceChoice, SettingPowers } from "./settings-choice.js";

interface NameQuestion {
  readonly catalog: Catalog;
  readonly region: string;
  /** By the name that was looked up. */
  readonly observed: ReadonlyMap<string, NameSupport>;
}

/** How an additional endpoint is reached over IPv6. */
export function additionalReadiness(
  { catalog, region, observed }: NameQuestion,
  name: CalledName,
): Readiness {
  const endpoints = endpointsCalled(catalog, name, region);
  const [byDefault = null, byOptIn = null] = (["default", "dualstack"] as const).map((variant) => {
    const endpoint = endpoints.find((each) => each.variant === variant);
    return endpoint === undefined ? null : evidenceOf(endpoint, observed);
  });
  return { ...readinessOfNames(name.service, region, byDefault, byOptIn), called: name.label };
}

/**
 * What an additional endpoint needs: SDKs do not know its name, so only a target that calls it can lead there, by its
 * own switch or by a URL of its own.
 * @param unmet what to say where nothing with AAAA is known
 */
export function additionalChoice(
  readiness: Readiness,
  powers: SettingPowers,
  isSwitchOn: boolean,
  unmet: (readiness: Readiness, part: "additional") => ServiceChoice,
): ServiceChoice {
  const { service, byDefault, byOptIn, switchEffect } = readiness;
  const about = { service, readiness, part: "additional" } as const;
  const isReached = powers.namesReached?.includes(calledWord(readiness)) ?? false;
  if (isReached && isSwitchOn && byOptIn !== null && switchEffect === "ipv6") {
    return { ...about, means: "switch", name: byOptIn };
  }
  if (byDefault?.ipv6 === "yes") return { ...about, means: "nothing", name: byDefault };
  if (leavesPrivateName(readiness)) {
    return { ...about, means: "impossible", obstacle: "interface-endpoint" };
  }
  if (byOptIn?.ipv6 !== "yes") return unmet(readiness, "additional");
  const takesUrl = powers.urlsFor !== "all" && powers.urlsFor.includes(calledWord(readiness));
  return takesUrl
    ? { ...about, means: "url", name: byOptIn, url: `https://${byOptIn.hostname}` }
    : { ...about, means: "impossible", obstacle: "no-setting" };
}
