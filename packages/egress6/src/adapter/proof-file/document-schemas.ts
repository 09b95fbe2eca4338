import { TARGET_STATES } from "@egress6/core/doctor/target";
import { LEVELS } from "@egress6/core/finding/finding";
import { FLOW_CLASSES } from "@egress6/core/flow/flow-class";
import { z } from "zod";

/** What is compared of the documents; what else is in them is left alone. */
const text = z.string();
const textOrNull = text.nullish().transform((value) => value ?? null);
const texts = z.array(text);
const isoOrNull = textOrNull;
/** A number, or digits above 2^53. */
const bytes = z
  .union([z.int().min(0), text.regex(/^\d{1,30}$/)])
  .transform((value) => BigInt(value));
const usd = text
  .regex(/^-?\d{1,10}(\.\d+)?$/)
  .nullish()
  // More digits than money has.
  .transform((value) => value?.slice(0, 24) ?? null);
const usdRange = z.looseObject({ low: usd, high: usd });

const finding = z.looseObject({
  ruleId: text,
  level: z.enum(LEVELS),
  fingerprint: text,
  message: text,
  file: textOrNull,
  line: z.number().nullish(),
  resource: textOrNull,
  suppressed: z.unknown(),
});
const rules = z.array(z.looseObject({ id: text })).optional();
const skipped = z.array(z.looseObject({ file: text })).optional();

export const auditSchema = z.looseObject({
  meta: z.looseObject({ goal: textOrNull, files: texts.optional(), skipped, rules }),
  findings: z.array(finding),
});

export const flowsSchema = z.looseObject({
  meta: z.looseObject({
    complete: z.boolean(),
    region: textOrNull,
    window: z.looseObject({ from: isoOrNull, to: isoOrNull, coveredSeconds: z.number().min(0) }),
  }),
  totals: z.looseObject({ bytes, usdPerMonth: usdRange }),
  nats: z.array(z.looseObject({ id: textOrNull, eni: textOrNull, bytes })),
  destinations: z.array(
    z.looseObject({
      host: textOrNull,
      service: textOrNull,
      region: textOrNull,
      class: z.enum(FLOW_CLASSES),
      bytes,
    }),
  ),
});

const located = { id: text, region: text, account: textOrNull };
const list = <T extends z.ZodRawShape>(shape: T) =>
  z.array(z.looseObject({ ...located, ...shape })).default([]);

export const provedSurveySchema = z.looseObject({
  meta: z.looseObject({
    accounts: texts.default([]),
    regions: texts.default([]),
    takenAt: isoOrNull,
    complete: z.boolean(),
    rules,
  }),
  topology: z.looseObject({
    vpcs: list({ ipv6Cidrs: texts.default([]) }),
    subnets: list({
      families: text,
      ipv6Cidr: textOrNull,
      assignsIpv6: z.boolean(),
      dns64: z.boolean(),
    }),
    routeTables: list({ routes: z.array(z.looseObject({ destination: text, target: text })) }),
    natGateways: list({ state: textOrNull, connectivity: text, availability: text }),
    egressOnlyGateways: list({}),
    endpoints: list({
      service: textOrNull,
      type: text,
      ipAddressType: textOrNull,
      subnets: texts.default([]),
    }),
    securityGroups: list({ egress6: text }),
    networkAcls: list({ egress6: text }),
    compute: list({ ipv6: z.boolean().nullish(), kind: text }),
    publicIpv4: z
      .array(z.looseObject({ address: text, region: text, account: textOrNull, ownerKind: text }))
      .default([]),
  }),
  findings: z.array(finding),
});

const trap = finding.partial({ message: true });

export const checkSchema = z.looseObject({
  works: z.enum(["yes", "no", "unknown"]),
  services: z.array(
    z.looseObject({
      service: text,
      region: text,
      asked: z.looseObject({ hostname: text }).nullish(),
      works: z.enum(["yes", "no", "unknown"]),
      means: text,
      wayOut: textOrNull,
      observedAt: isoOrNull,
    }),
  ),
  configuration: z.looseObject({ findings: z.array(trap) }).nullish(),
});

export const doctorSchema = z.looseObject({
  targets: z.array(
    z.looseObject({
      kind: text,
      label: text,
      service: textOrNull,
      state: z.enum(TARGET_STATES),
    }),
  ),
  findings: z.array(trap).default([]),
});

export const playbookSchema = z.looseObject({
  findings: z.array(finding.extend({ kind: text, fix: textOrNull })),
});

export const promisedPlanSchema = z.looseObject({
  stepsTo: text.optional(),
  workload: z.looseObject({ region: text }),
  headlines: z.looseObject({
    cheapest: z.looseObject({ design: textOrNull }),
    cheapestManaged: z.looseObject({ design: textOrNull }),
  }),
  today: z.looseObject({ low: usd, high: usd }).nullish(),
  designs: z.array(
    z.looseObject({
      id: text,
      title: text,
      usdPerMonth: usdRange,
      network: z
        .looseObject({
          exits: texts,
          publicIpv4: texts,
          paths: z.array(z.looseObject({ path: text, from: text, destinations: texts })),
        })
        .nullish(),
    }),
  ),
});
