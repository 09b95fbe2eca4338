import { isIP, isIPv6 } from "node:net";

const DNS_PORT = 53;

/** `host` may be a name, unless `isAddress`. */
type HostPort =
  | { readonly host: string; readonly port: number; readonly isAddress: boolean }
  | { readonly fault: string };

/** Takes the text of a resolver apart. */
export function readHostPort(text: string): HostPort {
  if (isIP(text) !== 0) return { host: text, port: DNS_PORT, isAddress: true };
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  const [, host, port] = bracketed ?? /^([^:]*)(?::(.*))?$/.exec(text) ?? [];
  if (host === undefined || host === "") {
    const isColonRich = text.split(":").length > 2;
    return { fault: isColonRich ? "an IPv6 address with a port needs brackets" : "no host" };
  }
  if (bracketed && !isIPv6(host)) return { fault: "brackets are for IPv6 addresses" };
  const isAddress = isIP(host) !== 0;
  if (port === undefined) return { host, port: DNS_PORT, isAddress };
  const number = Number(port);
  if (!/^[0-9]+$/.test(port) || number < 1 || number > 65535) {
    return { fault: `the port “${port}” is not a number from 1 to 65535` };
  }
  return { host, port: number, isAddress };
}
