import type { FamilySupport } from "../verdict/cell.js";

const AUTHORITY =
  /^https?:\/\/(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[^/?#:@[\]\s]+)(?::\d{1,5})?(?:[/?#]|$)/i;

/** The host of an endpoint URL, without brackets; null when it has none. */
export function hostOfUrl(url: string): string | null {
  const host = AUTHORITY.exec(url)?.[1];
  return host === undefined ? null : host.replace(/^\[|\]$/g, "").toLowerCase();
}

/** Takes out what may be a secret: `user:password@` and the values of a query. */
export function redactUrl(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/?#]*@/i, "$1//***@").replace(/\?.*$/s, "?***");
}

/** What an address in place of a name says by itself; null for a name. */
export function addressSupport(host: string): FamilySupport | null {
  if (host.includes(":")) return { ipv4: "no", ipv6: "yes" };
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) return { ipv4: "yes", ipv6: "no" };
  return null;
}
