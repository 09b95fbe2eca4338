import { blockName, fixFor } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule, relatedPlaces } from "../code-rule.js";
import { idOf } from "../resource.js";

/** Workload asks for a public IPv4 address. */
export const e6205 = codeRule({
  id: "E6205",
  find: ({ network }) =>
    byBlock(network.computes).flatMap(({ all, first, resource }): readonly CodeHit[] => {
      if (!all.some(({ asksPublicIpv4 }) => asksPublicIpv4.is === "yes")) return [];
      // What its subnet does by itself, the finding of the subnet says.
      const bySubnet = first.subnets.length > 0 && !namesIt(resource.attributes);
      if (bySubnet) return [];
      const related = relatedPlaces(first.subnets.map((each) => each.resource)).filter(
        (each) => each.resource !== idOf(resource),
      );
      return [
        {
          kind: "fail",
          message: { code: "E6205", args: { what: resource.subject } },
          on: resource,
          attribute: ["public-ipv4"],
          related,
          fix: fixFor(
            resource,
            "Run it in private dual-stack subnets, with an egress-only internet gateway, without a public address.",
            {
              hcl: [
                `  resource "${resource.type}" "${blockName(resource)}" {`,
                resource.kind === "ecs-service"
                  ? "+   assign_public_ip = false"
                  : "+   associate_public_ip_address = false",
                "  }",
              ],
              cloudformation: [
                `  ${resource.subject}:`,
                resource.kind === "ecs-service"
                  ? "+   AssignPublicIp: DISABLED"
                  : "+   AssociatePublicIpAddress: false",
              ],
            },
          ),
        },
      ];
    }),
});

/** Whether any of its own attributes speaks of a public address. */
function namesIt(attributes: Readonly<Record<string, unknown>>): boolean {
  return /"(assign_?public_?ip|associate_?public_?ip_?address|publicly_accessible)"/i.test(
    JSON.stringify(attributes),
  );
}
