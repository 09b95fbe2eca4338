import { additionalEndpoints, type Catalog, expandCatalog } from "@egress6/core/endpoint/catalog";

/** What `egress6 catalog show` says. */
export interface CatalogSummary {
  /** Of the rules: `botocore`. */
  readonly source: string;
  readonly version: string;
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
    `AWS endpoint rules of ${summary.source} ${summary.version}`,
    `${count(summary.services)} services, ${count(summary.regions)} regions, ${count(summary.partitions)} partitions`,
    `${count(summary.names)} names, ${count(summary.distinctNames)} of them distinct; ${count(summary.additionalNames)} additional names`,
    "",
  ].join("\n");
}

/** What came and went between two catalogs; empty when services and regions are the same. */
export function catalogChangesText(before: Catalog | null, after: Catalog): string {
  if (before === null) return "";
  return [
    changeLine("services", serviceNames(before), serviceNames(after)),
    changeLine("regions", regionIds(before), regionIds(after)),
  ].join("");
}

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
