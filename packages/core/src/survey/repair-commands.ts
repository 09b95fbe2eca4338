import type { Place } from "../finding/finding.js";
import type { SurveyTopology } from "./topology.js";

/** The command of the AWS CLI that repairs what a rule of `audit` found in an account; null: there is no single one. */
export function repairCommand(
  ruleId: string,
  { resource: id }: Pick<Place, "resource">,
  topology: SurveyTopology,
  region: string,
): string | null {
  if (id === null) return null;
  const ec2 = (operation: string, options: string) =>
    `aws ec2 ${operation} --region ${region} ${options}`;
  switch (ruleId) {
    case "E6101":
      return ec2("associate-vpc-cidr-block", `--vpc-id ${id} --amazon-provided-ipv6-cidr-block`);
    case "E6103":
      return ec2("modify-subnet-attribute", `--subnet-id ${id} --assign-ipv6-address-on-creation`);
    case "E6104": {
      const table = topology.routeTables.find((each) => each.id === id);
      const gateway = topology.egressOnlyGateways.find(({ vpc }) => vpc === table?.vpc);
      return table === undefined || gateway === undefined
        ? null
        : ec2(
            "create-route",
            `--route-table-id ${id} --destination-ipv6-cidr-block ::/0 --egress-only-internet-gateway-id ${gateway.id}`,
          );
    }
    case "E6204":
      return ec2("modify-subnet-attribute", `--subnet-id ${id} --no-map-public-ip-on-launch`);
    default:
      return null;
  }
}
