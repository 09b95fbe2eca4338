/**
 * What some tests may take, where the 90 s of the others are too short: what they take alone, and a
 * multiple for a machine whose two cores are busy. Use: `vi.setConfig(within(WHOLE_SITE_MS))`.
 */

/** The static site is written: a thousand documents and the exports, some times over. */
export const WHOLE_SITE_MS = 240_000;

/** Chromium starts, and loads the map of every service. */
export const BROWSER_MS = 240_000;

/** Names are asked for until their time is over, as the resolver does not answer. */
export const SILENT_RESOLVER_MS = 240_000;

/** A process at a time: of the real AWS CLI, of botocore, or of a scan that is killed. */
export const MANY_PROCESSES_MS = 420_000;

/** All of AWS's rules are unpacked and evaluated, some 78,000 times. */
export const ALL_RULES_MS = 240_000;

/** Packages are packed, and installed with npm. */
export const NPM_INSTALL_MS = 240_000;

/** For every test and hook of a file. */
export function within(ms: number): { readonly testTimeout: number; readonly hookTimeout: number } {
  return { testTimeout: ms, hookTimeout: ms };
}
