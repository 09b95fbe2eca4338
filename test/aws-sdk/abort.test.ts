import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DnsServer, startDnsServer } from "../support/dns/server.js";

const ABORT_CALL = fileURLToPath(new URL("abort-call.mjs", import.meta.url));

let deaf: DnsServer;
beforeAll(async () => {
  deaf = await startDnsServer({ records: {}, faults: [{ kind: "drop" }] });
});
afterAll(() => deaf.close());

async function call(...args: readonly string[]) {
  const startedAt = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, [ABORT_CALL, ...args]);
  return { stdout, ms: performance.now() - startedAt };
}

describe.each([
  ["Node's resolver, whose server says nothing", () => deaf.resolver],
  ["a resolver that never answers", () => "none"],
])("a call whose names are looked up with %s", (_title, resolver) => {
  test("holds no process once it is aborted", async () => {
    const { stdout, ms } = await call(resolver(), "120000", "200");
    expect(stdout).toBe("AbortError");
    expect(ms).toBeLessThan(30_000);
  });

  test("holds its process until it is sent", async () => {
    expect(await call(resolver(), "500", "never")).toMatchObject({ stdout: "Sent" });
  });
});

test("a look-up on the side, by a resolver that never answers, holds no process", async () => {
  const { stdout, ms } = await call("none", "120000", "never", "seeded");
  expect(stdout).toBe("Sent");
  expect(ms).toBeLessThan(30_000);
});
