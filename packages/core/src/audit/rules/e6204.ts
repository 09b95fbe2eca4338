import { blockName, fixFor } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule, placeInside } from "../code-rule.js";
import type { Resource } from "../resource.js";
import { moduleFix } from "./module-fix.js";

/** Subnet gives every network interface a public IPv4 address. */
export const e6204 = codeRule({
  id: "E6204",
  find: ({ network }) =>
    byBlock(network.subnets).flatMap(({ all, resource }): readonly CodeHit[] => {
      const found = all.filter(({ mapsPublicIpv4 }) => mapsPublicIpv4.is === "yes");
      if (found.length === 0) return [];
      return [
        {
          kind: "fail",
          message: { code: "E6204", args: { what: resource.subject, count: found.length } },
          on: resource,
          place: placeInside(resource, resource.lines["map_public_ip_on_launch"] ?? null),
          attribute: ["map_public_ip_on_launch"],
          fix: turnOff(resource),
        },
      ];
    }),
});

function turnOff(subnet: Resource) {
  const text =
    "Turn it off, and put what only needs egress into private dual-stack subnets with an egress-only internet gateway.";
  return (
    moduleFix(subnet, text, "map-public-ip") ??
    fixFor(subnet, text, {
      hcl: [
        `  resource "${subnet.type}" "${blockName(subnet)}" {`,
        "-   map_public_ip_on_launch = true",
        "+   map_public_ip_on_launch = false",
        "  }",
      ],
      cloudformation: [
        `  ${subnet.subject}:`,
        "    Properties:",
        "-     MapPublicIpOnLaunch: true",
        "+     MapPublicIpOnLaunch: false",
      ],
    })
  );
}
