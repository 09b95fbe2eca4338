import { describe, expect, it } from "vitest";
import type { TlsOutcome } from "../connection.js";
import { targetResult } from "../target.js";
import { brokenTls } from "./broken-tls.js";

const HOSTNAME = "logs.eu-central-1.api.aws";
const outcome = { cname: [], attempts: 1, resolver: "192.0.2.53:53", ms: 1 };
const dns = {
  name: HOSTNAME,
  a: { ...outcome, kind: "nodata", addresses: [] },
  aaaa: { ...outcome, kind: "answer", addresses: ["2600:1f18:a::1"] },
} as const;
const tcp = { kind: "connected", ms: 1, code: null } as const;
const routes = { known: { defaults: [{ device: "ens5", gateway: null, metric: 1 }], badLines: 0 } };

function adviceFor(
  kind: TlsOutcome["kind"],
  ipv6Routes: Parameters<typeof brokenTls>[2]["ipv6Routes"] = routes,
) {
  const name = { hostname: HOSTNAME, port: 443, isTls: true, variant: null, isUsed: true };
  const target = { kind: "service", label: "logs", isNeeded: true, names: [name] } as const;
  const attempt = { address: "2600:1f18:a::1", tcp, tls: { kind, ms: 5, detail: "its word" } };
  const result = targetResult(target, () => ({ dns, ipv6: attempt, ipv4: null, nat64: null }));
  const { text, remedy } = brokenTls([result], result, { ipv6Routes });
  return { text, command: remedy.command };
}

describe("TLS that fails on a connection over IPv6", () => {
  it.each([
    ["timeout", "TLS gets no answer", "sudo ip link set dev ens5 mtu 1280"],
    ["failed", "TLS is broken off", `curl -6 -v --connect-timeout 5 https://${HOSTNAME}/`],
    ["expired", "the certificate is not of this time", "date -u"],
    ["wrong-name", "not who it should be", `openssl s_client -6 -connect ${HOSTNAME}:443`],
    ["untrusted", "not who it should be", `openssl s_client -6 -connect ${HOSTNAME}:443`],
  ] as const)("%s: what is wrong, and what to type", (kind, text, command) => {
    const advice = adviceFor(kind);
    expect(advice.text).toContain(text);
    expect(advice.command).toContain(command);
  });

  it("leaves the device to be filled in where routes were not read", () => {
    expect(adviceFor("timeout", { unread: "not Linux" }).command).toContain("dev DEVICE mtu");
  });
});
