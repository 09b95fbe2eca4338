import { fixText } from "../audit-fix.js";
import {
  type AuditContext,
  type CodeHit,
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
  const places = distinctPlaces(calls.map(placeOfCall)).length;
  const about = {
    on: null,
    place: placeOfCall(first),
    attribute: [service, region ?? "region"],
    related: distinctPlaces(more.map(placeOfCall)),
    fix: fixText(
      `\`egress6 config --service ${service}${region === null ? " --region REGION" : ` --region ${region}`}\` writes the setting that works there: environment, config file or code.`,
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
