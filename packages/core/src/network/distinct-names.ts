/** The base, or the base with a number that sets it apart. */
export function firstFree(base: string, separator: string, taken: Set<string>): string {
  let free = base;
  for (let number = 2; taken.has(free); number += 1) free = `${base}${separator}${number}`;
  taken.add(free);
  return free;
}

/** `batch-jobs` → `BatchJobs` */
export function pascalCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
