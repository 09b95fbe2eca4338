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
    globalSetup: ["./test/support/fetch-oracles.ts"],
    setupFiles: ["./test/support/no-settings-of-this-machine.ts"],
    include: ["packages/*/src/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
    // Whole sites are built and whole catalogs observed; a busy machine takes a multiple.
    testTimeout: 420_000,
    hookTimeout: 420_000,
    // A ceiling too: what is waited for is mostly there at once.
    expect: { poll: { timeout: 60_000 } },
    pool: "forks",
    maxWorkers: 2,
    reporters: ["default", "./test/support/counts-reporter.ts"],
  },
});
