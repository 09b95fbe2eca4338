import { endpointsUsdPerMonth, natGatewayUsdPerHour } from "../../price/break-even.js";
import { compare, type Exact, roundedText, times, whole } from "../../price/exact.js";
import { findPrice, HOURS_PER_MONTH } from "../../price/price-book.js";
import { fixText } from "../audit-fix.js";
import { type AuditContext, byBlock, type CodeHit, codeRule, relatedPlaces } from "../code-rule.js";
import type { AuditEndpoint, AuditVpc } from "../network.js";

/** Interface endpoints that cost more than NAT gateways would. */
export const e6207 = codeRule({
  id: "E6207",
  find: (context) =>
    byBlock(context.network.vpcs).flatMap(({ first, resource }): readonly CodeHit[] => {
      const endpoints = first.endpoints.filter(({ type }) => type === "interface");
      const hit = endpoints.length === 0 ? null : costOf(first, endpoints, context);
      if (hit === null) return [];
      return [
        {
          ...hit,
          on: resource,
          attribute: ["interface-endpoints"],
          related: relatedPlaces(endpoints.map((each) => each.resource)),
          fix: fixText(
            "Remove those whose service answers over IPv6 in this region, or use NAT gateways. `egress6 plan` compares both with your volumes.",
          ),
        },
      ];
    }),
});

function costOf(
  { resource }: AuditVpc,
  endpoints: readonly AuditEndpoint[],
  { capability: { prices }, region }: AuditContext,
): Pick<CodeHit, "kind" | "message"> | null {
  const what = resource.subject;
  const review = (missing: string): Pick<CodeHit, "kind" | "message"> => ({
    kind: "review",
    message: { code: "E6207.review", args: { what, missing, endpoints: endpoints.length } },
  });
  const sure = endpoints.filter(({ isConditional }) => !isConditional);
  const counts = endpoints.map(({ subnetCount }) => subnetCount);
  // Few of them cannot cost more, in however many zones.
  if (region === null) return endpoints.length < FEW ? null : review("the region (--region)");
  const price = findPrice(prices, region, "interfaceEndpointHourPerAz");
  const nat = findPrice(prices, region, "natGatewayHour");
  if (price === undefined || nat === undefined) {
    return endpoints.length < FEW ? null : review(`the prices of ${region}`);
  }
  if (counts.includes(null)) {
    const least = endpointsUsdPerMonth(prices, region, endpoints.length, 1);
    const one = times(natGatewayUsdPerHour(prices, region), HOURS_PER_MONTH);
    return compare(least, one) > 0 ? review("the number of subnets of the endpoints") : null;
  }
  const zones = Math.max(1, ...counts.map((each) => each ?? 1));
  const inZones = (some: readonly AuditEndpoint[]) =>
    endpointsUsdPerMonth(
      prices,
      region,
      1,
      some.reduce((sum, { subnetCount }) => sum + (subnetCount ?? 1), 0),
    );
  const usd = inZones(sure);
  const allUsd = inZones(endpoints);
  const natUsd = times(times(natGatewayUsdPerHour(prices, region), HOURS_PER_MONTH), whole(zones));
  if (compare(allUsd, natUsd) <= 0) return null;
  const isConditional = sure.length < endpoints.length;
  const args = {
    what,
    endpoints: sure.length,
    withConditional: isConditional ? endpoints.length : null,
    zones,
    usd: dollars(usd),
    conditionalUsd: isConditional ? dollars(allUsd) : null,
    natUsd: dollars(natUsd),
    region,
    asOf: prices.date,
  };
  const kind = compare(usd, natUsd) > 0 ? "fail" : "review";
  return { kind, message: { code: "E6207", args } };
}

/** Without a price, fewer are not worth a question. */
const FEW = 5;

function dollars(usd: Exact): string {
  return roundedText(usd, 2);
}
