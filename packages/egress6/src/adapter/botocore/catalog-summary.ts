import {
  additionalEndpoints,
  type Catalog,
  expandCatalog,
  type RulesVersion,
} from "@egress6/core/endpoint/catalog";
import { rulesOf } from "@egress6/core/endpoint/rules-of";
import type { Endpoint } from "@egress6/core/endpoint/types";

/** What `egress6 catalog show` says. */
export interface CatalogSummary {
  /** Of the rules: `botocore`. */
  readonly source: string;
  readonly version: string;
  /** YYYY-MM-DD; null: not known. */
  readonly date: string | null;
  /** When clients for JavaScript were looked for newer rules; null: never. */
  readonly clientsChecked: string | null;
  readonly regionsFrom: RulesVersion | null;
  /** By CLI name. */
  readonly rulesByService: Readonly<Record<string, RulesVersion>>;
  readonly services: number;
  readonly regions: number;
  readonly partitions: number;
  /** One for each service, region and variant that has one. */
  readonly names: number;
  readonly distinctNames: number;
  /** Of operations, accounts, buckets, registries …, placeholders counted once. */
  readonly additionalNames: number;
}

export function summarizeCatalog(catalog: Catalog): CatalogSummary {
  const names = Array.from(expandCatalog(catalog), ({ hostname }) => hostname);
  const additional = Array.from(additionalEndpoints(catalog), ({ hostname }) => hostname);
  return {
    source: catalog.rules.source,
    version: catalog.rules.version,
    date: catalog.rules.date,
    clientsChecked: catalog.clientsChecked,
    regionsFrom: catalog.regionsFrom,
    rulesByService: Object.fromEntries(
      catalog.services.map((service) => [service.cliName, rulesOf(catalog, service)]),
    ),
    services: catalog.services.length,
    regions: catalog.partitions.flatMap(({ regions }) => regions).length,
    partitions: catalog.partitions.length,
    names: names.length,
    distinctNames: new Set(names).size,
    additionalNames: new Set(additional).size,
  };
}

export function catalogSummaryText(summary: CatalogSummary): string {
  const count = (value: number) => value.toLocaleString("en-US");
  return [
    `AWS endpoint rules of ${summary.source} ${summary.version}${dateText(summary.date)}`,
    ...clientsLines(summary),
    `${count(summary.services)} services, ${count(summary.regions)} regions, ${count(summary.partitions)} partitions`,
    `${count(summary.names)} names, ${count(summary.distinctNames)} of them distinct; ${count(summary.additionalNames)} additional names`,
    "",
  ].join("\n");
}

const dateText = (date: string | null) => (date === null ? "" : `, ${date}`);

function clientsLines(summary: CatalogSummary): readonly string[] {
  const { clientsChecked, regionsFrom, rulesByService, source } = summary;
  if (clientsChecked === null) return [];
  const newer = Object.values(rulesByService).filter((rules) => rules.source !== source);
  return [
    `For ${newer.length} services, those of newer clients for JavaScript (looked for on ${clientsChecked})`,
    ...(regionsFrom === null
      ? []
      : [
          `Regions also of ${regionsFrom.source} ${regionsFrom.version}${dateText(regionsFrom.date)}`,
        ]),
  ];
}

/** What came and went between two catalogs, and how many names changed; empty when nothing did. */
export function catalogChangesText(before: Catalog | null, after: Catalog): string {
  if (before === null) return "";
  return [
    changeLine("services", serviceNames(before), serviceNames(after)),
    changeLine("regions", regionIds(before), regionIds(after)),
    ...namesChanged(before, after),
  ].join("");
}

/** Of services and regions that both catalogs have. */
function namesChanged(before: Catalog, after: Catalog): readonly string[] {
  const names = new Map(Array.from(expandCatalog(before), (each) => [keyOf(each), each.hostname]));
  const regions = regionIds(before);
  const services = serviceNames(before);
  const counts = new Map<string, number>();
  for (const endpoint of expandCatalog(after)) {
    const { service, region, hostname } = endpoint;
    if (!services.has(service) || !regions.has(region)) continue;
    if (names.get(keyOf(endpoint)) !== hostname) {
      counts.set(service, (counts.get(service) ?? 0) + 1);
    }
    names.delete(keyOf(endpoint));
  }
  const kept = regionIds(after);
  const keptServices = serviceNames(after);
  for (const key of names.keys()) {
    const [service = "", region = ""] = key.split(" ");
    if (!keptServices.has(service) || !kept.has(region)) continue;
    counts.set(service, (counts.get(service) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([service, count]) => `${service}: ${count} ${count === 1 ? "name" : "names"} changed\n`);
}

const keyOf = ({ service, region, variant }: Endpoint) => `${service} ${region} ${variant}`;

function changeLine(noun: string, before: ReadonlySet<string>, after: ReadonlySet<string>): string {
  const changes = [
    ...[...after].filter((name) => !before.has(name)).map((name) => `+${name}`),
    ...[...before].filter((name) => !after.has(name)).map((name) => `-${name}`),
  ];
  return changes.length === 0 ? "" : `${noun}: ${changes.join(" ")}\n`;
}

function serviceNames({ services }: Catalog): ReadonlySet<string> {
  return new Set(services.map(({ cliName }) => cliName));
}

function regionIds({ partitions }: Catalog): ReadonlySet<string> {
  return new Set(partitions.flatMap(({ regions }) => regions.map(({ id }) => id)));
}
