/**
 * What a person sees for (service, region):
 * `ipv6` the default name has AAAA · `opt-in` only the dual-stack name has · `ipv4` neither has ·
 * `none` no such endpoint · `unknown` not enough was observed to say.
 */
export type Cell = "ipv6" | "opt-in" | "ipv4" | "none" | "unknown";
