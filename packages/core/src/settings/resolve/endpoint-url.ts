import type { FamilySupport } from "../../verdict/cell.js";

const AUTHORITY =
  /^https?:\/\/(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[^/?#:@[\]\s]+)(?::(\d{1,5}))?(?:[/?#]|$)/i;
const LARGEST_PORT = 65_535;

/** The host of an endpoint URL, without brackets; null when it has none, or a port that there is not. */
export function hostOfUrl(url: string): string | null {
  const [, host, port = "0"] = AUTHORITY.exec(url) ?? [];
  if (host === undefined || Number(port) > LARGEST_PORT) return null;
  return host.replace(/^\[|\]$/g, "").toLowerCase();
}

/** Where it says none, that of its scheme. @param url one that has a host */
export function portOfUrl(url: string): number {
  const [, , port] = AUTHORITY.exec(url) ?? [];
  if (port !== undefined) return Number(port);
  return /^https:/i.test(url) ? 443 : 80;
}

/**
 * Takes out what may be a secret: `user:password@`, and the values of query and fragment. In what is no
 * URL, a password may hold any character, so everything before the last `@` goes.
 */
export function redactUrl(url: string): string {
  const userinfo =
    hostOfUrl(url) === null ? /^([a-z][a-z0-9+.-]*:\/\/)?.*@/is : /^(https?:\/\/)[^/?#]*@/i;
  return url.replace(userinfo, "$1***@").replace(/([?#]).*$/s, "$1***");
}

/** What an address in place of a name says by itself; null for a name. */
export function addressSupport(host: string): FamilySupport | null {
  if (host.includes(":")) return { ipv4: "no", ipv6: "yes" };
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) return { ipv4: "yes", ipv6: "no" };
  return null;
}
