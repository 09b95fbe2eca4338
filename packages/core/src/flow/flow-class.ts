/**
 * What could become of the bytes of a destination: `free-fix` a gateway endpoint carries them without charge;
 * `v6-now` the name has an IPv6 address; `v6-config` another name for the same has one, and a setting leads there;
 * `v4-only` no name has; `ambiguous` the address has several names of different classes; `unknown` cannot be told.
 */
export const FLOW_CLASSES = [
  "free-fix",
  "v6-now",
  "v6-config",
  "v4-only",
  "ambiguous",
  "unknown",
] as const;
export type ByteClass = (typeof FLOW_CLASSES)[number];

/** Classes whose bytes need no NAT gateway. */
export const MOVABLE_CLASSES: readonly ByteClass[] = ["free-fix", "v6-now", "v6-config"];

export const isMovableClass = (flowClass: ByteClass): boolean =>
  MOVABLE_CLASSES.includes(flowClass);

export const FLOW_CLASS_WORDS: Readonly<Record<ByteClass, string>> = {
  "free-fix": "free with a gateway endpoint",
  "v6-now": "IPv6 by default",
  "v6-config": "IPv6 with a setting",
  "v4-only": "IPv4 only",
  ambiguous: "several names, which differ",
  unknown: "cannot tell",
};

/** Why bytes are `unknown`. */
export const UNKNOWN_REASONS = [
  "no-name",
  "not-checked",
  "answers-differ",
  "rules-differ",
  "private-destination",
  "region-not-known",
] as const;
export type UnknownReason = (typeof UNKNOWN_REASONS)[number];

export const UNKNOWN_REASON_WORDS: Readonly<Record<UnknownReason, string>> = {
  "no-name": "no DNS query in the logs has this address",
  "not-checked": "the hostname is not checked for IPv6 yet",
  "answers-differ": "resolvers answer differently for the hostname",
  "rules-differ": "AWS's rules call the hostname dual-stack, DNS has no IPv6 address of it",
  "private-destination": "a private address behind the gateway: not the internet",
  "region-not-known": "the region of the gateway is not known",
};

/** What is known of one host. */
export interface HostVerdict {
  readonly host: string;
  readonly class: Exclude<ByteClass, "ambiguous">;
  /** Null: the class is known. */
  readonly unknown: UnknownReason | null;
  /** CLI name; null: not of AWS. */
  readonly service: string | null;
  /** Where the service is called. */
  readonly region: string | null;
  /** What leads clients to IPv6, ready to paste; null: there is no such setting, or none is needed. */
  readonly setting: string | null;
  /** The name that answers over IPv6. */
  readonly ipv6Hostname: string | null;
  /** What has to be done, in a sentence; null: nothing of its own. */
  readonly change: string | null;
}
