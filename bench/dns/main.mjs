// How fast names are observed, next to other clients: `npm run bench:dns`, or
// node bench/dns/main.mjs [--names N] [--rounds N]
//
// Unbound, warm, over Knot, on loopback. Servers on one core, the client on another; each client is a
// whole process that asks A and AAAA of every name; clients take turns.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median } from "../median.mjs";
import { measure } from "./measure.mjs";
import { findProgram, startKnot, startUnbound } from "./real-servers.mjs";

const { values } = parseArgs({
  options: {
    names: { type: "string", default: "60000" },
    rounds: { type: "string", default: "7" },
  },
});
const nameCount = Number(values.names);
const rounds = Number(values.rounds);

const isPinned = availableParallelism() > 1 && findProgram("taskset") !== null;
const SERVER_CPU = isPinned ? 0 : null;
const CLIENT_CPU = isPinned ? 1 : null;
/** adnshost asks port 53 only, and only such an address is sure to be free there. */
const ADNS_ADDRESS = "127.53.0.1";
/** How many times as fast as each peer egress6 is to be, whatever the peer is told to ask at once. */
const SCANNER = "egress6, scanner";
const LOOKUP = "egress6, lookup --ndjson";
const BARE = "Node dgram, nothing checked";
const TARGETS = { adnshost: 1.5, "Node c-ares": 3, dnsperf: 0.45 };
const MOST_MB = 150;
const NAMES_AT_ONCE = { adnshost: [100, 500], "Node c-ares": [100, 500, 2000] };

const folder = mkdtempSync(join(tmpdir(), "egress6-bench-"));
const namesFile = join(folder, "names.txt");
const queriesFile = join(folder, "queries.txt");
const outputFile = join(folder, "output.ndjson");
const servers = [];
try {
  process.exitCode = (await run()) ? 0 : 1;
} finally {
  for (const server of servers) await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function run() {
  writeNames();
  const hasPort53 = await canUsePort53();
  const unbound = await startServers(hasPort53);
  const clients = clientsFor(unbound.port, hasPort53);
  console.log(
    `${nameCount.toLocaleString("en-US")} names, A and AAAA, ${rounds} rounds, ` +
      `${isPinned ? "client and servers on a core each" : "not pinned: one core, or no taskset"}`,
  );
  await measure({ ...clients[0], cpu: CLIENT_CPU });
  await measure({ ...clients[0], cpu: CLIENT_CPU });
  let mismatches = 0;
  let compared = 0;
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < clients.length; turn++) {
      const client = clients[(round + turn) % clients.length];
      const run = await measure({ cpu: CLIENT_CPU, ...client });
      if (run.code !== 0) throw new Error(`${client.name} ended with ${run.code}: ${run.errors}`);
      client.runs.push(run);
      if (client.name !== LOOKUP) continue;
      mismatches += await countMismatches();
      compared += 2 * nameCount;
    }
  }
  return report(clients, mismatches, compared);
}

function clientsFor(port, hasPort53) {
  const egress6 = fileURLToPath(new URL("../../packages/egress6/bin/egress6.js", import.meta.url));
  const clients = [
    {
      name: "dnsperf",
      command: [
        "dnsperf",
        "-s",
        "127.0.0.1",
        "-p",
        `${port}`,
        "-d",
        queriesFile,
        "-n",
        "1",
        "-q",
        "500",
        "-c",
        "4",
      ],
    },
    {
      name: SCANNER,
      command: [
        process.execPath,
        fileURLToPath(new URL("./library.mjs", import.meta.url)),
        namesFile,
        "127.0.0.1",
        `${port}`,
      ],
    },
    {
      name: LOOKUP,
      command: [
        process.execPath,
        egress6,
        "lookup",
        "--names",
        namesFile,
        "--ndjson",
        "--rate",
        "unlimited",
        "--resolver",
        `127.0.0.1:${port}`,
      ],
      stdout: outputFile,
    },
    {
      name: BARE,
      command: [
        process.execPath,
        fileURLToPath(new URL("./bare-udp.mjs", import.meta.url)),
        namesFile,
        "127.0.0.1",
        `${port}`,
      ],
    },
    ...NAMES_AT_ONCE["Node c-ares"].map((atOnce) => ({
      name: `Node c-ares, ${atOnce} names at once`,
      command: [
        process.execPath,
        fileURLToPath(new URL("./c-ares.mjs", import.meta.url)),
        namesFile,
        `127.0.0.1:${port}`,
        `${atOnce}`,
      ],
    })),
  ];
  if (hasPort53) clients.push(...adnshostClients());
  return clients.map((client) => ({ ...client, runs: [] }));
}

/** adnshost asks at once for all it reads, so it is fed so many names at a time. */
function adnshostClients() {
  const adnshost = [
    "adnshost",
    "--config",
    `nameserver ${ADNS_ADDRESS}`,
    "-taddr",
    "-Aa",
    "-f",
    "-a",
  ];
  const pinned = isPinned ? ["taskset", "-c", String(CLIENT_CPU), ...adnshost] : adnshost;
  return NAMES_AT_ONCE.adnshost.map((atOnce) => ({
    name: `adnshost, ${atOnce} names at once`,
    command: [
      process.execPath,
      fileURLToPath(new URL("./feed.mjs", import.meta.url)),
      namesFile,
      `${atOnce}`,
      "^\\d+ \\d+ ",
      ...pinned,
    ],
    cpu: SERVER_CPU,
  }));
}

async function startServers(hasPort53) {
  const zone = [
    "$ORIGIN bench.test.",
    "$TTL 86400",
    "@ SOA ns admin 1 3600 600 86400 86400",
    "@ NS ns",
    "ns A 127.0.0.1",
  ];
  for (let index = 0; index < nameCount; index++) {
    const { label, a, aaaa } = truthOf(index);
    zone.push(`${label} A ${a}`);
    if (aaaa !== null) zone.push(`${label} AAAA ${aaaa}`);
  }
  const knot = await startKnot({
    folder,
    zones: { "bench.test.": `${zone.join("\n")}\n` },
    cpu: SERVER_CPU,
  });
  servers.push(knot);
  const unbound = await startUnbound({
    folder,
    stubs: { "bench.test.": knot.port },
    cpu: SERVER_CPU,
    settings: hasPort53 ? [`interface: ${ADNS_ADDRESS}@53`] : [],
  });
  servers.push(unbound);
  return unbound;
}

/** The shape of the real thing: regional names, one in five with AAAA. */
function truthOf(index) {
  const label = `service-${index}.us-east-1`;
  const a = `52.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
  return { label, a, aaaa: index % 5 === 0 ? `2600:1f18:a::1:${index.toString(16)}` : null };
}

function writeNames() {
  const names = Array.from(
    { length: nameCount },
    (_, index) => `${truthOf(index).label}.bench.test`,
  );
  writeFileSync(namesFile, `${names.join("\n")}\n`);
  writeFileSync(queriesFile, names.map((name) => `${name} A\n${name} AAAA\n`).join(""));
}

async function countMismatches() {
  let index = 0;
  let mismatches = 0;
  for await (const line of createInterface({ input: createReadStream(outputFile) })) {
    const { label, a, aaaa } = truthOf(index);
    const found = JSON.parse(line);
    const isNamed = found.name === `${label}.bench.test`;
    if (!isNamed || !isOutcome(found.a, a)) mismatches += 1;
    if (!isNamed || !isOutcome(found.aaaa, aaaa)) mismatches += 1;
    index += 1;
  }
  return mismatches + 2 * (nameCount - index);
}

function isOutcome({ outcome, addresses }, address) {
  const expected = address === null ? "nodata" : "answer";
  return outcome === expected && addresses.join() === (address === null ? "" : canonical(address));
}

function canonical(address) {
  return address.includes(":") ? new URL(`http://[${address}]/`).hostname.slice(1, -1) : address;
}

function report(clients, mismatches, compared) {
  const medianOf = (client) => median(client.runs.map(({ seconds }) => seconds));
  const own = [SCANNER, LOOKUP].map((name) => clients.find((client) => client.name === name));
  const [scanner, lookup] = own;
  const peers = clients.filter((client) => !own.includes(client));
  const ratio = (one, peer) => `${(medianOf(peer) / medianOf(one)).toFixed(2)}×`;
  console.log(
    `\n${"client".padEnd(32)}  median s   (min – max)    names/s  peak MB  scanner  lookup`,
  );
  for (const client of clients) {
    const seconds = client.runs.map((run) => run.seconds);
    const spread = `(${Math.min(...seconds).toFixed(2)} – ${Math.max(...seconds).toFixed(2)})`;
    const peakMb = Math.max(...client.runs.map((run) => run.peakMb));
    console.log(
      [
        client.name.padEnd(32),
        medianOf(client).toFixed(2).padStart(8),
        spread.padStart(15),
        Math.round(nameCount / medianOf(client))
          .toLocaleString("en-US")
          .padStart(9),
        peakMb.toFixed(0).padStart(7),
        ...(own.includes(client)
          ? []
          : own.map((one) => ratio(one, client).padStart(one === scanner ? 7 : 6))),
      ].join("  "),
    );
  }
  const peakMb = Math.max(...own.flatMap(({ runs }) => runs.map((run) => run.peakMb)));
  const bare = clients.find(({ name }) => name === BARE);
  const checks = peers.flatMap((peer) => {
    const target = TARGETS[peer.name.split(",")[0]];
    if (target === undefined) return [];
    const isMet = medianOf(peer) / medianOf(scanner) >= target;
    const others = `lookup ${ratio(lookup, peer)}, nothing checked ${ratio(bare, peer)}`;
    return [[isMet, `at least ${target}× ${peer.name}: ${ratio(scanner, peer)} (${others})`]];
  });
  if (!clients.some(({ name }) => name.startsWith("adnshost"))) {
    checks.push([
      null,
      `adnshost: not installed, or port 53 of ${ADNS_ADDRESS} is not free for us`,
    ]);
  }
  checks.push(
    [peakMb <= MOST_MB, `at most ${MOST_MB} MB: ${peakMb.toFixed(0)} MB`],
    [
      mismatches === 0,
      `no mismatches: ${mismatches} in ${compared.toLocaleString("en-US")} outcomes`,
    ],
  );
  console.log(
    "\nThe last columns: how many times as fast. The scanner keeps its outcomes, as dnsperf and c-ares do;\n" +
      "lookup reads a file, and prints 21 MB of NDJSON in the order of the input, too.\n" +
      "adnshost does not limit what it asks at once, so a process on the core of the servers feeds it.\n" +
      "With 500 names its one socket overflows, and it waits two seconds for what was lost.\n" +
      "“Nothing checked” sends and counts in a bare loop: no scanner over node:dgram can be faster.\n",
  );
  for (const [isMet, text] of checks) {
    console.log(`${isMet === null ? "SKIP" : isMet ? "PASS" : "FAIL"}  ${text}`);
  }
  return checks.every(([isMet]) => isMet !== false);
}

async function canUsePort53() {
  if (findProgram("adnshost") === null) return false;
  const socket = createSocket("udp4");
  try {
    socket.bind(53, ADNS_ADDRESS);
    await once(socket, "listening");
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}
