import type { TrailStep } from "@egress6/core/settings/resolve/endpoint-trail";
import type { EndpointExplanation } from "@egress6/core/settings/resolve/explain-endpoint";
import type { Resolved } from "@egress6/core/settings/resolve/resolve-settings";

/** What botocore calls the places in its log. */
const LOCATIONS = {
  "env-service": "environment_service",
  "env-global": "environment_global",
  "config-service": "config_service",
  "config-global": "config_global",
} as const;

/**
 * The search in the words of `aws --debug`, each line with what was found there.
 * @source botocore: configprovider.py, regions.py
 */
export function debugLines(explained: EndpointExplanation): string {
  const { service, settings, parameters, trail, url, signing, source } = explained;
  const lines = [
    ...settingLines(settings),
    ...(settings.ignoreConfiguredEndpointUrls.value ? ["Ignoring configured endpoint URLs."] : []),
    ...trail.flatMap((step) => stepLines(step, service)),
    `Calling endpoint provider with parameters: ${pythonDict(parameters)}`,
    `Endpoint provider result: ${url}`,
    `Selecting from endpoint provider's list of auth schemes: signed for ${signing.region ?? "a region not known for this version"}/${signing.name}${source === "rules" || source === "client" ? "" : ", the client's region"}`,
  ];
  return `${lines.join("\n")}\n`;
}

function settingLines(settings: EndpointExplanation["settings"]): readonly string[] {
  const rows: readonly (readonly [string, Resolved<unknown>])[] = [
    ["profile", settings.profile],
    ["region", settings.region],
    ["use_dualstack_endpoint", settings.dualstack],
    ["use_fips_endpoint", settings.fips],
  ];
  return rows.map(
    ([label, { value, name, place, source }]) =>
      `${label} = ${String(value)}, from ${name === null ? "nowhere: the default" : `${name}${place === null ? ` (${source})` : ` (${place})`}`}`,
  );
}

function stepLines(step: TrailStep, service: string): readonly string[] {
  const { source } = step;
  if (source === "rules") {
    return step.outcome === "used" ? ["No configured endpoint found."] : [];
  }
  if (source === "code") {
    return step.value === null ? [] : [`Endpoint URL in code: ${foundText(step)}`];
  }
  if (source === "client") return [`Endpoint URL from ${step.name}: ${step.value}`];
  const location = LOCATIONS[source];
  const looking = `Looking for endpoint for ${service} via: ${location}`;
  const found = `${looking} — ${step.name}${foundText(step) === "" ? "" : ` ${foundText(step)}`}`;
  return step.outcome === "used"
    ? [found, `Found endpoint for ${service} via: ${location}.`]
    : [found];
}

function foundText({ value, place, outcome }: TrailStep): string {
  if (value === null) return "is not set";
  const at = place === null ? "" : ` (${place})`;
  const texts = {
    used: `= ${value}${at}`,
    unset: "is not set",
    empty: `is empty${at}, which counts as not set`,
    overridden: `= ${value}${at}, overridden by what comes before`,
    ignored: `= ${value}${at}, ignored`,
    "not-read": `= ${value}${at}, not read by this SDK`,
  };
  return texts[outcome];
}

function pythonDict(parameters: Readonly<Record<string, string | boolean>>): string {
  const parts = Object.entries(parameters).map(
    ([key, value]) =>
      `'${key}': ${typeof value === "boolean" ? (value ? "True" : "False") : `'${value}'`}`,
  );
  return `{${parts.join(", ")}}`;
}
