import type { Conflict, Provenance } from "./provenance.js";

/** `none`: the cell is empty, such as private endpoints of a service without PrivateLink. */
export const TABLE_WORDS = ["yes", "partial", "no", "none"] as const;
type TableWord = (typeof TABLE_WORDS)[number];

/** One row of AWS's table "services that support IPv6". */
export interface AwsIpv6Row {
  /** As AWS writes it: `Amazon ECS`. */
  readonly service: string;
  /** Whether its resources run in dual-stack subnets. */
  readonly dualStack: TableWord;
  readonly ipv6Only: TableWord;
  readonly publicEndpoints: TableWord;
  readonly privateEndpoints: TableWord;
  readonly footnote?: string | undefined;
}

/** AWS's own table: a hint per service, not per region. Observation outranks it. */
export interface AwsIpv6Support extends Provenance {
  readonly conflicts: readonly Conflict[];
  readonly services: readonly AwsIpv6Row[];
}
