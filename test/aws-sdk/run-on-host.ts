import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { refuseStaleBuild } from "../support/built.js";
import type { Authority } from "../support/certificates.js";
import { type Records, startDnsServer } from "../support/dns/server.js";
import { linkModules } from "../support/link-modules.js";
import { createNamespace } from "../support/netns.js";
import { createAwsServer, SECRET_KEY } from "./aws-server.js";

/** Of the server, where the host has the family. */
export const V4 = "52.94.5.10";
export const V6 = "2600:1f18:a::10";
export const PRIVATE_V4 = "10.0.0.10";

const NETWORKS = {
  ipv4: { address: V4, ip: `addr add ${V4}/32 dev lo` },
  ipv6: { address: V6, ip: `-6 addr add ${V6}/128 dev lo` },
  "private-ipv4": { address: PRIVATE_V4, ip: `addr add ${PRIVATE_V4}/24 dev uplink` },
};

/** A host with a network of its own. */
export interface Host {
  readonly authority: Authority;
  /** Over which the server is reached: the internet, and a private network with an interface endpoint. */
  readonly families: readonly ("ipv4" | "ipv6" | "private-ipv4")[];
  readonly hasIpv6IntoVoid?: boolean;
  /** Of the server; HTTP/1 without it. */
  readonly isHttp2?: boolean;
  /** What its resolver says. The server has certificates for these names. */
  readonly records: Readonly<Record<string, Records>>;
  /** In the folder where the program runs. */
  readonly files?: Readonly<Record<string, string>>;
  /** In addition to the credentials. */
  readonly env?: Readonly<Record<string, string>>;
}

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** Who was called over which family. */
  readonly arrived: readonly string[];
}

/** Runs a Node program as a process of the host, which names `program.mjs` among its files or has a path. */
export async function runOnHost(host: Host, ...command: readonly string[]): Promise<Ended> {
  refuseStaleBuild();
  const folder = mkdtempSync(`${tmpdir()}/egress6-host-`);
  const namespace = createNamespace();
  try {
    linkModules(folder);
    const nameserver = "nameserver 127.0.0.1\noptions timeout:30 attempts:1\n";
    const files = { ...host.files, "resolv.conf": nameserver };
    for (const [name, text] of Object.entries(files)) writeFileSync(`${folder}/${name}`, text);
    const aws = createAwsServer(host.authority.certificateFor(Object.keys(host.records)));
    for (const family of host.families) {
      const { address, ip } = NETWORKS[family];
      namespace.ip(ip);
      const listener = await namespace.listenTcp(address, 443);
      const server = host.isHttp2 === true ? aws.http2 : aws.https;
      listener.on("connection", (socket) => server.emit("connection", socket));
    }
    if (host.hasIpv6IntoVoid === true) {
      namespace.ip("-6 addr add 2600:1f18:b::1/64 dev uplink nodad");
      namespace.ip("-6 route add default via 2600:1f18:b::2 dev uplink");
    }
    await startDnsServer({ records: host.records, host: "127.0.0.1", port: 53, namespace });
    const [file = "", ...args] = namespace.wrap(
      [process.execPath, ...command],
      `${folder}/resolv.conf`,
    );
    const env = {
      PATH: process.env["PATH"],
      HOME: folder,
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: SECRET_KEY,
      NODE_EXTRA_CA_CERTS: host.authority.file,
      ...host.env,
    };
    const said = await new Promise<Omit<Ended, "arrived">>((resolve, reject) => {
      execFile(file, args, { env, cwd: folder }, (error, stdout, stderr) =>
        error === null ? resolve({ stdout, stderr }) : reject(error),
      );
    });
    aws.https.closeAllConnections();
    const arrived = aws.arrived.map(({ host: name, family }) => `${name} ${family}`);
    return { ...said, arrived };
  } finally {
    await namespace.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
