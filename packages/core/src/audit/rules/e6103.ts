import { type AuditEdit, blockName, fixFor } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule } from "../code-rule.js";
import type { AuditSubnet, Network } from "../network.js";
import { idOf, type Resource } from "../resource.js";
import { auditValueAt, numberOf } from "../value.js";
import { appendToBlock } from "./append-to-block.js";
import { moduleFix } from "./module-fix.js";

/** Subnet does not auto-assign IPv6. */
export const e6103 = codeRule({
  id: "E6103",
  find: ({ network }) =>
    byBlock(network.subnets).flatMap(({ all, resource }): readonly CodeHit[] => {
      const lacking = all.filter(
        (each) =>
          each.ipv6.is === "yes" && each.assignsIpv6.is !== "yes" && !isServed(each, network),
      );
      const worst = lacking.find(({ assignsIpv6 }) => assignsIpv6.is === "no") ?? lacking[0];
      if (worst === undefined) return [];
      const about = {
        on: resource,
        attribute: ["assign_ipv6_address_on_creation"],
        fix: assign(resource),
      };
      const what = resource.subject;
      if (worst.assignsIpv6.is === "unknown") {
        const args = { what, missing: worst.assignsIpv6.missing };
        return [{ ...about, kind: "review", message: { code: "E6103.review", args } }];
      }
      const args = { what, count: lacking.length };
      return [{ ...about, kind: "fail", message: { code: "E6103", args } }];
    }),
});

/** All that runs there asks for its address itself. */
function isServed(subnet: AuditSubnet, { computes }: Network): boolean {
  const id = idOf(subnet.resource);
  const there = computes.filter(({ subnets }) =>
    subnets.some((each) => idOf(each.resource) === id),
  );
  return there.length > 0 && there.every(({ resource }) => asksIpv6(resource));
}

function asksIpv6({ attributes, kind }: Resource): boolean {
  if (kind !== "instance") return false;
  const count = numberOf(attributes["ipv6_address_count"]);
  const addresses = auditValueAt(attributes["ipv6_addresses"]);
  return (
    (count !== null && count > 0) || (addresses?.kind === "list" && addresses.items.length > 0)
  );
}

const LINE = "assign_ipv6_address_on_creation = true";

function assign(subnet: Resource) {
  const text = "Let the subnet give each network interface an IPv6 address.";
  return (
    moduleFix(subnet, text, "subnet-assign") ??
    fixFor(
      subnet,
      text,
      {
        hcl: [`  resource "${subnet.type}" "${blockName(subnet)}" {`, `+   ${LINE}`, "  }"],
        cloudformation: [
          `  ${subnet.subject}:`,
          "    Properties:",
          "+     AssignIpv6AddressOnCreation: true",
        ],
      },
      editOf(subnet),
    )
  );
}

function editOf(subnet: Resource): AuditEdit | null {
  if (subnet.lines["assign_ipv6_address_on_creation"] !== undefined) return null;
  return appendToBlock(subnet, {
    hcl: [LINE],
    cloudformation: ["AssignIpv6AddressOnCreation: true"],
  });
}
