import { addressOctets } from "@egress6/core/address/ip-address";
import type { FlowNames } from "@egress6/core/flow/flow-names";
import { parseName } from "@egress6/core/observation/parse-name";
import { z } from "zod";
import { invalidFlowFile, readTextFile } from "./json-file.js";

const listSchema = z.array(
  z.object({
    host: z.string().max(300).nullable(),
    addresses: z.array(z.string().max(60)).max(100_000),
  }),
);

/**
 * Names of addresses: lines as in /etc/hosts, or JSON, a list of `{host, addresses}`.
 * @throws Egress6Error FLOW_FILE_UNREADABLE, FLOW_FILE_INVALID
 */
export function readHostsFile(path: string, names: FlowNames): void {
  const text = readTextFile(path, "--hosts");
  if (text.trimStart().startsWith("[")) readList(path, text, names);
  else readLines(path, text, names);
}

function readList(path: string, text: string, names: FlowNames): void {
  let list: z.infer<typeof listSchema>;
  try {
    list = listSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw invalidFlowFile(path, "--hosts", "it is no list of {host, addresses}", cause);
  }
  for (const { host, addresses } of list) {
    const parsed = host === null ? null : parseName(host);
    if (parsed?.ok) names.addOfFile(parsed.name, addresses);
  }
}

function readLines(path: string, text: string, names: FlowNames): void {
  for (const [index, raw] of text.split("\n").entries()) {
    const [line = ""] = raw.split("#", 1);
    const [address = "", ...hosts] = line.trim().split(/\s+/);
    if (address === "") continue;
    if (addressOctets(address) === null || hosts.length === 0) {
      throw invalidFlowFile(
        `${path}:${index + 1}`,
        "--hosts",
        "expected an address and names, for example `192.0.2.1 api.example.com`",
      );
    }
    for (const host of hosts) {
      const parsed = parseName(host);
      if (parsed.ok) names.addOfFile(parsed.name, [address]);
    }
  }
}
