import { blockName, fixFor } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule, placeOfResource } from "../code-rule.js";
import type { AuditSubnet, AuditVpc } from "../network.js";
import { idOf, type Resource } from "../resource.js";
import { moduleFix } from "./module-fix.js";

/** Subnet has no IPv6 CIDR, in a VPC that has one. */
export const e6102 = codeRule({
  id: "E6102",
  find: ({ network }) => {
    const vpcs = new Map(network.vpcs.map((each) => [idOf(each.resource), each]));
    return byBlock(network.subnets).flatMap(({ all, resource }): readonly CodeHit[] => {
      const lacking = all.filter(({ ipv6 }) => ipv6.is !== "yes");
      const worst = lacking.find(({ ipv6 }) => ipv6.is === "no") ?? lacking[0];
      return worst === undefined ? [] : hitOf(worst, lacking, resource, vpcs);
    });
  },
});

function hitOf(
  subnet: AuditSubnet,
  lacking: readonly AuditSubnet[],
  resource: Resource,
  vpcs: ReadonlyMap<string, AuditVpc>,
): readonly CodeHit[] {
  const { ipv6, vpc: link } = subnet;
  const vpc = link.kind === "vpc" ? vpcs.get(idOf(link.vpc)) : undefined;
  // What the VPC lacks, the finding of the VPC says for all of its subnets.
  if (vpc !== undefined && vpc.ipv6.is !== "yes") return [];
  const what = resource.subject;
  const about = { on: resource, attribute: ["ipv6_cidr_block"], fix: addCidr(resource) };
  const related = vpc === undefined ? [] : [placeOfResource(vpc.resource)];
  if (ipv6.is === "unknown") {
    const message = { code: "E6102.review", args: { what, missing: ipv6.missing } } as const;
    return [{ ...about, related, kind: "review", message }];
  }
  if (vpc === undefined) {
    const missing = link.kind === "unknown" ? link.missing : link.vpc.subject;
    const message = { code: "E6102.no-vpc", args: { what, missing } } as const;
    return [{ ...about, related, kind: "review", message }];
  }
  const args = { what, count: lacking.length, vpc: vpc.resource.subject };
  return [{ ...about, related, kind: "fail", message: { code: "E6102", args } }];
}

function addCidr(subnet: Resource) {
  const text = "Give the subnet a /64 of the VPC's block.";
  const name = blockName(subnet);
  return (
    moduleFix(subnet, text, "subnet-ipv6") ??
    fixFor(subnet, text, {
      hcl: [
        `  resource "${subnet.type}" "${name}" {`,
        "+   ipv6_cidr_block = cidrsubnet(aws_vpc.VPC.ipv6_cidr_block, 8, N)",
        "+   assign_ipv6_address_on_creation = true",
        "  }",
      ],
      cloudformation: [
        `  ${subnet.subject}:`,
        "    Type: AWS::EC2::Subnet",
        "+   DependsOn: VPCIPV6BLOCK",
        "    Properties:",
        "+     Ipv6CidrBlock: !Select [N, !Cidr [!Select [0, !GetAtt VPC.Ipv6CidrBlocks], 8, 64]]",
        "+     AssignIpv6AddressOnCreation: true",
      ],
    })
  );
}
