import type { Ipv6Options } from "@egress6/aws-sdk";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BOTH, fresh, type LocalAws, serve, startLocalAws, V4 } from "./local-aws.js";
import { OLDEST_SERVICES, SECRETS_MANAGER, SERVICES, type TestedService } from "./services.js";

let local: LocalAws;
beforeAll(async () => {
  local = await startLocalAws();
});
afterAll(() => local.close());
beforeEach(() => local.reset());

async function arrivedHost(service: TestedService, options: Ipv6Options): Promise<string> {
  await service.call(local.config(), options);
  const { arrived } = local.aws;
  expect(arrived.map(({ scope }) => scope)).toEqual([service.scope]);
  return arrived[0]?.host ?? "";
}

describe.each([...SERVICES, ...OLDEST_SERVICES])("a client of $title", (service) => {
  test("goes to the default name when that has IPv6", async () => {
    serve(local, service, BOTH, BOTH);
    const { options, choices } = fresh(local);
    expect(await arrivedHost(service, options)).toBe(service.defaultHost);
    expect(choices).toMatchObject([
      { hostname: service.defaultHost, variant: "default", reason: "has-ipv6" },
    ]);
  });

  test("goes to the dual-stack name when only that has IPv6, signed as the rules say", async () => {
    serve(local, service, V4, BOTH);
    const { options, choices } = fresh(local);
    expect(await arrivedHost(service, options)).toBe(service.dualStackHost);
    expect(choices).toMatchObject([
      {
        hostname: service.dualStackHost,
        variant: "dualstack",
        reason: "has-ipv6",
        names: [
          { name: service.defaultName, ipv6: "no", outcome: "nodata" },
          { name: service.dualStackName, ipv6: "yes", outcome: "answer" },
        ],
      },
    ]);
  });

  test("stays with the default name when the dual-stack name does not exist", async () => {
    serve(local, service, V4, null);
    const { options, choices } = fresh(local);
    expect(await arrivedHost(service, options)).toBe(service.defaultHost);
    expect(choices).toMatchObject([
      { reason: "no-ipv6", names: [{ outcome: "nodata" }, { ipv6: "no", outcome: "nxdomain" }] },
    ]);
  });
});

describe.each([...SERVICES, ...OLDEST_SERVICES])(
  "when look-ups fail, a client of $title",
  (service) => {
    test.each([
      ["servfail", "servfail"],
      ["refused", "refused"],
      ["garbage", "malformed"],
      ["drop", "timeout"],
    ] as const)("stays with its own name (%s)", async (kind, outcome) => {
      serve(local, service, V4, BOTH);
      local.dns.setFaults([{ kind, type: "AAAA" }]);
      const { options, choices } = fresh(local, { lookUpTimeoutMs: 300 });
      expect(await arrivedHost(service, options)).toBe(service.defaultHost);
      expect(choices).toMatchObject([
        { reason: "unknown", names: [{ ipv6: "unknown" }, { ipv6: "unknown" }] },
      ]);
      expect(choices[0]?.names.map((name) => name.outcome)).toContain(outcome);
    });

    test("stays with its own name when no name exists any more but for those who connect", async () => {
      serve(local, service, V4, BOTH);
      local.dns.setRecords({});
      const { options, choices } = fresh(local);
      expect(await arrivedHost(service, options)).toBe(service.defaultHost);
      expect(choices).toMatchObject([{ reason: "no-ipv6" }]);
    });
  },
);

describe("when look-ups fail", () => {
  const [sts] = SERVICES.filter(({ title }) => title === "STS");
  const iam = SERVICES.filter(({ title }) => title === "IAM")[0];
  if (sts === undefined || iam === undefined) throw new Error("STS and IAM are tested");

  test.each(["servfail", "refused"] as const)(
    "%s leaves the client's own name, at once",
    async (kind) => {
      serve(local, sts, V4, BOTH);
      local.dns.setFaults([{ kind, type: "AAAA" }]);
      const { options, choices } = fresh(local);
      expect(await arrivedHost(sts, options)).toBe(sts.defaultHost);
      expect(choices).toMatchObject([
        { reason: "unknown", names: [{ ipv6: "unknown", outcome: kind }, { outcome: kind }] },
      ]);
    },
  );

  test("a time-out is not a no: the client's own name, after the time-out", async () => {
    serve(local, sts, V4, BOTH);
    local.dns.setFaults([{ kind: "drop", type: "AAAA" }]);
    const { options, choices } = fresh(local, { lookUpTimeoutMs: 300 });
    expect(await arrivedHost(sts, options)).toBe(sts.defaultHost);
    const [choice] = choices;
    expect(choice).toMatchObject({
      reason: "unknown",
      names: [{ ipv6: "unknown", outcome: "timeout" }, {}],
    });
    expect(choice?.waitedMs).toBeGreaterThan(250);
  });

  test("only the first call waits for them", async () => {
    serve(local, sts, V4, BOTH);
    local.dns.setFaults([{ kind: "drop", type: "AAAA" }]);
    const { options, choices } = fresh(local, { lookUpTimeoutMs: 200 });
    for (let call = 0; call < 3; call++) await sts.call(local.config(), options);
    expect(choices.map(({ waitedMs }) => waitedMs > 0)).toEqual([true, false, false]);
  });

  test("the default name's time-out does not hide what the dual-stack name offers", async () => {
    serve(local, iam, V4, BOTH);
    local.dns.setFaults([{ kind: "drop", type: "AAAA", names: iam.defaultHost }]);
    const { options } = fresh(local, { lookUpTimeoutMs: 2000 });
    expect(await arrivedHost(iam, options)).toBe(iam.dualStackHost);
  });

  test("the time-out of IPv4 addresses, which only tell of PrivateLink, hides nothing", async () => {
    serve(local, sts, V4, BOTH);
    local.dns.setFaults([{ kind: "drop", type: "A" }]);
    const { options } = fresh(local, { lookUpTimeoutMs: 4000 });
    expect(await arrivedHost(sts, options)).toBe(sts.dualStackHost);
  });

  test("a success without addresses, as c-ares says of a CNAME without AAAA, is not IPv6", async () => {
    const { options, choices } = fresh(local);
    local.setRecords({
      [sts.defaultHost]: { CNAME: "end.example.net" },
      "end.example.net": V4,
      [sts.dualStackHost]: BOTH,
    });
    expect(await arrivedHost(sts, options)).toBe(sts.dualStackHost);
    expect(["incomplete", "nodata"]).toContain(choices[0]?.names[0]?.outcome);
  });

  test("addresses that DNS64 made up are not the name's own", async () => {
    serve(local, sts, { ...V4, AAAA: ["64:ff9b::345e:501"] }, BOTH);
    expect(await arrivedHost(sts, fresh(local).options)).toBe(sts.dualStackHost);
  });
});

test("rules that know one name only ask nothing", async () => {
  serve(local, SECRETS_MANAGER, V4, V4);
  const { options, choices, lookedUp } = fresh(local);
  expect(await arrivedHost(SECRETS_MANAGER, options)).toBe(SECRETS_MANAGER.defaultHost);
  expect(choices).toMatchObject([{ reason: "only-name" }]);
  expect(lookedUp).toEqual([]);
});
