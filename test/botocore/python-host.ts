import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type AwsServer, createAwsServer, SECRET_KEY } from "../aws-sdk/aws-server.js";
import { CERTIFIED } from "../aws-sdk/certified.js";
import { type Authority, createAuthority } from "../support/certificates.js";
import { type DnsServer, startDnsServer } from "../support/dns/server.js";
import { createNamespace, type NetworkNamespace } from "../support/netns.js";
import { type BotocoreName, PYTHON, pythonEnvironment } from "./botocores.js";

const DRIVER = fileURLToPath(new URL("driver.py", import.meta.url));

/** Of the server. */
export const V4 = "52.94.5.1";
export const V6 = "2600:1f18:a::1";
const PRIVATE_V4 = "10.0.0.10";

/** What a host has of the internet. */
export type Network = "dual-stack" | "ipv4-only" | "ipv6-only" | "black-holed-ipv6";

const ADDRESSES: Readonly<Record<Network, readonly string[]>> = {
  "dual-stack": [V4, V6, PRIVATE_V4],
  "ipv4-only": [V4],
  "ipv6-only": [V6],
  "black-holed-ipv6": [V4],
};

/** What `driver.py` is asked to do. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  readonly [option: string]: unknown;
}

interface Choice {
  readonly operation: string;
  readonly hostname: string;
  readonly variant: string | null;
  readonly reason: string;
  readonly names: readonly (readonly [name: string, ipv6: string, outcome: string | null])[];
  readonly waitedMs: number;
}

interface Ended {
  readonly error?: string;
  readonly message?: string;
  readonly account?: string;
  readonly url?: string;
  readonly bytes?: number;
  /** What came in an event stream. */
  readonly events?: readonly string[];
  readonly ms: number;
}

interface Answer extends Ended {
  /** Of all calls, where there were several. */
  readonly ended: readonly Ended[];
  readonly choices: readonly Choice[];
  /** Of the plugin's logger, where it was asked for. */
  readonly logged?: string;
}

/** A host with a network of its own, on which processes of Python make calls. */
export interface PythonHost {
  readonly dns: DnsServer;
  readonly aws: AwsServer;
  /** Makes one call, in a process that stays. */
  call(botocore: BotocoreName, call: Call): Promise<Answer>;
  /** A file in the folder where its processes run. */
  write(name: string, text: string): void;
  /** Runs Python with this botocore; standard output. */
  run(
    botocore: BotocoreName,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<{ readonly stdout: string; readonly stderr: string }>;
  /** What stands at a URL of the host's. */
  get(url: string): Promise<string>;
  /** Who was called over which family, signed for what. */
  arrived(): readonly string[];
  reset(): void;
  close(): Promise<void>;
}

export async function startPythonHost(network: Network): Promise<PythonHost> {
  const folder = mkdtempSync(`${tmpdir()}/egress6-botocore-`);
  const authority = createAuthority();
  const namespace = createNamespace();
  const aws = createAwsServer(authority.certificateFor([...CERTIFIED, ...OF_THE_CLI]));
  for (const address of ADDRESSES[network]) {
    namespace.ip(
      address.includes(":")
        ? `-6 addr add ${address}/128 dev lo nodad`
        : `addr add ${address}/32 dev lo`,
    );
    const listener = await namespace.listenTcp(address, 443);
    listener.on("connection", (socket) => aws.https.emit("connection", socket));
  }
  if (network === "black-holed-ipv6") {
    namespace.ip("-6 addr add 2600:1f18:b::1/64 dev uplink nodad");
    namespace.ip("-6 route add default via 2600:1f18:b::2 dev uplink");
  }
  const dns = await startDnsServer({ records: {}, host: "127.0.0.1", port: 53, namespace });
  writeFileSync(`${folder}/resolv.conf`, "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
  return new Host({ folder, authority, namespace, dns, aws });
}

/** The CLI's own names, as certificates have them. */
const OF_THE_CLI = [
  "*.queue.amazonaws.com",
  "*.health.amazonaws.com",
  "health.us-east-1.amazonaws.com",
];

interface HostParts {
  readonly folder: string;
  readonly authority: Authority;
  readonly namespace: NetworkNamespace;
  readonly dns: DnsServer;
  readonly aws: AwsServer;
}

class Host implements PythonHost {
  private readonly drivers = new Map<BotocoreName, Promise<Driver>>();

  readonly dns: DnsServer;
  readonly aws: AwsServer;
  private readonly folder: string;
  private readonly authority: Authority;
  private readonly namespace: NetworkNamespace;

  constructor({ dns, aws, folder, authority, namespace }: HostParts) {
    this.dns = dns;
    this.aws = aws;
    this.folder = folder;
    this.authority = authority;
    this.namespace = namespace;
  }

  async call(botocore: BotocoreName, call: Call): Promise<Answer> {
    let driver = this.drivers.get(botocore);
    if (driver === undefined) {
      driver = this.startDriver(botocore);
      this.drivers.set(botocore, driver);
    }
    return (await driver).call(call);
  }

  async run(
    botocore: BotocoreName,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly stdout: string; readonly stderr: string }> {
    const [file = "", ...rest] = this.wrap(args);
    const all = { ...(await this.environment(botocore)), ...env };
    return new Promise((resolve, reject) => {
      execFile(file, rest, { env: all, cwd: this.folder }, (error, stdout, stderr) =>
        error === null
          ? resolve({ stdout, stderr })
          : reject(new Error(`${error.message}${stderr}`)),
      );
    });
  }

  async get(url: string): Promise<string> {
    const ca = `--cacert ${this.authority.file}`.split(" ");
    const script =
      "import ssl, sys, urllib.request, urllib.error\ntry: print(urllib.request.urlopen(sys.argv[2], context=ssl.create_default_context(cafile=sys.argv[1])).status)\nexcept urllib.error.HTTPError as error: print(error.status)";
    const { stdout } = await this.run("debian", ["-c", script, ca[1] ?? "", url]);
    return stdout.trim();
  }

  write(name: string, text: string): void {
    writeFileSync(`${this.folder}/${name}`, text);
  }

  arrived(): readonly string[] {
    return this.aws.arrived.map(({ host, family, scope }) => `${host} ${family} ${scope}`);
  }

  reset(): void {
    this.aws.forget();
    this.dns.setFaults([]);
  }

  async close(): Promise<void> {
    for (const driver of this.drivers.values()) await (await driver).end();
    this.aws.https.closeAllConnections();
    await this.namespace.remove();
    this.authority.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async startDriver(botocore: BotocoreName): Promise<Driver> {
    const [file = "", ...args] = this.wrap([DRIVER]);
    const env = await this.environment(botocore);
    const process = spawn(file, args, {
      env,
      cwd: this.folder,
      stdio: ["pipe", "pipe", "inherit"],
    });
    return new Driver(process);
  }

  private wrap(args: readonly string[]): readonly string[] {
    return this.namespace.wrap([PYTHON, ...args], `${this.folder}/resolv.conf`);
  }

  private async environment(botocore: BotocoreName): Promise<NodeJS.ProcessEnv> {
    return {
      PATH: process.env["PATH"],
      HOME: this.folder,
      ...(await pythonEnvironment(botocore)),
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: SECRET_KEY,
      AWS_CA_BUNDLE: this.authority.file,
      AWS_DEFAULT_REGION: "eu-central-1",
      AWS_STS_REGIONAL_ENDPOINTS: "regional",
    };
  }
}

class Driver {
  private readonly lines: AsyncIterator<string>;
  private readonly process: ChildProcess;
  private last: Promise<unknown>;

  constructor(process: ChildProcess) {
    this.process = process;
    const { stdout } = process;
    if (stdout === null) throw new Error("the driver has a standard output");
    this.lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
    this.last = this.next();
  }

  /** One after the other. */
  call(call: Call): Promise<Answer> {
    const answer = this.last.then(() => {
      this.process.stdin?.write(`${JSON.stringify(call)}\n`);
      return this.next();
    });
    this.last = answer.catch(() => {});
    return answer as Promise<Answer>;
  }

  async end(): Promise<void> {
    const ended = once(this.process, "exit");
    this.process.stdin?.end();
    await ended;
  }

  private async next(): Promise<unknown> {
    const { value, done } = await this.lines.next();
    if (done === true) throw new Error("the driver ended");
    return JSON.parse(value);
  }
}
