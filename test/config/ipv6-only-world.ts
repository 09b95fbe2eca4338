import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { startDnsServer } from "../support/dns/server.js";
import { linkModules } from "../support/link-modules.js";
import { createNamespace } from "../support/netns.js";
import type { Invented } from "./invented-names.js";

/** A call as it arrived. */
export interface Call {
  readonly host: string;
  /** Of the signature: `eu-central-1`. */
  readonly region: string;
  /** Of the signature: `sqs`. */
  readonly signedFor: string;
}

/** A network of its own, in which there is no IPv4: names with AAAA lead to one TLS server. */
export interface Ipv6OnlyWorld {
  readonly folder: string;
  /** What clients need to trust the server and to sign. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a client to its end and gives the calls that arrived meanwhile, in order. */
  calls(
    command: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<{ readonly calls: readonly Call[]; readonly output: string }>;
  remove(): Promise<void>;
}

export async function createIpv6OnlyWorld(
  names: Readonly<Record<string, Invented>>,
): Promise<Ipv6OnlyWorld> {
  const folder = mkdtempSync(`${tmpdir()}/egress6-config-`);
  linkModules(folder);
  const resolvConf = `${folder}/resolv.conf`;
  writeFileSync(resolvConf, "nameserver 127.0.0.1\noptions timeout:30 attempts:1\n");
  const namespace = createNamespace();
  await startDnsServer({ records: recordsOf(names), host: "127.0.0.1", port: 53, namespace });
  const arrived: Call[] = [];
  const { key, cert } = makeCertificate(folder, Object.keys(names));
  // An answer that no client takes for a reason to try again.
  const https = createServer({ key, cert }, (request, response) => {
    const scope = /Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\//.exec(
      request.headers.authorization ?? "",
    );
    arrived.push({
      host: request.headers.host ?? "",
      region: scope?.[1] ?? "unsigned",
      signedFor: scope?.[2] ?? "unsigned",
    });
    request.resume().on("end", () => response.writeHead(400).end());
  });
  const listener = await namespace.listenTcp("::1", 443);
  listener.on("connection", (socket) => https.emit("connection", socket));
  return {
    folder,
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: folder,
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "example",
      AWS_ACCOUNT_ID: "123456789012",
      AWS_REGION: "eu-central-1",
      AWS_DEFAULT_REGION: "eu-central-1",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_MAX_ATTEMPTS: "1",
      AWS_CA_BUNDLE: `${folder}/server.crt`,
      NODE_EXTRA_CA_CERTS: `${folder}/server.crt`,
      AWS_CONFIG_FILE: `${folder}/none`,
      AWS_SHARED_CREDENTIALS_FILE: `${folder}/none`,
    },
    async calls(command, env) {
      arrived.length = 0;
      const [file = "", ...args] = namespace.wrap(command, resolvConf);
      const output = await new Promise<string>((resolve) => {
        execFile(file, args, { env, cwd: folder }, (_error, stdout, stderr) =>
          resolve(stdout + stderr),
        );
      });
      return { calls: [...arrived], output };
    },
    async remove() {
      https.closeAllConnections();
      await namespace.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function recordsOf(names: Readonly<Record<string, Invented>>) {
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, what]) => {
      if (what === "nothing") return [];
      return [[name, what === "both" ? { AAAA: ["::1"] } : { A: ["52.94.5.1"] }]];
    }),
  );
}

function makeCertificate(folder: string, names: readonly string[]) {
  const alternatives = names.map((name) => `DNS:${name}`).join(",");
  execFileSync(
    "openssl",
    [
      ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2".split(" "),
      ...["-subj", "/CN=egress6 test", "-addext", `subjectAltName=${alternatives}`],
      ...["-keyout", `${folder}/server.key`, "-out", `${folder}/server.crt`],
    ],
    { stdio: "ignore" },
  );
  return {
    key: readFileSync(`${folder}/server.key`),
    cert: readFileSync(`${folder}/server.crt`),
  };
}
