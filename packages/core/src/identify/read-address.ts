import { addressKind, isInAny, rangesOf } from "../address/address-kind.js";
import { addressOctets, addressScope } from "../address/ip-address.js";
import { nat64PrefixAround } from "../address/nat64.js";

/** Addresses that AWS gives a meaning of their own. */
const OF_AWS: ReadonlyMap<string, string> = new Map([
  ["169.254.169.254", "The EC2 metadata service over IPv4."],
  ["fd00:ec2::254", "The EC2 metadata service over IPv6."],
  ["169.254.169.253", "The resolver of the VPC over IPv4."],
  ["fd00:ec2::253", "The resolver of the VPC over IPv6."],
  ["169.254.169.123", "The time service of EC2 over IPv4."],
  ["fd00:ec2::123", "The time service of EC2 over IPv6."],
  ["169.254.170.2", "The credentials of an ECS task, over IPv4 on the task's own link."],
  ["169.254.170.23", "The credentials of EKS Pod Identity over IPv4."],
  ["fd00:ec2::23", "The credentials of EKS Pod Identity over IPv6."],
]);

/** Documentation prefixes (RFC 5737, 3849, 9637). */
const OF_DOCUMENTS = {
  IPv4: rangesOf("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"),
  IPv6: rangesOf("2001:db8::/32", "3fff::/20"),
};

/** What the range says that an address lies in. @param address without brackets */
export function addressNote(address: string): string {
  const text = address.toLowerCase();
  const ofAws = OF_AWS.get(text);
  if (ofAws !== undefined) return ofAws;
  const family = text.includes(":") ? "IPv6" : "IPv4";
  const prefix = family === "IPv4" ? null : nat64PrefixAround(text, []);
  if (prefix !== null) {
    return `An IPv4 host behind NAT64: DNS64 made the address in ${prefix}, so the name has no IPv6 address of its own.`;
  }
  if (isInAny(addressOctets(text) ?? [], OF_DOCUMENTS[family])) {
    return `An ${family} address for examples; no host has it.`;
  }
  const scope = addressScope(text);
  if (scope === "loopback") return "This host itself.";
  if (scope === "link-local") return `An ${family} address on the host's own link.`;
  switch (addressKind(text)) {
    case "private":
      return `A private ${family} address: a host of the network itself, such as an interface endpoint in a VPC.`;
    case "special":
      return `An ${family} address that is no host on the internet.`;
    case "internet":
      return `A public ${family} address. An address does not say which service is behind it: give the name.`;
  }
}
