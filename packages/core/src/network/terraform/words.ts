/** A name of Terraform's: `batch_jobs`. */
export const id = (name: string): string => name.replace(/[^A-Za-z0-9]+/g, "_");

/** Any text as a string of HCL. */
export const quoted = (text: string): string =>
  JSON.stringify(text)
    .replaceAll(/\$(?=\{)/g, "$$$$")
    .replaceAll(/%(?=\{)/g, "%%");

export type Assignment = readonly [key: string, value: string];

/** `key = value` lines with their equals signs in one column, as `terraform fmt` has them. */
export function assignments(list: readonly Assignment[], indent = "  "): string {
  const width = Math.max(...list.map(([key]) => key.length));
  return list.map(([key, value]) => `${indent}${key.padEnd(width)} = ${value}`).join("\n");
}

/** @param what of the name of this file's VPC: `nat-${local.zones[count.index]}` */
export const nameTag = (what: string): Assignment => ["tags", `{ Name = "\${var.name}-${what}" }`];

/** The zone of a counted resource, inside a string. */
export const ZONE = `\${local.zones[count.index]}`;
