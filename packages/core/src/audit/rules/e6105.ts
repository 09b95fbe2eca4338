import { blockName, fixFor } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule, relatedPlaces } from "../code-rule.js";
import type { Resource } from "../resource.js";
import { moduleFix } from "./module-fix.js";
import { needsEgressOnlyGateway, privateIpv6Subnets } from "./private-subnets.js";

/** IPv6 in private subnets, and no egress-only internet gateway. */
export const e6105 = codeRule({
  id: "E6105",
  find: ({ network }) =>
    byBlock(network.vpcs).flatMap(({ all, resource }): readonly CodeHit[] => {
      const needing = all.filter((each) => needsEgressOnlyGateway(each, network).is !== "no");
      const [vpc] = needing;
      if (vpc === undefined) return [];
      const answer = needsEgressOnlyGateway(vpc, network);
      const subnets = needing.flatMap(privateIpv6Subnets);
      const tables = subnets.flatMap(({ routeTable }) => routeTable?.resource ?? []);
      const what = resource.subject;
      const about = {
        on: resource,
        attribute: ["egress-only-gateway"],
        fix: addGateway(resource, tables),
        related: relatedPlaces([...tables, ...subnets.map((each) => each.resource)]),
      };
      if (answer.is === "unknown") {
        const args = { what, missing: answer.missing };
        return [{ ...about, kind: "review", message: { code: "E6105.review", args } }];
      }
      const args = { what, subnets: subnets.length };
      return [{ ...about, kind: "fail", message: { code: "E6105", args } }];
    }),
});

function addGateway(vpc: Resource, tables: readonly Resource[]) {
  const text = "Add an egress-only internet gateway, which costs nothing, and lead ::/0 to it.";
  const name = blockName(vpc);
  const named = relatedTables(tables);
  return (
    moduleFix(vpc, text, "egress-only") ??
    fixFor(vpc, text, {
      hcl: [
        `+ resource "aws_egress_only_internet_gateway" "${name}" {`,
        `+   vpc_id = ${vpc.type}.${name}.id`,
        "+ }",
        ...named.flatMap((table) => [
          `+ resource "aws_route" "${table}_ipv6" {`,
          `+   route_table_id              = aws_route_table.${table}.id`,
          '+   destination_ipv6_cidr_block = "::/0"',
          `+   egress_only_gateway_id      = aws_egress_only_internet_gateway.${name}.id`,
          "+ }",
        ]),
      ],
      cloudformation: [
        "+ EgressOnlyGateway:",
        "+   Type: AWS::EC2::EgressOnlyInternetGateway",
        "+   Properties:",
        `+     VpcId: !Ref ${vpc.subject}`,
        ...named.flatMap((table) => [
          `+ ${table}Ipv6Route:`,
          "+   Type: AWS::EC2::Route",
          "+   Properties:",
          `+     RouteTableId: !Ref ${table}`,
          '+     DestinationIpv6CidrBlock: "::/0"',
          "+     EgressOnlyInternetGatewayId: !Ref EgressOnlyGateway",
        ]),
      ],
    })
  );
}

/** What the patch names; without any, a word to be replaced. */
function relatedTables(tables: readonly Resource[]): readonly string[] {
  const names = [...new Set(tables.map(blockName))].slice(0, 4);
  return names.length === 0 ? ["PRIVATE"] : names;
}
