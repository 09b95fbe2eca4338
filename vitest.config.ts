import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

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
    include: ["packages/*/src/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
    // What takes longer says so, and why: test/support/time-limits.ts.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // A ceiling too: what is waited for is mostly there at once.
    expect: { poll: { timeout: 25_000 } },
    pool: "forks",
    maxWorkers: 2,
    reporters: ["default", "./test/support/counts-reporter.ts"],
  },
});
