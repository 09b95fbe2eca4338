import { VARIANTS } from "@egress6/core/endpoint/types";
import { isConclusive, type OutcomeKind } from "@egress6/core/observation/outcome";
import { alignColumns } from "../text-columns.js";
import type { ExportDocument, ExportedEndpoint, ExportedObservation } from "./document.js";

/** For reading: a table per service, one line per region and variant. */
export function exportText(document: ExportDocument): string {
  const sections = [
    headText(document),
    ...[...byService(document.endpoints)].map(serviceText),
    ...hostsText(document),
  ];
  return `${sections.join("\n\n")}\n`;
}

function headText({ meta }: ExportDocument): string {
  const span =
    meta.observedFrom === null
      ? "not checked yet"
      : `observed ${meta.observedFrom} to ${meta.observedTo}`;
  const lines = [
    `AWS endpoints over IPv6 (filter: ${meta.filter})`,
    `Names from ${meta.rules.source} ${meta.rules.version}; ${span}.`,
  ];
  return [...lines, ...(meta.notice === null ? [] : [meta.notice])].join("\n");
}

function byService(
  endpoints: readonly ExportedEndpoint[],
): ReadonlyMap<string, readonly ExportedEndpoint[]> {
  const services = new Map<string, ExportedEndpoint[]>();
  for (const endpoint of endpoints) {
    const before = services.get(endpoint.service);
    if (before === undefined) services.set(endpoint.service, [endpoint]);
    else before.push(endpoint);
  }
  return services;
}

function serviceText([service, endpoints]: readonly [string, readonly ExportedEndpoint[]]): string {
  const rows = endpoints.flatMap(({ region, cell, variants }) =>
    VARIANTS.flatMap((variant) => {
      const name = variants[variant];
      return name === undefined
        ? []
        : [[region, cell, variant, ...observationColumns(name), name.hostname]];
    }),
  );
  const header = ["region", "cell", "variant", ...OBSERVATION_HEADER, "hostname"];
  return `${service} (${endpoints[0]?.serviceId})\n${alignColumns([header, ...rows], "  ")}`;
}

function hostsText({ hosts }: ExportDocument): readonly string[] {
  if (hosts.length === 0) return [];
  const rows = hosts.map((host) => [host.group, ...observationColumns(host), host.host]);
  const header = ["group", ...OBSERVATION_HEADER, "host"];
  return [`Hosts outside AWS\n${alignColumns([header, ...rows], "  ")}`];
}

const OBSERVATION_HEADER = ["IPv6", "since", "IPv4", "checked"];

function observationColumns(name: ExportedObservation): readonly string[] {
  const { a, aaaa } = name.outcomes;
  return [
    withTrouble(name.ipv6, aaaa),
    name.since ?? "-",
    withTrouble(name.ipv4, a),
    name.checkedAt ?? "-",
  ];
}

/** What is known, and the last outcome where that said nothing: `yes (timeout)`. */
function withTrouble(known: string, last: OutcomeKind | null): string {
  return last === null || isConclusive(last) ? known : `${known} (${last})`;
}
