import { blockName, fixFor } from "../audit-fix.js";
import {
  byBlock,
  type CodeHit,
  codeRule,
  distinctPlaces,
  placeOfCall,
  relatedPlaces,
} from "../code-rule.js";
import type { AuditRouteTable, AuditVpc } from "../network.js";
import { idOf, type Resource } from "../resource.js";
import { isCalledIn, runtimeCalls } from "./service-calls.js";

/** Services whose bytes another one moves: ECR keeps the layers of images in S3. */
const MOVES_THROUGH: ReadonlyMap<string, string> = new Map([["ecr", "s3"]]);

/** S3 or DynamoDB through a NAT gateway, where a gateway endpoint costs nothing. */
export const e6206 = codeRule({
  id: "E6206",
  find: (context) => {
    const { network, capability } = context;
    const calls = runtimeCalls(context).filter(({ service }) => {
      const carried = MOVES_THROUGH.get(service ?? "") ?? service ?? "";
      return capability.gatewayServices.includes(carried);
    });
    return byBlock(network.vpcs).flatMap(({ all, resource }): readonly CodeHit[] => {
      const used = calls.filter((call) => all.some((vpc) => isCalledIn(call, vpc, network)));
      const names = [
        ...new Set(used.map(({ service }) => MOVES_THROUGH.get(service ?? "") ?? service ?? "")),
      ].toSorted();
      const lacking = names
        .map((service) => ({ service, tables: all.flatMap((vpc) => tablesWithout(vpc, service)) }))
        .filter(({ tables }) => tables.length > 0);
      if (lacking.length === 0) return [];
      const tables = new Map(
        lacking.flatMap((each) => each.tables).map((each) => [idOf(each.resource), each.resource]),
      );
      const services = lacking.map(({ service }) => service);
      return [
        {
          kind: "fail",
          message: {
            code: "E6206",
            args: { what: resource.subject, services, tables: tables.size },
          },
          on: resource,
          attribute: ["gateway-endpoints"],
          related: distinctPlaces([
            ...relatedPlaces([...tables.values()]),
            ...used.map(placeOfCall),
          ]),
          fix: addEndpoints(resource, services),
        },
      ];
    });
  },
});

function tablesWithout(
  { routeTables, endpoints }: AuditVpc,
  service: string,
): readonly AuditRouteTable[] {
  const gateways = endpoints.filter(
    (each) => each.type !== "interface" && (each.service === service || each.service === null),
  );
  // One without tables of its own may be joined to them elsewhere.
  if (gateways.some(({ routeTables: joined }) => joined.length === 0)) return [];
  const served = new Set(gateways.flatMap((each) => each.routeTables.map(idOf)));
  return routeTables.filter(
    ({ resource, routes }) =>
      !served.has(idOf(resource)) &&
      routes.some(
        ({ family, isDefault, target }) =>
          family === "ipv4" && isDefault.is === "yes" && target === "nat-gateway",
      ),
  );
}

function addEndpoints(vpc: Resource, services: readonly string[]) {
  const name = blockName(vpc);
  return fixFor(vpc, "Add gateway endpoints to every private route table. They cost nothing.", {
    hcl: services.flatMap((service) => [
      `+ resource "aws_vpc_endpoint" "${service}" {`,
      `+   vpc_id          = ${vpc.fromModule === null ? `${vpc.type}.${name}.id` : `${vpc.subject}.vpc_id`}`,
      `+   service_name    = "com.amazonaws.REGION.${service}"`,
      "+   route_table_ids = [PRIVATE_TABLES]",
      "+ }",
    ]),
    cloudformation: services.flatMap((service) => [
      `+ ${service}Endpoint:`,
      "+   Type: AWS::EC2::VPCEndpoint",
      "+   Properties:",
      `+     VpcId: !Ref ${vpc.subject}`,
      `+     ServiceName: !Sub com.amazonaws.\${AWS::Region}.${service}`,
      "+     RouteTableIds: [PRIVATE_TABLES]",
    ]),
  });
}
