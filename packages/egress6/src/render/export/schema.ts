import { VARIANTS } from "@egress6/core/endpoint/types";
import { EVIDENCE_KINDS } from "@egress6/core/evidence/evidence";
import { OUTCOME_KINDS } from "@egress6/core/observation/outcome";
import { CELLS } from "@egress6/core/verdict/cell";
import { z } from "zod";
import { EXPORT_SCHEMA_VERSION, type ExportDocument } from "./document.js";

const time = z.iso.datetime().describe("ISO 8601, UTC");
const support = z
  .enum(["yes", "no", "unknown"])
  .describe("unknown: nothing conclusive was ever observed");
const outcome = z.enum(OUTCOME_KINDS).nullable();

const observation = {
  ipv4: support.describe("whether the name has an A record"),
  ipv6: support.describe("whether the name has an AAAA record"),
  since: time.nullable().describe("since when `ipv6` holds"),
  checkedAt: time.nullable().describe("when the name was last asked about, however that ended"),
  confirmedAt: time
    .nullable()
    .describe(
      "when an answer last agreed with `ipv6`; before `checkedAt` if later ones said nothing",
    ),
  outcomes: z.strictObject({ a: outcome, aaaa: outcome }).describe("how the last questions ended"),
};

const evidence = z.strictObject({
  says: z
    .enum(EVIDENCE_KINDS)
    .describe(
      "declared: AWS, in the data of its SDKs; documented: AWS, on a page; seen-by-others: somebody else, in DNS",
    ),
  date: z.iso.date().describe("the day it is of"),
  source: z.string().describe("the address of the document"),
});

const name = {
  hostname: z.string().describe("may hold a placeholder such as {AccountId}"),
  observedAs: z
    .string()
    .exactOptional()
    .describe("the name that was looked up, where it is not the hostname itself"),
  scope: z
    .enum(["regional", "partition"])
    .describe("partition: one name serves all regions of the partition"),
  ...observation,
};

const variant = z.strictObject({
  ...name,
  evidence: evidence
    .nullable()
    .describe("what others say for IPv6, whatever was observed; no other field rests on it"),
});

const endpoint = z.strictObject({
  service: z.string().describe("CLI name"),
  serviceId: z.string(),
  partition: z.string(),
  region: z.string(),
  cell: z
    .enum(CELLS)
    .describe(
      "ipv6: the default name has AAAA; opt-in: only the dual-stack name has; ipv4: neither has; " +
        "none: no such endpoint; unknown: not enough was observed to say",
    ),
  variants: z
    .partialRecord(z.enum(VARIANTS), variant)
    .describe("those that AWS's rules build a name for, and the filter leaves"),
  additional: z
    .array(z.strictObject({ variant: z.enum(VARIANTS), purpose: z.string(), ...name }))
    .exactOptional()
    .describe("further names of the service: of some operations, accounts or resources"),
});

const exportFile = z.strictObject({
  meta: z.strictObject({
    schemaVersion: z.literal(EXPORT_SCHEMA_VERSION),
    rules: z.strictObject({
      source: z.string(),
      version: z.string(),
      date: z.iso
        .date()
        .nullable()
        .describe("of the rules of services that have none of their own"),
    }),
    generatedAt: time,
    observedFrom: time.nullable(),
    observedTo: time.nullable(),
    filter: z.string().describe("`all`, or such as `service=ec2,s3 region=eu-central-1`"),
    notice: z.string().nullable().describe("what to know before trusting the values"),
  }),
  endpoints: z.array(endpoint).describe("one per service and region"),
  hosts: z
    .array(z.strictObject({ host: z.string(), group: z.string(), ...observation }))
    .describe("hosts outside AWS that start-ups depend on; empty when a filter is set"),
}) satisfies z.ZodType<ExportDocument>;

/** The published JSON Schema of `egress6 export --format json`: `data/schema/export.schema.json`. */
export function exportJsonSchema(): unknown {
  return {
    title: "egress6 export",
    ...z.toJSONSchema(exportFile),
  };
}
