import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { createServer as createTlsServer } from "node:tls";
import { builtEgress6 } from "../support/built.js";
import type { Authority } from "../support/certificates.js";
import type { Fault } from "../support/dns/faults.js";
import { type Records, startDnsServer } from "../support/dns/server.js";
import { createNamespace, type NetworkNamespace } from "../support/netns.js";

export interface InventedNetwork {
  /** What the host has besides loopback, each with a default route into a void. */
  readonly families: readonly ("ipv6" | "ipv4")[];
  /** What the resolver at 127.0.0.1 says; null: nobody listens there. */
  readonly dns: Readonly<Record<string, Records>> | null;
  readonly faults?: readonly Fault[];
  /** Whether it answers the questions by which resolvers are vetted; a closed network has no such names. */
  readonly controls?: "honest" | "none";
  /** Where the resolver is instead; a link-local address has a zone. */
  readonly resolverAddress?: string;
  /** What resolv.conf says besides. */
  readonly furtherResolvConf?: string;
  /** Addresses at which credentials are served. */
  readonly credentials?: readonly string[];
  /** Addresses where TLS is served, and the names in the certificate; all others lead into the void. */
  readonly tls?: Readonly<Record<string, readonly string[]>>;
  /** Addresses where connections to port 443 are made, and nothing more comes back. */
  readonly silent?: readonly string[];
  /** The host's own IPv6 address is one that only its own network knows. */
  readonly isUniqueLocal?: boolean;
  /** The text of its hosts file. */
  readonly hostsFile?: string;
  /** What the metadata service does not answer: a token's answer may not travel as far as this host. */
  readonly metadataSilence?: "to-all" | "to-token" | null;
  /** Addresses where a metadata service answers. */
  readonly metadata?: readonly string[];
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Of `--json`. */
  readonly document: Document;
}

interface Way {
  readonly reach: string;
  readonly brokenAt: string | null;
  readonly connection: {
    readonly tcp: { readonly kind: string };
    readonly tls: { readonly kind: string } | null;
  } | null;
}

export interface Document {
  readonly verdict: {
    readonly state: string;
    readonly brokenLink: string | null;
    readonly text: string;
    readonly remedy: { readonly text: string; readonly command: string | null } | null;
  };
  readonly resolvers: readonly {
    readonly address: string;
    readonly state: string;
    readonly reasons: readonly string[];
    readonly nat64Prefixes: readonly string[];
  }[];
  readonly findings: readonly { readonly id: string; readonly severity: string }[];
  readonly steps: readonly {
    readonly id: string;
    readonly state: string;
    readonly summary: string;
    readonly ms: number | null;
    readonly remedy: { readonly text: string; readonly command: string | null } | null;
  }[];
  readonly targets: readonly {
    readonly label: string;
    readonly state: string;
    readonly ipv6Name: string | null;
    readonly names: readonly {
      readonly hostname: string;
      readonly isUsed: boolean;
      readonly ipv6: Way;
      readonly ipv4: Way;
      readonly nat64: Way | null;
      readonly happyEyeballs: { readonly family: string; readonly ms: number } | null;
    }[];
  }[];
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Ctrl-C is pressed once the program tries to connect to this IPv6 address. */
  readonly stopWhileConnectingTo?: string;
}

/** A host with a network of its own, in which `egress6` runs as a process. */
export class InventedHost {
  private readonly namespace: NetworkNamespace;
  /** The home of its user, where commands run. */
  readonly home = mkdtempSync(`${tmpdir()}/egress6-doctor-`);
  private readonly authority: Authority;
  private readonly unanswered = new Set<Socket>();
  /** What came to where credentials are served; one entry for each connection. */
  readonly sentForCredentials: Buffer[][] = [];

  private constructor(namespace: NetworkNamespace, authority: Authority) {
    this.namespace = namespace;
    this.authority = authority;
  }

  static async create(network: InventedNetwork, authority: Authority): Promise<InventedHost> {
    const host = new InventedHost(createNamespace(), authority);
    try {
      await host.set(network);
    } catch (error) {
      await host.remove();
      throw error;
    }
    return host;
  }

  private async set({
    families,
    dns,
    faults = [],
    controls = "honest",
    resolverAddress = "127.0.0.1",
    furtherResolvConf = "",
    credentials = [],
    tls = {},
    silent = [],
    isUniqueLocal = false,
    hostsFile = "127.0.0.1 localhost\n",
    metadataSilence = null,
    metadata = [],
  }: InventedNetwork): Promise<void> {
    const { namespace } = this;
    const ip = (command: string) => namespace.ip(command);
    if (families.includes("ipv6")) {
      const own = isUniqueLocal ? "fd12:3456:789a::10" : "2600:1f18:1::10";
      ip(`-6 addr add ${own}/64 dev uplink nodad`);
      ip("-6 neigh add fe80::1 lladdr 02:00:00:00:00:01 dev uplink nud permanent");
      ip("-6 route add default via fe80::1 dev uplink");
    } else {
      ip("link set uplink addrgenmode none");
      ip("-6 addr flush dev uplink");
    }
    if (families.includes("ipv4")) {
      ip("addr add 10.0.1.10/24 dev uplink");
      ip("neigh add 10.0.1.1 lladdr 02:00:00:00:00:01 dev uplink nud permanent");
      ip("route add default via 10.0.1.1 dev uplink");
    }
    if (resolverAddress.startsWith("fe80:")) {
      const [address, device] = resolverAddress.split("%");
      ip(`-6 addr add ${address}/64 dev ${device} nodad`);
    }
    const resolvConf = `nameserver ${resolverAddress}\n${furtherResolvConf}`;
    writeFileSync(`${this.home}/resolv.conf`, resolvConf);
    writeFileSync(`${this.home}/hosts`, hostsFile);
    if (dns !== null) {
      await startDnsServer({
        records: dns,
        faults,
        controls,
        host: resolverAddress,
        port: 53,
        namespace,
      });
    }
    for (const [address, hostnames] of Object.entries(tls)) {
      const server = createTlsServer(this.authority.certificateFor(hostnames));
      const listener = await this.listen(address, 443);
      listener.on("connection", (socket) => server.emit("connection", socket));
    }
    for (const address of silent) {
      const listener = await this.listen(address, 443);
      listener.on("connection", (socket) => this.unanswered.add(socket.on("error", () => {})));
    }
    for (const address of credentials) await this.serveCredentials(address);
    for (const address of metadata) {
      const server = createHttpServer(({ method }, response) => {
        if (metadataSilence === "to-all") return;
        if (method === "GET") response.writeHead(401).end();
        else if (metadataSilence === null) response.end("token");
      });
      const listener = await this.listen(address, 80);
      listener.on("connection", (socket) => {
        this.unanswered.add(socket);
        server.emit("connection", socket);
      });
    }
  }

  private async serveCredentials(address: string): Promise<void> {
    const listener = await this.listen(address, 80);
    listener.on("connection", (socket) => {
      const sent: Buffer[] = [];
      this.sentForCredentials.push(sent);
      this.unanswered.add(socket.on("error", () => {}));
      socket.on("data", (chunk: Buffer) => sent.push(chunk));
    });
  }

  private listen(address: string, port: number) {
    const length = address.includes(":") ? 128 : 32;
    this.namespace.ip(`addr add ${address}/${length} dev lo${length === 128 ? " nodad" : ""}`);
    return this.namespace.listenTcp(address, port);
  }

  egress6(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
    return this.run([process.execPath, builtEgress6(), ...args], options);
  }

  run(
    command: readonly string[],
    { env = {}, stopWhileConnectingTo }: RunOptions = {},
  ): Promise<Ended> {
    const { namespace, home } = this;
    const [file = "", ...rest] = namespace.wrap(command, `${home}/resolv.conf`, `${home}/hosts`);
    const child = spawn(file, rest, {
      cwd: this.home,
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: this.home,
        NODE_EXTRA_CA_CERTS: this.authority.file,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    const stop = setInterval(() => {
      if (stopWhileConnectingTo === undefined) return;
      if (!this.namespace.isConnectingTo(stopWhileConnectingTo)) return;
      clearInterval(stop);
      child.kill("SIGINT");
    }, 50);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        clearInterval(stop);
        const isJson = stdout.startsWith("{");
        const document = isJson ? (JSON.parse(stdout) as Document) : NO_DOCUMENT;
        resolve({ code, stdout, stderr, document });
      });
    });
  }

  async remove(): Promise<void> {
    for (const socket of this.unanswered) socket.destroy();
    await this.namespace.remove();
    rmSync(this.home, { recursive: true, force: true });
  }
}

const NO_DOCUMENT: Document = {
  verdict: { state: "none", brokenLink: null, text: "", remedy: null },
  resolvers: [],
  findings: [],
  steps: [],
  targets: [],
};
