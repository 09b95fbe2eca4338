/** What to do, and the command that does it or shows where to look. */
export interface Remedy {
  readonly text: string;
  /** To be typed as it is, capitals replaced; null when no one command does it. */
  readonly command: string | null;
}

/** Identifiers to be replaced stand in capitals: `ENI_ID`. */
export const REMEDIES = {
  assignAddress: {
    text: "Give the network interface an IPv6 address; its subnet needs an IPv6 block first.",
    command: "aws ec2 assign-ipv6-addresses --network-interface-id ENI_ID --ipv6-address-count 1",
  },
  addRoute: {
    text: "Let the host learn a default route (router advertisements), and give the subnet one.",
    command:
      "aws ec2 create-route --route-table-id RTB_ID --destination-ipv6-cidr-block ::/0 --egress-only-internet-gateway-id EIGW_ID",
  },
  openWayOut: {
    text: "IPv6 packets leave this host and nothing comes back: the subnet's route table needs ::/0, its network ACL and the security group must allow it.",
    command:
      "aws ec2 create-route --route-table-id RTB_ID --destination-ipv6-cidr-block ::/0 --egress-only-internet-gateway-id EIGW_ID",
  },
  reachPrivateEndpoint: {
    text: "An interface endpoint lets in what its security group allows (TCP 443), over the kinds of addresses that it has: an IPv6-only host needs one that is dual-stack. See what there is:",
    command:
      "aws ec2 describe-vpc-endpoints --query 'VpcEndpoints[].[ServiceName,State,IpAddressType,DnsOptions.DnsRecordIpType]' --output text",
  },
  nat64Route: {
    text: "The subnet has DNS64 and no working route for 64:ff9b::/96. Send it to a NAT gateway, or turn DNS64 off: aws ec2 modify-subnet-attribute --subnet-id SUBNET_ID --no-enable-dns64",
    command:
      "aws ec2 create-route --route-table-id RTB_ID --destination-ipv6-cidr-block 64:ff9b::/96 --nat-gateway-id NAT_ID",
  },
  otherResolver: {
    text: "Name a resolver that reaches public DNS in /etc/resolv.conf; in a VPC, fd00:ec2::253 or 169.254.169.253. Try one first:",
    command: "egress6 doctor --resolver '[fd00:ec2::253]:53'",
  },
  localResolver: {
    text: "Programs ask a resolver on this host, and it is not at work: look after it (systemctl status systemd-resolved), or name another one in /etc/resolv.conf. In a VPC there is one at fd00:ec2::253. Try it first:",
    command: "egress6 doctor --resolver '[fd00:ec2::253]:53'",
  },
  reachableResolver: {
    text: "Name a resolver in /etc/resolv.conf that this host has a way to; in a VPC, fd00:ec2::253 over IPv6 and 169.254.169.253 over IPv4. Try one first:",
    command: "egress6 doctor --resolver '[fd00:ec2::253]:53'",
  },
  trustResolver: {
    text: "What it denies stays unknown. If it is meant to know this network's names only, take its word:",
    command: "egress6 doctor --trust-resolver",
  },
  enableDnsSupport: {
    text: "In a VPC: turn DNS support on, and name the resolver at fd00:ec2::253 or 169.254.169.253 in /etc/resolv.conf.",
    command: "aws ec2 modify-vpc-attribute --vpc-id VPC_ID --enable-dns-support",
  },
  enableImdsIpv6: {
    text: "The metadata service does not answer over IPv6 on this instance. Turn it on.",
    command:
      "aws ec2 modify-instance-metadata-options --instance-id INSTANCE_ID --http-endpoint enabled --http-protocol-ipv6 enabled",
  },
  moreHops: {
    text: "Of all answers only the token has a hop limit: in a container it may be one hop too few. Let it go one further.",
    command:
      "aws ec2 modify-instance-metadata-options --instance-id INSTANCE_ID --http-endpoint enabled --http-put-response-hop-limit 2",
  },
  ecsCredentials: {
    text: "The ECS agent answers there, inside a task only. Outside of one, or with an agent that does not run, take the variable away and give credentials another way.",
    command: "unset AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  },
  podIdentityAgent: {
    text: "The agent answers on its own node only: at [fd00:ec2::23] where the node has IPv6, at 169.254.170.23 where it has IPv4. See whether it runs on this pod's node:",
    command: "kubectl get pods -n kube-system -o wide | grep eks-pod-identity-agent",
  },
  credentialsServer: {
    text: "Start what serves credentials there, or take the variable away and give credentials another way.",
    command: "unset AWS_CONTAINER_CREDENTIALS_FULL_URI",
  },
  tokenFile: {
    text: "The file comes with the pod or the job. Start it again with its service account and role, or take the variable away.",
    command: null,
  },
  mendCredentialsUrl: {
    text: "SDKs take an https URL, and over plain http this host (localhost), 169.254.170.2, 169.254.170.23 and [fd00:ec2::23].",
    command: null,
  },
  imdsEndpointOverIpv6: {
    text: "The endpoint that is set beats the mode, and only the IPv6 address of the metadata service answers.",
    command: "export AWS_EC2_METADATA_SERVICE_ENDPOINT='http://[fd00:ec2::254]'",
  },
  setImdsMode: {
    text: "Only the IPv6 address of the metadata service answers; SDKs ask the IPv4 one unless told.",
    command: "export AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=IPv6",
  },
  spellImdsMode: {
    text: "Some SDKs take other spellings, and some fail: write it so that all do.",
    command: "export AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=IPv6",
  },
} as const satisfies Readonly<Record<string, Remedy>>;
