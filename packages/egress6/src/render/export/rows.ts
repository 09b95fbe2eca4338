import { VARIANTS } from "@egress6/core/endpoint/types";
import type { ExportDocument } from "./document.js";

/** The columns of flat exports: one row per service, region and variant. */
export const ENDPOINT_COLUMNS = [
  "service",
  "service_id",
  "partition",
  "region",
  "cell",
  "variant",
  "hostname",
  "scope",
  "ipv4",
  "ipv6",
  "since",
  "checked_at",
  "confirmed_at",
  "a_outcome",
  "aaaa_outcome",
  "evidence",
  "evidence_date",
  "evidence_source",
] as const;

export type EndpointRow = readonly (string | null)[];

/** Values in the order of ENDPOINT_COLUMNS. */
export function* endpointRows({ endpoints }: ExportDocument): Generator<EndpointRow> {
  for (const { service, serviceId, partition, region, cell, variants } of endpoints) {
    for (const variant of VARIANTS) {
      const name = variants[variant];
      if (name === undefined) continue;
      yield [
        service,
        serviceId,
        partition,
        region,
        cell,
        variant,
        name.hostname,
        name.scope,
        name.ipv4,
        name.ipv6,
        name.since,
        name.checkedAt,
        name.confirmedAt,
        name.outcomes.a,
        name.outcomes.aaaa,
        name.evidence?.says ?? null,
        name.evidence?.date ?? null,
        name.evidence?.source ?? null,
      ];
    }
  }
}
