import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { type AddressInfo, createServer, type LookupFunction, type Server } from "node:net";
import { type Choice, type Ipv6Options, type LookUp, nodeLookUp } from "@egress6/aws-sdk";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { createAuthority } from "../support/certificates.js";
import { type DnsServer, type Records, startDnsServer } from "../support/dns/server.js";
import { type AwsServer, createAwsServer, SECRET_KEY } from "./aws-server.js";
import { CERTIFIED } from "./certified.js";
import { type ClientConfig, SILENT } from "./client-config.js";
import type { TestedService } from "./services.js";

/** DNS and AWS on loopback. */
export interface LocalAws {
  /** Asked by the plugin. */
  readonly dns: DnsServer;
  /** Asked when a connection is made, in the place of `getaddrinfo`. */
  readonly hosts: DnsServer;
  readonly aws: AwsServer;
  readonly port: number;
  /** What a client is made with, so that it finds them. */
  config(): ClientConfig;
  /** To both DNS servers. */
  setRecords(records: Readonly<Record<string, Records>>): void;
  /** No faults, no requests seen. */
  reset(): void;
  close(): Promise<void>;
}

export const V4: Records = { A: ["52.94.5.1"] };
export const BOTH: Records = { ...V4, AAAA: ["2600:1f18:a::1"] };
/** Where a connection to these ends up. */
const ON_LOOPBACK: Readonly<Record<string, string>> = {
  "52.94.5.1": "127.0.0.1",
  "2600:1f18:a::1": "::1",
};

/** Hosts and names of a service alike have these records; null: they do not exist. */
export function serve(
  local: LocalAws,
  names: Pick<TestedService, "defaultHost" | "defaultName" | "dualStackHost" | "dualStackName">,
  byDefault: Records | null,
  dualStack: Records | null,
): void {
  const { defaultHost, defaultName, dualStackHost, dualStackName } = names;
  local.setRecords({
    ...(byDefault && { [defaultHost]: byDefault, [defaultName]: byDefault }),
    ...(dualStack && { [dualStackHost]: dualStack, [dualStackName]: dualStack }),
  });
}

/** Options whose look-ups are shared with no other test; what they choose, and what is looked up. */
export function fresh(
  { dns }: LocalAws,
  options: Ipv6Options = {},
): {
  readonly choices: readonly Choice[];
  readonly lookedUp: readonly string[];
  readonly options: Ipv6Options;
} {
  const choices: Choice[] = [];
  const lookedUp: string[] = [];
  const ask = nodeLookUp([dns.resolver]);
  const resolver: LookUp = (name, timeoutMs) => {
    lookedUp.push(name);
    return ask(name, timeoutMs);
  };
  const onChoice = (choice: Choice) => choices.push(choice);
  return {
    choices,
    lookedUp,
    options: { resolver, onChoice, lookUpTimeoutMs: 60_000, ...options },
  };
}

export async function startLocalAws(): Promise<LocalAws> {
  const authority = createAuthority();
  const ca = readFileSync(authority.file, "utf8");
  const aws = createAwsServer(authority.certificateFor(CERTIFIED));
  authority.remove();
  const dns = await startDnsServer({ records: {} });
  const hosts = await startDnsServer({ records: {} });
  const overIpv4 = createServer((socket) => aws.https.emit("connection", socket));
  const port = await listenOnOnePort(aws.https, overIpv4);
  const agents: Agent[] = [];
  return {
    dns,
    hosts,
    aws,
    port,
    config: () => {
      const agent = new LocalAgent({ ca, lookup: lookUpAt(hosts), keepAlive: true });
      agent.toPort = port;
      agents.push(agent);
      return {
        region: "eu-central-1",
        logger: SILENT,
        credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: SECRET_KEY },
        requestHandler: new NodeHttpHandler({ httpsAgent: agent }),
      };
    },
    setRecords: (records) => {
      dns.setRecords(records);
      hosts.setRecords(records);
    },
    reset: () => {
      aws.forget();
      dns.setFaults([]);
    },
    close: async () => {
      for (const agent of agents) agent.destroy();
      aws.https.closeAllConnections();
      for (const server of [aws.https, overIpv4]) {
        server.close();
        await once(server, "close");
      }
      await dns.close();
      await hosts.close();
    },
  };
}

/** On `::1` and on 127.0.0.1; no other address of loopback answers. */
async function listenOnOnePort(overIpv6: Server, overIpv4: Server): Promise<number> {
  for (;;) {
    overIpv6.listen(0, "::1");
    await once(overIpv6, "listening");
    const { port } = overIpv6.address() as AddressInfo;
    try {
      overIpv4.listen(port, "127.0.0.1");
      await once(overIpv4, "listening");
      return port;
    } catch {
      // The port that is free over IPv6 may be taken over IPv4.
      overIpv6.close();
      await once(overIpv6, "close");
    }
  }
}

/** Connects as Node always does, but to the port of our server. */
class LocalAgent extends Agent {
  toPort = 0;

  override createConnection(...[options, callback]: Parameters<Agent["createConnection"]>) {
    return super.createConnection({ ...options, port: this.toPort }, callback);
  }
}

/** What `getaddrinfo` does with both types, and how it fails, over our DNS server. */
function lookUpAt(dns: DnsServer): LookupFunction {
  const resolver = new Resolver();
  resolver.setServers([`${dns.address}:${dns.port}`]);
  return (hostname, options, callback) => {
    const answers = [resolver.resolve6(hostname), resolver.resolve4(hostname)];
    Promise.allSettled(answers).then((settled) => {
      const found = settled
        .flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []))
        .map((address) => ({
          address: ON_LOOPBACK[address] ?? address,
          family: address.includes(":") ? 6 : 4,
        }));
      const [first] = found;
      if (first === undefined) {
        const missing = { code: "ENOTFOUND", syscall: "getaddrinfo", hostname };
        callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), missing), []);
      } else if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };
}
