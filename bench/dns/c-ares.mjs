// Node's own resolver (c-ares), as programs use it: node c-ares.mjs NAMES_FILE ADDRESS:PORT NAMES_AT_ONCE
import { Resolver } from "node:dns/promises";
import { readFileSync } from "node:fs";

const [file, server, namesAtOnce] = process.argv.slice(2);
const names = readFileSync(file, "utf8").trimEnd().split("\n");
const resolver = new Resolver({ timeout: 2000, tries: 4 });
resolver.setServers([server]);

let next = 0;
let failures = 0;
const work = async () => {
  while (next < names.length) {
    const name = names[next++];
    const both = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    for (const { status, reason } of both) {
      if (status === "rejected" && reason.code !== "ENODATA") failures += 1;
    }
  }
};
await Promise.all(Array.from({ length: Number(namesAtOnce) }, work));
process.exitCode = failures === 0 ? 0 : 1;
