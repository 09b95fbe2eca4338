import { VARIANTS, type Variant } from "../endpoint/types.js";
import type { CatalogOutline } from "./catalog-outline.js";

/** A column of the map. */
export interface MapRegion {
  readonly id: string;
  readonly name: string;
  readonly partition: string;
  /** What people call the partition: `GovCloud`. */
  readonly partitionTitle: string;
  /** False for the isolated partitions, which no public resolver can see. */
  readonly isPublic: boolean;
  /** Its place among the large regions, from 0; null: it is not one of them. */
  readonly largeRank: number | null;
}

/** Which place each (variant, service, region) has in the status matrix. */
export interface MapLayout {
  readonly serviceCount: number;
  readonly regions: readonly MapRegion[];
  readonly serviceIndex: ReadonlyMap<string, number>;
  readonly regionIndex: ReadonlyMap<string, number>;
}

export function layoutOf(catalog: CatalogOutline): MapLayout {
  const largeRanks = new Map(catalog.largeRegions.map((id, rank) => [id, rank]));
  const regions = catalog.partitions.flatMap((partition) =>
    partition.regions.map((region) => ({
      id: region.id,
      name: region.name,
      partition: partition.id,
      partitionTitle: partition.title,
      isPublic: partition.isPublic,
      largeRank: largeRanks.get(region.id) ?? null,
    })),
  );
  return {
    serviceCount: catalog.services.length,
    regions,
    serviceIndex: new Map(catalog.services.map((service, index) => [service.cliName, index])),
    regionIndex: new Map(regions.map((region, index) => [region.id, index])),
  };
}

/** Number of places in the status matrix. */
export function placeCount(layout: MapLayout): number {
  return VARIANTS.length * layout.serviceCount * layout.regions.length;
}

export function cellPlace(
  layout: MapLayout,
  variant: Variant,
  service: number,
  region: number,
): number {
  const firstRow = VARIANTS.indexOf(variant) * layout.serviceCount;
  return (firstRow + service) * layout.regions.length + region;
}
