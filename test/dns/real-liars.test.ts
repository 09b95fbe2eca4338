import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WitnessState } from "@egress6/core/observation/witness-state";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  missingPrograms,
  type RealServer,
  startDnsmasq,
  startKnot,
  startNamed,
  startUnbound,
} from "../../bench/dns/real-servers.mjs";
import { observeRun } from "../support/dns/observe.js";
import { type DnsServer, startDnsServer } from "../support/dns/server.js";
import { AWS_NAMES, AWS_RECORDS, untruths, wrongFacts } from "./aws-zone.js";

const missing = missingPrograms("knotd", "unbound");
const mayBeSkipped = missing.length > 0 && process.env["CI"] === undefined;
const without = (program: string) => missingPrograms(program).length > 0;
const titled = (title: string, program: string) =>
  without(program) ? `${title} (skipped: ${program} not installed)` : title;

const ZONES = ["amazonaws.com", "api.aws", "on.aws"];
/** Has both families, and its servers fail when they are asked for AAAA. */
const FAILING = "fails.eu-west-1.api.aws";

function zoneFile(zone: string): string {
  const lines = Object.entries(AWS_RECORDS)
    .filter(([name]) => name.endsWith(`.${zone}`))
    .flatMap(([name, { A = [], AAAA = [], CNAME }]) => [
      ...A.map((address) => `${name}. A ${address}`),
      ...AAAA.map((address) => `${name}. AAAA ${address}`),
      ...(CNAME === undefined ? [] : [`${name}. CNAME ${CNAME}.`]),
    ]);
  const head = [`$ORIGIN ${zone}.`, "$TTL 60", "@ SOA ns admin 1 3600 600 86400 60", "@ NS ns"];
  return [...head, "ns A 127.0.0.1", ...lines, ""].join("\n");
}

describe.skipIf(mayBeSkipped)("real resolvers that were told to lie", () => {
  const folder = mkdtempSync(join(tmpdir(), "egress6-liars-"));
  const path = (name: string) => join(folder, name);
  let knot: RealServer;
  let failing: DnsServer;
  let honest: RealServer;

  const unbound = (name: string, settings: readonly string[]) =>
    startUnbound({
      folder: path(name),
      stubs: Object.fromEntries(ZONES.map((zone) => [`${zone}.`, knot.port])),
      settings: [
        ...settings,
        "forward-zone:",
        `  name: "${FAILING}."`,
        `  forward-addr: 127.0.0.1@${failing.port}`,
      ],
    });

  beforeAll(async () => {
    const zones = Object.fromEntries(ZONES.map((zone) => [`${zone}.`, zoneFile(zone)]));
    knot = await startKnot({ folder, zones });
    failing = await startDnsServer({
      records: { [FAILING]: { A: ["52.94.5.99"], AAAA: ["2600:1f18:a::99"] } },
      faults: [{ kind: "servfail", type: "AAAA" }],
    });
    honest = await unbound("honest", []);
    const nxdomain = ["ec2.eu-west-1.amazonaws.com CNAME .", "*.sqs.eu-west-1.api.aws CNAME ."];
    const nodata = [
      "s3.dualstack.eu-west-1.amazonaws.com CNAME *.",
      "sqs.eu-west-1.api.aws CNAME *.",
    ];
    const policy = [
      "$TTL 60",
      "@ SOA ns. admin. 1 3600 600 86400 60",
      "@ NS ns.",
      ...nxdomain,
      ...nodata,
      "",
    ];
    writeFileSync(path("policy.zone"), policy.join("\n"));
  });

  afterAll(async () => {
    await Promise.all([knot?.stop(), honest?.stop(), failing?.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** What comes of it all, without a wrong fact. */
  async function observe(server: RealServer) {
    try {
      const address = { address: "127.0.0.1", port: server.port };
      const { found, witnesses } = await observeRun([...AWS_NAMES, FAILING], [address]);
      const fails = found.get(FAILING)?.aaaa;
      const names = new Map([...found].filter(([name]) => name !== FAILING));
      expect(wrongFacts(names)).toEqual([]);
      expect(["nodata", "nxdomain", "answer"]).not.toContain(fails?.kind);
      return { names, witness: witnesses[0], fails };
    } finally {
      await server.stop();
    }
  }

  type Expected = readonly [state: WitnessState, prefixes: readonly string[], isComplete: boolean];

  it.for<readonly [string, () => readonly string[], Expected]>([
    ["nothing", () => [], ["vetted", [], true]],
    ["DNS64", () => ['module-config: "dns64 iterator"'], ["vetted", ["64:ff9b::/96"], true]],
    [
      "DNS64 with a prefix of its own",
      () => ['module-config: "dns64 iterator"', "dns64-prefix: 2a0f:64:64::/96"],
      ["vetted", ["2a0f:64:64::/96"], true],
    ],
    [
      "DNS64 for all names",
      () => ['module-config: "dns64 iterator"', "dns64-synthall: yes"],
      ["lies", ["64:ff9b::/96"], false],
    ],
    ["private-address for all AAAA", () => ["private-address: ::/0"], ["lies", [], false]],
    [
      "private-address for some AAAA",
      () => ["private-address: 2600:1f18:a::/64"],
      ["vetted", [], false],
    ],
    ["a sink", () => ['local-zone: "api.aws." always_null'], ["vetted", [], false]],
    ["a zone denied", () => ['local-zone: "api.aws." always_nxdomain'], ["vetted", [], false]],
    [
      "a zone led elsewhere",
      () => ['local-zone: "api.aws." redirect', 'local-data: "api.aws. A 52.94.66.66"'],
      ["vetted", [], false],
    ],
    [
      "a policy zone",
      () => [
        'module-config: "respip iterator"',
        "rpz:",
        '  name: "policy.test."',
        `  zonefile: "${path("policy.zone")}"`,
      ],
      ["vetted", [], false],
    ],
    [
      "a policy zone that says so",
      () => [
        "ede: yes",
        'module-config: "respip iterator"',
        "rpz:",
        '  name: "policy.test."',
        `  zonefile: "${path("policy.zone")}"`,
      ],
      ["vetted", [], false],
    ],
  ])("Unbound, with %s", async ([name, settings, [state, nat64Prefixes, isComplete]]) => {
    const server = await unbound(name.replaceAll(" ", "-"), settings());
    const { names, witness } = await observe(server);
    expect(witness).toMatchObject({ state, nat64Prefixes });
    expect(untruths(names).length === 0).toBe(isComplete);
  });

  describe.skipIf(without("named"))(titled("BIND", "named"), () => {
    it.for<readonly [string, readonly string[], readonly string[], Expected]>([
      ["nothing", [], [], ["vetted", [], true]],
      [
        "filter-aaaa",
        [],
        ['plugin query "filter-aaaa.so" { filter-aaaa-on-v4 yes; };'],
        ["lies", [], false],
      ],
      [
        "DNS64 with a prefix of its own",
        ["dns64 2a0f:64:64::/48 { clients { any; }; };"],
        [],
        ["vetted", ["2a0f:64:64::/48"], false],
      ],
      [
        "DNS64 for all names",
        ["dns64 64:ff9b::/96 { clients { any; }; exclude { any; }; };"],
        [],
        ["lies", ["64:ff9b::/96"], false],
      ],
    ])("with %s", async ([name, options, clauses, [state, nat64Prefixes, isComplete]]) => {
      const server = await startNamed({
        folder: path(`named-${name.replaceAll(" ", "-")}`),
        forwarder: honest.port,
        options,
        clauses,
      });
      const { names, witness } = await observe(server);
      expect(witness).toMatchObject({ state, nat64Prefixes });
      expect(untruths(names).length === 0).toBe(isComplete);
    });
  });

  describe.skipIf(without("dnsmasq"))(titled("dnsmasq", "dnsmasq"), () => {
    it.for<readonly [string, readonly string[], Expected]>([
      ["nothing", [], ["vetted", [], true]],
      ["--filter-AAAA", ["--filter-AAAA"], ["lies", [], false]],
      ["--address=/#/", ["--address=/#/52.94.66.66"], ["lies", [], false]],
      ["--local=/api.aws/", ["--local=/api.aws/"], ["vetted", [], false]],
      ["--address=/aws/", ["--address=/aws/amazonaws.com/0.0.0.0"], ["lies", [], false]],
    ])("with %s", async ([, settings, [state, nat64Prefixes, isComplete]]) => {
      const server = await startDnsmasq({ forwarder: honest.port, settings });
      const { names, witness } = await observe(server);
      expect(witness).toMatchObject({ state, nat64Prefixes });
      expect(untruths(names).length === 0).toBe(isComplete);
    });
  });
});
