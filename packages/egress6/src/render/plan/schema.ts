import { EVIDENCE_KINDS } from "@egress6/core/evidence/evidence";
import { EGRESS_OPTION_IDS } from "@egress6/core/facts/egress-option";
import { CERTAINTIES } from "@egress6/core/facts/provenance";
import { OUTCOME_KINDS } from "@egress6/core/observation/outcome";
import { WITNESS_STATES } from "@egress6/core/observation/witness-state";
import { VARIED } from "@egress6/core/plan/break-evens";
import { IPV4_GATEWAY_IDS } from "@egress6/core/plan/components";
import { DESIGN_STATUSES } from "@egress6/core/plan/design-plan";
import { DESIGN_IDS } from "@egress6/core/plan/designs";
import { DESTINATION_KINDS } from "@egress6/core/plan/destination";
import { BASES } from "@egress6/core/plan/ipv6-evidence";
import { RISK_IDS, RISK_LEVELS } from "@egress6/core/plan/risk-rules";
import { STEP_RISKS } from "@egress6/core/plan/way/planned-step";
import { PRICE_IDS, PRICE_UNITS } from "@egress6/core/price/price-id";
import { EVIDENCE_CONFIDENCES, EVIDENCE_SOURCES } from "@egress6/core/workload/evidence";
import { z } from "zod";
import { PLAN_SCHEMA_VERSION } from "./json.js";

const text = z.string();
const texts = z.array(text);
const amount = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe("an exact decimal");
const usd = amount.describe("USD, exact");
const usdOrNull = usd.nullable().describe("null: not known");
const gb = z.number().min(0);
const volume = z
  .union([gb, z.strictObject({ low: gb, high: gb.optional() })])
  .nullable()
  .describe("GB a month as in a workload file; null: unknown");
const evidence = z
  .array(
    z.strictObject({
      by: z.enum(EVIDENCE_SOURCES),
      at: text.nullable(),
      ref: text.nullable().describe("a file and line, an ARN, a file of logs"),
      confidence: z.enum(EVIDENCE_CONFIDENCES).nullable(),
    }),
  )
  .describe("who says it, and where; of several, the first is the source of the volume");
const traffic = {
  gbPerMonth: volume,
  inGbPerMonth: volume,
  outGbPerMonth: volume,
  windowDays: z.number().nullable().describe("over how many days it was measured"),
  peakMbitPerSecond: z.number().nullable().describe("what goes there at most; null: not said"),
  from: texts,
  evidence,
};
const support = z.enum(["yes", "no", "unknown"]);
/** As in price files: a year, a month or a day. */
const partialDate = z.string().regex(/^20\d\d(-\d\d(-\d\d)?)?$/);
const time = z.iso.datetime().nullable();
const priceId = z.enum(PRICE_IDS as [string, ...string[]]);

const path = z.enum([...EGRESS_OPTION_IDS, "outside-vpc"]);

const blocker = z.strictObject({
  destination: text,
  kind: z.enum(DESTINATION_KINDS),
  from: texts,
  certainty: z
    .enum(["known", "unknown"])
    .describe("unknown: nobody has looked whether the destination answers over IPv6"),
  why: text,
  unblock: texts.describe("what would change it, the simplest first"),
});

const network = z.strictObject({
  lines: z.array(
    z.strictObject({
      item: text,
      priceId,
      quantity: amount,
      unit: z.enum(PRICE_UNITS),
      usdPerMonth: usd,
      atLeast: z
        .literal(true)
        .optional()
        .describe("quantity and cost are the least: the amount of data is unknown"),
    }),
  ),
  unpriced: z
    .array(
      z.strictObject({
        item: text,
        priceId,
        quantity: amount,
        unit: z.enum(PRICE_UNITS),
        atLeast: z.literal(true).optional(),
      }),
    )
    .describe("charges that have no price in the region; the lines are the others"),
  exits: z.array(z.enum(IPV4_GATEWAY_IDS)),
  natInstances: z
    .strictObject({
      type: text,
      count: z.int().min(1),
      baselineMbitPerSecond: z.int().min(1).describe("what one of them carries for long"),
      memoryMib: z.int().min(1),
      sharePercent: z
        .int()
        .min(0)
        .nullable()
        .describe(
          "of the baseline: what the stated peak takes, or else the average; null: unknown",
        ),
      isPeakKnown: z.boolean(),
      isAnyPeakKnown: z
        .boolean()
        .describe("whether some destinations over them have a stated peak"),
      isSpot: z.boolean().describe("whether AWS may take them back"),
    })
    .nullable(),
  publicIpv4: texts.describe("compute whose instances get public IPv4 addresses"),
  interfaceEndpoints: texts.describe("after com.amazonaws.REGION."),
  paths: z.array(
    z.strictObject({
      path,
      from: text,
      destinations: texts,
    }),
  ),
});

const saved = z
  .strictObject({ low: usdOrNull, high: usdOrNull })
  .describe(
    "what it saves given what comes before it, negative where it costs: in the case of the design's low figure, and of its high one; null: not known",
  );
const bytes = z
  .union([z.int().min(0), z.string().regex(/^\d+$/)])
  .nullable()
  .describe("a month; text where it is beyond 2^53; null: not known");
const risk = z.enum(STEP_RISKS);

const change = z.strictObject({
  id: text,
  what: text,
  usdPerMonth: saved,
  bytesMoved: bytes,
  risk,
  requires: texts.describe("ids of changes that come first"),
  rollback: text,
  evidence: texts,
});

const step = z.strictObject({
  id: text,
  title: text,
  phase: z.int().min(0).max(5),
  precondition: text,
  change: text,
  check: text,
  rollback: text,
  usdPerMonth: saved,
  frees: z.strictObject({ bytesPerMonth: bytes }),
  requires: texts.describe("ids of steps that come first"),
  risk,
  place: z.strictObject({ file: text, line: z.int() }).nullable(),
  evidence: texts,
  partOf: text.describe("id of the change that it belongs to"),
  condition: text
    .nullable()
    .describe("what has to turn out, where it is not done whatever the unknowns turn out to be"),
  fixes: z
    .array(
      z.strictObject({
        by: z.enum(["audit", "survey"]),
        ruleId: text,
        where: text,
        fingerprint: text,
      }),
    )
    .describe("findings that are gone once it is done"),
  unblocks: z
    .strictObject({ steps: texts, bytesPerMonth: bytes, usdPerMonth: saved })
    .nullable()
    .describe(
      "of the repair of a finding: the steps that rest on it, and what those free, which is counted with them",
    ),
});

const design = z.strictObject({
  id: z.enum(DESIGN_IDS),
  title: text,
  subnets: z
    .enum(["ipv6-only", "dual-stack"])
    .nullable()
    .describe("the kind of subnets to which all compute is moved; null: it stays where it is"),
  status: z
    .enum(DESIGN_STATUSES)
    .describe(
      "works: carries everything, whatever the unknowns turn out to be; unsure: only if they have IPv6, or if data of unknown amount fit; " +
        "blocked: something is not carried; not-priceable: it carries everything, too, but a price is missing; excluded: a constraint rules it out",
    ),
  rank: z.int().min(1).nullable(),
  usdPerMonth: z
    .strictObject({ low: usdOrNull, high: usdOrNull })
    .describe(
      "if every unknown destination has IPv6 and gets the least data, and if none has and gets the most; " +
        "high is null where nobody knows: an open upper end",
    ),
  pricedUsdPerMonth: usdOrNull.describe(
    "where a price is missing: what the other lines cost; null: no line has a price, or none is missing",
  ),
  isOverBudget: z.boolean(),
  isManaged: z.boolean().describe("AWS runs all of it: no NAT instance"),
  risk: z
    .array(
      z.strictObject({
        id: z.enum(RISK_IDS),
        level: z.enum(RISK_LEVELS),
        text: text.describe("about the network of this design"),
        source: text
          .optional()
          .describe("what the rule rests on, and when; missing: it follows from the network"),
      }),
    )
    .describe("one entry for each rule; empty where the design has no network"),
  network: network.nullable().describe("sound for `high`; of an unsure design, for `low`"),
  blockers: z.array(blocker),
  exclusion: text.nullable(),
  missingPrices: z.array(priceId),
  settings: texts,
  notes: texts.describe("caveats of the egress paths that it uses"),
  changes: z
    .array(change)
    .describe("the way from what exists to it; what they save adds up to the difference"),
});

const headline = z.strictObject({
  design: z.enum(DESIGN_IDS).nullable(),
  usdPerMonth: z.strictObject({ low: usdOrNull, high: usdOrNull }),
  differenceToToday: z
    .strictObject({ low: usdOrNull, high: usdOrNull })
    .nullable()
    .describe("above zero: dearer than today; null: there is nothing to compare"),
  words: text.describe("the same in sentences"),
});

const planFile = z.strictObject({
  schemaVersion: z.literal(PLAN_SCHEMA_VERSION),
  workload: z.strictObject({
    name: text,
    region: text,
    azs: z.int(),
    compute: z.array(z.strictObject({ name: text, kind: text, count: z.int(), evidence })),
    services: z.array(
      z.strictObject({
        service: text,
        region: text,
        platform: z
          .boolean()
          .optional()
          .describe("the platform calls by itself, such as the awslogs driver"),
        ...traffic,
      }),
    ),
    hosts: z.array(
      z.strictObject({
        host: text.describe(
          "a host name; where there is none, an address, a prefix or `unattributed`",
        ),
        ...traffic,
      }),
    ),
  }),
  prices: z.strictObject({
    date: z.iso.date().describe("when the price file was last gone through"),
    currency: z.literal("USD"),
    hoursPerMonth: z.literal(730),
    oldest: partialDate
      .nullable()
      .describe("the oldest price that this plan used; null: it used none"),
    newest: partialDate.nullable(),
    used: z.int().min(0).describe("how many prices it used"),
    inferred: z.int().min(0).describe("how many of them are inferred"),
    weak: z
      .array(z.strictObject({ id: priceId, asOf: partialDate, certainty: z.enum(CERTAINTIES) }))
      .describe("those of little certainty"),
  }),
  headlines: z.strictObject({
    today: headline.describe("what exists; all null where the workload does not say"),
    cheapest: headline.describe("the first rank"),
    cheapestManaged: headline.describe("the first rank without NAT instances"),
  }),
  setAside: z
    .array(
      z.strictObject({ destination: text, kind: z.enum(DESTINATION_KINDS), name: text, why: text }),
    )
    .describe("destinations without any address; they are in no design and no figure"),
  designs: z.array(design).describe("best first"),
  stepsTo: z.enum(DESIGN_IDS).optional().describe("with --steps: the design that they lead to"),
  steps: z.array(step).optional().describe("with --steps: in the order to be done"),
  gates: z
    .array(z.strictObject({ after: z.int().min(0).max(5).describe("a phase"), text }))
    .optional()
    .describe("with --steps: what has to hold before the steps of the next phase begin"),
  destinations: z.array(
    z.strictObject({
      kind: z.enum(DESTINATION_KINDS).describe("platform: a call that the compute makes by itself"),
      name: text,
      service: text.nullable(),
      region: text.nullable().describe("where the service is called"),
      gbPerMonth: z
        .union([amount, z.strictObject({ low: amount, high: amount.nullable() })])
        .nullable()
        .describe("a known volume is one figure; null: unknown"),
      from: texts,
      ipv6: z.strictObject({
        support,
        basis: z.enum(BASES).describe("what it rests on; none: unknown"),
        name: text.describe("the name that it is about"),
        needsDualstackSetting: z.boolean(),
        since: time,
        confirmedAt: time,
        inconclusive: z
          .strictObject({ outcome: z.enum(OUTCOME_KINDS), at: time })
          .nullable()
          .describe("how the last question ended where none has settled it"),
        stated: z
          .strictObject({
            says: z.enum(EVIDENCE_KINDS),
            date: text,
            source: text,
            hostname: text,
            needsSetting: z.boolean(),
          })
          .nullable()
          .describe(
            "what others say of a destination that is unknown; no figure or verdict knows it",
          ),
        privateAddresses: texts.describe(
          "addresses of this network's own by which it answers for the default name",
        ),
        document: z
          .strictObject({ ipv6: support, asOf: text, source: text })
          .nullable()
          .describe("what somebody wrote of it, where nothing conclusive was observed"),
      }),
      ipv4: support,
      interfaceEndpoints: texts,
      gatewayEndpoint: z.boolean(),
      reach: z
        .array(z.strictObject({ from: text, yes: z.array(path), unknown: z.array(path) }))
        .describe("the paths over which each compute reaches it, whatever the design"),
    }),
  ),
  ipv4Free: z.strictObject({
    verdict: z.enum(["yes", "unsure", "no"]),
    design: z.enum(DESIGN_IDS).nullable(),
    blockers: z.array(blocker).describe("what is not reachable without IPv4"),
  }),
  breakEvens: z.strictObject({
    publicIpv4PerNatGateway: amount.nullable(),
    publicIpv4PerAz: amount,
    endpointsPerNatGateway: amount.nullable(),
    endpointsNeeded: z.int(),
    endpointsBreakEvenGb: amount.nullable(),
    endpointBesideNatGb: amount
      .nullable()
      .describe("GB a month and zone from which one endpoint pays beside a NAT gateway that stays"),
    centralEgress: z
      .strictObject({
        vpcs: z.int().min(1).nullable().describe("null: at no number"),
        azs: z.int(),
        gbPerMonth: amount,
      })
      .nullable()
      .describe("from how many VPCs like this one a central egress pays; null: no price"),
    variations: z
      .array(
        z.strictObject({
          varied: z.enum(VARIED),
          value: amount.describe("zones, or times the data or the instances"),
          design: z.enum(DESIGN_IDS).nullable(),
          usdPerMonth: usdOrNull,
        }),
      )
      .describe("empty where they depend on data of unknown amount"),
  }),
  today: z
    .strictObject({
      usdPerMonth: usdOrNull.describe("null: not known, or not one figure"),
      low: usdOrNull,
      high: usdOrNull.describe(
        "null: not known: a price is missing, or the amount of data is unknown",
      ),
      missingPrices: z.array(priceId),
    })
    .nullable()
    .describe("null: the workload file says nothing of what exists"),
  resolvers: z
    .array(
      z.strictObject({
        address: text,
        state: z.enum(WITNESS_STATES),
        reasons: texts,
        nat64Prefixes: texts,
        trusted: z.literal(true).optional(),
      }),
    )
    .describe("those that were asked now; empty without --live"),
  warnings: texts.describe(
    "differences between the files that a rule has settled; empty where there is one file",
  ),
  assumptions: z.array(
    z.strictObject({ text, asOf: text.nullable().describe("null: ours"), sources: texts }),
  ),
});

/** The published JSON Schema of `egress6 plan --json`: `data/schema/plan.schema.json`. */
export const planSchema = (): unknown => ({ title: "egress6 plan", ...z.toJSONSchema(planFile) });
