import { Egress6Error } from "../../errors.js";
import type { SdkFacts } from "../../facts/sdk-facts.js";
import { nearest } from "../../identify/nearest.js";
import { printable } from "../../printable.js";

/** An SDK as named on the command line. */
export interface SdkChoice {
  readonly sdk: SdkFacts;
  /** Null: not said; the newest is meant. */
  readonly version: string | null;
}

/** `1.35.0`, `v3.700`, `release-2025-04-24`, and pre-releases: `1.37.0rc1`, `0.21.3-beta`. */
const VERSION = /^(?:v|release-)?\d+(?:[.-]\d+)*(?:[-+.]?[a-z](?:[\w.+-]*\w)?)?$/i;

/**
 * Reads `NAME` or `NAME@VERSION`; the name is an id, an alias or the full name, in any case.
 * @throws Egress6Error SDK_UNKNOWN naming the nearest, SDK_VERSION_INVALID
 */
export function findSdk(sdks: readonly SdkFacts[], text: string): SdkChoice {
  const at = text.lastIndexOf("@");
  const name = (at > 0 ? text.slice(0, at) : text).trim();
  const version = at > 0 ? text.slice(at + 1).trim() : "";
  const wanted = name.toLowerCase();
  const namesOf = (sdk: SdkFacts) => [sdk.id, ...sdk.aliases, sdk.name.toLowerCase()];
  const sdk = sdks.find((each) => namesOf(each).includes(wanted));
  if (sdk !== undefined) {
    if (at > 0 && !VERSION.test(version)) throw noVersion(sdk, version);
    return { sdk, version: at > 0 ? version : null };
  }
  const near = nearest(wanted, sdks, namesOf, 3).map(({ id }) => id);
  throw new Egress6Error(
    "SDK_UNKNOWN",
    "input",
    `There is no SDK "${printable(name)}" in the fact base. Nearest: ${near.join(", ")}. All: ${sdks.map(({ id }) => id).join(", ")}.`,
  );
}

function noVersion({ id }: SdkFacts, text: string): Egress6Error {
  return new Egress6Error(
    "SDK_VERSION_INVALID",
    "input",
    `"${printable(text)}" is not a version of ${id}. Write numbers, as in ${id}@1.35.0, or leave it out for the newest.`,
  );
}
