import { accessSync, constants, readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import type { HostAddress, HostReading } from "@egress6/core/doctor/host-observations";
import { type HostsEntry, parseHostsFile } from "@egress6/core/doctor/hosts-file";
import { parseRouteTable, type RouteTable } from "@egress6/core/doctor/route-table";
import { reasonOf } from "@egress6/core/errors";
import type { Family } from "@egress6/core/verdict/support";
import type { HostProbe } from "../../ports.js";
import { askMetadata } from "./ask-metadata.js";
import { connect } from "./connect.js";

const ROUTE_FILES: Readonly<Record<Family, string>> = {
  ipv4: "/proc/net/route",
  ipv6: "/proc/net/ipv6_route",
};

const HOSTS_FILE = "/etc/hosts";

/** This host, as its operating system shows it. */
export const hostProbe: HostProbe = {
  readAddresses,
  readRoutes,
  readHostsFile,
  isReadable,
  connect,
  askMetadata,
};

function readAddresses(): readonly HostAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([device, addresses = []]) =>
    addresses.filter(({ internal }) => !internal).map(({ address }) => ({ device, address })),
  );
}

/** Without one, as on other systems, there is nothing that overrides DNS. */
function readHostsFile(): readonly HostsEntry[] {
  try {
    return parseHostsFile(HOSTS_FILE, readFileSync(HOSTS_FILE, "utf8"));
  } catch {
    return [];
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function readRoutes(family: Family): HostReading<RouteTable> {
  if (process.platform !== "linux") {
    return { unread: `routes are read on Linux only, and this is ${process.platform}` };
  }
  try {
    return { known: parseRouteTable(family, readFileSync(ROUTE_FILES[family], "utf8")) };
  } catch (error) {
    return { unread: reasonOf(error) };
  }
}
