import { blockName, fixFor } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule, relatedPlaces } from "../code-rule.js";
import type { AuditRouteTable } from "../network.js";
import { idOf } from "../resource.js";
import { needsEgressOnlyGateway, subnetsById } from "./private-subnets.js";

/** Subnet with IPv6 whose route table has 0.0.0.0/0 and no ::/0. */
export const e6104 = codeRule({
  id: "E6104",
  find: ({ network }) => {
    const subnets = subnetsById(network);
    const withoutGateway = new Set(
      network.vpcs
        .filter((each) => needsEgressOnlyGateway(each, network).is === "yes")
        .map(({ resource }) => idOf(resource)),
    );
    return byBlock(network.routeTables).flatMap(({ all, resource }): readonly CodeHit[] => {
      const lacking = all.filter((table) => hasIpv4DefaultOnly(table));
      const isPublic = lacking.every(leadsToInternetGateway);
      const ipv6Subnets = lacking.flatMap((table) =>
        table.subnets.flatMap((each) => {
          const subnet = subnets.get(idOf(each));
          return subnet?.ipv6.is === "yes" ? [subnet] : [];
        }),
      );
      const [table] = lacking;
      if (table === undefined || ipv6Subnets.length === 0) return [];
      // Without an egress-only gateway there is nowhere to lead a route: that finding has the tables.
      if (!isPublic && table.vpc.kind === "vpc" && withoutGateway.has(idOf(table.vpc.vpc)))
        return [];
      const related = relatedPlaces(ipv6Subnets.map((each) => each.resource));
      const what = resource.subject;
      const about = { on: resource, attribute: ["::/0"], related, fix: addRoute(table, isPublic) };
      if (table.mayHaveMore.is !== "no") {
        const missing =
          table.mayHaveMore.is === "unknown" ? table.mayHaveMore.missing : "routes made elsewhere";
        const message = { code: "E6104.review", args: { what, missing } } as const;
        return [{ ...about, kind: "review", message }];
      }
      const args = { what, subnets: ipv6Subnets.length, isPublic };
      return [{ ...about, kind: "fail", message: { code: "E6104", args } }];
    });
  },
});

function hasIpv4DefaultOnly({ routes }: AuditRouteTable): boolean {
  const isDefault = (family: "ipv4" | "ipv6") =>
    routes.some((each) => each.family === family && each.isDefault.is === "yes");
  const maybe = routes.some((each) => each.family !== "ipv4" && each.isDefault.is === "unknown");
  return isDefault("ipv4") && !isDefault("ipv6") && !maybe;
}

function leadsToInternetGateway({ routes }: AuditRouteTable): boolean {
  return routes.some(
    ({ family, isDefault, target }) =>
      family === "ipv4" && isDefault.is === "yes" && target === "internet-gateway",
  );
}

function addRoute({ resource }: AuditRouteTable, isPublic: boolean) {
  const name = blockName(resource);
  return fixFor(
    resource,
    isPublic
      ? "Lead ::/0 to the internet gateway."
      : "Lead ::/0 to the egress-only internet gateway.",
    {
      hcl: [
        `+ resource "aws_route" "${name}_ipv6" {`,
        `+   route_table_id              = ${resource.type}.${name}.id`,
        '+   destination_ipv6_cidr_block = "::/0"',
        isPublic
          ? "+   gateway_id                  = aws_internet_gateway.GATEWAY.id"
          : "+   egress_only_gateway_id      = aws_egress_only_internet_gateway.GATEWAY.id",
        "+ }",
      ],
      cloudformation: [
        `+ ${name}Ipv6:`,
        "+   Type: AWS::EC2::Route",
        "+   Properties:",
        `+     RouteTableId: !Ref ${name}`,
        '+     DestinationIpv6CidrBlock: "::/0"',
        isPublic
          ? "+     GatewayId: !Ref GATEWAY"
          : "+     EgressOnlyInternetGatewayId: !Ref GATEWAY",
      ],
    },
  );
}
