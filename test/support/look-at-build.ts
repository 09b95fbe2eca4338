import type { TestProject } from "vitest/node";
import { buildState } from "../../scripts/lib/build-stamp.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** Why what `npm run build` made must not be tested; null: it is of these sources. */
    readonly buildFault: string | null;
  }
}

export function faultOf(state: ReturnType<typeof buildState>): string | null {
  const what = "This test runs what `npm run build` makes, and";
  if (state === "none") return `${what} nothing is built. Run \`npm run build\` first.`;
  if (state === "stale") return `${what} the sources have changed since. Run \`npm run build\`.`;
  return null;
}

/** Once for a run of tests; see `built`, which refuses. Tests of the sources alone need no build. */
export function setup(project: TestProject): void {
  project.provide("buildFault", faultOf(buildState()));
}
