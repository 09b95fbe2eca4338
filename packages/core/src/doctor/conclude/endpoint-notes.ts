import type { SdkFacts } from "../../facts/sdk-facts.js";
import type { TrapFinding } from "../../finding/find-traps.js";
import { placeText } from "../../finding/place.js";
import { trapFix, trapMessage } from "../../finding/trap-words.js";
import { explainEndpoint } from "../../settings/resolve/explain-endpoint.js";
import type { ResolvedEndpoint } from "../../settings/resolve/resolve-endpoint-settings.js";
import type { NameSupport } from "../../verdict/support.js";
import type { SettingNote } from "../host-observations.js";

/** What is set for these services on this host, and the traps that it walks into; the worst first. */
export function endpointNotes(
  endpoints: readonly ResolvedEndpoint[],
  observed: ReadonlyMap<string, NameSupport>,
  sdks: readonly SdkFacts[],
): readonly SettingNote[] {
  const notes = endpoints.flatMap((resolved) => [
    ...explainEndpoint(resolved, observed, sdks).traps.filter(isOfThisHost).map(trapNote),
    ...settingNotes(resolved),
  ]);
  const distinct = [
    ...new Map(notes.map((note) => [`${note.finding?.ruleId} ${note.text}`, note])).values(),
  ];
  return SEVERITIES.flatMap((severity) => distinct.filter((note) => note.severity === severity));
}

const SEVERITIES: readonly SettingNote["severity"][] = ["breaks", "caution", "info"];

/** Advice for every user of a service is not shown: only what something set here leads into. */
function isOfThisHost({ ruleId, level, place, message }: TrapFinding): boolean {
  // The metadata service and the place of credentials have steps of their own.
  if (ruleId === "imds-mode-spelling" || ruleId === "imds-endpoint") return false;
  if (message.code === "credentials-address.unusable") return false;
  return level === "error" || place !== null;
}

function trapNote(finding: TrapFinding): SettingNote {
  return {
    severity: finding.level === "error" ? "breaks" : "caution",
    finding,
    place: placeText(finding.place),
    text: trapMessage(finding.message),
    remedy: trapFix(finding.fix),
  };
}

function settingNotes({ settings, service, answer }: ResolvedEndpoint): readonly SettingNote[] {
  const switches = [settings.dualstack, settings.fips].flatMap(({ value, source, name, place }) =>
    value && source !== "default"
      ? [info(place, `${name} is on${place === null ? "" : ` (${place})`}`)]
      : [],
  );
  const used = settings.trail.find(({ outcome }) => outcome === "used");
  if (used === undefined || used.source === "rules") return switches;
  const text = `${used.name} leads ${service.cliName} to ${used.value}`;
  return [
    ...switches,
    info(used.place, answer.url === used.value ? `${text}, as the rules do` : text),
  ];
}

function info(place: string | null, text: string): SettingNote {
  return { severity: "info", finding: null, place, text, remedy: null };
}
