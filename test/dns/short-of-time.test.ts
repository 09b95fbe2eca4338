import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { NameObservation } from "@egress6/core/observation/outcome";
import { describe, expect, it, type TestContext } from "vitest";
import { observeNames } from "../../packages/egress6/src/adapter/dns/observe-names.js";
import type { Fault } from "../support/dns/faults.js";
import { startDnsServer } from "../support/dns/server.js";

const NAME = "swf.eu-central-1.amazonaws.com";

/** Asks an honest resolver, or one with faults, beside one that keeps silent, until the time is over. */
async function observeBesideSilence(
  { onTestFinished }: Pick<TestContext, "onTestFinished">,
  faults: readonly Fault[],
) {
  const silent = createSocket("udp4").bind(0, "127.0.0.1");
  await once(silent, "listening");
  const server = await startDnsServer({ records: { [NAME]: { A: ["52.94.5.1"] } }, faults });
  onTestFinished(async () => {
    silent.close();
    await server.close();
  });
  const unfinished: NameObservation[] = [];
  const { witnesses } = await observeNames(
    [NAME],
    {
      resolvers: [
        { host: server.address, port: server.port },
        { host: "127.0.0.1", port: silent.address().port },
      ],
      rate: Number.POSITIVE_INFINITY,
      signal: AbortSignal.timeout(6000),
      onUnfinished: (observation) => unfinished.push(observation),
    },
    (observation) => unfinished.push(observation),
  );
  return { states: witnesses.map(({ state }) => state), unfinished };
}

describe.concurrent("when the time is over before a silent resolver could be vetted", () => {
  it("another one that has passed its controls is vetted, and its answers count", async (context) => {
    const { states, unfinished } = await observeBesideSilence(context, []);
    expect(states).toEqual(["vetted", "unvetted"]);
    expect(unfinished).toMatchObject([{ a: { kind: "answer" }, aaaa: { kind: "nodata" } }]);
  });

  it("one that has contradicted a control lies, and its answers do not count", async (context) => {
    const filter: Fault = { kind: "nodata", type: "AAAA" };
    // A control that it never answers leaves it no less a liar.
    const silence: Fault = { kind: "drop", names: "ipv4only.arpa" };
    const { states, unfinished } = await observeBesideSilence(context, [silence, filter]);
    expect(states).toEqual(["lies", "unvetted"]);
    expect(unfinished).toMatchObject([{ a: { reason: "filtered" }, aaaa: { reason: "filtered" } }]);
  });
});
