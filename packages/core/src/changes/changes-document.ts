import type { Variant } from "../endpoint/types.js";
import type { Family, Support } from "../verdict/support.js";

interface Change {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly family: Family;
  readonly from: Support;
  readonly to: Support;
}

export interface EndpointChange extends Change {
  /** CLI name. */
  readonly service: string;
  readonly serviceId: string;
  readonly partition: string;
  readonly region: string;
  readonly variant: Variant;
  readonly hostname: string;
  /** What an additional name of the service is for; left out for the four that SDKs use. */
  readonly purpose?: string;
}

export interface HostChange extends Change {
  readonly host: string;
}

export interface ChangesDocument {
  /** One per service, region and variant that the name serves; oldest first. */
  readonly changes: readonly EndpointChange[];
  /** Of hosts outside AWS; none when a filter is set. */
  readonly hosts: readonly HostChange[];
}
