import type { Support } from "./support.js";

/**
 * What a person sees for (service, region):
 * `ipv6` the default name has AAAA · `opt-in` the dual-stack name has, the default one is not known to · `ipv4` neither has ·
 * `none` no such endpoint · `unknown` not enough was observed to say.
 */
export const CELLS = ["ipv6", "opt-in", "ipv4", "none", "unknown"] as const;
export type Cell = (typeof CELLS)[number];

/** Support of one name, by family. */
export interface FamilySupport {
  readonly ipv4: Support;
  readonly ipv6: Support;
}

/** `null`: AWS's rules build no such name. */
export interface CellEvidence {
  readonly default: FamilySupport | null;
  readonly dualstack: FamilySupport | null;
}

/**
 * A cell is stated when nothing that is still unknown could make it worse: what surely works by opt-in is
 * `opt-in`, even while it could turn out to work without.
 * The first row that fits decides; "no" includes names that do not exist and names the rules do not build.
 *
 * | default AAAA | dual-stack AAAA | A of either name      | cell      | because                                        |
 * |--------------|-----------------|-----------------------|-----------|------------------------------------------------|
 * | yes          | any             | any                   | `ipv6`    | works without setting anything                 |
 * | no, unknown  | yes             | any                   | `opt-in`  | works once dual-stack is set                   |
 * | unknown      | no, unknown     | any                   | `unknown` | may be `ipv6`                                  |
 * | no           | unknown         | any                   | `unknown` | may be `opt-in`                                |
 * | no           | no              | one is yes            | `ipv4`    | there is an endpoint, and it is IPv4 only      |
 * | no           | no              | none yes, one unknown | `unknown` | may be `ipv4` or `none`                        |
 * | no           | no              | both no               | `none`    | no name of the endpoint has an address         |
 *
 * A dual-stack name with A only, beside a default name with nothing, is therefore `ipv4`:
 * an endpoint exists, and a client that is told its name reaches it over IPv4.
 */
export function cellOf(evidence: CellEvidence): Cell {
  const byDefault = evidence.default ?? NO_NAME;
  const byOptIn = evidence.dualstack ?? NO_NAME;
  if (byDefault.ipv6 === "yes") return "ipv6";
  if (byOptIn.ipv6 === "yes") return "opt-in";
  if (byDefault.ipv6 === "unknown" || byOptIn.ipv6 === "unknown") return "unknown";
  if (byDefault.ipv4 === "yes" || byOptIn.ipv4 === "yes") return "ipv4";
  if (byDefault.ipv4 === "unknown" || byOptIn.ipv4 === "unknown") return "unknown";
  return "none";
}

const NO_NAME: FamilySupport = { ipv4: "no", ipv6: "no" };
