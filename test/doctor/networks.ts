import type { InventedNetwork } from "./invented-network.js";

const V6 = "2600:1f18:5::1";
const V4 = "52.94.7.1";
const BOTH = { A: [V4], AAAA: [V6] };
const DNS = {
  "ipv4only.arpa": { A: ["192.0.0.170", "192.0.0.171"] },
  "ec2.eu-central-1.amazonaws.com": BOTH,
  "ec2.eu-central-1.api.aws": BOTH,
  "logs.eu-central-1.amazonaws.com": { A: [V4] },
  "logs.eu-central-1.api.aws": BOTH,
  "api.ecr.eu-central-1.amazonaws.com": { A: [V4] },
  "ecr.eu-central-1.api.aws": BOTH,
  "123456789012.dkr.ecr.eu-central-1.amazonaws.com": { A: [V4] },
  "123456789012.dkr-ecr.eu-central-1.on.aws": BOTH,
  "s3.eu-central-1.amazonaws.com": { A: [V4] },
  "s3.dualstack.eu-central-1.amazonaws.com": BOTH,
  "ssm.eu-central-1.amazonaws.com": { A: [V4] },
  "ssm.eu-central-1.api.aws": BOTH,
  "ssmmessages.eu-central-1.amazonaws.com": { A: [V4] },
  "ssmmessages.eu-central-1.api.aws": BOTH,
  "swf.eu-central-1.amazonaws.com": { A: [V4] },
  "github.com": { A: [V4] },
  "registry-1.docker.io": { A: [V4] },
};
const TLS = { [V6]: Object.keys(DNS) };
const MADE_BY_DNS64 = { A: [V4], AAAA: ["64:ff9b::345e:701"] };

/** The hosts that the documents' commands run on: the first, unless a block says `on: NAME`. */
export const NETWORKS: Readonly<Record<string, InventedNetwork>> = {
  "ipv6-only": { families: ["ipv6"], dns: DNS, tls: TLS, metadata: ["fd00:ec2::254"] },
  "ipv6-lost": { families: ["ipv6", "ipv4"], dns: DNS, tls: { [V4]: Object.keys(DNS) } },
  "no-way-out-over-ipv4": { families: ["ipv6", "ipv4"], dns: DNS, tls: TLS },
  "large-packets-lost": { families: ["ipv6"], dns: DNS, silent: [V6] },
  "dns64-without-route": {
    families: ["ipv6"],
    dns: {
      ...DNS,
      "ipv4only.arpa": { A: ["192.0.0.170"], AAAA: ["64:ff9b::c000:aa"] },
      "github.com": MADE_BY_DNS64,
    },
    tls: TLS,
    metadata: ["fd00:ec2::254"],
  },
  "captive-portal": {
    families: ["ipv6"],
    dns: { ...DNS, "ipv4only.arpa": { A: ["192.168.8.1"] } },
    tls: TLS,
  },
  "no-resolver": { families: ["ipv6"], dns: null, metadata: ["fd00:ec2::254"] },
};
