import { fixText } from "../audit-fix.js";
import type { Capability } from "../capability.js";
import {
  type AuditContext,
  type CodeHit,
  type CodePlace,
  codeRule,
  distinctPlaces,
  placeOfCall,
} from "../code-rule.js";
import type { Call } from "../reading.js";
import { settingsFor } from "./endpoint-settings.js";
import { isOutsideVpc, runtimeCalls } from "./service-calls.js";

/** A service that is called by its IPv4 name, where nothing enables its dual-stack name. */
export const e6502 = codeRule({
  id: "E6502",
  find: (context) => {
    const groups = new Map<string, Call[]>();
    for (const call of runtimeCalls(context)) {
      const { service, isDualStack, source } = call;
      if (service === null || isDualStack === "yes") continue;
      // Literal hosts, images and what platforms and agents call by themselves have rules of their own.
      if (call.host !== null || (source !== "sdk" && source !== "cli")) continue;
      const { reading, network } = context;
      if (isOutsideVpc(call, network)) continue;
      const isSet = settingsFor(call, "dualstack", reading).some(({ value }) => value !== "false");
      if (isSet || settingsFor(call, "endpoint-url", reading).length > 0) continue;
      const region = call.region ?? context.region;
      const key = JSON.stringify([service, region]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [call]);
      else group.push(call);
    }
    return [...groups.values()].flatMap((calls) => hitOf(calls, context));
  },
});

function hitOf(
  calls: readonly Call[],
  { capability, region: ofAudit }: AuditContext,
): readonly CodeHit[] {
  const [first, ...more] = calls;
  if (first === undefined || first.service === null) return [];
  const { service } = first;
  const region = first.region ?? ofAudit;
  const sdks = region === null ? [] : pinnedSdks(calls, region, capability);
  const places = distinctPlaces(calls.map(placeOfCall)).length;
  const about = {
    on: null,
    place: placeOfCall(first),
    attribute: [service, region ?? "region"],
    related: distinctPlaces(more.map(placeOfCall)),
    evidence: sdks.map(({ text, place }) => ({ text, place })),
    fix: fixText(
      `${sdks.some(({ isTooOld }) => isTooOld) ? "Update the SDK first: what it is now does not build that name. " : ""}\`egress6 config --service ${service}${region === null ? " --region REGION" : ` --region ${region}`}\` writes the setting that works there: environment, config file or code.`,
      ["+ AWS_USE_DUALSTACK_ENDPOINT=true"],
    ),
  };
  if (region === null) {
    const message = { code: "E6502.region", args: { service, places } } as const;
    return [{ ...about, kind: "review", message }];
  }
  const known = capability.service(service, region);
  const { byDefault = null, dualstack = null } = known ?? {};
  const called = known?.name ?? service;
  if (dualstack === null || dualstack.hostname === byDefault?.hostname) return [];
  if (byDefault?.ipv6 === "yes" || dualstack.ipv6 === "no") return [];
  if (dualstack.ipv6 === "yes" && byDefault?.ipv6 === "no") {
    const { hostname } = dualstack;
    const args = { service: called, places, hostname, asOf: dualstack.asOf ?? "" };
    return [{ ...about, kind: "fail", message: { code: "E6502", args } }];
  }
  const args = {
    service: called,
    places,
    hostname: dualstack.hostname,
    by: byDefault?.hostname ?? service,
  };
  const message = { code: "E6502.unchecked", args } as const;
  return [{ ...about, kind: "review", message }];
}

/** What the versions that lock files pin make of the setting. */
function pinnedSdks(calls: readonly Call[], region: string, capability: Capability) {
  const said = new Map<
    string,
    { readonly text: string; readonly place: CodePlace; readonly isTooOld: boolean }
  >();
  for (const { sdk, service } of calls) {
    if (sdk === null || service === null || sdk.pinnedAt === undefined) continue;
    const pinned = capability.pinnedSdk(sdk, service, region);
    if (pinned === null) continue;
    const { words, readsSwitch, dualstack, asOf } = pinned;
    const today = capability.service(service, region)?.dualstack?.hostname ?? null;
    const builds =
      dualstack === "unknown"
        ? "which dual-stack name it builds is not known"
        : dualstack === null
          ? "it builds no dual-stack name"
          : `it builds ${dualstack.hostname}`;
    const reads =
      readsSwitch === "yes"
        ? ""
        : readsSwitch === "no"
          ? "; it does not read the setting from environment or config file"
          : "; whether it reads the setting from environment and config file is not known";
    const text = `${words}: ${builds} (rules as of ${asOf})${reads}.`;
    const isOther = dualstack === null || (dualstack !== "unknown" && dualstack.hostname !== today);
    const place = { ...sdk.pinnedAt, resource: null };
    said.set(text, { text, place, isTooOld: isOther || readsSwitch === "no" });
  }
  return [...said.values()];
}
