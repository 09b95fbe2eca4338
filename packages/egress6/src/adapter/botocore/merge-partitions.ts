import type { PartitionsInfo } from "./rule-engine.js";

/** Partitions and regions as AWS's JavaScript SDK has them. */
export interface SdkPartitions {
  readonly info: PartitionsInfo;
  /** Of `@aws-sdk/core`. */
  readonly version: string;
  /** Of its release: YYYY-MM-DD. */
  readonly date: string;
}

/** What either knows; where both do, the SDK's word. A region that one of them no longer lists stays. */
export function mergePartitions(base: PartitionsInfo, sdk: SdkPartitions | null): PartitionsInfo {
  if (sdk === null) return base;
  const merged = new Map(base.partitions.map((partition) => [partition.id, partition]));
  for (const partition of sdk.info.partitions) {
    const known = merged.get(partition.id);
    merged.set(partition.id, {
      ...partition,
      regions: { ...known?.regions, ...partition.regions },
    });
  }
  return { partitions: [...merged.values()] };
}
