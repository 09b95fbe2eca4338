import { getServers } from "node:dns";
import { lookup } from "node:dns/promises";
import { Egress6Error } from "@egress6/core/errors";
import { resolverText } from "@egress6/core/observation/resolver-text";
import type { ResolverAddress } from "../../ports.js";
import { readHostPort } from "./host-port.js";
import { readResolvConf } from "./resolv-conf.js";

/**
 * `1.1.1.1`, `1.1.1.1:5353`, `::1`, `[::1]`, `[::1]:53`, `localhost:5300`.
 * A host name is looked up as the system does it; its first IPv4 address is taken, else its first.
 * @throws Egress6Error RESOLVER_INVALID
 */
export async function parseResolver(text: string): Promise<ResolverAddress> {
  const read = readHostPort(text.trim());
  if ("fault" in read) throw invalid(text.trim(), read.fault);
  const { host, port, isAddress } = read;
  if (isAddress) return { host, port };
  if (!/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?\.?$/i.test(host) || /^[0-9.]+$/.test(host)) {
    throw invalid(text, "this is neither an IP address nor a host name");
  }
  try {
    const { address } = await lookup(host, { verbatim: false });
    return { host: address, port };
  } catch (error) {
    throw invalid(text, `the host name “${host}” has no address here`, error);
  }
}

/** @throws Egress6Error RESOLVER_INVALID */
export async function parseResolvers(
  texts: readonly string[],
): Promise<readonly ResolverAddress[]> {
  return withoutRepeats(await Promise.all(texts.map(parseResolver)));
}

const RESOLV_CONF = "/etc/resolv.conf";

/**
 * The system's resolvers. Node.js drops the zone of an IPv6 address, as in `fe80::1%eth0`, so the file is read
 * where there is one; on Windows and macOS it is not what the system goes by.
 * @throws Egress6Error RESOLVER_INVALID when the system names none
 */
export async function systemResolvers(
  file: string | null = isGovernedByFile() ? RESOLV_CONF : null,
): Promise<readonly ResolverAddress[]> {
  const inFile = file === null ? null : readResolvConf(file);
  if (inFile !== null && inFile.length > 0) return withoutRepeats(inFile);
  const servers = getServers();
  if (servers.length === 0) {
    throw new Egress6Error(
      "RESOLVER_INVALID",
      "input",
      "The system names no DNS resolver. Name one with --resolver HOST[:PORT].",
    );
  }
  const resolvers = await parseResolvers(servers);
  return resolvers.map((resolver) => ({ ...resolver, origin: "system" as const }));
}

/**
 * Those named, else the system's; none when the system names none, for whom that is a finding and no fault.
 * @throws Egress6Error RESOLVER_INVALID: one that was named
 */
export async function resolversOrNone(
  named: readonly string[] | undefined,
): Promise<readonly ResolverAddress[]> {
  if (named !== undefined) return parseResolvers(named);
  try {
    return await systemResolvers();
  } catch (error) {
    if (error instanceof Egress6Error && error.code === "RESOLVER_INVALID") return [];
    throw error;
  }
}

function isGovernedByFile(): boolean {
  return process.platform !== "win32" && process.platform !== "darwin";
}

function invalid(text: string, reason: string, cause?: unknown): Egress6Error {
  return new Egress6Error(
    "RESOLVER_INVALID",
    "input",
    `The resolver “${text}” cannot be used: ${reason}. ` +
      "Give an address such as 1.1.1.1, 1.1.1.1:5353, ::1 or [::1]:5353.",
    { cause },
  );
}

function withoutRepeats(addresses: readonly ResolverAddress[]): readonly ResolverAddress[] {
  return [...new Map(addresses.map((address) => [resolverText(address), address])).values()];
}
