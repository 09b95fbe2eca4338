import { fixText } from "../audit-fix.js";
import { type CodeHit, codeRule, distinctPlaces, placeOfCall } from "../code-rule.js";
import type { Call } from "../reading.js";
import { isReachableHost } from "./reachable-host.js";
import { isOutsideVpc } from "./service-calls.js";

/** A host of somebody else that has IPv4 only. */
export const e6508 = codeRule({
  id: "E6508",
  find: ({ reading, capability, network }) => {
    const groups = new Map<string, Call[]>();
    for (const call of reading.calls) {
      const { host, service, callerKind } = call;
      if (host === null || service !== null || !isReachableHost(host)) continue;
      if (isOutsideVpc(call, network)) continue;
      if (callerKind === "managed" || capability.host(host).endpoint !== null) continue;
      const group = groups.get(host);
      if (group === undefined) groups.set(host, [call]);
      else group.push(call);
    }
    const unchecked: { readonly host: string; readonly calls: readonly Call[] }[] = [];
    const hits = [...groups].flatMap(([host, calls]): readonly CodeHit[] => {
      const { ipv6, asOf, documented } = capability.host(host);
      if (ipv6 === "yes") return [];
      const runs = calls.filter(
        ({ callerKind }) => callerKind !== "build" && callerKind !== "script",
      );
      const isBuild = runs.length === 0;
      const [first, ...more] = isBuild
        ? calls
        : [...runs, ...calls.filter((each) => !runs.includes(each))];
      if (first === undefined) return [];
      const about = {
        on: null,
        place: placeOfCall(first),
        attribute: [host],
        related: distinctPlaces(more.map(placeOfCall)),
        fix: MIRROR,
        ...(isBuild && { when: "at-build-time" as const }),
      };
      if (ipv6 === "no") {
        const args = { host, asOf: asOf ?? "", isBuild };
        return [{ ...about, kind: "fail", message: { code: "E6508", args } }];
      }
      if (documented?.ipv6 === "no") {
        const args = { host, asOf: documented.asOf, isBuild };
        const evidence = [{ text: documented.source, place: null }];
        const message = { code: "E6508.documented", args } as const;
        return [{ ...about, kind: "review", message, evidence }];
      }
      unchecked.push({ host, calls });
      return [];
    });
    return [...hits, ...uncheckedHit(unchecked)];
  },
});

const MIRROR = fixText(
  "Mirror it, pull images through a cache in ECR, or keep NAT64 or another IPv4 path for it.",
);

/** One question for all of them: what is not observed is one cause. */
function uncheckedHit(
  unchecked: readonly { readonly host: string; readonly calls: readonly Call[] }[],
): readonly CodeHit[] {
  const calls = unchecked.flatMap((each) => each.calls);
  const [first] = calls;
  if (first === undefined) return [];
  const hosts = unchecked.map(({ host }) => host).toSorted();
  return [
    {
      kind: "review",
      message: { code: "E6508.unchecked", args: { hosts } },
      on: null,
      place: placeOfCall(first),
      attribute: ["unchecked"],
      related: distinctPlaces(calls.slice(1).map(placeOfCall)),
      fix: fixText(`Check them: \`egress6 lookup ${hosts.slice(0, 6).join(" ")}\`.`),
    },
  ];
}
