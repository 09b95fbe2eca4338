import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { Socket as UdpSocket } from "node:dgram";
import { Server } from "node:net";
import { fileURLToPath } from "node:url";

const LISTEN = fileURLToPath(new URL("netns-listen.mjs", import.meta.url));

/**
 * Why no network namespaces can be had here; null when they can. In CI it is always null: there the
 * tests fail rather than being skipped.
 */
export function whyNoNamespaces(): string | null {
  if (process.env["CI"] !== undefined) return null;
  if (process.platform !== "linux") return "network namespaces are a thing of Linux";
  if (process.getuid?.() !== 0) return "only root may make network namespaces";
  const { error } = spawnSync("ip", ["-V"]);
  return error === undefined ? null : "`ip` is missing, apt-get install iproute2";
}

/** A network of its own. Everything in it disappears with `remove`. */
export interface NetworkNamespace {
  /** Runs `ip` in it, such as `ip("-6 addr add 2001:db8::1/64 dev lo nodad")`. */
  ip(command: string): void;
  /** Whether something in it waits for the first answer of this IPv6 address. */
  isConnectingTo(address: string): boolean;
  /** The command that runs another one in it, with these files in the place of those in /etc. */
  wrap(command: readonly string[], resolvConf?: string, hosts?: string): readonly string[];
  /** A server that listens in it, and is served by this process. */
  listenTcp(host: string, port: number): Promise<Server>;
  /** A socket that is bound in it, and is served by this process. */
  bindUdp(host: string, port: number): Promise<UdpSocket>;
  remove(): Promise<void>;
}

/**
 * Makes a namespace whose loopback is up, and in which `uplink` leads nowhere: what is sent there is
 * lost without a word, as behind a firewall that drops.
 */
export function createNamespace(): NetworkNamespace {
  const name = `egress6-${randomBytes(4).toString("hex")}`;
  runIp(["netns", "add", name]);
  const namespace = new Namespace(name);
  namespace.ip("link set lo up");
  namespace.ip("link add uplink type veth peer name nowhere");
  namespace.ip("link set nowhere up");
  namespace.ip("link set uplink up");
  return namespace;
}

type Handed = Server | UdpSocket;

class Namespace implements NetworkNamespace {
  private readonly name: string;
  private readonly opened: Handed[] = [];
  private listener: ChildProcess | null = null;
  private requests = 0;

  constructor(name: string) {
    this.name = name;
  }

  ip(command: string): void {
    runIp(["-n", this.name, ...command.split(" ")]);
  }

  isConnectingTo(address: string): boolean {
    const waiting = ["ss", "-Hn6", "state", "syn-sent", "dst", `[${address}]`];
    return runIp(["netns", "exec", this.name, ...waiting]) !== "";
  }

  wrap(command: readonly string[], resolvConf = "", hosts = ""): readonly string[] {
    const inNamespace = ["ip", "netns", "exec", this.name];
    if (resolvConf + hosts === "") return [...inNamespace, ...command];
    // `ip netns exec` gives the command its own view of mounts: these are seen by nobody else.
    const script = `
      [ -z "$0" ] || mount --bind "$0" /etc/resolv.conf
      [ -z "$1" ] || mount --bind "$1" /etc/hosts
      shift && exec "$@"`;
    return [...inNamespace, "sh", "-e", "-c", script, resolvConf, hosts, ...command];
  }

  async listenTcp(host: string, port: number): Promise<Server> {
    const server = await this.open("tcp", host, port);
    if (!(server instanceof Server)) throw new Error("no server was handed over");
    return server;
  }

  async bindUdp(host: string, port: number): Promise<UdpSocket> {
    const socket = await this.open("udp", host, port);
    if (socket instanceof Server) throw new Error("no socket was handed over");
    return socket;
  }

  async remove(): Promise<void> {
    for (const handed of this.opened) await closed(handed);
    this.listener?.kill();
    runIp(["netns", "del", this.name]);
  }

  private async open(kind: "tcp" | "udp", host: string, port: number): Promise<Handed> {
    this.listener ??= this.startListener();
    const { listener } = this;
    const id = ++this.requests;
    const handed = new Promise<Handed>((resolve, reject) => {
      const onMessage = (message: unknown, handle: unknown) => {
        const { id: answered, error } = message as { id: number; error?: string };
        if (answered !== id) return;
        listener.off("message", onMessage);
        if (error === undefined) resolve(handle as Handed);
        else reject(new Error(`${kind} [${host}]:${port}: ${error}`));
      };
      listener.on("message", onMessage);
      listener.once("exit", () => reject(new Error("the namespace's listener ended")));
    });
    listener.send({ id, kind, host, port });
    const socket = await handed;
    this.opened.push(socket);
    return socket;
  }

  private startListener(): ChildProcess {
    const [file = "", ...args] = this.wrap([process.execPath, LISTEN]);
    return spawn(file, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  }
}

function runIp(args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync("ip", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`ip ${args.join(" ")}: ${error?.message ?? stderr.trim()}`);
  return stdout;
}

function closed(handed: Handed): Promise<void> {
  return new Promise((resolve) => {
    try {
      handed.close(() => resolve());
    } catch {
      // Closed already.
      resolve();
    }
  });
}
