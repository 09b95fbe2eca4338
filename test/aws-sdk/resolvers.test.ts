import { Resolver } from "node:dns/promises";
import { setImmediate } from "node:timers/promises";
import { type Choice, type LookUp, nodeLookUp } from "@egress6/aws-sdk";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ServerCheck } from "../../packages/aws-sdk/src/server-check.js";
import type { Records } from "../support/dns/server.js";
import { BOTH, fresh, type LocalAws, serve, startLocalAws, V4 } from "./local-aws.js";
import { SERVICES } from "./services.js";

let local: LocalAws;
beforeAll(async () => {
  local = await startLocalAws();
});
afterAll(() => local.close());
beforeEach(() => local.reset());

const [sts] = SERVICES;
if (sts === undefined) throw new Error("STS is tested");

const V4ONLY: Records = { A: ["192.0.0.170", "192.0.0.171"] };
/** What honest servers say of the names whose true answers are known. */
const CONTROLS: Readonly<Record<string, Records>> = {
  "ipv4only.arpa": V4ONLY,
  "a.root-servers.net": { A: ["198.41.0.4"], AAAA: ["2001:503:ba3e::2:30"] },
};

/** What the resolver says; who connects finds both names. */
interface World {
  readonly byDefault?: Records;
  readonly dualStack?: Records;
  readonly controls?: Readonly<Record<string, Records>>;
}

function inWorld({ byDefault = V4, dualStack = BOTH, controls = CONTROLS }: World): void {
  if (sts === undefined) return;
  serve(local, sts, V4, BOTH);
  local.dns.setRecords({
    ...controls,
    [sts.defaultName]: byDefault,
    [sts.dualStackName]: dualStack,
  });
}

async function firstChoice(options?: Parameters<typeof fresh>[1]): Promise<Choice | undefined> {
  const { options: all, choices } = fresh(local, options);
  await sts?.call(local.config(), all);
  return choices[0];
}

const asked = (name: string) =>
  local.dns.queries.filter((query) => query.name === name).map(({ type }) => type);

const JUNK = [
  "::",
  "::1",
  "::ffff:52.94.5.1",
  "::52.94.5.1",
  "fd00::1",
  "fe80::1",
  "100::1",
  "2001:db8::1",
  "2002:345e:501::1",
  "64:ff9b::345e:501",
  "64:ff9b:1::345e:501",
];

describe.each(JUNK)("AAAA %s", (address) => {
  const junk = { ...V4, AAAA: [address] };

  test("of the default name does not keep a request from the dual-stack name", async () => {
    inWorld({ byDefault: junk });
    expect(await firstChoice()).toMatchObject({
      hostname: sts.dualStackHost,
      reason: "has-ipv6",
      names: [{ ipv6: "unknown", outcome: "incomplete" }, { ipv6: "yes" }],
    });
  });

  test("of the dual-stack name leads no request there", async () => {
    inWorld({ dualStack: junk });
    expect(await firstChoice()).toMatchObject({ hostname: sts.defaultHost, reason: "unknown" });
  });

  test("beside an address on the internet is no harm", async () => {
    inWorld({ byDefault: { ...V4, AAAA: [address, "2600:1f18:a::1"] } });
    expect(await firstChoice()).toMatchObject({ hostname: sts.defaultHost, reason: "has-ipv6" });
  });
});

describe("a DNS64 with a prefix of its own", () => {
  const MADE_UP: Readonly<Record<string, readonly [control: string, madeUp: string]>> = {
    "/96": ["2a0f:64:64::c000:aa", "2a0f:64:64::345e:501"],
    "/64": ["2a0f:64:64::c0:0:aa00:0", "2a0f:64:64::34:5e05:100:0"],
    "/32": ["2a0f:64:c000:aa::", "2a0f:64:345e:501::"],
  };

  test.each(Object.entries(MADE_UP))("%s proves nothing", async (_length, [control, madeUp]) => {
    const controls = { ...CONTROLS, "ipv4only.arpa": { ...V4ONLY, AAAA: [control] } };
    inWorld({ byDefault: { ...V4, AAAA: [madeUp] }, controls });
    expect(await firstChoice()).toMatchObject({
      hostname: sts.dualStackHost,
      names: [{ ipv6: "unknown", outcome: "incomplete" }, { ipv6: "yes" }],
    });
  });

  test("is found by ipv4only.arpa also where the name's IPv4 addresses have changed meanwhile", async () => {
    const controls = { ...CONTROLS, "ipv4only.arpa": { ...V4ONLY, AAAA: ["2a0f:64::c000:ab"] } };
    inWorld({ byDefault: { ...V4, AAAA: ["2a0f:64::345e:509"] }, controls });
    expect(await firstChoice()).toMatchObject({ hostname: sts.dualStackHost });
  });

  test("that says nothing of its prefix is known by the name's own IPv4 address", async () => {
    inWorld({ byDefault: { ...V4, AAAA: ["2a0f:64:64::345e:501"] } });
    local.dns.setFaults([{ kind: "drop", names: "ipv4only.arpa" }]);
    const choice = await firstChoice();
    expect(choice).toMatchObject({ hostname: sts.dualStackHost });
    // The time-out of a look-up is a minute.
    expect(choice?.waitedMs).toBeLessThan(30_000);
  });

  test("is not suspected where the servers say that they have none", async () => {
    inWorld({ byDefault: { ...V4, AAAA: ["2a0f:64:64::345e:501"] } });
    expect(await firstChoice()).toMatchObject({ hostname: sts.defaultHost, reason: "has-ipv6" });
  });

  test("that replaces true AAAA makes every answer doubtful", async () => {
    const controls = {
      "ipv4only.arpa": { ...V4ONLY, AAAA: ["64:ff9b::c000:aa"] },
      "a.root-servers.net": { AAAA: ["64:ff9b::c629:4"] },
    };
    inWorld({ controls, dualStack: { ...V4, AAAA: ["64:ff9b::345e:501"] } });
    expect(await firstChoice()).toMatchObject({
      hostname: sts.defaultHost,
      reason: "unknown",
      names: [{ outcome: "incomplete" }, { outcome: "incomplete" }],
    });
  });
});

describe("servers that contradict what is known for certain", () => {
  const LIARS: Readonly<Record<string, Readonly<Record<string, Records>>>> = {
    "a captive portal": { ...CONTROLS, "ipv4only.arpa": { A: ["192.168.8.1"] } },
    "a filter of AAAA": { ...CONTROLS, "a.root-servers.net": { A: ["198.41.0.4"] } },
    "a forwarder that empties answers": { ...CONTROLS, "ipv4only.arpa": {} },
  };

  describe.each(Object.entries(LIARS))("%s", (_title, controls) => {
    test("leaves the client's own name, whatever else it says", async () => {
      inWorld({ controls });
      expect(await firstChoice()).toMatchObject({
        hostname: sts.defaultHost,
        reason: "unknown",
        names: [
          { ipv6: "unknown", outcome: "incomplete" },
          { ipv6: "unknown", outcome: "incomplete" },
        ],
      });
    });

    test("does not make a request fail whose dual-stack name does not exist", async () => {
      inWorld({ controls });
      local.hosts.setRecords({ [sts.defaultHost]: V4 });
      const config = { ...local.config(), useDualstackEndpoint: true };
      await sts.call(config, fresh(local).options);
      expect(local.aws.arrived.map(({ host }) => host)).toEqual([sts.defaultHost]);
    });
  });

  test("have no interface endpoint where a captive portal answers for all names", async () => {
    inWorld({ byDefault: { AAAA: ["fd00::10"] }, controls: LIARS["a captive portal"] ?? {} });
    const resolver = nodeLookUp([local.dns.resolver]);
    expect(await resolver(sts.defaultName, 60_000)).toMatchObject({ isPrivate: false });
  });

  test("still have one where they filter AAAA", async () => {
    inWorld({ byDefault: { AAAA: ["fd00::10"] }, controls: LIARS["a filter of AAAA"] ?? {} });
    const resolver = nodeLookUp([local.dns.resolver]);
    expect(await resolver(sts.defaultName, 60_000)).toMatchObject({ isPrivate: true });
  });

  test("are asked again after a minute, honest ones after an hour", async () => {
    inWorld({ controls: LIARS["a captive portal"] ?? {} });
    const check = new ServerCheck(local.dns.resolver);
    const askAt = async (seconds: number) => {
      const before = asked("ipv4only.arpa").length;
      const resolver = new Resolver();
      resolver.setServers([local.dns.resolver]);
      check.ask(resolver, 1000 * seconds);
      await resolver.resolve4("a.root-servers.net");
      await expect.poll(() => check.isComplete).toBe(true);
      await setImmediate();
      return asked("ipv4only.arpa").length - before;
    };
    expect([await askAt(0), check.lies]).toEqual([2, true]);
    expect(await askAt(59)).toBe(0);
    inWorld({});
    expect(await askAt(60)).toBe(2);
    await expect.poll(() => check.lies).toBe(false);
    expect(await askAt(60 + 3599)).toBe(0);
    expect(await askAt(60 + 3600)).toBe(2);
  });
});

describe("the questions about the servers", () => {
  test("are asked once, whatever the number of names and calls", async () => {
    inWorld({});
    const before = asked("ipv4only.arpa").length;
    const resolver = nodeLookUp([local.dns.resolver]);
    for (const name of [sts.defaultName, sts.dualStackName, "s3.eu-central-1.amazonaws.com"]) {
      await resolver(name, 60_000);
    }
    expect(asked("ipv4only.arpa").slice(before).sort()).toEqual(["A", "AAAA"]);
  });

  test.each(["drop", "servfail", "refused", "nxdomain"] as const)(
    "delay nothing and change nothing where they are not answered (%s)",
    async (kind) => {
      inWorld({});
      local.dns.setFaults([{ kind, names: /^(ipv4only\.arpa|a\.root-servers\.net)$/ }]);
      const choice = await firstChoice();
      expect(choice).toMatchObject({
        hostname: sts.dualStackHost,
        names: [{ ipv6: "no", outcome: "nodata" }, { ipv6: "yes" }],
      });
      // The time-out of a look-up is a minute.
      expect(choice?.waitedMs).toBeLessThan(30_000);
    },
  );

  test("are given up when they stay without answer", async () => {
    inWorld({});
    local.dns.setFaults([{ kind: "drop", names: "ipv4only.arpa" }]);
    const resolver = nodeLookUp([local.dns.resolver]);
    const ttls: unknown[] = [];
    for (let count = 0; count < 12; count++) {
      ttls.push((await resolver(sts.dualStackName, 60_000)).ttlSeconds);
    }
    expect([ttls[0], ttls.at(-1)]).toEqual([0, 60]);
  });

  test("are not put to a resolver that the user gives", async () => {
    inWorld({});
    const names: string[] = [];
    const resolver: LookUp = async (name) => {
      names.push(name);
      return { outcome: name === sts.dualStackName ? "answer" : "nodata" };
    };
    expect(await firstChoice({ resolver })).toMatchObject({ hostname: sts.dualStackHost });
    expect(names).toEqual([sts.defaultName, sts.dualStackName]);
  });
});

describe("a resolver that the user gives", () => {
  const answers =
    (addresses?: readonly string[]): LookUp =>
    async (name) => {
      if (name !== sts.dualStackName) return { outcome: "nodata" };
      return { outcome: "answer", ...(addresses === undefined ? {} : { addresses }) };
    };

  test("is taken at its word without addresses", async () => {
    inWorld({});
    expect(await firstChoice({ resolver: answers() })).toMatchObject({
      hostname: sts.dualStackHost,
    });
  });

  test.each([...JUNK.map((address) => [address]), [], ["52.94.5.1"], ["nonsense"]])(
    "is judged by the addresses it gives: %s",
    async (...addresses) => {
      inWorld({});
      expect(await firstChoice({ resolver: answers(addresses) })).toMatchObject({
        hostname: sts.defaultHost,
        names: [{ outcome: "nodata" }, { ipv6: "unknown", outcome: "incomplete" }],
      });
    },
  );

  test("has IPv6 when one of its addresses is on the internet", async () => {
    inWorld({});
    expect(await firstChoice({ resolver: answers(["::1", "2600:1f18:a::1"]) })).toMatchObject({
      hostname: sts.dualStackHost,
    });
  });

  test.each<[string, unknown]>([
    ["a text", "2600:1f18:a::1"],
    ["numbers", [1]],
    ["null", null],
  ])("gives no answer with %s in the place of addresses", async (_title, addresses) => {
    inWorld({});
    const resolver = answers(addresses as readonly string[]);
    expect(await firstChoice({ resolver })).toMatchObject({
      names: [{}, { ipv6: "unknown", outcome: "malformed" }],
    });
  });
});

describe("an empty answer is no firm no", () => {
  const ofNode = () => nodeLookUp([local.dns.resolver])(sts.defaultName, 60_000);

  test("beside the name's IPv4 addresses it is one", async () => {
    inWorld({});
    expect(await ofNode()).toMatchObject({ outcome: "nodata" });
  });

  test.each(["truncate-forever", "empty", "nodata"] as const)(
    "when all that is said of the name is empty (%s)",
    async (kind) => {
      inWorld({});
      local.dns.setFaults([{ kind, names: sts.defaultName }]);
      expect(await ofNode()).toMatchObject({ outcome: "incomplete" });
    },
  );

  test.each(["truncate-forever", "empty"] as const)(
    "from servers that say nothing else (%s)",
    async (kind) => {
      inWorld({ byDefault: BOTH });
      local.dns.setFaults([{ kind }]);
      expect(await firstChoice()).toMatchObject({
        hostname: sts.defaultHost,
        reason: "unknown",
        names: [
          { ipv6: "unknown", outcome: "incomplete" },
          { ipv6: "unknown", outcome: "incomplete" },
        ],
      });
    },
  );

  test("when the IPv4 addresses could not be had", async () => {
    inWorld({});
    local.dns.setFaults([{ kind: "servfail", names: sts.defaultName, type: "A" }]);
    expect(await ofNode()).toMatchObject({ outcome: "incomplete" });
  });

  test("when the IPv4 address is that of a block page", async () => {
    inWorld({ byDefault: { A: ["0.0.0.0"] } });
    expect(await ofNode()).toMatchObject({ outcome: "incomplete" });
  });

  test("when the name is said not to exist for the other type", async () => {
    inWorld({});
    local.dns.setFaults([{ kind: "nxdomain", names: sts.defaultName, type: "AAAA" }]);
    expect(await ofNode()).toMatchObject({ outcome: "conflict" });
    local.dns.setFaults([{ kind: "nxdomain", names: sts.defaultName, type: "A" }]);
    expect(await ofNode()).toMatchObject({ outcome: "conflict" });
  });
});

describe("an interface endpoint", () => {
  const isPrivate = async (records: Records) => {
    inWorld({ byDefault: records });
    return (await nodeLookUp([local.dns.resolver])(sts.defaultName, 60_000)).isPrivate;
  };

  test("with unique local addresses only is kept", async () => {
    expect(await isPrivate({ A: ["10.0.0.10"], AAAA: ["fd00::10"] })).toBe(true);
    expect(await isPrivate({ AAAA: ["fd00::10"] })).toBe(true);
  });

  test("is not seen where one address is on the internet", async () => {
    expect(await isPrivate({ ...V4, AAAA: ["fd00::10"] })).toBe(false);
    expect(await isPrivate({ A: ["10.0.0.10", "52.94.5.1"] })).toBe(false);
    expect(await isPrivate(V4)).toBe(false);
  });
});
