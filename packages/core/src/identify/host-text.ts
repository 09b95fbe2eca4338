import { addressOctets } from "../address/ip-address.js";

/** A host, as it stands in a URL or by itself. */
export interface HostText {
  /** Lower case, without brackets and trailing dot. */
  readonly host: string;
  readonly isAddress: boolean;
  /** `https`; null: none. */
  readonly scheme: string | null;
  readonly hasPort: boolean;
  /** What follows the host, from `/`, `?` or `#` on. */
  readonly path: string;
}

const LONGEST_NAME = 253;
const LABEL = /^[a-z0-9_*](?:[a-z0-9_*-]{0,61}[a-z0-9_*])?$/;
const LAST_LABEL = /^(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})$/;
const SCHEME = /^[a-z][a-z0-9+.:-]*$/i;

/**
 * The host of a word: `https://user@host:443/path`, `host:443`, `[2600::1]:443`, `host/path`, `host.`
 * @returns null for what is neither a name of two labels or more, nor an address, nor has a scheme
 */
export function hostTextOf(word: string): HostText | null {
  if (!/[.:]/.test(word)) return null;
  const slashes = word.indexOf("://");
  const scheme = slashes > 0 ? word.slice(0, slashes) : null;
  if (scheme !== null && !SCHEME.test(scheme)) return null;
  const rest = scheme === null ? word : word.slice(slashes + 3);
  const end = firstOf(rest, "/?#");
  const at = rest.lastIndexOf("@", end - 1);
  // Without a scheme it is somebody's mailbox.
  if (at >= 0 && scheme === null) return null;
  const authority = rest.slice(at + 1, end);
  const parts = splitPort(authority);
  if (parts === null) return null;
  const host = parts.host.toLowerCase().replace(/\.$/, "");
  const isAddress = addressOctets(host) !== null;
  if (!isAddress && !isName(host, scheme === null)) return null;
  return {
    host,
    isAddress,
    scheme: scheme?.toLowerCase() ?? null,
    hasPort: parts.hasPort,
    path: rest.slice(end),
  };
}

function firstOf(text: string, characters: string): number {
  for (let at = 0; at < text.length; at++) if (characters.includes(text.charAt(at))) return at;
  return text.length;
}

function splitPort(authority: string): { readonly host: string; readonly hasPort: boolean } | null {
  if (authority.startsWith("[")) {
    const end = authority.indexOf("]");
    const after = authority.slice(end + 1);
    if (end < 0 || !/^(?::\d{1,5})?$/.test(after)) return null;
    return { host: authority.slice(1, end), hasPort: after !== "" };
  }
  if (addressOctets(authority) !== null) return { host: authority, hasPort: false };
  const colon = authority.indexOf(":");
  if (colon < 0) return { host: authority, hasPort: false };
  if (!/^\d{1,5}$/.test(authority.slice(colon + 1))) return null;
  return { host: authority.slice(0, colon), hasPort: true };
}

function isName(host: string, needsTwoLabels: boolean): boolean {
  if (host.length > LONGEST_NAME) return false;
  const labels = host.split(".");
  if (labels.length < 2 && (needsTwoLabels || host === "")) return false;
  if (labels.length > 1 && !LAST_LABEL.test(labels.at(-1) ?? "")) return false;
  return labels.every((label) => LABEL.test(label));
}
