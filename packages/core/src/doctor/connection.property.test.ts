import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONNECTION_ATTEMPT_DELAY_MS, firstConnection, type TcpOutcome } from "./connection.js";

const outcome = fc.record({
  kind: fc.constantFrom("connected" as const, "timeout" as const, "refused" as const),
  ms: fc.integer({ min: 0, max: 5000 }),
  code: fc.constant(null),
});
const attempt = fc.option(outcome, { nil: null });
const connected = (ms: number): TcpOutcome => ({ kind: "connected", ms, code: null });

describe("Happy Eyeballs", () => {
  it("connects exactly when one family does", () => {
    fc.assert(
      fc.property(attempt, attempt, (ipv6, ipv4) => {
        const isPossible = [ipv6, ipv4].some((each) => each?.kind === "connected");
        expect(firstConnection(ipv6, ipv4) !== null).toBe(isPossible);
      }),
    );
  });

  it("is never later than IPv6, nor than IPv4 after the delay", () => {
    fc.assert(
      fc.property(attempt, attempt, (ipv6, ipv4) => {
        const first = firstConnection(ipv6, ipv4);
        if (first === null) return;
        if (ipv6?.kind === "connected") expect(first.ms).toBeLessThanOrEqual(ipv6.ms);
        if (ipv4?.kind === "connected") {
          expect(first.ms).toBeLessThanOrEqual(ipv4.ms + CONNECTION_ATTEMPT_DELAY_MS);
        }
      }),
    );
  });

  it("prefers IPv6 that answers within the delay, however fast IPv4 is", () => {
    expect(firstConnection(connected(240), connected(1))).toEqual({ family: "ipv6", ms: 240 });
    expect(firstConnection(connected(260), connected(1))).toEqual({ family: "ipv4", ms: 251 });
  });

  it("goes on to IPv4 at once when IPv6 fails at once", () => {
    const refused: TcpOutcome = { kind: "refused", ms: 2, code: "ECONNREFUSED" };
    expect(firstConnection(refused, connected(10))).toEqual({ family: "ipv4", ms: 12 });
  });
});
