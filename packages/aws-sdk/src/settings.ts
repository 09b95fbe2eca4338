import type { NameTable } from "./name-table.js";
import type { Ipv6Options } from "./options.js";

/** The options of `ipv6`, with defaults in the place of what was left out. */
export interface Settings {
  readonly isRequired: boolean;
  readonly table: NameTable;
  readonly lookUpTimeoutMs: number;
  readonly onChoice: Ipv6Options["onChoice"];
  readonly now: () => number;
}
