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
    const hits = byBlock(network.subnets).flatMap(({ all, resource }): readonly CodeHit[] => {
      const lacking = all.filter(({ ipv6 }) => ipv6.is !== "yes");
      const worst = lacking.find(({ ipv6 }) => ipv6.is === "no") ?? lacking[0];
      return worst === undefined ? [] : hitOf(worst, lacking, resource, vpcs);
    });
    return oneForEachVpc(hits);
  },
});

/** Subnets of one VPC that nobody knows are one question. */
function oneForEachVpc(hits: readonly CodeHit[]): readonly CodeHit[] {
  const asked = new Map<string, CodeHit>();
  const others: CodeHit[] = [];
  for (const hit of hits) {
    const { message, on } = hit;
    if (message.code !== "E6102.no-vpc" || on === null) {
      others.push(hit);
      continue;
    }
    const key = JSON.stringify([on.scope, message.args.missing]);
    const first = asked.get(key);
    const related = [...(first?.related ?? []), placeOfResource(on)];
    asked.set(key, first === undefined ? hit : { ...first, related });
  }
  return [...others, ...asked.values()];
}

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
  const about = {
    on: resource,
    attribute: ["ipv6_cidr_block"],
    fix: addCidr(resource, vpc?.resource ?? null),
  };
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

function addCidr(subnet: Resource, vpc: Resource | null) {
  const text = "Give the subnet a /64 of the VPC's block.";
  const name = blockName(subnet);
  return (
    moduleFix(subnet, text, "subnet-ipv6") ??
    fixFor(subnet, text, {
      hcl: [
        `  resource "${subnet.type}" "${name}" {`,
        `+   ipv6_cidr_block                 = cidrsubnet(${localName(vpc)}.ipv6_cidr_block, 8, NUMBER)`,
        "+   assign_ipv6_address_on_creation = true",
        "  }",
      ],
      cloudformation: [
        `  ${subnet.subject}:`,
        "    Type: AWS::EC2::Subnet",
        "+   DependsOn: IPV6_CIDR_BLOCK_OF_THE_VPC",
        "    Properties:",
        `+     Ipv6CidrBlock: !Select [NUMBER, !Cidr [!Select [0, !GetAtt ${vpc?.subject ?? "VPC"}.Ipv6CidrBlocks], 8, 64]]`,
        "+     AssignIpv6AddressOnCreation: true",
      ],
    })
  );
}

/** As its own module calls it. */
function localName(vpc: Resource | null): string {
  return vpc === null || vpc.fromModule !== null ? "aws_vpc.VPC" : `${vpc.type}.${blockName(vpc)}`;
}
