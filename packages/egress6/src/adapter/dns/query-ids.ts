import { randomFillSync } from "node:crypto";

const POOL = new Uint16Array(4096);
let next = POOL.length;

/** A query id nobody can guess. */
export function randomQueryId(): number {
  if (next === POOL.length) {
    randomFillSync(POOL);
    next = 0;
  }
  return POOL[next++] ?? 0;
}
