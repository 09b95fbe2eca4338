import { expect, it } from "vitest";
import { observeNames } from "../../packages/egress6/src/adapter/dns/observe-names.js";
import type { ObserveProgress } from "../../packages/egress6/src/ports.js";
import { startDnsServer } from "../support/dns/server.js";

it("tells while it asks again how long that takes at most, and counts no name as known before it is", async () => {
  const silent = Array.from({ length: 3 }, (_, index) => `silent-${index}.example.net`);
  const answered = Array.from({ length: 60 }, (_, index) => `name-${index}.example.net`);
  const server = await startDnsServer({
    records: Object.fromEntries(answered.map((name) => [name, { A: ["52.94.5.1"] }])),
    faults: [{ kind: "drop", names: /^silent-/ }],
  });
  const host = { host: "127.0.0.1", port: server.port };
  const seen: { readonly at: number; readonly progress: ObserveProgress }[] = [];
  await observeNames(
    [...silent, ...answered],
    {
      resolvers: [host],
      rate: Number.POSITIVE_INFINITY,
      onProgress: (progress) => seen.push({ at: performance.now(), progress }),
    },
    () => {},
  );
  const end = performance.now();
  await server.close();
  const again = seen.filter(({ progress }) => progress.isAskingAgain && progress.done < 63);
  expect(again.length).toBeGreaterThan(10);
  for (const { at, progress } of again) {
    expect(progress.total - progress.done).toBeLessThanOrEqual(3);
    expect(progress.unknown).toBe(3);
    expect(at + 1000 * (progress.secondsLeft ?? 0)).toBeGreaterThan(end - 3000);
  }
  const left = again.map(({ progress }) => progress.secondsLeft ?? 0);
  for (const [index, seconds] of left.slice(1).entries()) {
    expect(seconds - (left[index] ?? 0)).toBeLessThan(0.5);
  }
});
