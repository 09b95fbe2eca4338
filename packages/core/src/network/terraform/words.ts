/** A name of Terraform's: `batch_jobs`. */
export const id = (name: string): string => name.replaceAll("-", "_");

export type Assignment = readonly [key: string, value: string];

/** `key = value` lines with their equals signs in one column, as `terraform fmt` has them. */
export function assignments(list: readonly Assignment[], indent = "  "): string {
  const width = Math.max(...list.map(([key]) => key.length));
  return list.map(([key, value]) => `${indent}${key.padEnd(width)} = ${value}`).join("\n");
}
