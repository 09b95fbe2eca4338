import { blockName, fixFor } from "../audit-fix.js";
import { byBlock, type CodeHit, codeRule, relatedPlaces } from "../code-rule.js";
import type { Resource } from "../resource.js";
import { moduleFix } from "./module-fix.js";

/** VPC has no IPv6 CIDR. */
export const e6101 = codeRule({
  id: "E6101",
  find: ({ network }) =>
    byBlock(network.vpcs).flatMap(({ first, all, resource }): readonly CodeHit[] => {
      const { ipv6 } = first;
      if (ipv6.is === "yes") return [];
      const subnets = all.flatMap((each) => each.subnets);
      // A default VPC is taken in to tag it, or to empty its group: only what is in it matters.
      if (resource.type === "aws_default_vpc" && subnets.length === 0) return [];
      const about = {
        on: resource,
        attribute: ["ipv6"],
        related: relatedPlaces(subnets.map((each) => each.resource)),
      };
      const fix = addBlock(resource);
      if (ipv6.is === "unknown") {
        const args = { what: resource.subject, missing: ipv6.missing };
        return [{ ...about, kind: "review", message: { code: "E6101.review", args }, fix }];
      }
      const args = { what: resource.subject, subnets: subnets.length };
      return [{ ...about, kind: "fail", message: { code: "E6101", args }, fix }];
    }),
});

function addBlock(vpc: Resource) {
  const text = "Add an Amazon-provided /56. That causes no downtime.";
  return (
    moduleFix(vpc, text, "vpc-ipv6") ??
    fixFor(vpc, text, {
      hcl: [
        `  resource "${vpc.type}" "${blockName(vpc)}" {`,
        "+   assign_generated_ipv6_cidr_block = true",
        "  }",
      ],
      cloudformation: [
        `+ ${blockName(vpc)}Ipv6:`,
        "+   Type: AWS::EC2::VPCCidrBlock",
        "+   Properties:",
        `+     VpcId: !Ref ${vpc.subject}`,
        "+     AmazonProvidedIpv6CidrBlock: true",
      ],
      cdk: ["  new ec2.Vpc(this, 'Vpc', {", "+   ipProtocol: ec2.IpProtocol.DUAL_STACK,", "  });"],
    })
  );
}
