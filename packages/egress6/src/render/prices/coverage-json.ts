import { STALE_AFTER_DAYS } from "@egress6/core/facts/age";
import { isoTime } from "@egress6/core/observation/iso-time";
import type { CoveredPrice, CoveredRegion } from "@egress6/core/price/price-coverage";

/** What `egress6 prices coverage --json` prints. */
export const coverageJson = (regions: readonly CoveredRegion[], now: number) => ({
  now: isoTime(now),
  staleAfterDays: STALE_AFTER_DAYS,
  regions: regions.map(({ region, known, prices }) => ({
    region,
    known,
    missing: prices.flatMap(({ id, state }) => (state === "missing" ? [id] : [])),
    prices: Object.fromEntries(prices.map((price) => [price.id, priceJson(price)])),
  })),
});

const priceJson = ({ state, provenance, ageDays, isStale }: CoveredPrice) => ({
  state,
  asOf: provenance?.asOf ?? null,
  ageDays,
  isStale,
  confidence: provenance?.confidence ?? null,
  certainty: provenance?.certainty ?? null,
});
