import { fixText } from "../audit-fix.js";
import { observedOn } from "../audit-words.js";
import {
  type AuditContext,
  type CodeHit,
  codeRule,
  distinctPlaces,
  placeOfCall,
} from "../code-rule.js";
import type { Call, EndpointSetting } from "../reading.js";
import { countsFor, settingsFor } from "./endpoint-settings.js";
import { runtimeCalls } from "./service-calls.js";

/** Dual-stack names are forced, and some of them do not exist. */
export const e6503 = codeRule({
  id: "E6503",
  find: (context) =>
    context.reading.settings
      .filter(({ what, value }) => what === "dualstack" && value === "true")
      .flatMap((setting) => hitsOf(setting, context)),
});

function hitsOf(setting: EndpointSetting, context: AuditContext): readonly CodeHit[] {
  const { reading, capability } = context;
  const missing = new Map<string, { why: string; call: Call }>();
  const unchecked = new Set<string>();
  for (const call of runtimeCalls(context)) {
    const region = call.region ?? context.region;
    const { service } = call;
    if (service === null || region === null || call.host !== null) continue;
    if (call.source !== "sdk" && call.source !== "cli") continue;
    if (!countsFor(setting, call) || call.isDualStack === "no") continue;
    if (settingsFor(call, "endpoint-url", reading).length > 0) continue;
    const known = capability.service(service, region);
    if (known === null) continue;
    // Another version of the SDK may build another name.
    const pinned = call.sdk === null ? null : capability.pinnedSdk(call.sdk, service, region);
    const built = pinned?.dualstack ?? null;
    const isPinned = pinned !== null && built !== "unknown";
    const dualstack = built === "unknown" || pinned === null ? known.dualstack : built;
    const by = isPinned ? ` for ${pinned.words}` : "";
    if (dualstack === null) {
      const why = `no dual-stack name of ${service} exists in ${region}${by}`;
      missing.set(service, { why, call });
    } else if (dualstack.ipv6 === "no" && dualstack.ipv4 === "no") {
      const why = `${dualstack.hostname} does not exist (${observedOn(dualstack.asOf ?? "")})`;
      missing.set(service, { why, call });
    } else if (dualstack.ipv6 === "unknown") unchecked.add(dualstack.hostname);
  }
  const { file, line } = setting.place;
  const about = {
    on: null,
    place: { file, line, resource: setting.caller },
    fix: fixText(
      "Set endpoint URLs for the services that have IPv6 (AWS_ENDPOINT_URL_SERVICE) instead of this setting. `egress6 config` writes them.",
      [`- ${setting.name}=true`],
    ),
  };
  const services = [...missing.keys()].toSorted();
  if (services.length > 0) {
    const found = [...missing.values()];
    const why = found.map((each) => each.why);
    return [
      {
        ...about,
        kind: "fail",
        message: { code: "E6503", args: { setting: setting.name, services, why } },
        attribute: [setting.name, setting.service ?? "all"],
        related: distinctPlaces(found.map(({ call }) => placeOfCall(call))),
      },
    ];
  }
  if (unchecked.size === 0) return [];
  const hosts = [...unchecked].toSorted();
  return [
    {
      ...about,
      kind: "review",
      message: { code: "E6503.unchecked", args: { setting: setting.name, hosts } },
      attribute: [setting.name, setting.service ?? "all"],
      fix: fixText(`Check them: \`egress6 lookup ${hosts.slice(0, 6).join(" ")}\`.`),
    },
  ];
}
