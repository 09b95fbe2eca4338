import { ensureOracles } from "../../scripts/lib/setup.mjs";

/** Runs once before the tests: `npx vitest run PATH` needs what `npm test` has fetched. */
export function setup(): void {
  ensureOracles();
}
