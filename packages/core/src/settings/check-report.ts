import type { UnknownText } from "../identify/meant-service.js";
import type { Witness } from "../observation/witness.js";
import type { CheckedRegion } from "./choose/check-services.js";
import type { CheckedConfiguration } from "./resolve/check-configuration.js";

/** What a check of services, of a configuration, or of both found. */
export interface CheckReport {
  /** What is to be known of the regions that were asked for. */
  readonly warnings: readonly string[];
  /** The resolvers that were asked now. */
  readonly witnesses: readonly Witness[];
  readonly regions: readonly CheckedRegion[];
  /** What was asked for and is no service. */
  readonly unknown: readonly UnknownText[];
  /** Null: none was given. */
  readonly configuration: CheckedConfiguration | null;
}
