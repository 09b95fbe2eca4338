import { REMEDIES } from "../conclude/remedies.js";
import type { HostObservations, HostReading } from "../host-observations.js";
import type { RouteTable } from "../route-table.js";
import { finding, NOT_FINISHED, type StepFinding } from "../step.js";

type Routes = Pick<HostObservations, "ipv6Routes" | "ipv4Routes">;

/** Whether the host knows where to send what is not for its own network. */
export function routesFinding({ ipv6Routes, ipv4Routes }: Routes): StepFinding {
  if (ipv6Routes === null || ipv4Routes === null) return NOT_FINISHED;
  const summary = `IPv6 ${routeWords(ipv6Routes)}; IPv4 ${routeWords(ipv4Routes)}`;
  const details = [ipv6Routes, ipv4Routes].flatMap(badLineWords);
  if (!("known" in ipv6Routes)) return finding("unknown", summary, { details });
  if (ipv6Routes.known.defaults.length > 0) return finding("ok", summary, { details });
  return finding("failed", summary, { details, remedy: REMEDIES.addRoute });
}

export function hasNoDefault(reading: HostReading<RouteTable> | null): boolean {
  return reading !== null && "known" in reading && reading.known.defaults.length === 0;
}

function routeWords(reading: HostReading<RouteTable>): string {
  if (!("known" in reading)) return `not known (${reading.unread})`;
  const [best] = reading.known.defaults;
  if (best === undefined) return "no default route";
  return best.gateway === null ? `by ${best.device}` : `by ${best.gateway} (${best.device})`;
}

function badLineWords(reading: HostReading<RouteTable>): readonly string[] {
  if (!("known" in reading) || reading.known.badLines === 0) return [];
  return [`${reading.known.badLines} lines of the route table could not be read`];
}
