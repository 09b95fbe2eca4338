import type { Link } from "../target.js";
import type { Remedy } from "./remedies.js";

/** The links of the chain, in the order in which they are needed. */
export type BrokenLink =
  | "address"
  | "route"
  | "resolver"
  | "credentials"
  | "dns64"
  | "setting"
  | Link;

export interface Broken {
  readonly brokenLink: BrokenLink;
  readonly text: string;
  readonly remedy: Remedy;
}
