import type { Family } from "../verdict/support.js";

export interface DefaultRoute {
  readonly device: string;
  /** Where packets go next; null when they go out of the device as they are. */
  readonly gateway: string | null;
  readonly metric: number;
}

export interface RouteTable {
  /** Usable default routes of the main table, best first. */
  readonly defaults: readonly DefaultRoute[];
  /** Lines that could not be read. */
  readonly badLines: number;
}

/** @source include/uapi/linux/route.h */
const FLAG = { up: 0x1, reject: 0x200 };

/** Reads `/proc/net/route` or `/proc/net/ipv6_route` of Linux. */
export function parseRouteTable(family: Family, text: string): RouteTable {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const entries = family === "ipv4" ? lines.slice(1).map(ipv4Entry) : lines.map(ipv6Entry);
  const defaults = entries
    .filter((entry) => entry !== null)
    .filter(({ isDefault, flags }) => isDefault && (flags & FLAG.up) > 0 && !(flags & FLAG.reject))
    .map(({ device, gateway, metric }) => ({ device, gateway, metric }))
    .sort((a, b) => a.metric - b.metric);
  return { defaults, badLines: entries.filter((entry) => entry === null).length };
}

interface Entry extends DefaultRoute {
  readonly isDefault: boolean;
  readonly flags: number;
}

/** `Iface Destination Gateway Flags RefCnt Use Metric Mask …`, addresses in hexadecimal, backwards. */
function ipv4Entry(line: string): Entry | null {
  const [device, destination, gateway, flags, , , metric, mask] = line.trim().split(/\s+/);
  if (device === undefined || !/^\d+$/.test(metric ?? "")) return null;
  if (![destination, gateway, mask].every((field) => isHex(field, 8)) || !isHex(flags)) return null;
  return {
    device,
    gateway: isZero(gateway) ? null : octetsOf(gateway).reverse().join("."),
    metric: Number(metric),
    flags: Number.parseInt(flags ?? "", 16),
    isDefault: isZero(destination) && isZero(mask),
  };
}

/** `destination length source length next-hop metric refcount use flags device`, all in hexadecimal. */
function ipv6Entry(line: string): Entry | null {
  const [destination, length, , , nextHop, metric, , , flags, device] = line.trim().split(/\s+/);
  if (device === undefined || ![destination, nextHop].every((field) => isHex(field, 32))) {
    return null;
  }
  if (![length, metric, flags].every((field) => isHex(field))) return null;
  return {
    device,
    gateway: isZero(nextHop) ? null : ipv6Text(nextHop ?? ""),
    metric: Number.parseInt(metric ?? "", 16),
    flags: Number.parseInt(flags ?? "", 16),
    isDefault: isZero(destination) && Number.parseInt(length ?? "", 16) === 0,
  };
}

function isHex(field: string | undefined, digits?: number): boolean {
  return (
    field !== undefined &&
    /^[0-9a-f]{1,32}$/i.test(field) &&
    (digits === undefined || field.length === digits)
  );
}

function isZero(field: string | undefined): boolean {
  return /^0+$/.test(field ?? "");
}

function octetsOf(hex: string | undefined): number[] {
  return (hex?.match(/../g) ?? []).map((octet) => Number.parseInt(octet, 16));
}

/** The first of the longest runs of zero groups becomes `::`, as RFC 5952 wants it. */
function ipv6Text(hex: string): string {
  const groups = hex.match(/.{4}/g)?.map((group) => Number.parseInt(group, 16).toString(16)) ?? [];
  for (let length = groups.length; length > 1; length--) {
    const from = groups.findIndex(
      (_, index) =>
        index + length <= groups.length &&
        groups.slice(index, index + length).every((group) => group === "0"),
    );
    if (from < 0) continue;
    return `${groups.slice(0, from).join(":")}::${groups.slice(from + length).join(":")}`;
  }
  return groups.join(":");
}
