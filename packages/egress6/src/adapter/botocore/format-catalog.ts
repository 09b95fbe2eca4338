import type { CatalogJson } from "./build-catalog.js";

/** One region, one service per line, so that a diff shows what AWS changed. */
export function formatCatalog(catalog: CatalogJson): string {
  const partitions = Object.entries(catalog.partitions).map(([id, { regions, ...rest }]) => {
    const about = JSON.stringify(rest).slice(0, -1);
    return `${JSON.stringify(id)}: ${about},"regions":${block(lines(regions))}}`;
  });
  return `${block([
    `"format": ${JSON.stringify(catalog.format)}`,
    `"rules": ${JSON.stringify(catalog.rules)}`,
    `"patterns": ${block(lines(catalog.patterns))}`,
    `"partitions": ${block(partitions)}`,
    `"services": ${block(lines(catalog.services))}`,
  ])}\n`;
}

function block(members: readonly string[]): string {
  return `{\n${members.join(",\n")}\n}`;
}

function lines(record: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(record).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
}
