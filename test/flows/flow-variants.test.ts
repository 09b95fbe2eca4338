import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";
import { seededRandom } from "../support/seeded-random.mjs";
import {
  type FlowRecord,
  type FlowWorld,
  FORMATS,
  flowLines,
  flowLogPath,
  flowWorld,
  writeGzip,
} from "./flow-world.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/egress6-flows-variants-`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ECS = "ecs-cluster-arn ecs-service-name ecs-task-id reject-reason encryption-status".split(
  " ",
);
const NEEDED = {
  topology: "srcaddr dstaddr srcport dstport bytes start end action log-status interface-id",
  "nat-interface":
    "interface-id srcaddr dstaddr srcport dstport bytes start end action log-status pkt-srcaddr pkt-dstaddr",
  "next-hop":
    "interface-id srcaddr dstaddr srcport dstport protocol bytes start end action log-status pkt-srcaddr pkt-dstaddr interface-type next-hop-interface-id next-hop-interface-type",
} as const;
type Mode = keyof typeof NEEDED;

/** What a mode needs, with columns that nobody asks for, in any order. */
function formatOf(mode: Mode, random: () => number): string {
  const needed = NEEDED[mode].split(" ");
  const leavesMode = (field: string) => mode !== "topology" || !field.startsWith("pkt-");
  const others = [...FORMATS[mode === "next-hop" ? 11 : 5].split(" "), ...ECS].filter(
    (field) => !needed.includes(field) && leavesMode(field) && random() < 0.4,
  );
  return [...needed, ...others]
    .map((field) => ({ field, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ field }) => field)
    .join(" ");
}

async function read(world: FlowWorld, place: string, ...args: readonly string[]) {
  writeFileSync(`${place}/survey.json`, JSON.stringify(world.survey));
  const { stdout, stderr, code } = await egress6([
    "flows",
    place,
    "--topology",
    `${place}/survey.json`,
    "--pairs",
    `${place}/pairs`,
    "--json",
    ...args,
  ]);
  expect(code, stderr).toBe(0);
  const pairs = readFileSync(`${place}/pairs`, "utf8").trimEnd().split("\n");
  return { document: JSON.parse(stdout), pairs: pairs.map((line) => JSON.parse(line)) };
}

/** Every pair, gateway and total is that of the world. */
function expectTruth(world: FlowWorld, { document, pairs }: Awaited<ReturnType<typeof read>>) {
  const key = (nat: string, src: string, dst: string, port: number) =>
    `${nat} ${src} ${dst} ${port}`;
  const wanted = new Map<string, readonly [number, number]>();
  for (const { nat, src, dst, port, up, down } of world.conversations) {
    const [a, b] = wanted.get(key(nat.id, src, dst, port)) ?? [0, 0];
    wanted.set(key(nat.id, src, dst, port), [a + up, b + down]);
  }
  const found = new Map(
    pairs.map(({ nat, src, dst, port, up, down }) => [key(nat, src, dst, port), [up, down]]),
  );
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
  for (const nat of world.nats) {
    const own = world.conversations.filter((each) => each.nat === nat);
    const sum = (each: typeof own) => each.reduce((all, { up, down }) => all + up + down, 0);
    const crossing = own.filter(({ crossesZones }) => crossesZones);
    expect(document.nats).toContainEqual(
      expect.objectContaining({ id: nat.id, bytes: sum(own), crossAzBytes: sum(crossing) }),
    );
  }
}

function write(
  place: string,
  log: string,
  parts: readonly (readonly FlowRecord[])[],
  formats: readonly string[],
  hasHeader = true,
): void {
  for (const [part, records] of parts.entries()) {
    const lines = flowLines(11, formats[part % formats.length] ?? "", records);
    writeGzip(flowLogPath(place, log, part), `${lines.slice(hasHeader ? 0 : 1).join("\n")}\n`);
  }
}

const parts = (records: readonly FlowRecord[], count: number) =>
  Array.from({ length: count }, (_, part) => records.filter((_, at) => at % count === part));

test.each(
  (["topology", "nat-interface", "next-hop"] as const).flatMap((mode) =>
    [101, 102, 103].map((seed) => [mode, seed] as const),
  ),
)("%s, world %i: any columns in any order, other in each file", async (mode, seed) => {
  const random = seededRandom(seed);
  const world = flowWorld(seed, 60);
  const place = mkdtempSync(`${folder}/order-`);
  const formats = [1, 2, 3].map(() => formatOf(mode, random));
  write(place, "fl-0a", parts(world.records, 3), formats);
  const result = await read(world, place);
  expect(result.document.meta).toMatchObject({ mode, records: world.records.length, badLines: 0 });
  expectTruth(world, result);
  for (const nat of world.nats) {
    const own = world.records.filter((record) => record["interface-id"] === nat.eni);
    const { records } = result.document.nats.find(({ id }: { id: string }) => id === nat.id);
    if (own.length > 0) expect(records).toBe(own.length);
  }
  // Headerless, as Firehose delivers them.
  const bare = mkdtempSync(`${folder}/bare-`);
  const [format = ""] = formats;
  write(bare, "fl-0a", parts(world.records, 2), [format], false);
  const written = format.split(" ").map((field) => `\${${field}}`);
  expectTruth(world, await read(world, bare, "--format", written.join(" ")));
});

test("flow logs of the VPC, of a subnet and of single interfaces count once", async () => {
  for (const seed of [201, 202]) {
    const world = flowWorld(seed, 60);
    const place = mkdtempSync(`${folder}/twice-`);
    const ofNats = world.records.filter(({ "interface-id": eni }) =>
      world.nats.some((nat) => nat.eni === eni),
    );
    const [nat] = world.nats;
    const ofOne = ofNats.filter(({ "interface-id": eni }) => eni === nat?.eni);
    write(place, "fl-0a", parts(world.records, 2), [FORMATS[2]]);
    write(place, "fl-0b", parts(ofNats, 1), [FORMATS[5]]);
    write(place, "fl-0c", parts(ofOne, 2), [FORMATS[5], FORMATS[11]]);
    expectTruth(world, await read(world, place));
    const others = mkdtempSync(`${folder}/workloads-`);
    const ofWorkloads = world.records.filter((record) => !ofNats.includes(record));
    write(others, "fl-0a", parts(world.records, 2), [FORMATS[2]]);
    write(others, "fl-0b", parts(ofWorkloads, 1), [FORMATS[5]]);
    write(others, "fl-0c", parts(ofOne, 1), [FORMATS[5]]);
    expectTruth(world, await read(world, others));
  }
});

test("of a gateway whose interface is not logged, route tables say the bytes", async () => {
  for (const version of [5, 11] as const) {
    const world = flowWorld(300 + version, 80);
    const place = mkdtempSync(`${folder}/unlogged-`);
    const [, second] = world.nats;
    const logged = world.records.filter(({ "interface-id": eni }) => eni !== second?.eni);
    write(place, "fl-0a", parts(logged, 2), [FORMATS[version]]);
    const result = await read(world, place);
    expectTruth(world, result);
    if (version === 5) expect(result.document.meta.modes).toEqual(["nat-interface", "topology"]);
  }
});

test("next hops without their type are no gateways: interfaces are", async () => {
  const world = flowWorld(401, 60);
  const place = mkdtempSync(`${folder}/untyped-`);
  const fields = FORMATS[11].split(" ").filter((field) => !field.endsWith("interface-type"));
  write(place, "fl-0a", parts(world.records, 1), [fields.join(" ")]);
  const { stdout } = await egress6(["flows", place, "--json"]);
  const { meta, totals } = JSON.parse(stdout);
  expect(meta.mode).toBe("nat-interface");
  expect(totals.bytes).toBe(world.conversations.reduce((sum, { up, down }) => sum + up + down, 0));
});

test("a file under another name is a copy if it holds the same", async () => {
  const world = flowWorld(501, 40);
  const place = mkdtempSync(`${folder}/copies-`);
  const text = `${flowLines(5, FORMATS[5], world.records).join("\n")}\n`;
  writeGzip(`${place}/a.log.gz`, text);
  writeGzip(`${place}/b/again.log.gz`, text);
  const result = await read(world, place);
  expect(result.document.meta.copies).toHaveLength(1);
  expectTruth(world, result);
});

test("NAT64 at the gateway names the host in the record itself", async () => {
  const place = mkdtempSync(`${folder}/nat64-`);
  const world = flowWorld(601, 10);
  const [nat] = world.nats;
  const [six, host] = ["2a05:d014:abc::7", "64:ff9b::8c52:740a"];
  const common = { "interface-id": nat?.eni ?? "", start: 1_793_577_600, end: 1_793_577_660 };
  const ok = { ...common, action: "ACCEPT", "log-status": "OK", protocol: 6 };
  const leg = (src: string, dst: string, bytes: number, ports: readonly [number, number]) => ({
    ...ok,
    srcaddr: src,
    dstaddr: dst,
    "pkt-srcaddr": src,
    "pkt-dstaddr": dst,
    srcport: ports[0],
    dstport: ports[1],
    bytes,
  });
  const ip = nat?.ips[0] ?? "";
  const records = [
    leg(six, host, 1000, [40_000, 443]),
    leg(host, six, 20_000, [443, 40_000]),
    leg(ip, "140.82.116.10", 1000, [50_000, 443]),
    leg("140.82.116.10", ip, 20_000, [443, 50_000]),
  ];
  write(place, "fl-0a", [records], [NEEDED["nat-interface"]]);
  for (const engine of ["text", "duckdb"]) {
    const { document, pairs } = await read(world, place, "--engine", engine, "--force");
    expect(document.totals).toMatchObject({ bytes: 21_000, up: 1000, down: 20_000 });
    expect(pairs).toMatchObject([{ src: six, dst: host, port: 443, up: 1000, down: 20_000 }]);
  }
});

test("version 2, alone or beside another: a gateway without records of its own counts once", async () => {
  const world = flowWorld(801, 60);
  const [, unlogged] = world.nats;
  const records = world.records.filter((record) => record["interface-id"] !== unlogged?.eni);
  const place = mkdtempSync(`${folder}/unlogged-`);
  write(place, "fl-0a", parts(records, 2), [FORMATS[2]]);
  expectTruth(world, await read(world, place));
  const ofGateways = (each: FlowRecord) =>
    world.nats.some(({ eni }) => eni === each["interface-id"]);
  const split = mkdtempSync(`${folder}/split-`);
  write(split, "fl-0a", [records.filter((each) => !ofGateways(each))], [FORMATS[2]]);
  write(split, "fl-0b", [records.filter(ofGateways)], [FORMATS[5]]);
  expectTruth(world, await read(world, split));
});

test("a regional gateway counts once, where workloads name it without an interface, too", async () => {
  const place = mkdtempSync(`${folder}/regional-`);
  const [src, dst, ip] = ["10.0.16.4", "45.32.1.1", "10.0.0.9"];
  const ends = (from: string, to: string, ports: readonly [number, number], bytes: number) => ({
    "pkt-srcaddr": from,
    "pkt-dstaddr": to,
    srcport: ports[0],
    dstport: ports[1],
    protocol: 6,
    bytes,
    start: 1_793_577_600,
    end: 1_793_577_660,
    action: "ACCEPT",
    "log-status": "OK",
  });
  const [out, back] = [ends(src, dst, [40_000, 443], 100), ends(dst, src, [443, 40_000], 5000)];
  const own = {
    "interface-id": "-",
    "resource-id": "nat-1r",
    "interface-type": "regional_nat_gateway",
  };
  const hop = { "next-hop-interface-id": "-", "next-hop-interface-type": "regional_nat_gateway" };
  const workload = { "interface-id": "eni-w" };
  const records: readonly FlowRecord[] = [
    { ...workload, ...out, ...hop, srcaddr: src, dstaddr: dst, "flow-direction": "egress" },
    { ...workload, ...back, srcaddr: dst, dstaddr: src, "flow-direction": "ingress" },
    { ...own, ...out, srcaddr: src, dstaddr: ip },
    { ...own, ...back, srcaddr: ip, dstaddr: src },
  ];
  // Written with the mark that some editors put at the beginning.
  const text = flowLines(11, FORMATS[11], records).join("\n");
  writeFileSync(`${place}/flow.log`, `\uFEFF${text}\n`);
  const { stdout } = await egress6(["flows", `${place}/flow.log`, "--json"]);
  const { totals, nats } = JSON.parse(stdout);
  expect(totals).toMatchObject({ bytes: 5100, up: 100, down: 5000 });
  expect(nats).toMatchObject([{ id: "nat-1r", eni: null, bytes: 5100 }]);
});

test("answers of describe calls need no tags", async () => {
  const place = mkdtempSync(`${folder}/untagged-`);
  const world = flowWorld(701, 30);
  write(place, "fl-0a", parts(world.records, 1), [FORMATS[5]]);
  const gateways = world.nats.map(({ id, eni, ips }) => ({
    NatGatewayId: id,
    NatGatewayAddresses: ips.map((ip) => ({ NetworkInterfaceId: eni, PrivateIp: ip })),
  }));
  writeFileSync(`${place}/nats.json`, JSON.stringify({ NatGateways: gateways }));
  const { stdout } = await egress6(["flows", place, "--topology", `${place}/nats.json`, "--json"]);
  expect(JSON.parse(stdout).totals.bytes).toBe(
    world.conversations.reduce((sum, { up, down }) => sum + up + down, 0),
  );
});

test("version 2: secondary addresses and blocks, NAT64, transit gateways and health checks", async () => {
  const place = mkdtempSync(`${folder}/mixed-`);
  const subnet = (id: string, az: string, cidr: string, ipv6Cidr: string | null = null) => ({
    id,
    vpc: "vpc-1",
    az,
    cidr,
    ipv6Cidr,
  });
  const route = (destination: string, target: string) => ({ destination, target });
  const topology = {
    vpcs: [{ id: "vpc-1", cidr: "10.0.0.0/16", cidrs: ["10.0.0.0/16", "100.64.0.0/16"] }],
    subnets: [
      subnet("s-pub", "z1", "10.0.0.0/24"),
      subnet("s-a", "z1", "10.0.16.0/24", "2a05:d014:0:1::/64"),
      subnet("s-b", "z2", "100.64.0.0/20"),
    ],
    routeTables: [
      {
        id: "r-a",
        vpc: "vpc-1",
        main: false,
        subnets: ["s-a", "s-b"],
        routes: [
          route("10.0.0.0/16", "local"),
          route("100.64.0.0/16", "local"),
          route("172.16.0.0/12", "tgw-1"),
          route("0.0.0.0/0", "nat-1"),
          route("64:ff9b::/96", "nat-1"),
        ],
      },
    ],
    natGateways: [
      {
        id: "nat-1",
        vpc: "vpc-1",
        subnet: "s-pub",
        eni: "eni-nat",
        privateIps: ["10.0.0.9"],
        az: "z1",
      },
    ],
    enis: [{ id: "eni-nlb", type: "network_load_balancer", subnet: "s-a", ipv4: ["10.0.16.200"] }],
  };
  const line = (eni: string, from: string, to: string, bytes: number, ports = "40000 443") =>
    `2 123456789012 ${eni} ${from} ${to} ${ports} 6 1 ${bytes} 1793577600 1793577660 ACCEPT OK`;
  const lines = [
    FORMATS[2],
    line("eni-w", "10.0.16.4", "45.32.1.1", 100),
    line("eni-w", "45.32.1.1", "10.0.16.4", 1000, "443 40000"),
    line("eni-w", "10.0.16.5", "45.32.1.1", 10),
    line("eni-pod", "100.64.0.7", "45.32.1.1", 7),
    line("eni-w", "2a05:d014:0:1::4", "64:ff9b::8c52:7411", 30),
    // None of these passes the gateway, or does so again.
    line("eni-w", "2a05:d014:0:1::4", "2600::1", 31),
    line("eni-w", "10.0.16.4", "172.20.1.1", 555),
    line("eni-w", "10.0.16.4", "100.64.0.7", 556),
    line("eni-nlb", "10.0.16.200", "10.0.16.4", 557),
    line("eni-nat", "10.0.16.4", "45.32.1.1", 100),
    line("eni-nat", "10.0.0.9", "45.32.1.1", 100),
    line("eni-nat", "203.0.113.5", "10.0.0.9", 60, "40000 22"),
  ];
  writeFileSync(`${place}/flow.log`, `${lines.join("\n")}\n`);
  writeFileSync(`${place}/survey.json`, JSON.stringify({ topology }));
  for (const engine of ["text", "duckdb"]) {
    const { stdout } = await egress6([
      "flows",
      `${place}/flow.log`,
      "--topology",
      `${place}/survey.json`,
      "--engine",
      engine,
      "--json",
    ]);
    const { totals, nats } = JSON.parse(stdout);
    expect(totals).toMatchObject({ bytes: 1147, up: 147, down: 1000 });
    expect(nats).toMatchObject([{ id: "nat-1", bytes: 1147, crossAzBytes: 7 }]);
  }
});
