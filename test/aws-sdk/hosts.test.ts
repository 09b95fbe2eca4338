import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import type { Choice } from "@egress6/aws-sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Authority, createAuthority } from "../support/certificates.js";
import { type Records, startDnsServer } from "../support/dns/server.js";
import { createNamespace, whyNoNamespaces } from "../support/netns.js";
import { createAwsServer, SECRET_KEY } from "./aws-server.js";

const CALL_STS = fileURLToPath(new URL("call-sts.mjs", import.meta.url));
const BY_DEFAULT = "sts.eu-central-1.amazonaws.com";
const DUAL_STACK = "sts.eu-central-1.api.aws";
/** Of the server, where the host has the family. */
const V4 = "198.51.100.10";
const V6 = "2001:db8::10";
const UNREACHABLE_V6 = "2001:db8:dead::1";

const why = whyNoNamespaces();
const skipped = why === null ? "" : ` (skipped: ${why})`;

interface Ended {
  readonly account?: string;
  readonly error?: string;
  readonly ms: number;
  readonly choices: readonly Choice[];
  /** Who was called over which family. */
  readonly arrived: readonly string[];
}

let authority: Authority;
let folder: string;
beforeAll(() => {
  authority = createAuthority();
  folder = mkdtempSync(`${tmpdir()}/egress6-hosts-`);
  writeFileSync(`${folder}/resolv.conf`, "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
});
afterAll(() => {
  authority?.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Calls STS in a process on a host of its own, whose families lead to the server. */
async function call(
  how: "wrapped" | "bare",
  host: { families: readonly ("ipv4" | "ipv6")[]; hasIpv6IntoVoid?: boolean },
  records: Readonly<Record<string, Records>>,
): Promise<Ended> {
  const namespace = createNamespace();
  try {
    const aws = createAwsServer(authority.certificateFor([BY_DEFAULT, DUAL_STACK]));
    for (const family of host.families) {
      const address = family === "ipv6" ? V6 : V4;
      const added = family === "ipv6" ? `-6 addr add ${address}/128` : `addr add ${address}/32`;
      namespace.ip(`${added} dev lo`);
      const listener = await namespace.listenTcp(address, 443);
      listener.on("connection", (socket) => aws.https.emit("connection", socket));
    }
    if (host.hasIpv6IntoVoid === true) {
      namespace.ip("-6 addr add 2001:db8:1::1/64 dev uplink nodad");
      namespace.ip("-6 route add default via 2001:db8:1::2 dev uplink");
    }
    await startDnsServer({ records, host: "127.0.0.1", port: 53, namespace });
    const [file = "", ...args] = namespace.wrap(
      [process.execPath, CALL_STS, how],
      `${folder}/resolv.conf`,
    );
    const env = {
      PATH: process.env["PATH"],
      HOME: folder,
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: SECRET_KEY,
      NODE_EXTRA_CA_CERTS: authority.file,
    };
    const stdout = await new Promise<string>((resolve, reject) => {
      execFile(file, args, { env }, (error, text) =>
        error === null ? resolve(text) : reject(error),
      );
    });
    aws.https.closeAllConnections();
    const arrived = aws.arrived.map(({ host: name, family }) => `${name} ${family}`);
    return { ...JSON.parse(stdout), arrived };
  } finally {
    await namespace.remove();
  }
}

describe.skipIf(why !== null)(`on an IPv6-only host${skipped}`, () => {
  const host = { families: ["ipv6"] } as const;
  const records = { [BY_DEFAULT]: { A: [V4] }, [DUAL_STACK]: { A: [V4], AAAA: [V6] } };

  test("the bare client fails, the wrapped one calls the dual-stack name", async () => {
    expect(await call("bare", host, records)).toMatchObject({ error: "ENOTFOUND", arrived: [] });
    expect(await call("wrapped", host, records)).toMatchObject({
      account: "123456789012",
      arrived: [`${DUAL_STACK} ipv6`],
    });
  });

  test("without a dual-stack name the wrapped client fails as the bare one does", async () => {
    expect(await call("wrapped", host, { [BY_DEFAULT]: { A: [V4] } })).toMatchObject({
      error: "ENOTFOUND",
      choices: [{ reason: "no-ipv6", names: [{ outcome: "nodata" }, { outcome: "nxdomain" }] }],
    });
  });
});

describe.skipIf(why !== null)(`on an IPv4-only host${skipped}`, () => {
  const host = { families: ["ipv4"] } as const;

  test("the dual-stack name is called over IPv4", async () => {
    const records = { [BY_DEFAULT]: { A: [V4] }, [DUAL_STACK]: { A: [V4], AAAA: [V6] } };
    expect(await call("wrapped", host, records)).toMatchObject({
      account: "123456789012",
      arrived: [`${DUAL_STACK} ipv4`],
    });
  });

  test("a dual-stack name that leads nowhere over IPv4 is left for the default one", async () => {
    const records = { [BY_DEFAULT]: { A: [V4] }, [DUAL_STACK]: { AAAA: [V6] } };
    const { arrived, choices } = await call("wrapped", host, records);
    expect(arrived).toEqual([`${BY_DEFAULT} ipv4`]);
    expect(choices.map(({ reason }) => reason)).toEqual(["has-ipv6", "fell-back"]);
  });
});

describe.skipIf(why !== null)(`on a host whose IPv6 leads into a void${skipped}`, () => {
  test("the call goes over IPv4 (Happy Eyeballs)", async () => {
    const host = { families: ["ipv4"], hasIpv6IntoVoid: true } as const;
    const records = {
      [BY_DEFAULT]: { A: [V4] },
      [DUAL_STACK]: { A: [V4], AAAA: [UNREACHABLE_V6] },
    };
    const { arrived, ms } = await call("wrapped", host, records);
    expect(arrived).toEqual([`${DUAL_STACK} ipv4`]);
    expect(ms).toBeLessThan(5000);
  });
});
