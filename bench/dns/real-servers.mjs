// Knot (authoritative), Unbound (recursive over it), BIND and dnsmasq (forwarding) on loopback, for tests and
// benchmarks.
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { accessSync, constants, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CONTROL_ZONES, ROOT_ZONE } from "../../test/support/dns/controls.mjs";

const READY_WITHIN_MS = 60_000;
/** Below those that are given to who binds to any port: nobody else takes one between its choice and its use. */
const PORTS = { from: 10_000, count: 20_000 };

/** Path of a program, also where Debian keeps daemons; null when it is not installed. */
export function findProgram(name) {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {}
  }
  return null;
}

/** Those of the programs that are not installed. */
export function missingPrograms(...names) {
  return names.filter((name) => findProgram(name) === null);
}

/**
 * Beside its zones it has those by which resolvers are vetted.
 * @param folder where its files go
 * @param zones zone file texts by zone name
 * @param addresses to listen on, all with the same free port
 */
export async function startKnot({ folder, zones, addresses = ["127.0.0.1"], cpu = null }) {
  const home = join(folder, "knot");
  mkdirSync(home, { recursive: true });
  const port = await freePort();
  const zoneLines = Object.entries({ ...zones, ...CONTROL_ZONES }).map(([zone, text]) => {
    writeFileSync(join(home, `${zone}zone`), text);
    return `  - domain: ${zone}\n    file: ${join(home, `${zone}zone`)}\n    zonefile-sync: -1`;
  });
  writeFileSync(
    join(home, "knot.conf"),
    [
      "server:",
      `    listen: [${addresses.map((address) => `"${address}@${port}"`).join(", ")}]`,
      `    rundir: "${home}"`,
      "    udp-workers: 1",
      "    tcp-workers: 1",
      "database:",
      `    storage: "${home}"`,
      "zone:",
      ...zoneLines,
      "",
    ].join("\n"),
  );
  return startDaemon("knotd", ["-c", join(home, "knot.conf")], port, Object.keys(zones)[0], cpu);
}

/**
 * Has a copy of the root, and finds the zones by which resolvers are vetted where it finds the first of the stubs.
 * @param stubs port on 127.0.0.1 of the authoritative server, by zone name
 * @param settings further lines for the server clause
 * @param cpu the core to run on; null for any
 */
export async function startUnbound({
  folder,
  stubs,
  addresses = ["127.0.0.1"],
  settings = [],
  cpu = null,
}) {
  const home = join(folder, "unbound");
  mkdirSync(home, { recursive: true });
  const port = await freePort();
  const [authority] = Object.values(stubs);
  const controls = Object.fromEntries(Object.keys(CONTROL_ZONES).map((zone) => [zone, authority]));
  writeFileSync(join(home, "root.zone"), ROOT_ZONE);
  writeFileSync(
    join(home, "unbound.conf"),
    [
      "server:",
      `  directory: "${home}"`,
      '  chroot: ""',
      '  username: ""',
      `  pidfile: "${join(home, "unbound.pid")}"`,
      ...addresses.map((address) => `  interface: ${address}@${port}`),
      "  access-control: 127.0.0.0/8 allow",
      "  access-control: ::1 allow",
      "  do-not-query-localhost: no",
      "  num-threads: 1",
      "  so-rcvbuf: 4m",
      "  msg-cache-size: 200m",
      "  rrset-cache-size: 200m",
      "  qname-minimisation: no",
      '  module-config: "iterator"',
      '  local-zone: "test." nodefault',
      "  use-syslog: no",
      `  logfile: "${join(home, "unbound.log")}"`,
      ...settings.map((line) => `  ${line}`),
      "remote-control:",
      "  control-enable: no",
      "auth-zone:",
      '  name: "."',
      `  zonefile: "${join(home, "root.zone")}"`,
      "  for-downstream: no",
      "  for-upstream: yes",
      ...Object.entries({ ...controls, ...stubs }).flatMap(([zone, stubPort]) => [
        "stub-zone:",
        `  name: "${zone}"`,
        `  stub-addr: 127.0.0.1@${stubPort}`,
      ]),
      "",
    ].join("\n"),
  );
  return startDaemon(
    "unbound",
    ["-d", "-c", join(home, "unbound.conf")],
    port,
    Object.keys(stubs)[0],
    cpu,
  );
}

/**
 * @param forwarder port on 127.0.0.1 of the resolver that it asks
 * @param options lines for its options
 * @param clauses lines outside them
 */
export async function startNamed({ folder, forwarder, options = [], clauses = [] }) {
  const home = join(folder, "named");
  mkdirSync(home, { recursive: true });
  const port = await freePort();
  writeFileSync(
    join(home, "named.conf"),
    [
      "options {",
      `  directory "${home}";`,
      `  pid-file "${join(home, "named.pid")}";`,
      `  session-keyfile "${join(home, "session.key")}";`,
      `  listen-on port ${port} { 127.0.0.1; };`,
      "  listen-on-v6 { none; };",
      "  recursion yes;",
      "  dnssec-validation no;",
      "  empty-zones-enable no;",
      `  forwarders { 127.0.0.1 port ${forwarder}; };`,
      "  forward only;",
      ...options.map((line) => `  ${line}`),
      "};",
      "controls {};",
      ...clauses,
      "",
    ].join("\n"),
  );
  const args = ["-g", "-n", "1", "-c", join(home, "named.conf")];
  return startDaemon("named", args, port, Object.keys(CONTROL_ZONES)[0], null);
}

/** @param forwarder port on 127.0.0.1 of the resolver that it asks */
export async function startDnsmasq({ forwarder, settings = [] }) {
  const port = await freePort();
  const args = [
    ...[
      "--keep-in-foreground",
      "--conf-file=/dev/null",
      "--no-hosts",
      "--no-resolv",
      "--pid-file=",
    ],
    ...["--listen-address=127.0.0.1", "--bind-interfaces", "--user=", `--port=${port}`],
    `--server=127.0.0.1#${forwarder}`,
    ...settings,
  ];
  return startDaemon("dnsmasq", args, port, Object.keys(CONTROL_ZONES)[0], null);
}

async function startDaemon(program, args, port, zone, cpu) {
  const path = findProgram(program);
  if (path === null) throw new Error(`${program} is not installed`);
  const command = cpu === null ? [path, ...args] : ["taskset", "-c", String(cpu), path, ...args];
  const child = spawn(command[0], command.slice(1), { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output = (output + chunk).slice(-4000);
    });
  }
  const exited = once(child, "exit");
  const stop = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      await resolver.resolveSoa(zone);
      return { port, pid: child.pid, stop };
    } catch (error) {
      if (child.exitCode !== null || Date.now() > deadline) {
        await stop();
        throw new Error(`${program} did not come up:\n${output}`, { cause: error });
      }
      await sleep(50);
    }
  }
}

async function freePort() {
  for (;;) {
    const port = PORTS.from + randomInt(PORTS.count);
    if (
      (await isFree(createServer(), "listen", port)) &&
      (await isFree(createSocket("udp4"), "bind", port))
    ) {
      return port;
    }
  }
}

async function isFree(socket, take, port) {
  try {
    socket[take](port, "127.0.0.1");
    await once(socket, "listening");
  } catch {
    return false;
  }
  socket.close();
  await once(socket, "close");
  return true;
}
