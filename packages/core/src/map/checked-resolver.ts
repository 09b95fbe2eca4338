import { asNumber, asObject, asOneOf, asText } from "./json-reader.js";

/** `vetted`: its word counts · `unvetted`, `lies`: see `words` · `unreachable`: no answer came. */
const CHECKED_STATES = ["vetted", "unvetted", "lies", "unreachable"] as const;

/** What a resolver's controls say, for somebody who wants another one. */
export interface CheckedResolver {
  /** `1.1.1.1:53`. */
  readonly address: string;
  readonly state: (typeof CHECKED_STATES)[number];
  readonly ms: number;
  /** One sentence or two, without the address. */
  readonly words: string;
}

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function parseCheckedResolver(json: unknown): CheckedResolver {
  const check = asObject(json, "resolver");
  return {
    address: asText(check["address"], "resolver.address"),
    state: asOneOf(check["state"], CHECKED_STATES, "resolver.state"),
    ms: asNumber(check["ms"], "resolver.ms"),
    words: asText(check["words"], "resolver.words"),
  };
}
