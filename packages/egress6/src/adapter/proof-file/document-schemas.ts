import { TARGET_STATES } from "@egress6/core/doctor/target";
import { LEVELS } from "@egress6/core/finding/finding";
import { FLOW_CLASSES } from "@egress6/core/flow/flow-class";
import { z } from "zod";
import { surveyTopologyShape } from "../../survey-document.js";

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
    coverage: z.number().nullish(),
    mode: text.optional(),
    modes: texts.optional(),
    gatewaysFrom: text.optional(),
    records: z.number().min(0).optional(),
    badLines: z.number().min(0).optional(),
    damaged: z.array(z.unknown()).optional(),
    region: textOrNull,
    window: z.looseObject({ from: isoOrNull, to: isoOrNull, coveredSeconds: z.number().min(0) }),
  }),
  totals: z.looseObject({ bytes, usdPerMonth: usdRange }),
  nats: z.array(
    z.looseObject({
      id: textOrNull,
      eni: textOrNull,
      bytes,
      records: z.number().min(0).optional(),
      skipData: z.number().min(0).optional(),
    }),
  ),
  notCounted: z.array(z.looseObject({ reason: text })).optional(),
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

const {
  vpcs,
  subnets,
  routeTables,
  natGateways,
  egressOnlyGateways,
  endpoints,
  securityGroups,
  networkAcls,
  compute,
  publicIpv4,
} = surveyTopologyShape;
const located = { id: true, region: true, account: true } as const;
/** What an older document lacks as a whole, it has none of. */
const list = <T extends z.ZodType>(item: T) => z.array(item).default([]);

/** Those parts of a survey that are compared: each as the one definition of that document has it. */
export const provedSurveySchema = z.looseObject({
  meta: z.looseObject({
    accounts: texts.default([]),
    regions: texts.default([]),
    takenAt: isoOrNull,
    complete: z.boolean(),
    rules,
  }),
  topology: z.looseObject({
    vpcs: list(vpcs.element.pick({ ...located, ipv6Cidrs: true }).strip()),
    subnets: list(
      subnets.element
        .pick({ ...located, families: true, ipv6Cidr: true, assignsIpv6: true, dns64: true })
        .strip(),
    ),
    routeTables: list(routeTables.element.pick({ ...located, routes: true }).strip()),
    natGateways: list(
      natGateways.element
        .pick({ ...located, state: true, connectivity: true, availability: true })
        .strip(),
    ),
    egressOnlyGateways: list(egressOnlyGateways.element.pick(located).strip()),
    endpoints: list(
      endpoints.element
        .pick({ ...located, service: true, type: true, ipAddressType: true, subnets: true })
        .strip(),
    ),
    securityGroups: list(securityGroups.element.pick({ ...located, egress6: true }).strip()),
    networkAcls: list(networkAcls.element.pick({ ...located, egress6: true }).strip()),
    compute: list(compute.element.pick({ ...located, ipv6: true, kind: true }).strip()),
    publicIpv4: list(
      publicIpv4.element
        .pick({ address: true, region: true, account: true, ownerKind: true })
        .strip(),
    ),
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

export const promisedPlanSchema = z.looseObject({
  stepsTo: text.optional(),
  workload: z.looseObject({ region: text }),
  headlines: z.looseObject({
    cheapest: z.looseObject({ design: textOrNull }),
    cheapestManaged: z.looseObject({ design: textOrNull }),
  }),
  today: z.looseObject({ low: usd, high: usd }).nullish(),
  destinations: z.array(
    z.looseObject({
      kind: text,
      name: text,
      service: textOrNull,
      gbPerMonth: z.unknown(),
    }),
  ),
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
