import type { WorkloadPath } from "@egress6/core/workload/workload-problems";

/** What the form calls the keys of a workload file. */
const LABELS: Readonly<Record<string, string>> = {
  name: "Name",
  region: "Region",
  azs: "Zones",
  compute: "Compute",
  services: "AWS services",
  hosts: "Hosts outside AWS",
  kind: "Kind",
  subnets: "Subnets",
  count: "Count",
  uses: "Features",
  imageGbPerMonth: "Image GB",
  service: "Service",
  host: "Host",
  gbPerMonth: "GB a month",
  ipv6: "IPv6",
  from: "From",
  existing: "What exists today",
  natGateways: "NAT gateways",
  publicIpv4: "Public IPv4",
  interfaceEndpoints: "Interface endpoints",
  gatewayEndpoints: "Gateway endpoints",
  centralEgress: "Central egress",
  vpc: "VPC",
  id: "VPC id",
  cidr: "IPv4 block",
  ipv6Cidr: "IPv6 block",
  constraints: "Constraints",
  noPublicIpv4: "No public IPv4",
  noIpv6: "No IPv6",
  mustBePrivate: "No public address on compute",
  mustBeManaged: "No NAT instances",
  privateServices: "Services that must stay private",
  budgetUsdPerMonth: "Budget, USD a month",
  stableEgressAddresses: "Fixed egress addresses",
  redundancy: "Redundancy",
  peakMbitPerSecond: "Peak, Mbit/s",
  hoursPerDay: "Hours a day",
  sharedByVpcs: "VPCs that share",
  discountPercent: "Off list prices, %",
  spotDiscountPercent: "Spot NAT instances, % off",
  oneTimeUsd: "One-time cost, USD",
};

/** The label of the field for a key; the key itself where the form has none. */
export const fieldLabel = (key: string): string => LABELS[key] ?? key;

const ROWS: Readonly<Record<string, string>> = {
  compute: "compute",
  services: "service",
  hosts: "host",
};

/** `Zones`, `GB a month of service 2` */
export function fieldWords(path: WorkloadPath): string {
  const [list, index] = path;
  const row = ROWS[String(list)];
  const key = path.findLast((step) => typeof step === "string");
  if (list === undefined || key === undefined) return "The workload";
  const rows = row !== undefined && typeof index === "number" ? ` of ${row} ${index + 1}` : "";
  return path.length === 2 && rows !== "" ? rows.slice(4) : `${fieldLabel(String(key))}${rows}`;
}

/** What is wrong, in the words of a form instead of those of a file. */
export function problemWords(message: string): string {
  if (message.startsWith("add at least one kind of compute")) return "Add at least one compute.";
  const [, what, got] = /^expected (.*), got ("[^"]*"|\S.*)$/s.exec(message) ?? [];
  if (what === undefined || got === undefined) return sentence(message);
  const wanted = what.replace("or { low, high } of it", "or a range such as 5–10");
  return got === "nothing" ? `Enter ${wanted}.` : `Enter ${wanted}, instead of ${got}.`;
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? "" : "."}`;
