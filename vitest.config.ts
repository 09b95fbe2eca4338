import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.js";
import { BUILT, useBuilt } from "./test/support/use-built.js";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** They set what is the whole process's: variables, the servers that Node asks. Each has a process of its own. */
const ALONE = ["test/aws-sdk/requests.test.ts", "test/catalog/newer-rules.test.ts"];

export default defineConfig({
  plugins: [useBuilt()],
  resolve: {
    alias: [
      { find: /^@egress6\/aws-sdk$/, replacement: source("packages/aws-sdk/src/index.ts") },
      {
        find: /^@egress6\/flows-duckdb$/,
        replacement: source("packages/flows-duckdb/src/index.ts"),
      },
      { find: /^@egress6\/core\/(.*)$/, replacement: `${source("packages/core/src/")}$1.ts` },
    ],
  },
  test: {
    globalSetup: [
      "./test/support/fetch-oracles.ts",
      "./test/support/look-at-build.ts",
      "./test/support/temporary-folder.ts",
      "./test/support/packed.ts",
    ],
    setupFiles: ["./test/support/no-settings-of-this-machine.ts", "./test/support/cpu-by-file.ts"],
    projects: [
      {
        extends: true,
        test: { name: "alone", include: ALONE, isolate: true },
      },
      {
        extends: true,
        test: {
          name: "together",
          include: ["packages/*/src/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...ALONE],
          // Files share a process, and what it has loaded: that takes longer than most of them.
          isolate: false,
        },
      },
    ],
    // What takes longer says so, and why: test/support/time-limits.ts.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // A ceiling too: what is waited for is mostly there at once. To look at a page of thousands of cells takes a while.
    expect: { poll: { timeout: 60_000, interval: 100 } },
    server: { deps: { external: [BUILT] } },
    pool: "forks",
    // Three for each of two processors, as much of the time is waiting: for time-outs, processes, a browser. With
    // four, a quarter of the processors' time went by unused; each more loads all modules once more.
    maxWorkers: 6,
    maxConcurrency: 16,
    sequence: { sequencer: LongestFirst },
    reporters: ["default", "./test/support/counts-reporter.ts"],
  },
});
