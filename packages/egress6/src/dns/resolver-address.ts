import { getServers } from "node:dns";
import { lookup } from "node:dns/promises";
import { isIP, isIPv6 } from "node:net";
import { Egress6Error } from "@egress6/core/errors";
import { resolverText } from "@egress6/core/observation/resolver-text";
import type { ResolverAddress } from "../ports.js";

const DNS_PORT = 53;

/**
 * `1.1.1.1`, `1.1.1.1:5353`, `::1`, `[::1]`, `[::1]:53`, `localhost:5300`.
 * A host name is looked up as the system does it; its first IPv4 address is taken, else its first.
 * @throws Egress6Error RESOLVER_INVALID
 */
export async function parseResolver(text: string): Promise<ResolverAddress> {
  const { host, port } = splitHostPort(text.trim());
  if (isIP(host) !== 0) return { host, port };
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

/**
 * The system's resolvers.
 * @throws Egress6Error RESOLVER_INVALID when the system names none
 */
export async function systemResolvers(): Promise<readonly ResolverAddress[]> {
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

function splitHostPort(text: string): ResolverAddress {
  if (isIP(text) !== 0) return { host: text, port: DNS_PORT };
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  const [, host, port] = bracketed ?? /^([^:]*)(?::(.*))?$/.exec(text) ?? [];
  if (host === undefined || host === "") {
    const isColonRich = text.split(":").length > 2;
    throw invalid(text, isColonRich ? "an IPv6 address with a port needs brackets" : "no host");
  }
  if (bracketed && !isIPv6(host)) throw invalid(text, "brackets are for IPv6 addresses");
  return { host, port: port === undefined ? DNS_PORT : parsePort(text, port) };
}

function parsePort(text: string, port: string): number {
  const number = Number(port);
  if (!/^[0-9]+$/.test(port) || number < 1 || number > 65535) {
    throw invalid(text, `the port “${port}” is not a number from 1 to 65535`);
  }
  return number;
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
