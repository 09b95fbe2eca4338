import type { SupportChange } from "@egress6/core/changes/changes-document";
import { type Catalog, expandCatalog } from "@egress6/core/endpoint/catalog";
import { parseFilter } from "@egress6/core/endpoint/filter";
import { observableName } from "@egress6/core/endpoint/placeholder";
import { scanNames } from "@egress6/core/endpoint/scan-order";
import { type EvidenceBase, evidenceFor } from "@egress6/core/evidence/evidence";
import type { OutcomeKind } from "@egress6/core/observation/outcome";
import type { NameSupport } from "@egress6/core/verdict/support";
import { observeSupport, UNOBSERVED } from "@egress6/core/verdict/support";
import type { OutcomeInterval, StoreReader } from "../../ports.js";

const DAY_MS = 86_400_000;
/** So long ago the invented history begins. */
const DAYS = 100;
const SCAN_MS = 240_000;
/** Addresses of documentation (RFC 5737, RFC 3849), and a resolver that is nobody: none can be taken for real. */
const INVENTED = { ipv4: "192.0.2.1", ipv6: "2001:db8::1", resolver: "192.0.2.53:53" };

interface InventedOutcomes {
  readonly a: OutcomeKind;
  readonly aaaa: OutcomeKind;
}

export interface DemoWorld {
  readonly catalog: Catalog;
  readonly hosts: readonly string[];
  /** Names that others say have IPv6 have it here, too: an invented "no" could be believed. */
  readonly evidence: EvidenceBase;
  /** When the last invented scan ended: milliseconds since the epoch. */
  readonly at: number;
}

/** A store that was never written: what it says of every name is invented, and the same every time. */
export function demoStore({ catalog, hosts, evidence, at }: DemoWorld): StoreReader {
  const names = scanNames(catalog, hosts, parseFilter(catalog, {}));
  const known = new Set(names);
  const said = namesSaidToHaveIpv6(catalog, evidence);
  const outcomesOf = (name: string): InventedOutcomes =>
    said.has(name) ? { a: "answer", aaaa: "answer" } : inventedOutcomes(name);
  const sinceOf = (name: string): number => {
    const days = percentile(`since ${name.split(".")[0]}`) + 1;
    // All regions of a service on one day, but a few that came later.
    const later = percentile(`later ${name}`) < 10 ? Math.floor(days / 2) : days;
    return at - later * DAY_MS;
  };
  const historyOf = (name: string): readonly OutcomeInterval[] => {
    const { a, aaaa } = outcomesOf(name);
    const interval = (type: "A" | "AAAA", kind: OutcomeKind): OutcomeInterval => ({
      type,
      kind,
      from: sinceOf(name),
      to: at,
      addresses: kind !== "answer" ? [] : [type === "A" ? INVENTED.ipv4 : INVENTED.ipv6],
      cname: [],
      attempts: kind === "timeout" ? 4 : 1,
      resolver: INVENTED.resolver,
      ms: 12,
    });
    return [interval("A", a), interval("AAAA", aaaa)];
  };
  let support: ReadonlyMap<string, NameSupport> | null = null;
  let changes: readonly SupportChange[] | null = null;
  return {
    readSupport: (some) => {
      support ??= new Map(names.map((name) => [name, supportOfHistory(historyOf(name))]));
      if (some === undefined) return support;
      return new Map(
        some.flatMap((name) => {
          const found = support?.get(name);
          return found === undefined ? [] : [[name, found]];
        }),
      );
    },
    readHistory: (name) => (known.has(name) ? historyOf(name) : []),
    readChanges: (since = 0) => {
      changes ??= names
        .flatMap((name): SupportChange[] => {
          const isNew = percentile(`new ${name.split(".")[0]}`) < 40;
          return isNew && outcomesOf(name).aaaa === "answer"
            ? [{ name, family: "ipv6", from: "no", to: "yes", at: sinceOf(name) }]
            : [];
        })
        .sort((a, b) => a.at - b.at);
      return changes.filter((change) => change.at >= since);
    },
    readScans: (limit = 2) =>
      [at, at - (DAYS + 1) * DAY_MS]
        .map((endedAt, index) => ({
          id: 1 - index,
          scope: "all",
          startedAt: endedAt - SCAN_MS,
          endedAt,
          state: "done" as const,
          total: names.length,
          reason: null,
        }))
        .slice(0, limit),
    newestTime: () => at,
    close: () => {},
  };
}

function namesSaidToHaveIpv6(catalog: Catalog, evidence: EvidenceBase): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { service, region, variant, hostname } of expandCatalog(catalog)) {
    if (evidenceFor(evidence, service, region, variant) !== null) {
      names.add(observableName(hostname));
    }
  }
  return names;
}

/** A mix of everything that can come back. */
function inventedOutcomes(name: string): InventedOutcomes {
  const service = name.split(".")[0] ?? name;
  const region = /[a-z]{2,4}(-[a-z]+)+-\d/.exec(name)?.[0] ?? "";
  const isDualStack = /\.(api\.aws|aws\.dev)$/.test(name) || name.includes(".on.aws");
  if (percentile(`gone ${service} ${region}`) < 8) return { a: "nxdomain", aaaa: "nxdomain" };
  if (percentile(`lost ${name}`) < 2) return { a: "timeout", aaaa: "timeout" };
  if (isDualStack) {
    return percentile(`dual ${service}`) < 55
      ? { a: "answer", aaaa: "answer" }
      : { a: "nxdomain", aaaa: "nxdomain" };
  }
  return { a: "answer", aaaa: percentile(`six ${service}`) < 14 ? "answer" : "nodata" };
}

/** A number from 0 to 99 that depends on the text only. */
function percentile(text: string): number {
  let hash = 2166136261;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
  return ((hash ^ (hash >>> 13)) >>> 0) % 100;
}

function supportOfHistory([a, aaaa]: readonly OutcomeInterval[]): NameSupport {
  if (a === undefined || aaaa === undefined) return { ipv4: UNOBSERVED, ipv6: UNOBSERVED };
  return {
    ipv4: observeSupport(observeSupport(UNOBSERVED, a, a.from), a, a.to),
    ipv6: observeSupport(observeSupport(UNOBSERVED, aaaa, aaaa.from), aaaa, aaaa.to),
  };
}
