import type { SupportChange } from "@egress6/core/changes/changes-document";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import { parseFilter } from "@egress6/core/endpoint/filter";
import { scanNames } from "@egress6/core/endpoint/scan-order";
import type { OutcomeKind } from "@egress6/core/observation/outcome";
import type { NameSupport } from "@egress6/core/verdict/support";
import { observeSupport, UNOBSERVED } from "@egress6/core/verdict/support";
import type { OutcomeInterval, StoreReader } from "../../packages/egress6/src/ports.js";

export const INVENTED_AT = Date.UTC(2026, 10, 23, 16, 20);

/** Who "answered": an address that can be nobody's. */
export const INVENTED_RESOLVER = "192.0.2.53:53";

/** A number from 0 to 99 that depends on the text only. */
function percentile(text: string): number {
  let hash = 2166136261;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
  return ((hash ^ (hash >>> 13)) >>> 0) % 100;
}

/** How the questions about a name end in the invented world: a mix of everything, the same every time. */
export function inventedOutcomes(name: string): {
  readonly a: OutcomeKind;
  readonly aaaa: OutcomeKind;
} {
  const service = name.split(".")[0] ?? name;
  const region = /[a-z]{2,4}(-[a-z]+)+-\d/.exec(name)?.[0] ?? "";
  const isDualStack = /\.(api\.aws|aws\.dev)$/.test(name) || name.includes(".on.aws");
  if (percentile(`gone ${service} ${region}`) < 8 || percentile(`nowhere ${service}`) < 8) {
    return { a: "nxdomain", aaaa: "nxdomain" };
  }
  if (percentile(`lost ${name}`) < 2) return { a: "timeout", aaaa: "timeout" };
  if (isDualStack) {
    return percentile(`dual ${service}`) < 55
      ? { a: "answer", aaaa: "answer" }
      : { a: "nxdomain", aaaa: "nxdomain" };
  }
  return { a: "answer", aaaa: percentile(`six ${service}`) < 14 ? "answer" : "nodata" };
}

/** A store that says what was invented about every name a scan would ask. */
export function inventedStore(catalog: Catalog, hosts: readonly string[]): StoreReader {
  const names = scanNames(catalog, hosts, parseFilter(catalog, {}));
  const known = new Set(names);
  let support: ReadonlyMap<string, NameSupport> | null = null;
  return {
    readSupport: () => {
      support ??= new Map(names.map((name) => [name, inventedSupport(name)]));
      return support;
    },
    readHistory: (name) => (known.has(name) ? inventedHistory(name) : []),
    readChanges: (since = 0) => inventedChanges(names).filter(({ at }) => at >= since),
    readScans: () => [
      {
        id: 1,
        scope: "all",
        startedAt: INVENTED_AT - 240_000,
        endedAt: INVENTED_AT,
        state: "done",
        total: names.length,
        reason: null,
      },
      {
        id: 0,
        scope: "all",
        startedAt: INVENTED_AT - 101 * 86_400_000,
        endedAt: INVENTED_AT - 101 * 86_400_000 + 240_000,
        state: "done",
        total: names.length,
        reason: null,
      },
    ],
    newestTime: () => INVENTED_AT,
    close: () => {},
  };
}

/** A store nobody has scanned into. */
export const EMPTY_STORE: StoreReader = {
  readSupport: () => new Map(),
  readHistory: () => [],
  readChanges: () => [],
  readScans: () => [],
  newestTime: () => null,
  close: () => {},
};

function inventedSupport(name: string): NameSupport {
  const [a, aaaa] = inventedHistory(name);
  if (a === undefined || aaaa === undefined) return { ipv4: UNOBSERVED, ipv6: UNOBSERVED };
  return {
    ipv4: observeSupport(observeSupport(UNOBSERVED, a, a.from), a, a.to),
    ipv6: observeSupport(observeSupport(UNOBSERVED, aaaa, aaaa.from), aaaa, aaaa.to),
  };
}

/** All regions of a service on one day, but a few that came later. */
function inventedSince(name: string): number {
  const days = percentile(`since ${name.split(".")[0]}`) + 1;
  const later = percentile(`later ${name}`) < 10 ? Math.floor(days / 2) : days;
  return INVENTED_AT - later * 86_400_000;
}

/** Since when some names have AAAA, and some have lost it. */
function inventedChanges(names: readonly string[]): readonly SupportChange[] {
  return names
    .flatMap((name): SupportChange[] => {
      const { aaaa } = inventedOutcomes(name);
      const service = name.split(".")[0] ?? name;
      const at = inventedSince(name);
      if (aaaa === "answer" && percentile(`new ${service}`) < 40) {
        return [{ name, family: "ipv6", from: "no", to: "yes", at }];
      }
      return aaaa === "nodata" && percentile(`old ${service}`) < 2
        ? [{ name, family: "ipv6", from: "yes", to: "no", at }]
        : [];
    })
    .sort((a, b) => a.at - b.at);
}

function inventedHistory(name: string): readonly OutcomeInterval[] {
  const { a, aaaa } = inventedOutcomes(name);
  const interval = (type: "A" | "AAAA", kind: OutcomeKind, address: string): OutcomeInterval => ({
    type,
    kind,
    from: inventedSince(name),
    to: INVENTED_AT,
    addresses: kind === "answer" ? [address] : [],
    cname: [],
    attempts: kind === "timeout" ? 4 : 1,
    resolver: INVENTED_RESOLVER,
    ms: 12,
  });
  return [interval("A", a, "52.94.5.1"), interval("AAAA", aaaa, "2600:1f18:a::1")];
}
