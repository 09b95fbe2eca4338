import type { Catalog } from "../endpoint/catalog.js";
import { serviceOfHost } from "../identify/hosts-of-aws.js";
import type { IdentifyNames } from "../identify/names.js";
import { isoDay } from "../observation/iso-time.js";
import { dividedBy, type Exact, roundedText, whole } from "../price/exact.js";
import type {
  EvidenceEntry,
  HostEntry,
  ServiceEntry,
  WorkloadPartFile,
} from "../workload/schema.js";
import { UNATTRIBUTED } from "../workload/workload.js";
import type { ByteClass } from "./flow-class.js";
import { monthlyGb } from "./flow-money.js";
import type { DestinationSum, FlowReport } from "./flow-report.js";

/** Addresses without a name that get an entry of their own: the rest is `unattributed`. */
const MOST_ADDRESSES = 100;
const SECONDS_PER_DAY = 86_400;

interface Volume {
  readonly compute: string | null;
  up: bigint;
  down: bigint;
}

/** The part of a workload file that flow logs know: what is called, and how much of it. */
export function flowWorkload(
  report: FlowReport,
  catalog: Catalog,
  names: IdentifyNames,
): WorkloadPartFile {
  const { coveredSeconds, to } = report.tallies.window;
  const evidence: EvidenceEntry[] = [
    {
      by: "flows",
      ...(to === null ? {} : { at: isoDay(1000 * to) }),
      ref: "VPC flow logs",
      confidence: "measured",
    },
  ];
  if (coveredSeconds <= 0) return { services: [], hosts: [], evidence };
  const services = new Map<
    string,
    Volume & { readonly service: string; readonly region: string | null }
  >();
  const hosts = new Map<
    string,
    Volume & { readonly host: string; readonly ipv6: Set<"yes" | "no" | null> }
  >();
  let addresses = 0;
  for (const destination of report.destinations) {
    const { compute } = destination;
    const meant = serviceMeant(destination, catalog, names);
    if (meant !== null) {
      const key = JSON.stringify([meant.service, meant.region, compute]);
      const known = services.get(key) ?? { ...meant, compute, up: 0n, down: 0n };
      services.set(key, known);
      addTo(known, destination);
      continue;
    }
    const isOver = destination.isAddress && ++addresses > MOST_ADDRESSES;
    const host = destination.host === null || isOver ? UNATTRIBUTED : destination.host;
    const key = JSON.stringify([host, compute]);
    const known = hosts.get(key) ?? { host, compute, up: 0n, down: 0n, ipv6: new Set() };
    hosts.set(key, known);
    known.ipv6.add(destination.isAddress ? null : (IPV6_OF_CLASSES[destination.class] ?? null));
    addTo(known, destination);
  }
  const windowDays = number(dividedBy(whole(coveredSeconds), whole(SECONDS_PER_DAY)));
  const traffic = ({ compute, up, down }: Volume) => {
    const [inGbPerMonth, outGbPerMonth] = [down, up].map((bytes) =>
      number(monthlyGb(bytes, coveredSeconds)),
    ) as [number, number];
    // Rounded parts add up to the whole, as the file's reader wants it.
    const gbPerMonth = Number((inGbPerMonth + outGbPerMonth).toFixed(PLACES));
    const from = compute === null ? {} : { from: [compute] };
    return { gbPerMonth, inGbPerMonth, outGbPerMonth, windowDays, ...from, evidence };
  };
  return {
    ...(report.region === null ? {} : { region: report.region }),
    services: [...services.values()].map(
      (entry): ServiceEntry => ({
        service: entry.service,
        ...(entry.region === null || entry.region === report.region
          ? {}
          : { region: entry.region }),
        ...traffic(entry),
      }),
    ),
    hosts: [...hosts.values()].map((entry): HostEntry => {
      const [ipv6, ...others] = entry.ipv6;
      return {
        host: entry.host,
        ...traffic(entry),
        ...(ipv6 === null || ipv6 === undefined || others.length > 0 ? {} : { ipv6 }),
      };
    }),
    evidence,
  };
}

/** What was seen of the name itself, by the class of its bytes; other classes say nothing of it. */
const IPV6_OF_CLASSES: Partial<Record<ByteClass, "yes" | "no">> = {
  "v6-now": "yes",
  "v4-only": "no",
};

/** Bytes of one destination may have come in by several classes. */
function serviceMeant(
  { host, isAddress, service, region }: DestinationSum,
  catalog: Catalog,
  names: IdentifyNames,
): { readonly service: string; readonly region: string | null } | null {
  if (isAddress) return service === null ? null : { service, region };
  if (host === null || service === null) return null;
  const found = serviceOfHost(catalog, names, host);
  return found === null ? null : { service: found.service.cliName, region: found.region };
}

function addTo(volume: Volume, { up, down }: Volume): void {
  volume.up += up;
  volume.down += down;
}

/** Workload files have amounts to the kilobyte. */
const PLACES = 6;
const number = (value: Exact): number => Number(roundedText(value, PLACES));
