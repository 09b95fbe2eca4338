/** A word of the trade, as it is explained where it stands. `docs/glossary.md` has the same, and the command line shows that. */
export interface GlossaryEntry {
  readonly term: string;
  /** One sentence or two for somebody who never met it. */
  readonly meaning: string;
}

const entries = {
  endpoint: {
    term: "Endpoint",
    meaning: "A service in one region, and the hostname at which it answers.",
  },
  "dual-stack hostname": {
    term: "Dual-stack hostname",
    meaning:
      "A second hostname of an endpoint that answers over IPv4 and IPv6, such as logs.eu-central-1.api.aws. SDKs use it once they are told to.",
  },
  "dual-stack setting": {
    term: "Dual-stack setting",
    meaning:
      "Tells an SDK to use dual-stack hostnames: AWS_USE_DUALSTACK_ENDPOINT=true in the environment, use_dualstack_endpoint in the AWS config file. It counts for every service that the program calls.",
  },
  fips: {
    term: "FIPS hostname",
    meaning:
      "An endpoint whose encryption is validated to the US standard FIPS 140. You need it only where an audit asks for FIPS.",
  },
  aaaa: {
    term: "AAAA record",
    meaning:
      "The DNS record that holds an IPv6 address. A hostname without one cannot be reached over IPv6. An A record holds an IPv4 address.",
  },
  nxdomain: {
    term: "NXDOMAIN and NODATA",
    meaning:
      "Two answers of DNS. NXDOMAIN: the hostname does not exist. NODATA: it exists, and has no address of the kind that was asked for.",
  },
  resolver: {
    term: "Resolver",
    meaning:
      "The DNS server that is asked. egress6 first checks that it answers truthfully; until then its word does not count.",
  },
  partition: {
    term: "Partition",
    meaning:
      "A group of AWS regions with accounts of its own: the commercial regions, China, GovCloud, the European Sovereign Cloud.",
  },
  "interface endpoint": {
    term: "Interface endpoint (PrivateLink)",
    meaning:
      "A private address in your VPC that leads to one AWS service, charged by the hour and per GB. Traffic to it needs no NAT and no internet access.",
  },
  "gateway endpoint": {
    term: "Gateway endpoint",
    meaning:
      "A free route from your VPC to S3 or DynamoDB that needs no NAT and no internet access.",
  },
  "nat gateway": {
    term: "NAT gateway",
    meaning:
      "AWS's managed gateway from private IPv4 addresses to the internet, charged by the hour and per GB.",
  },
  "egress-only internet gateway": {
    term: "Egress-only internet gateway",
    meaning:
      "Lets hosts in a VPC open connections to the internet over IPv6, while nobody outside can open one to them. AWS charges for the data transfer alone.",
  },
  dns64: {
    term: "DNS64 and NAT64",
    meaning:
      "Together they let IPv6-only hosts reach IPv4-only ones: DNS64 makes an IPv6 address of the IPv4 one, a NAT gateway translates what is sent there.",
  },
} as const satisfies Readonly<Record<string, GlossaryEntry>>;

export type GlossaryWord = keyof typeof entries;

export const GLOSSARY: Readonly<Record<GlossaryWord, GlossaryEntry>> = entries;
