import { parseService } from "@egress6/core/endpoint/filter";
import { sharedSettingFacts } from "@egress6/core/facts/shared-setting-facts";
import { findTarget } from "@egress6/core/settings/write/find-target";
import { type WrittenSettings, writeSettings } from "@egress6/core/settings/write/write-settings";
import { type NameSupport, type SupportState, UNOBSERVED } from "@egress6/core/verdict/support";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { loadTargetFacts } from "../../packages/egress6/src/adapter/fact-files/config-targets.js";
import { loadSdkFacts } from "../../packages/egress6/src/adapter/fact-files/sdk-facts.js";
import { loadToolFacts } from "../../packages/egress6/src/adapter/fact-files/tool-facts.js";

const catalog = loadCatalog();
const facts = loadTargetFacts();
const { settings, sdks } = loadSdkFacts();
const tools = loadToolFacts();

const OBSERVED_AT = Date.UTC(2026, 10, 24, 14, 2);

/** `both` addresses, IPv4 only, or a name that does not exist. */
export type Invented = "both" | "ipv4" | "nothing";

function state(known: "yes" | "no"): SupportState {
  return {
    ...UNOBSERVED,
    known,
    since: OBSERVED_AT,
    lastConfirmed: OBSERVED_AT,
    lastChecked: OBSERVED_AT,
    lastResolver: "192.0.2.53",
  };
}

export function inventedSupport(
  names: Readonly<Record<string, Invented>>,
): ReadonlyMap<string, NameSupport> {
  return new Map(
    Object.entries(names).map(([name, what]) => [
      name,
      {
        ipv4: state(what === "nothing" ? "no" : "yes"),
        ipv6: state(what === "both" ? "yes" : "no"),
      },
    ]),
  );
}

/** What `egress6 config` writes when these names were observed. */
export function writtenFor(
  target: string,
  services: readonly string[],
  region: string,
  names: Readonly<Record<string, Invented>>,
): WrittenSettings {
  return writtenWith(inventedSupport(names), target, services, region);
}

/** What `egress6 config` writes over these observations. */
export function writtenWith(
  observed: ReadonlyMap<string, NameSupport>,
  target: string,
  services: readonly string[],
  region: string,
): WrittenSettings {
  const cliNames = services.map((text) => parseService(catalog, text));
  const chosen = findTarget(target, tools);
  const found = chosen.target;
  const fact = chosen.fact ?? facts.get(found.id);
  if (fact === undefined) throw new Error(`no facts of ${target}`);
  return writeSettings({
    catalog,
    services: cliNames.flatMap((name) => catalog.services.filter((each) => each.cliName === name)),
    region,
    observed,
    target: found,
    form: chosen.form,
    fact,
    settings: sharedSettingFacts(settings, sdks),
  });
}
