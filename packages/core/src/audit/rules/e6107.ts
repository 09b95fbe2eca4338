import { blockName, fixFor } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule, relatedPlaces } from "../code-rule.js";
import type { AuditAnswer, AuditSubnet } from "../network.js";
import type { Resource } from "../resource.js";
import { moduleFix } from "./module-fix.js";

/** DNS64 is on, and nothing leads its addresses to a NAT gateway. */
export const e6107 = codeRule({
  id: "E6107",
  find: ({ network }) =>
    byBlock(network.subnets).flatMap(({ all, resource }): readonly CodeHit[] => {
      const lacking = all.filter((each) => lacksNat64(each).is !== "no");
      const worst = lacking.find((each) => lacksNat64(each).is === "yes") ?? lacking[0];
      if (worst === undefined) return [];
      const answer = lacksNat64(worst);
      const tables = lacking.flatMap(({ routeTable }) => routeTable?.resource ?? []);
      const what = resource.subject;
      const about = {
        on: resource,
        attribute: ["enable_dns64"],
        fix: turnOff(resource),
        related: relatedPlaces(tables),
      };
      if (answer.is === "unknown") {
        const args = { what, missing: answer.missing };
        return [{ ...about, kind: "review", message: { code: "E6107.review", args } }];
      }
      const args = { what, count: lacking.length };
      return [{ ...about, kind: "fail", message: { code: "E6107", args } }];
    }),
});

/** Whether DNS64 is on without the route that it needs. */
export function lacksNat64({ dns64, routeTable, resource }: AuditSubnet): AuditAnswer {
  if (dns64.is !== "yes") return { is: "no" };
  if (routeTable === null) {
    return { is: "unknown", missing: `the route table of ${resource.subject}` };
  }
  const leads = routeTable.routes.some(
    ({ destination, target, family }) =>
      destination?.toLowerCase() === "64:ff9b::/96" ||
      (family === "ipv6" && destination === null && target === "nat-gateway"),
  );
  if (leads) return { is: "no" };
  if (routeTable.mayHaveMore.is === "no") return { is: "yes" };
  return {
    is: "unknown",
    missing:
      routeTable.mayHaveMore.is === "unknown"
        ? routeTable.mayHaveMore.missing
        : "routes made elsewhere",
  };
}

export function turnOff(subnet: Resource) {
  const text =
    "Turn DNS64 off where the subnet also has IPv4. Where it has not, add a route for 64:ff9b::/96 to a NAT gateway.";
  return (
    moduleFix(subnet, text, "dns64") ??
    fixFor(subnet, text, {
      hcl: [
        `  resource "${subnet.type}" "${blockName(subnet)}" {`,
        "-   enable_dns64 = true",
        "+   enable_dns64 = false",
        "  }",
      ],
      cloudformation: [
        `  ${subnet.subject}:`,
        "    Properties:",
        "-     EnableDns64: true",
        "+     EnableDns64: false",
      ],
    })
  );
}
