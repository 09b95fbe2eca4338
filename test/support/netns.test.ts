import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { startDnsServer } from "./dns/server.js";
import { createNamespace, type NetworkNamespace, whyNoNamespaces } from "./netns.js";

const why = whyNoNamespaces();
const ASK = `require("dns").resolve6("only.test", (error, found) => console.log(error ?? found[0]))`;

async function askIn(namespace: NetworkNamespace, resolvConf: string): Promise<string> {
  const [file = "", ...args] = namespace.wrap([process.execPath, "-e", ASK], resolvConf);
  return (await promisify(execFile)(file, args)).stdout.trim();
}

describe.skipIf(why !== null)(
  `network namespaces${why === null ? "" : ` (skipped: ${why})`}`,
  () => {
    test("each has servers and a resolv.conf of its own", async () => {
      const folder = mkdtempSync(`${tmpdir()}/egress6-netns-`);
      const resolvConf = `${folder}/resolv.conf`;
      writeFileSync(resolvConf, "nameserver 127.0.0.1\n");
      const namespaces = [createNamespace(), createNamespace()];
      try {
        const answers: string[] = [];
        for (const [index, namespace] of namespaces.entries()) {
          const records = { "only.test": { AAAA: [`2600:1f18:a::${index + 1}`] } };
          await startDnsServer({ records, host: "127.0.0.1", port: 53, namespace });
          answers.push(await askIn(namespace, resolvConf));
        }
        expect(answers).toEqual(["2600:1f18:a::1", "2600:1f18:a::2"]);
      } finally {
        for (const namespace of namespaces) await namespace.remove();
        rmSync(folder, { recursive: true, force: true });
      }
    });
  },
);
