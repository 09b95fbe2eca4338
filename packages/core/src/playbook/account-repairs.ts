import { type Instruction, say } from "../plan/way/planned-step.js";
import type { SurveySubnet } from "../survey/topology.js";
import type { KnownAccount } from "./known-account.js";

/** The repair of something that a survey found, with the inverse of each of its commands. */
export interface AccountRepair {
  readonly title: string;
  readonly change: Instruction;
  readonly check: Instruction;
  readonly rollback: Instruction;
}

/** Ids that a finding is about: its own, then those of what it names. */
export interface RepairSubject {
  readonly ruleId: string;
  readonly region: string;
  readonly resource: string;
  readonly related: readonly string[];
}

/** A command, and the one that takes it back to what the survey saw. */
interface Command {
  readonly run: string;
  readonly undo: string;
}

/** @returns null where commands alone cannot repair it, or what they name is not in the survey */
export function accountRepair(subject: RepairSubject, account: KnownAccount): AccountRepair | null {
  return REPAIRS[subject.ruleId]?.(subject, account) ?? null;
}

type Repair = (subject: RepairSubject, account: KnownAccount) => AccountRepair | null;

const REPAIRS: Readonly<Record<string, Repair>> = {
  E6101: ({ region, resource }) =>
    repair(
      `Give ${resource} an IPv6 block`,
      "A /56 of Amazon's. The command prints the association id that the way back needs.",
      [
        {
          run: `aws ec2 associate-vpc-cidr-block --region ${region} --vpc-id ${resource} --amazon-provided-ipv6-cidr-block`,
          undo: `aws ec2 disassociate-vpc-cidr-block --region ${region} --association-id ASSOCIATION_ID`,
        },
      ],
      `aws ec2 describe-vpcs --region ${region} --vpc-ids ${resource} --query 'Vpcs[].Ipv6CidrBlockAssociationSet'`,
      "Take the block away. A new one has other addresses.",
    ),
  E6102: (subject, account) =>
    ofSubnets(subject, account, ({ ipv6Cidr }) => ipv6Cidr === null, {
      title: "Give an IPv6 block to",
      text: "Each takes a /64 of the VPC's block. The command prints the association id that the way back needs.",
      command: (id, region, number) => ({
        run: `aws ec2 associate-subnet-cidr-block --region ${region} --subnet-id ${id} --ipv6-cidr-block IPV6_BLOCK_${number}`,
        undo: `aws ec2 disassociate-subnet-cidr-block --region ${region} --association-id ASSOCIATION_${number}_ID # of ${id}`,
      }),
    }),
  E6103: (subject, account) =>
    ofSubnets(
      subject,
      account,
      ({ assignsIpv6, families }) => !assignsIpv6 && families !== "ipv4",
      {
        title: "Give IPv6 addresses on creation in",
        text: "Interfaces that are made from now on get one. Those that run get theirs when they are replaced.",
        command: (id, region) =>
          attribute(
            id,
            region,
            "assign-ipv6-address-on-creation",
            "no-assign-ipv6-address-on-creation",
          ),
      },
    ),
  E6104: ({ region, resource, related }, { topology }) => {
    const table =
      topology.routeTables.find(({ id }) => id === resource) ??
      topology.routeTables.find(({ id }) => related.includes(id)) ??
      topology.routeTables.find(
        ({ id }) => id === topology.subnets.find((each) => each.id === resource)?.routeTable,
      );
    if (table === undefined) return null;
    const gateway =
      topology.egressOnlyGateways.find(({ vpc }) => vpc === table.vpc)?.id ??
      "EGRESS_ONLY_GATEWAY_ID";
    const route = `--region ${region} --route-table-id ${table.id} --destination-ipv6-cidr-block ::/0`;
    return repair(
      `Route IPv6 of ${table.id} to the egress-only internet gateway`,
      "From here on its subnets use IPv6.",
      [
        {
          run: `aws ec2 create-route ${route} --egress-only-internet-gateway-id ${gateway}`,
          undo: `aws ec2 delete-route ${route}`,
        },
      ],
      `aws ec2 describe-route-tables --region ${region} --route-table-ids ${table.id}`,
    );
  },
  E6105: ({ region, resource }) =>
    repair(
      `Create the egress-only internet gateway of ${resource}`,
      "It costs nothing, and no route leads to it yet. The command prints its id.",
      [
        {
          run: `aws ec2 create-egress-only-internet-gateway --region ${region} --vpc-id ${resource}`,
          undo: `aws ec2 delete-egress-only-internet-gateway --region ${region} --egress-only-internet-gateway-id EGRESS_ONLY_GATEWAY_ID`,
        },
      ],
      `aws ec2 describe-egress-only-internet-gateways --region ${region}`,
    ),
  E6107: (subject, account) => dns64Off(subject, account),
  E6108: (subject, account) => dns64Off(subject, account),
  E6204: (subject, account) =>
    ofSubnets(subject, account, ({ mapsPublicIpv4 }) => mapsPublicIpv4, {
      title: "Give no public IPv4 addresses in",
      text: "Interfaces that are made from now on get none. Those that run keep theirs until they are replaced.",
      command: (id, region) =>
        attribute(id, region, "no-map-public-ip-on-launch", "map-public-ip-on-launch"),
    }),
  E6206: ({ region, resource, related }) =>
    repair(
      `Create the gateway endpoint of s3 in ${resource}`,
      "It costs nothing. The command prints the endpoint's id.",
      [
        {
          run: `aws ec2 create-vpc-endpoint --region ${region} --vpc-id ${resource} --vpc-endpoint-type Gateway --service-name com.amazonaws.${region}.s3 --route-table-ids ${tablesOf(related)}`,
          undo: `aws ec2 delete-vpc-endpoints --region ${region} --vpc-endpoint-ids ENDPOINT_ID`,
        },
      ],
      `aws ec2 describe-vpc-endpoints --region ${region} --filters Name=vpc-id,Values=${resource}`,
    ),
  E6210: ({ region, resource, related }) =>
    repair(
      `Add route tables to the gateway endpoint ${resource}`,
      "It costs nothing.",
      [
        {
          run: `aws ec2 modify-vpc-endpoint --region ${region} --vpc-endpoint-id ${resource} --add-route-table-ids ${tablesOf(related)}`,
          undo: `aws ec2 modify-vpc-endpoint --region ${region} --vpc-endpoint-id ${resource} --remove-route-table-ids ${tablesOf(related)}`,
        },
      ],
      `aws ec2 describe-vpc-endpoints --region ${region} --vpc-endpoint-ids ${resource}`,
    ),
  E6301: ({ region, resource }, { topology }) => {
    const group = topology.securityGroups.find(({ id }) => id === resource);
    if (group === undefined) return null;
    return repair(
      `Let IPv6 out of ${groupName(group)}`,
      "Nothing uses IPv6 until there is a route.",
      [egressRule(resource, region, group.egress4 === "all")],
      `aws ec2 describe-security-group-rules --region ${region} --filters Name=group-id,Values=${resource}`,
      "Revoke the same rule.",
    );
  },
  E6303: ({ region, resource }) =>
    repair(
      `Let IPv6 through ${resource}`,
      "One rule out, and one for the answers. RULE_NUMBER is a number that the list has free.",
      aclRules(resource, region),
      `aws ec2 describe-network-acls --region ${region} --network-acl-ids ${resource}`,
      "Delete the same two rules.",
    ),
  E6304: ({ region, resource, related }, { topology }) => {
    const group = topology.securityGroups.find(({ id }) => id === resource);
    const endpoint = topology.endpoints.find(({ id }) => related.includes(id));
    const vpc = topology.vpcs.find(({ id }) => id === (group?.vpc ?? endpoint?.vpc));
    const block = vpc?.ipv6Cidrs[0];
    if (block === undefined) return null;
    const rule = `--region ${region} --group-id ${resource} --ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,Ipv6Ranges=[{CidrIpv6=${block}}]'`;
    return repair(
      `Let IPv6 of the VPC in at ${resource}`,
      "The endpoint answers over IPv6, too: clients that prefer it are refused until then.",
      [
        {
          run: `aws ec2 authorize-security-group-ingress ${rule}`,
          undo: `aws ec2 revoke-security-group-ingress ${rule}`,
        },
      ],
      `aws ec2 describe-security-group-rules --region ${region} --filters Name=group-id,Values=${resource}`,
      "Revoke the same rule.",
    );
  },
  E6401: ({ region, resource }, { topology }) => {
    const found = topology.compute.find(
      ({ kind, id, name }) => kind === "lambda" && (id === resource || name === resource),
    );
    if (found === undefined || found.subnets.length === 0) return null;
    const set = (isOn: boolean) =>
      `aws lambda update-function-configuration --region ${region} --function-name ${found.name} --vpc-config SubnetIds=${found.subnets.join(",")},SecurityGroupIds=${found.securityGroups.join(",")},Ipv6AllowedForDualStack=${isOn}`;
    return repair(
      `Allow IPv6 for the function ${found.name}`,
      "All of its subnets are dual-stack before that. Its subnets and groups stay as they are.",
      [{ run: set(true), undo: set(false) }],
      `aws lambda get-function-configuration --region ${region} --function-name ${found.name} --query VpcConfig`,
    );
  },
  E6402: ({ region }) => {
    const set = (value: string) =>
      `aws ecs put-account-setting-default --region ${region} --name dualStackIPv6 --value ${value}`;
    return repair(
      "Let ECS give tasks IPv6 addresses",
      "Tasks that start from now on get one in dual-stack subnets.",
      [{ run: set("enabled"), undo: set("disabled") }],
      `aws ecs list-account-settings --region ${region} --name dualStackIPv6 --effective-settings`,
    );
  },
};

function repair(
  title: string,
  text: string,
  commands: readonly Command[],
  check: string,
  back = "Back to what the survey saw.",
): AccountRepair {
  return {
    title,
    change: say(text, ...commands.map(({ run }) => run)),
    check: say("This shows the new state.", check),
    rollback: say(back, ...commands.map(({ undo }) => undo).toReversed()),
  };
}

/** All ports where IPv4 has all, else HTTPS. */
export function egressRule(group: string, region: string, isAll: boolean): Command {
  const ports = isAll ? "IpProtocol=-1" : "IpProtocol=tcp,FromPort=443,ToPort=443";
  const rule = `--region ${region} --group-id ${group} --ip-permissions '${ports},Ipv6Ranges=[{CidrIpv6=::/0}]'`;
  return {
    run: `aws ec2 authorize-security-group-egress ${rule}`,
    undo: `aws ec2 revoke-security-group-egress ${rule}`,
  };
}

/** Out, and in for the answers. */
export function aclRules(acl: string, region: string): readonly Command[] {
  const of = `--region ${region} --network-acl-id ${acl}`;
  const allow = "--rule-action allow --ipv6-cidr-block ::/0";
  return [
    {
      run: `aws ec2 create-network-acl-entry ${of} --egress --rule-number RULE_NUMBER --protocol -1 ${allow}`,
      undo: `aws ec2 delete-network-acl-entry ${of} --egress --rule-number RULE_NUMBER`,
    },
    {
      run: `aws ec2 create-network-acl-entry ${of} --ingress --rule-number RULE_NUMBER --protocol tcp --port-range From=1024,To=65535 ${allow}`,
      undo: `aws ec2 delete-network-acl-entry ${of} --ingress --rule-number RULE_NUMBER`,
    },
  ];
}

export const groupName = ({
  id,
  name,
}: {
  readonly id: string;
  readonly name: string | null;
}): string => (name === null ? id : `${id} (${name})`);

const attribute = (id: string, region: string, on: string, off: string): Command => ({
  run: `aws ec2 modify-subnet-attribute --region ${region} --subnet-id ${id} --${on}`,
  undo: `aws ec2 modify-subnet-attribute --region ${region} --subnet-id ${id} --${off}`,
});

const dns64Off = (subject: RepairSubject, account: KnownAccount): AccountRepair | null =>
  ofSubnets(subject, account, ({ dns64 }) => dns64, {
    title: "Turn DNS64 off in",
    text: "Names that have IPv4 addresses only are answered with them again.",
    command: (id, region) => attribute(id, region, "no-enable-dns64", "enable-dns64"),
  });

/** Of those subnets that a finding names, the ones that are still so. */
function ofSubnets(
  { region, resource, related }: RepairSubject,
  { topology }: KnownAccount,
  isToChange: (subnet: SurveySubnet) => boolean,
  said: {
    readonly title: string;
    readonly text: string;
    readonly command: (id: string, region: string, number: number) => Command;
  },
): AccountRepair | null {
  const named = new Set([resource, ...related]);
  const subnets = topology.subnets.filter((each) => named.has(each.id) && isToChange(each));
  if (subnets.length === 0) return null;
  const ids = subnets.map(({ id }) => id);
  return repair(
    `${said.title} ${ids.length > 2 ? `${ids.length} subnets` : ids.join(" and ")}`,
    said.text,
    ids.map((id, index) => said.command(id, region, index + 1)),
    `aws ec2 describe-subnets --region ${region} --subnet-ids ${ids.join(" ")}`,
  );
}

const tablesOf = (related: readonly string[]): string =>
  related.filter((id) => id.startsWith("rtb-")).join(" ") || "ROUTE_TABLE_IDS";
