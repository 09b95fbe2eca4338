import { hostTarget } from "@egress6/core/doctor/make-targets";
import type { Target } from "@egress6/core/doctor/target";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import { unknownService } from "@egress6/core/endpoint/filter";
import { findService } from "@egress6/core/endpoint/find-service";
import type { Service } from "@egress6/core/endpoint/types";
import { Egress6Error } from "@egress6/core/errors";
import { parseName } from "@egress6/core/observation/parse-name";

const HTTPS_PORT = 443;

/** @throws Egress6Error SERVICE_UNKNOWN */
export function chooseServices(catalog: Catalog, typed: readonly string[]): readonly Service[] {
  const services = typed.map((text) => {
    const match = findService(catalog, text);
    if ("found" in match) return match.found;
    throw unknownService(text, match.nearest);
  });
  return [...new Set(services)];
}

/**
 * `github.com`, `registry.example:5000`, `https://github.com/`.
 * @throws Egress6Error HOST_INVALID
 */
export function parseHost(text: string): Target {
  const [, host = "", port] = /^(?:https:\/\/)?([^/:]*)(?::(\d+))?\/?$/i.exec(text.trim()) ?? [];
  const parsed = parseName(host);
  const portNumber = port === undefined ? HTTPS_PORT : Number(port);
  if (!parsed.ok || portNumber < 1 || portNumber > 65535) {
    const reason = parsed.ok ? `${port} is no port` : parsed.reason;
    throw new Egress6Error(
      "HOST_INVALID",
      "input",
      `The host "${text}" cannot be tried: ${reason}. Give a name such as github.com, or github.com:443.`,
    );
  }
  return hostTarget(parsed.name, portNumber, true);
}
