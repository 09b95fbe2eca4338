import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { Service } from "@egress6/core/endpoint/types";
import { findService } from "@egress6/core/identify/find-service";
import { identify } from "@egress6/core/identify/identify";
import type { IdentifyNames } from "@egress6/core/identify/names";
import { isDocument, itemsAt, type WorkloadDocument, withValue } from "./edit-document.js";

/** A service of AWS, and the region that was named with it. */
export interface AwsDestination {
  readonly service: Service;
  readonly region: string | null;
}

/** The one endpoint of AWS that the host is; null: it is another host, or one of a single resource. */
export function awsHost(
  host: string,
  catalog: Catalog,
  names: IdentifyNames,
): AwsDestination | null {
  const [entry, ...others] = identify(host, catalog, names);
  const match = entry?.matches.find(
    ({ hostname, purpose }) => hostname !== null && purpose === null,
  );
  if (entry === undefined || match === undefined || others.length > 0) return null;
  if (entry.resource !== null || (entry.kind !== "endpoint" && entry.kind !== "url")) return null;
  return destinationOf(match, catalog);
}

/** The one service that a text means which is no plain name of one; null: there is none, or there are several. */
export function awsService(
  text: string,
  catalog: Catalog,
  names: IdentifyNames,
): AwsDestination | null {
  if (text.trim() === "" || "found" in findService(catalog, text)) return null;
  const matches = identify(text, catalog, names).flatMap((entry) => entry.matches);
  const [match] = matches;
  const isOne = new Set(matches.map(({ service }) => service)).size === 1;
  return match === undefined || !isOne ? null : destinationOf(match, catalog);
}

function destinationOf(
  { service: cliName, region }: { readonly service: string; readonly region: string | null },
  catalog: Catalog,
): AwsDestination | null {
  const service = catalog.services.find((each) => each.cliName === cliName);
  return service === undefined ? null : { service, region };
}

/** The workload with a host as the service that it is: what else is said of it stays. */
export function withHostAsService(
  document: WorkloadDocument,
  index: number,
  { service, region }: AwsDestination,
): WorkloadDocument {
  const entry = itemsAt(document, ["hosts"])[index];
  const { host: _, ipv6: __, ...rest } = isDocument(entry) ? entry : {};
  const isHere = region === null || region === document["region"];
  const added = { service: service.cliName, ...(isHere ? {} : { region }), ...rest };
  const services = itemsAt(document, ["services"]);
  return withValue(
    withValue(document, ["services", services.length], added),
    ["hosts", index],
    undefined,
  );
}
