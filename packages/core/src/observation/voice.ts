import { addressKind } from "../address/address-kind.js";
import { addressOctets, addressScope } from "../address/ip-address.js";

/** Who named the resolver: the user, or the system, whose resolvers mostly forward to each other. */
export type ResolverOrigin = "named" | "system";

/** All resolvers on this host and in this network that the system names. */
const OF_THE_SYSTEM = "system";
/** systemd-resolved listens on both. */
const STUB = "127.0.0.53";
const STUBS = [STUB, "127.0.0.54"];
/** The resolver of a VPC, which also has the second address after the base of the VPC's range. */
const OF_THE_VPC = "169.254.169.253";
const VPC_ADDRESSES = [OF_THE_VPC, "fd00:ec2::253"];

/**
 * Whose word it is that a resolver gives. Resolvers with one voice confirm nothing to each other: they are one
 * process, forward to the same place, or belong to one operator.
 *
 * - of the system: all on loopback, link-local and private addresses
 * - public addresses: all of one /24, or /48 of IPv6
 * - private addresses: all of one subnet, a /24 or a /64; all that may be a VPC's own resolver
 * - else each address, whatever its port
 *
 * @param resolver an address, or `host:port` or `[host]:port`
 */
export function voiceOf(resolver: string, origin: ResolverOrigin): string {
  const host = hostOf(resolver);
  const octets = addressOctets(host);
  if (octets === null) return host;
  const kind = addressKind(host);
  if (origin === "system" && (kind === "private" || isHere(host))) return OF_THE_SYSTEM;
  if (STUBS.includes(host)) return STUB;
  if (VPC_ADDRESSES.includes(host) || (kind === "private" && isSecondOfBlock(octets))) {
    return OF_THE_VPC;
  }
  if (kind === "special") return host;
  const isIpv4 = octets.length === 4;
  if (isIpv4) return `${octets.slice(0, 3).join(".")}.0/24`;
  return kind === "private" ? networkText(octets, 64) : networkText(octets, 48);
}

/** What was said, and by whom; `voice` where it is known, else as of a resolver that the user named. */
export interface Said {
  readonly resolver: string;
  readonly voice?: string;
}

/**
 * Whether the same is now reported by another resolver than the one that first doubted. Of a doubt only the
 * resolver is kept, so it counts as the same voice if it may have been: named by the user or by the system.
 */
export function isAnotherVoice(doubting: string, said: Said): boolean {
  const asNamed = voiceOf(said.resolver, "named");
  const voices = [asNamed, said.voice ?? asNamed];
  return ORIGINS.every((origin) => !voices.includes(voiceOf(doubting, origin)));
}

const ORIGINS: readonly ResolverOrigin[] = ["named", "system"];

function hostOf(resolver: string): string {
  if (resolver.startsWith("[")) return resolver.slice(1).split("]")[0] ?? "";
  const parts = resolver.split(":");
  return parts.length === 2 ? (parts[0] ?? "") : resolver;
}

function isHere(host: string): boolean {
  const scope = addressScope(host);
  return scope === "loopback" || scope === "link-local" || scope === "unique-local";
}

/** A VPC's range begins at a multiple of 16 addresses, and its resolver is two after that. */
function isSecondOfBlock(octets: readonly number[]): boolean {
  return octets.length === 4 && (octets[3] ?? 0) % 16 === 2;
}

function networkText(octets: readonly number[], bits: 48 | 64): string {
  const hex = octets.slice(0, bits / 8).map((octet) => octet.toString(16).padStart(2, "0"));
  return `${hex.join("").replace(/(.{4})(?=.)/g, "$1:")}::/${bits}`;
}
