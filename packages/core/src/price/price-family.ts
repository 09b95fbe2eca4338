import type { PriceId } from "./price-id.js";

/** What agreements with AWS discount together. */
export const PRICE_FAMILIES = [
  "natGateway",
  "publicIpv4",
  "interfaceEndpoint",
  "transitGateway",
  "instance",
  "other",
] as const;
export type PriceFamily = (typeof PRICE_FAMILIES)[number];

/** Instances with their disks; `other` is what crosses zones, and all that no egress is made of. */
export function familyOf(id: PriceId): PriceFamily {
  if (/^(regionalN|n)at/.test(id)) return "natGateway";
  if (id.startsWith("publicIpv4")) return "publicIpv4";
  if (id.startsWith("interfaceEndpoint")) return "interfaceEndpoint";
  if (id.startsWith("transitGateway")) return "transitGateway";
  return /^(t\d|c\d|ebs)/.test(id) ? "instance" : "other";
}
