import type { Catalog } from "@egress6/core/endpoint/catalog";
import { Egress6Error } from "@egress6/core/errors";
import {
  type MeantServices,
  meantServices,
  nothingKnown,
} from "@egress6/core/identify/meant-service";
import { loadIdentifyNames } from "../adapter/fact-files/identify-names.js";

/**
 * By whatever they are called.
 * @throws Egress6Error SERVICE_UNKNOWN: none is a service; SERVICES_MISSING: nothing in, nothing is known to work
 */
export function servicesMeant(catalog: Catalog, names: readonly string[]): MeantServices {
  if (names.length === 0) {
    throw new Egress6Error(
      "SERVICES_MISSING",
      "input",
      'No service is named. Name them, such as { service: ["s3", "logs"] }.',
    );
  }
  const typed = names.map((text) => ({ text, place: null }));
  const meant = meantServices(catalog, typed, loadIdentifyNames);
  if (meant.known.length === 0) throw nothingKnown(meant.unknown);
  return meant;
}
