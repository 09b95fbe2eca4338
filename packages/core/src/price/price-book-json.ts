import { Egress6Error } from "../errors.js";
import { JsonValue } from "../facts/json-value.js";
import { readConflicts, readProvenance } from "../facts/provenance-json.js";
import { compare, decimalText, ZERO } from "./exact.js";
import {
  FOREIGN_CURRENCIES,
  type ForeignPrice,
  type Price,
  type PriceBook,
  type PriceOffer,
  type PriceTier,
} from "./price-book.js";
import { PRICE_IDS, type PriceId } from "./price-id.js";

/**
 * Reads a price file: `data/prices.json`, and what `egress6 prices` writes.
 * @param where its name, for the message
 * @throws Egress6Error PRICES_INVALID, with the place in the file
 */
export function parsePriceBook(document: unknown, where: string): PriceBook {
  const root = new JsonValue(document, "", (place, expected) => {
    const at = place === "" ? "" : ` at ${place}`;
    return new Egress6Error(
      "PRICES_INVALID",
      "input",
      `The prices in ${where} are broken${at}: expected ${expected}. Get them anew with \`egress6 prices update\`.`,
    );
  });
  root.field("currency").oneOf(["USD"]);
  return {
    prices: byRegionAndId(root.field("regions"), readPrice),
    date: root.field("date").text(),
    inOtherCurrency: byRegionAndId(root.optional("inOtherCurrency"), readForeignPrice),
  };
}

function byRegionAndId<T>(
  regions: JsonValue | undefined,
  read: (region: string, word: string, value: JsonValue) => [PriceId, T],
): ReadonlyMap<string, ReadonlyMap<PriceId, T>> {
  return new Map(
    regions
      ?.entries()
      .map(([region, ids]) => [
        region,
        new Map(ids.entries().map(([word, value]) => read(region, word, value))),
      ]),
  );
}

function readId(word: string, price: JsonValue): PriceId {
  const id = PRICE_IDS.find((known) => known === word);
  if (id === undefined) throw price.expected(`one of ${PRICE_IDS.join(", ")}`);
  return id;
}

const readForeignPrice = (
  _region: string,
  word: string,
  price: JsonValue,
): [PriceId, ForeignPrice] => [
  readId(word, price),
  {
    currency: price.field("currency").oneOf(FOREIGN_CURRENCIES),
    amount: price.field("amount").decimal(),
    ...readProvenance(price),
  },
];

function readPrice(region: string, word: string, price: JsonValue): [PriceId, Price] {
  const id = readId(word, price);
  const tiers = readTiers(price);
  return [
    id,
    {
      region,
      id,
      tiers,
      offer: readOffer(price.optional("offer")),
      conflicts: readConflicts(price.optional("conflicts")),
      ...readProvenance(price),
    },
  ];
}

function readTiers(price: JsonValue): readonly PriceTier[] {
  const flat = price.optional("usd");
  if (flat !== undefined) return [{ fromGb: ZERO, toGb: null, usd: flat.decimal() }];
  const list = price.field("tiers");
  const tiers = list.items().map((tier) => {
    const to = tier.field("toGb");
    return {
      fromGb: tier.field("fromGb").decimal(),
      toGb: to.isNull() ? null : to.decimal(),
      usd: tier.field("usd").decimal(),
    };
  });
  if (!doFollow(tiers)) throw list.expected("tiers that follow on each other from 0");
  return tiers;
}

/** Whether each tier begins where the one before ends, the first at 0. */
export function doFollow(tiers: readonly PriceTier[]): boolean {
  let end: PriceTier["toGb"] = ZERO;
  for (const { fromGb, toGb } of tiers) {
    if (end === null || compare(fromGb, end) !== 0) return false;
    if (toGb !== null && compare(toGb, fromGb) <= 0) return false;
    end = toGb;
  }
  return tiers.length > 0;
}

function readOffer(offer: JsonValue | undefined): PriceOffer | undefined {
  if (offer === undefined) return undefined;
  return {
    code: offer.field("code").text(),
    version: offer.field("version").text(),
    sku: offer.field("sku").text(),
  };
}

/** What `egress6 prices show --json` prints, and the form of price files. */
export type PricesDocument = ReturnType<typeof priceBookJson>;

/** The document that `parsePriceBook` reads, sorted, for `JSON.stringify`. */
export function priceBookJson({ date, prices, inOtherCurrency }: PriceBook) {
  return {
    date,
    currency: "USD",
    hoursPerMonth: 730,
    regions: jsonByRegion(prices, priceJson),
    ...(inOtherCurrency.size === 0
      ? {}
      : { inOtherCurrency: jsonByRegion(inOtherCurrency, foreignPriceJson) }),
  };
}

function jsonByRegion<T, Json>(
  regions: ReadonlyMap<string, ReadonlyMap<PriceId, T>>,
  write: (price: T) => Json,
): Readonly<Record<string, Readonly<Record<string, Json>>>> {
  const sorted = [...regions.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([region, ids]) => [
      region,
      Object.fromEntries(
        PRICE_IDS.flatMap((id) => {
          const price = ids.get(id);
          return price === undefined ? [] : [[id, write(price)]];
        }),
      ),
    ]),
  );
}

const foreignPriceJson = ({ amount, ...rest }: ForeignPrice) => ({
  amount: decimalText(amount),
  ...rest,
});

function priceJson({ region: _, id: __, tiers, conflicts, ...rest }: Price) {
  const [first, ...more] = tiers;
  const isFlat = first !== undefined && more.length === 0 && first.toGb === null;
  const amounts = isFlat
    ? { usd: decimalText(first.usd) }
    : {
        tiers: tiers.map(({ fromGb, toGb, usd }) => ({
          fromGb: decimalText(fromGb),
          toGb: toGb === null ? null : decimalText(toGb),
          usd: decimalText(usd),
        })),
      };
  return conflicts.length === 0 ? { ...amounts, ...rest } : { ...amounts, ...rest, conflicts };
}
