import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.js";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Tests of functions, of files, and of commands without a process, that set nothing which outlives them. */
const PARTS = [
  "packages/*/src/**/*.test.{ts,tsx}",
  "test/{documents,facts-in-code,layers,names}.test.ts",
  "test/aws-sdk/{choice,vocabulary}.test.ts",
  "test/config/{examples,explained.property}.test.ts",
  "test/doctor/catalog-host.test.ts",
  "test/egress/{emit,merge-workloads,plan,plan-acceptance,plan-prices,plan-volumes}.test.ts",
  "test/egress/{plan-brute-force.property,workload,workload-schema}.test.ts",
  "test/prices/{coverage,facts-command,rows}.test.ts",
  "test/publish/workflows.test.ts",
  "test/settings/sdk-{readings,versions}.test.ts",
  "test/store/{migrations,sqlite-store}.test.ts",
  "test/support/look-at-build.test.ts",
  "test/web/{map-reports,observed-names.property}.test.ts",
];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@egress6\/aws-sdk$/, replacement: source("packages/aws-sdk/src/index.ts") },
      { find: /^@egress6\/core\/(.*)$/, replacement: `${source("packages/core/src/")}$1.ts` },
    ],
  },
  test: {
    globalSetup: ["./test/support/fetch-oracles.ts", "./test/support/look-at-build.ts"],
    setupFiles: ["./test/support/no-settings-of-this-machine.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "whole",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...PARTS],
          // They set variables, and start servers and processes: each file has a process of its own.
          isolate: true,
        },
      },
      {
        extends: true,
        test: {
          name: "parts",
          include: PARTS,
          // Files share a process, and what it has loaded.
          isolate: false,
        },
      },
    ],
    // What takes longer says so, and why: test/support/time-limits.ts.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // A ceiling too: what is waited for is mostly there at once.
    expect: { poll: { timeout: 60_000 } },
    pool: "forks",
    // More than there are processors, as much of the time is waiting: for time-outs, processes, a browser.
    maxWorkers: 4,
    maxConcurrency: 16,
    sequence: { sequencer: LongestFirst },
    reporters: ["default", "./test/support/counts-reporter.ts"],
  },
});
