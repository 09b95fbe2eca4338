/** `Europe (Frankfurt)` → `Frankfurt` */
export function shortRegionName(name: string): string {
  return /\(([^)]+)\)/.exec(name)?.[1] ?? name;
}
