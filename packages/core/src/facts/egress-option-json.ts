import { PRICE_IDS } from "../price/price-id.js";
import { CARRIED, CHARGED_PER, EGRESS_OPTION_IDS, type EgressOption } from "./egress-option.js";
import type { JsonValue } from "./json-value.js";
import { readConflicts, readProvenance } from "./provenance-json.js";

/** Reads an egress option as `data/egress-options.json` has it. */
export function readEgressOption(option: JsonValue): EgressOption {
  return {
    id: option.field("id").oneOf(EGRESS_OPTION_IDS),
    name: option.field("name").text(),
    carries: option
      .field("carries")
      .items()
      .map((item) => item.oneOf(CARRIED)),
    reaches: readReaches(option.field("reaches")),
    reachesOverIpv6: option.optional("reachesOverIpv6")?.texts(),
    isManaged: option.field("isManaged").flag(),
    isPrivate: option.field("isPrivate").flag(),
    image: readImage(option.optional("image")),
    charges: option
      .field("charges")
      .items()
      .map((charge) => ({
        priceId: charge.field("priceId").oneOf(PRICE_IDS),
        per: charge.field("per").oneOf(CHARGED_PER),
        quantity: charge.field("quantity").count(),
      })),
    sizes: option
      .optional("sizes")
      ?.items()
      .map((size) => ({
        type: size.field("type").text(),
        priceId: size.field("priceId").oneOf(PRICE_IDS),
        baselineMbitPerSecond: size.field("baselineMbitPerSecond").count(),
        burstMbitPerSecond: size.field("burstMbitPerSecond").count(),
        memoryMib: size.field("memoryMib").count(),
      })),
    constraints: option.field("constraints").texts(),
    constraintsIfSingle: option.optional("constraintsIfSingle")?.texts(),
    since: option.field("since").textOrNull(),
    conflicts: readConflicts(option.field("conflicts")),
    ...readProvenance(option),
  };
}

function readImage(image: JsonValue | undefined): EgressOption["image"] {
  if (image === undefined) return undefined;
  return {
    product: image.field("product").text(),
    owner: image.field("owner").text(),
    name: image.field("name").text(),
    nat64Name: image.field("nat64Name").text(),
    notes: image.field("notes").texts(),
    nat64Notes: image.field("nat64Notes").texts(),
    regions: image.field("regions").texts(),
    regionsSource: image.field("regionsSource").text(),
    source: image.field("source").text(),
    asOf: image.field("asOf").text(),
  };
}

const readReaches = (value: JsonValue): EgressOption["reaches"] =>
  Array.isArray(value.raw()) ? value.texts() : value.oneOf(["internet", "aws-services"] as const);
