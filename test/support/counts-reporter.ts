import type { Reporter, TestModule } from "vitest/node";

/** Closes a test run with one line of real counts: `N passed, N failed[, N skipped]`. */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) {
        const state = test.result().state;
        counts[state === "pending" ? "skipped" : state] += 1;
      }
      if (module.state() === "failed" && !tests.some((test) => test.result().state === "failed")) {
        counts.failed += 1;
      }
    }
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
    process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
  }
}
