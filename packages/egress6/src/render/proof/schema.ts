import { z } from "zod";

const text = z.string();
const maybe = text.nullable();
const bytes = z
  .union([z.int().min(0), text.regex(/^\d+$/)])
  .describe("exact; text where it is beyond 2^53");
const gb = z
  .number()
  .nullable()
  .describe("GB of a month that the window comes to; null: not known");
const amount = text.regex(/^-?\d+(\.\d+)?$/);
const usd = z
  .strictObject({ low: amount.nullable(), high: amount.nullable() })
  .describe("USD a month; null: not known");
const pair = <T extends z.ZodType>(of: T) => z.strictObject({ before: of, after: of });
const document = z.strictObject({
  place: text,
  at: maybe.describe("when it was taken; null: it does not say"),
});

const change = z.strictObject({
  resource: text.describe("an id, a service, a host, the place of a finding"),
  what: text,
  before: maybe.describe("null: it was not there"),
  after: maybe.describe("null: it is not there"),
});

/** Of flows: exact bytes of the two windows. */
const destination = {
  name: text,
  service: text.optional(),
  host: text.optional(),
  before: bytes,
  after: bytes,
  gbPerMonth: pair(gb),
  bytes,
};

const proofFile = z.strictObject({
  kind: z.enum(["audit", "survey", "flows", "doctor", "check"]),
  before: document,
  after: document,
  summary: text.describe("the answer in a few sentences"),
  isWorse: z.boolean().describe("something got worse, or a promise is not met: exit code 1"),
  complete: z.boolean().describe("false: what one of them does not show is unknown: exit code 3"),
  totals: z
    .strictObject({ bytes: pair(bytes), gbPerMonth: pair(gb), usdPerMonth: pair(usd) })
    .nullable()
    .describe("of flows"),
  moved: z
    .array(z.strictObject(destination))
    .describe("what no longer goes through NAT gateways; `bytes`: of the former window"),
  leaks: z
    .array(
      z.union([
        z.strictObject({ name: text, why: text }),
        z.strictObject({ ...destination, why: text }),
      ]),
    )
    .describe("what is still on IPv4, and why; with bytes where the documents are of flows"),
  changes: z.array(
    z.strictObject({
      ...change.shape,
      result: z.enum(["worse", "better", "other", "unknown"]),
    }),
  ),
  fixed: z.array(change).describe("changes that are better"),
  new: z.array(change),
  changed: z.array(change),
  worse: z.array(change),
  unknown: z.array(change).describe("what the second does not show, and what nobody can tell"),
  savedUsdPerMonth: z
    .strictObject({ ...usd.shape, on: maybe.describe("what the dollars were for") })
    .nullable()
    .describe("null: these documents know no prices"),
  promise: z
    .strictObject({
      usdPerMonth: usd,
      items: z.array(
        z.strictObject({ what: text, state: z.enum(["met", "not met", "unknown"]), why: text }),
      ),
    })
    .nullable()
    .describe("of --plan"),
  cautions: z.array(text),
});

/** The published JSON Schema of `egress6 prove --json`: `data/schema/proof.schema.json`. */
export const proofSchema = (): unknown => ({
  title: "egress6 prove",
  ...z.toJSONSchema(proofFile),
});
