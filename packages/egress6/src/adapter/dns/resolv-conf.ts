import { closeSync, openSync, readSync } from "node:fs";
import type { ResolverAddress } from "../../ports.js";
import { readHostPort } from "./host-port.js";

const LONGEST_FILE_BYTES = 64 * 1024;
const MOST_SERVERS = 32;

/**
 * The resolvers that a `resolv.conf` names, in its order. What is no address is left out, as resolvers of the
 * system do. An IPv6 address keeps its zone, as in `fe80::1%eth0` of router advertisements.
 * @source resolv.conf(5); several addresses in a line, and ports, as c-ares reads them
 */
export function parseResolvConf(text: string): readonly ResolverAddress[] {
  const servers: ResolverAddress[] = [];
  for (const line of text.split("\n")) {
    const [keyword, ...words] = (line.split(/[#;]/, 1)[0] ?? "").trim().split(/[\s,]+/);
    if (keyword !== "nameserver") continue;
    for (const word of words) {
      const read = readHostPort(word);
      if ("host" in read && read.isAddress) servers.push({ host: read.host, port: read.port });
    }
  }
  return servers.slice(0, MOST_SERVERS);
}

/** Null where there is no such file, or it cannot be read. */
export function readResolvConf(file: string): readonly ResolverAddress[] | null {
  const start = readStart(file);
  return start === null ? null : parseResolvConf(start);
}

function readStart(file: string): string | null {
  const buffer = Buffer.alloc(LONGEST_FILE_BYTES);
  try {
    const descriptor = openSync(file, "r");
    try {
      const bytes = readSync(descriptor, buffer);
      const text = buffer.toString("utf8", 0, bytes);
      // A line that is cut may name another address than it did.
      return bytes < LONGEST_FILE_BYTES ? text : text.slice(0, text.lastIndexOf("\n") + 1);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}
