import { type AuditFix, fixText } from "../audit-fix.js";
import type { HostCapability } from "../capability.js";
import { type CodeHit, codeRule, distinctPlaces, placeOfCall } from "../code-rule.js";
import type { Call } from "../reading.js";
import { isOutsideVpc } from "./service-calls.js";

/** A hard-coded hostname of AWS that has IPv4 only, or that AWS has retired. */
export const e6504 = codeRule({
  id: "E6504",
  find: ({ reading, capability, region, network }) => {
    const groups = new Map<string, Call[]>();
    for (const call of reading.calls) {
      const { host, image, callerKind, source } = call;
      if (host === null || image !== null) continue;
      // What AWS itself calls, from outside of the VPC, is no egress.
      if (callerKind === "managed" || source === "policy" || source === "platform") continue;
      const key = JSON.stringify([call.place.file, host]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [call]);
      else group.push(call);
    }
    return [...groups.values()].flatMap((calls): readonly CodeHit[] => {
      const [first, ...more] = calls;
      if (first?.host == null) return [];
      const known = knownHost(first.host, first.region ?? region, capability.host);
      const said = known === null ? null : sayingOf(known, first.host);
      // What AWS has closed is broken wherever it is called.
      if (known?.retired == null && calls.every((call) => isOutsideVpc(call, network))) return [];
      if (said === null) return [];
      return [
        {
          ...said,
          on: null,
          place: placeOfCall(first),
          attribute: [first.place.file ?? "", first.host],
          related: distinctPlaces(more.map(placeOfCall)),
        },
      ];
    });
  },
});

/** With a region in the place of a part that is not known. */
function knownHost(
  host: string,
  region: string | null,
  find: (hostname: string) => HostCapability,
): HostCapability | null {
  if (!host.includes("{}")) return find(host);
  if (region === null || host.split("{}").length > 2) return null;
  return find(host.replace("{}", region));
}

function sayingOf(
  known: HostCapability,
  host: string,
): Pick<CodeHit, "kind" | "message" | "fix"> | null {
  const { endpoint, ipv6, asOf, retired } = known;
  if (retired !== null) {
    const { date, use } = retired;
    return {
      kind: "fail",
      message: { code: "E6504.retired", args: { host, date, use } },
      fix: fixText(`Remove it, and use ${use}.`, [`- ${host}`]),
    };
  }
  if (endpoint === null || ipv6 === "yes" || /dualstack/.test(endpoint.variant ?? "")) return null;
  const other = endpoint.dualstack;
  if (other === null) {
    if (ipv6 !== "no") return null;
    const args = { host, asOf: asOf ?? "" };
    return { kind: "fail", message: { code: "E6504.alone", args }, fix: KEEP_IPV4 };
  }
  const fix = replaceHost(host, other.hostname);
  if (ipv6 === "no" && other.ipv6 === "yes") {
    const args = { host, other: other.hostname, asOf: asOf ?? "" };
    return { kind: "fail", message: { code: "E6504", args }, fix };
  }
  if (ipv6 === "no" && other.ipv6 === "no") {
    const args = { host, other: other.hostname, asOf: asOf ?? "" };
    return { kind: "fail", message: { code: "E6504.neither", args }, fix: KEEP_IPV4 };
  }
  const args = { host, other: other.hostname };
  return { kind: "review", message: { code: "E6504.unchecked", args }, fix };
}

const KEEP_IPV4 = fixText("Keep an IPv4 path or an interface endpoint for it: no setting helps.");

function replaceHost(host: string, other: string): AuditFix {
  return fixText(
    "Use the dual-stack name, or leave the name to the SDK and turn its dual-stack setting on.",
    [`- ${host}`, `+ ${other}`],
  );
}
