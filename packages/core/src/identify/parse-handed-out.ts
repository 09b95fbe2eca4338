import { handsOutHosts } from "../endpoint/hands-out-hosts.js";
import type { Service } from "../endpoint/types.js";
import { Egress6Error } from "../errors.js";
import { parseName } from "../observation/parse-name.js";
import { printable } from "../printable.js";
import type { HandedOutHost } from "../verdict/handed-out.js";

/**
 * Hosts as people give them that a service handed out: `HOST`, or `SERVICE=HOST` where several services do that.
 * @param services those that are asked about
 * @throws Egress6Error USAGE
 */
export function parseHandedOut(
  texts: readonly string[],
  services: readonly Service[],
): readonly HandedOutHost[] {
  const known = services.filter(handsOutHosts).map(({ cliName }) => cliName);
  const parsed = texts.map((text) => parseOne(text, known));
  const twice = parsed.find(({ service, hostname }, index) =>
    parsed.slice(0, index).some((each) => each.service === service && each.hostname === hostname),
  );
  if (twice !== undefined) throw fault(`${twice.hostname} is given twice. Leave one out.`);
  return parsed;
}

function parseOne(text: string, known: readonly string[]): HandedOutHost {
  const at = text.indexOf("=");
  const service = at < 0 ? known[0] : text.slice(0, at).trim();
  const host = text.slice(at + 1).trim();
  if (known.length === 0 || service === undefined) {
    throw fault(
      "--discovered is for services that hand out the host of their calls, such as timestream-query: none is named.",
    );
  }
  if (at < 0 && known.length > 1) {
    throw fault(
      `--discovered ${printable(text)}: several of the services hand out hosts. Say which did: --discovered ${known[0]}=${printable(text)}.`,
    );
  }
  if (!known.includes(service)) {
    throw fault(
      `--discovered ${printable(text)}: ${printable(service)} is none of the services named that hand out hosts (${known.join(", ")}).`,
    );
  }
  const name = parseName(host.replace(/^https:\/\//i, "").replace(/[:/].*$/s, ""));
  if (name.ok) return { service, hostname: name.name };
  throw fault(
    `--discovered ${printable(text)}: ${name.reason}. Give the Address that \`aws ${service} describe-endpoints\` prints.`,
  );
}

function fault(message: string): Egress6Error {
  return new Egress6Error("USAGE", "input", message);
}
