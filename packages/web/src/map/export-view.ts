import { type Catalog, endpointOf } from "@egress6/core/endpoint/catalog";
import { VARIANTS, type Variant } from "@egress6/core/endpoint/types";
import { CELL_WORDS } from "@egress6/core/map/cell-words";
import type { MapMeta } from "@egress6/core/map/map-data";
import { cellPlace } from "@egress6/core/map/map-layout";
import { statusOfCode } from "@egress6/core/map/name-status";
import type { Cell } from "@egress6/core/verdict/cell";
import type { Support } from "@egress6/core/verdict/support";
import { isSought, type ShownMap } from "./map-grid-model.js";

export type ViewFormat = "csv" | "json" | "markdown";

export interface ViewSource extends ShownMap {
  readonly catalog: Catalog;
  readonly meta: MapMeta;
  /** Of the day that is shown. */
  readonly statusMatrix: Uint8Array;
  /** The address of the view: who gets the export can go back to where it came from. */
  readonly address: string;
}

interface ViewName {
  readonly hostname: string;
  readonly scope: string;
  readonly ipv4: Support;
  readonly ipv6: Support;
}

interface ViewCell {
  readonly service: string;
  readonly serviceId: string;
  readonly partition: string;
  readonly region: string;
  /** What the cell shows, in the view it is shown in. */
  readonly cell: Cell;
  readonly variants: Readonly<Partial<Record<Variant, ViewName>>>;
}

/** Exactly the rows and columns that are shown; where states are looked for, their cells only. */
export function exportView(format: ViewFormat, source: ViewSource): string {
  switch (format) {
    case "csv":
      return csvOf(source);
    case "json":
      return jsonOf(source);
    case "markdown":
      return markdownOf(source);
  }
}

function* cellsOf(source: ViewSource): Generator<ViewCell> {
  const { catalog, map, services, regions, cellAt, evidenceAt, sought } = source;
  for (const service of services) {
    const named = map.catalog.services[service];
    for (const column of regions) {
      const region = map.layout.regions[column];
      const cell = cellAt(service, column);
      if (named === undefined || region === undefined) continue;
      if (!isSought(sought, cell, evidenceAt(service, column))) continue;
      const variants: Partial<Record<Variant, ViewName>> = {};
      for (const variant of VARIANTS) {
        const endpoint = endpointOf(catalog, named, region.id, variant);
        const status = statusOfCode(
          source.statusMatrix[cellPlace(map.layout, variant, service, column)] ?? 0,
        );
        if (endpoint === null || status === null) continue;
        const { hostname, scope } = endpoint;
        variants[variant] = { hostname, scope, ipv4: status.ipv4, ipv6: status.ipv6 };
      }
      yield {
        service: named.cliName,
        serviceId: named.serviceId,
        partition: region.partition,
        region: region.id,
        cell,
        variants,
      };
    }
  }
}

/** One row per cell and name, as `egress6 export --format csv` has them, without its dates. */
function csvOf(source: ViewSource): string {
  const lines = [
    "service,service_id,partition,region,cell,variant,hostname,scope,ipv4,ipv6".split(","),
  ];
  for (const { service, serviceId, partition, region, cell, variants } of cellsOf(source)) {
    const place = [service, serviceId, partition, region, cell];
    const names = VARIANTS.flatMap((variant) => {
      const name = variants[variant];
      return name === undefined
        ? []
        : [[...place, variant, name.hostname, name.scope, name.ipv4, name.ipv6]];
    });
    lines.push(...(names.length === 0 ? [[...place, "", "", "", "", ""]] : names));
  }
  return lines.map((line) => `${line.map(csvValue).join(",")}\r\n`).join("");
}

const csvValue = (value: string) =>
  /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

function jsonOf(source: ViewSource): string {
  const { meta, map, view, address } = source;
  const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  const about = {
    address,
    view: view.id,
    rules: map.catalog.rules,
    generatedAt: time(meta.generatedAt),
    observedFrom: time(meta.observedFrom),
    observedTo: time(meta.observedTo),
  };
  const lines = [...cellsOf(source)].map((cell) => JSON.stringify(cell));
  return `{"meta":${JSON.stringify(about)},\n"endpoints":[\n${lines.join(",\n")}\n]}\n`;
}

/** A table to paste into an issue or a document. */
function markdownOf(source: ViewSource): string {
  const { map, services, regions, cellAt, evidenceAt, sought, address } = source;
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const columns = regions.map((column) => map.layout.regions[column]?.id ?? "");
  const lines = services.map((service) =>
    row([
      map.catalog.services[service]?.cliName ?? "",
      ...regions.map((column) => {
        const cell = cellAt(service, column);
        const isShown = isSought(sought, cell, evidenceAt(service, column));
        return isShown ? CELL_WORDS[cell].word : "";
      }),
    ]),
  );
  return [
    row(["service", ...columns]),
    row(["---", ...columns.map(() => "---")]),
    ...lines,
    "",
    `Source: ${address}`,
    "",
  ].join("\n");
}
