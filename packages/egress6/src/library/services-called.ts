import type { Catalog } from "@egress6/core/endpoint/catalog";
import { parseService } from "@egress6/core/endpoint/filter";
import type { Service } from "@egress6/core/endpoint/types";
import { Egress6Error } from "@egress6/core/errors";

/**
 * Each once, in this order.
 * @throws Egress6Error SERVICE_UNKNOWN naming the nearest, SERVICES_MISSING: nothing in, nothing is known to work
 */
export function servicesCalled(catalog: Catalog, names: readonly string[]): readonly Service[] {
  if (names.length === 0) {
    throw new Egress6Error(
      "SERVICES_MISSING",
      "input",
      'No service is named. Name them, such as { service: ["s3", "logs"] }.',
    );
  }
  const cliNames = new Set(names.map((name) => parseService(catalog, name)));
  return [...cliNames].flatMap((name) =>
    catalog.services.filter(({ cliName }) => cliName === name),
  );
}
