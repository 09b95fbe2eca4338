import { readSaved, save } from "./saved.js";

const KEY = "egress6.list";

/** CLI names of the list that was last looked at in this browser; empty when there is none. */
export function savedList(): readonly string[] {
  const saved = readSaved(KEY) ?? "";
  return saved.split(",").filter((name) => /^[a-z0-9-]+$/.test(name));
}

export function saveList(list: readonly string[]): void {
  save(KEY, list.length === 0 ? null : list.join(","));
}
