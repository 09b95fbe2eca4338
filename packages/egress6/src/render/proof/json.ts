import { decimalText, type Exact, roundedText } from "@egress6/core/price/exact";
import type {
  DestinationBytes,
  Leak,
  Proof,
  ProvedChange,
  UsdRange,
} from "@egress6/core/prove/proof";
import { isWorse } from "@egress6/core/prove/proof";
import { proofHeadline } from "./words.js";

/** What `egress6 prove --json` prints. */
export type ProofDocument = ReturnType<typeof proofDocument>;

export function proofDocument(proof: Proof) {
  const { kind, better, worse, other, unknown, totals, saved, promises, promised } = proof;
  return {
    kind,
    before: proof.before,
    after: proof.after,
    summary: proofHeadline(proof),
    isWorse: isWorse(proof),
    complete: !proof.isPartial,
    totals:
      totals === null
        ? null
        : {
            bytes: { before: byteCount(totals.bytes.before), after: byteCount(totals.bytes.after) },
            gbPerMonth: {
              before: gb(totals.gbPerMonth.before),
              after: gb(totals.gbPerMonth.after),
            },
            usdPerMonth: {
              before: usdJson(totals.usdPerMonth.before),
              after: usdJson(totals.usdPerMonth.after),
            },
          },
    moved: proof.moved.map((each) => ({ ...destinationJson(each), bytes: byteCount(each.bytes) })),
    leaks: proof.leaks.map(leakJson),
    /** All of them, in the order in which a reader wants them. */
    changes: [
      ...worse.map(changeJson("worse")),
      ...better.map(changeJson("better")),
      ...other.map(changeJson("other")),
      ...unknown.map(changeJson("unknown")),
    ],
    fixed: better,
    new: [...worse, ...other].filter(({ before }) => before === null),
    changed: [...worse, ...other].filter(({ before }) => before !== null),
    worse,
    unknown,
    savedUsdPerMonth: saved === null ? null : { ...usdJson(saved), on: proof.savedOn },
    promise:
      promises === null ? null : { usdPerMonth: usdJson(promised ?? NO_USD), items: promises },
    cautions: proof.cautions,
  };
}

const NO_USD: UsdRange = { low: null, high: null };

const changeJson =
  (result: "worse" | "better" | "other" | "unknown") => (change: ProvedChange) => ({
    ...change,
    result,
  });

const byteCount = (bytes: bigint): number | string =>
  bytes <= Number.MAX_SAFE_INTEGER ? Number(bytes) : String(bytes);

const GB_PLACES = 6;
const gb = (value: Exact | null): number | null =>
  value === null ? null : Number(roundedText(value, GB_PLACES));

const usdJson = ({ low, high }: UsdRange) => ({
  low: low === null ? null : decimalText(low),
  high: high === null ? null : decimalText(high),
});

const destinationJson = ({ service, host, name, before, after, gbPerMonth }: DestinationBytes) => ({
  name,
  ...(service === null ? {} : { service }),
  ...(host === null ? {} : { host }),
  before: byteCount(before),
  after: byteCount(after),
  gbPerMonth: { before: gb(gbPerMonth.before), after: gb(gbPerMonth.after) },
});

function leakJson({ name, why, traffic }: Leak) {
  if (traffic === null) return { name, why };
  return { ...destinationJson(traffic), bytes: byteCount(traffic.after), why };
}
