import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Authority, createAuthority } from "../support/certificates.js";
import { whyNoNamespaces } from "../support/netns.js";
import {
  type Document,
  type Ended,
  InventedHost,
  type InventedNetwork,
} from "./invented-network.js";

const why = whyNoNamespaces();

const LOGS = "logs.eu-central-1.amazonaws.com";
const LOGS_DUAL = "logs.eu-central-1.api.aws";
const EC2 = "ec2.eu-central-1.amazonaws.com";
const DOMAIN = "search-shop-x1.eu-central-1.es.amazonaws.com";
const V6 = "2600:1f18:5::1";
const V4 = "52.94.7.1";
/** Where nobody is. */
const VOID = "2600:1f18:9::9";
const BOTH = { A: [V4], AAAA: [V6] };
/** EC2 answers over IPv6 by default here, CloudWatch Logs by its dual-stack name. */
const DNS = {
  "ipv4only.arpa": { A: ["192.0.0.170", "192.0.0.171"] },
  [LOGS]: { A: [V4] },
  [LOGS_DUAL]: BOTH,
  [EC2]: BOTH,
  "ipv4.test": { A: [V4] },
  [DOMAIN]: { A: [V4] },
};
const NAMES = [LOGS, LOGS_DUAL, EC2, "ipv4.test"];
/** Longer than anything takes that ends at all. */
const PATIENTLY = ["--timeout", "60"];
const ASK_LOGS = ["doctor", "--service", "logs", "--region", "eu-central-1", ...PATIENTLY];

let authority: Authority;
const hosts: InventedHost[] = [];

async function hostOn(network: InventedNetwork): Promise<InventedHost> {
  const host = await InventedHost.create(network, authority);
  hosts.push(host);
  return host;
}

const nameOf = ({ targets }: Document, hostname: string) => {
  const found = targets.flatMap(({ names }) => names).find((name) => name.hostname === hostname);
  if (found === undefined) throw new Error(`no ${hostname}`);
  return found;
};
const stepOf = ({ steps }: Document, id: string) => steps.find((step) => step.id === id);
const widest = ({ stdout }: Ended) =>
  Math.max(
    ...stdout
      .split("\n")
      .filter((line) => !/^ +\$ /.test(line))
      .map(({ length }) => length),
  );

describe.skipIf(why !== null)(`doctor${why === null ? "" : ` (skipped: ${why})`}`, () => {
  beforeAll(() => {
    authority = createAuthority();
  });
  afterAll(async () => {
    for (const host of hosts) await host.remove();
    authority.remove();
  });

  describe("on an IPv6-only host", () => {
    let host: InventedHost;
    beforeAll(async () => {
      host = await hostOn({
        families: ["ipv6"],
        dns: DNS,
        tls: { [V6]: NAMES },
        metadata: ["fd00:ec2::254"],
      });
    });

    test("says that a service is reached once its dual-stack name is used", async () => {
      const { code, document } = await host.egress6([...ASK_LOGS, "--json"]);
      expect(document.verdict).toMatchObject({
        state: "needs-setting",
        remedy: { command: "egress6 config --service logs --region eu-central-1 --for env --live" },
      });
      expect(code).toBe(0);
      expect(document.targets).toMatchObject([{ state: "needs-setting", ipv6Name: LOGS_DUAL }]);
      expect(nameOf(document, LOGS)).toMatchObject({
        isUsed: true,
        ipv6: { reach: "no", brokenAt: "dns" },
        ipv4: { reach: "no", brokenAt: "tcp", connection: { tcp: { kind: "no-route" } } },
        happyEyeballs: null,
      });
      expect(nameOf(document, LOGS_DUAL)).toMatchObject({
        ipv6: { reach: "yes", connection: { tls: { kind: "verified" } } },
        happyEyeballs: { family: "ipv6" },
      });
      expect(stepOf(document, "addresses")).toMatchObject({ state: "ok" });
      expect(stepOf(document, "dns64")).toMatchObject({ state: "ok" });
    });

    test("a URL of AWS leads to the name for the same that answers, and to the setting", async () => {
      const args = ["doctor", "--host", `https://${LOGS}/`, "--json", ...PATIENTLY];
      const { code, document } = await host.egress6(args);
      expect(document.verdict).toMatchObject({
        state: "needs-setting",
        text: expect.stringContaining(`${LOGS_DUAL} (dualstack) is reached over IPv6`),
        remedy: { command: "egress6 config --service logs --region eu-central-1 --for env --live" },
      });
      expect(code).toBe(0);
    });

    test("the host of one resource leads to what switches it, not to a setting", async () => {
      const { code, document } = await host.egress6(["doctor", "--host", DOMAIN, "--json"]);
      expect(code).toBe(1);
      expect(document.verdict).toMatchObject({
        state: "broken",
        text: expect.stringContaining("switching the resource to dual-stack"),
        remedy: {
          text: expect.stringMatching(/Switch the resource: aws opensearch/),
          command: null,
        },
      });
    });

    test("tells that the metadata service answers over IPv6 and SDKs ask over IPv4", async () => {
      const { document } = await host.egress6([...ASK_LOGS, "--json"]);
      expect(stepOf(document, "metadata")).toMatchObject({
        state: "failed",
        remedy: { command: "export AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=IPv6" },
      });
      const env = { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: "IPv6" };
      const set = await host.egress6([...ASK_LOGS, "--json"], { env });
      expect(stepOf(set.document, "metadata")).toMatchObject({ state: "ok" });
    });

    test("is content where the default name answers over IPv6", async () => {
      const env = { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: "IPv6" };
      const args = ["doctor", "--service", "ec2", "--region", "eu-central-1", ...PATIENTLY];
      const { code, stdout, stderr } = await host.egress6(args, { env });
      expect(code).toBe(0);
      expect(stdout).toMatch(/^Works\. /);
      expect(stderr).toBe("");
    });

    test("prints at most 100 columns, and states in words", async () => {
      const ended = await host.egress6([...ASK_LOGS, "--host", "ipv4.test"]);
      expect(ended.code).toBe(1);
      expect(widest(ended)).toBeLessThanOrEqual(100);
      expect(ended.stdout).toContain("ipv4.test: not reachable");
    });
  });

  describe("with settings of this host", () => {
    let host: InventedHost;
    let folder: string;
    beforeAll(async () => {
      folder = mkdtempSync(`${tmpdir()}/egress6-doctor-config-`);
      host = await hostOn({
        families: ["ipv6"],
        dns: DNS,
        tls: { [V6]: NAMES },
        metadata: ["fd00:ec2::254"],
      });
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const ask = (args: readonly string[], env: Readonly<Record<string, string>>) =>
      host.egress6(["doctor", "--region", "eu-central-1", "--json", ...PATIENTLY, ...args], {
        env: { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: "IPv6", ...env },
      });

    test("names the switch that leads to a name that does not exist", async () => {
      const env = { AWS_USE_DUALSTACK_ENDPOINT: "true" };
      const { code, document } = await ask(["--service", "ec2"], env);
      expect(code).toBe(1);
      expect(document.verdict).toMatchObject({ state: "broken", brokenLink: "setting" });
      expect(document.targets).toMatchObject([{ state: "misled", ipv6Name: EC2 }]);
      expect(stepOf(document, "settings")).toMatchObject({
        state: "failed",
        summary: expect.stringContaining("[dualstack-name-missing]"),
      });
      expect(document.findings[0]).toMatchObject({
        id: "dualstack-name-missing",
        severity: "breaks",
        place: "AWS_USE_DUALSTACK_ENDPOINT",
        level: "error",
        fingerprint:
          "dualstack-name-missing/environment/default/eu-central-1/aws_use_dualstack_endpoint/ec2",
      });
    });

    test("says of what is broken that a proxy was not tried", async () => {
      const env = { HTTPS_PROXY: "http://proxy.test:3128" };
      const { document } = await ask(["--host", "ipv4.test"], env);
      expect(document.verdict).toMatchObject({ state: "broken", brokenLink: "dns" });
      expect(document.verdict.text).toMatch(/heed HTTPS_PROXY go through a proxy/);
    });

    test("names the endpoint URL that leads elsewhere, and takes it away", async () => {
      const env = { AWS_ENDPOINT_URL: "http://localhost:4566" };
      const { code, document } = await ask(["--service", "ec2"], env);
      expect(code).toBe(1);
      expect(document.verdict).toMatchObject({
        brokenLink: "setting",
        text: expect.stringMatching(/^AWS_ENDPOINT_URL leads ec2 to .*localhost/),
        remedy: { command: "unset AWS_ENDPOINT_URL" },
      });
    });

    test("names the line of the config file that leads elsewhere", async () => {
      const file = `${folder}/elsewhere`;
      writeFileSync(file, "[default]\nendpoint_url = https://127.0.0.9:1/\n");
      const { document } = await ask(["--service", "ec2"], { AWS_CONFIG_FILE: file });
      expect(document.verdict.text).toContain(`endpoint_url (${file}:2) leads ec2`);
      expect(document.verdict.remedy).toMatchObject({ command: null });
    });

    test("is content where the switch leads to a name that works", async () => {
      const env = { AWS_USE_DUALSTACK_ENDPOINT: "true" };
      const { code, document } = await ask(["--service", "logs"], env);
      expect(document.verdict.state).toBe("works");
      expect(code).toBe(0);
    });

    test("takes services, endpoints and the metadata mode from the config file", async () => {
      const file = `${folder}/config`;
      writeFileSync(
        file,
        [
          "[profile dev]",
          "services = mine",
          "ec2_metadata_service_endpoint_mode = IPv6",
          "[services mine]",
          "cloudwatch_logs =",
          `  endpoint_url = https://${LOGS_DUAL}`,
          "",
        ].join("\n"),
      );
      const env = {
        AWS_CONFIG_FILE: file,
        AWS_PROFILE: "dev",
        AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: "",
        AWS_ENDPOINT_URL_SQS: `http://[${V6}]:443/`,
      };
      const { code, document } = await ask(["--from-config"], env);
      expect(document.targets).toMatchObject([
        { label: "logs", state: "ipv6", ipv6Name: LOGS_DUAL },
        // Plain HTTP, by address: reached once it connects.
        { label: "sqs", state: "ipv6", ipv6Name: V6 },
      ]);
      expect(stepOf(document, "metadata")).toMatchObject({ state: "ok" });
      expect(code).toBe(0);
    });

    test("says when no service is set", async () => {
      const { code, stderr } = await ask(["--from-config"], {});
      expect(code).toBe(2);
      expect(stderr).toContain("--service");
    });

    test("shows proxies without their passwords", async () => {
      const env = { HTTPS_PROXY: "http://me:hunter2@proxy.test:3128", NO_PROXY: "169.254.169.254" };
      const { stdout, document } = await ask(["--service", "ec2"], env);
      expect(stdout).not.toContain("hunter2");
      expect(stepOf(document, "settings")).toMatchObject({
        state: "note",
        summary: expect.stringContaining("does not name fd00:ec2::254"),
        details: [expect.stringContaining("HTTPS_PROXY=proxy.test:3128")],
      });
    });
  });

  test("on an IPv4-only host names the missing address", async () => {
    const host = await hostOn({ families: ["ipv4"], dns: DNS, tls: { [V4]: NAMES } });
    const { code, document } = await host.egress6([...ASK_LOGS, "--json"]);
    expect(code).toBe(1);
    expect(document.verdict).toMatchObject({ state: "broken", brokenLink: "address" });
    expect(document.verdict.remedy?.command).toContain("assign-ipv6-addresses");
    expect(document.targets).toMatchObject([{ label: "logs", state: "ipv4" }]);
  });

  test("names IPv6 that vanishes on the way, and what Happy Eyeballs makes of it", async () => {
    const host = await hostOn({ families: ["ipv6", "ipv4"], dns: DNS, tls: { [V4]: NAMES } });
    const { code, document } = await host.egress6([
      "doctor",
      "--service",
      "ec2",
      "--region",
      "eu-central-1",
      "--timeout",
      "5",
      "--json",
    ]);
    expect(code).toBe(1);
    expect(document.verdict).toMatchObject({ state: "broken", brokenLink: "tcp" });
    const name = nameOf(document, EC2);
    expect(name).toMatchObject({
      ipv6: { reach: "no", connection: { tcp: { kind: "timeout" } } },
      ipv4: { reach: "yes" },
      happyEyeballs: { family: "ipv4" },
    });
    // IPv4 is tried a quarter of a second later. Timers may be a little early.
    expect(name.happyEyeballs?.ms).toBeGreaterThan(240);
  });

  const SYNTHESIZED = {
    ...DNS,
    "ipv4only.arpa": { A: ["192.0.0.170"], AAAA: ["64:ff9b::c000:aa"] },
    "ipv4.test": { A: [V4], AAAA: ["64:ff9b::345e:701"] },
  };
  const ASK_IPV4 = ["doctor", "--host", "ipv4.test", "--json"];

  test("names DNS64 without a route to NAT64", async () => {
    const host = await hostOn({ families: ["ipv6"], dns: SYNTHESIZED });
    const { code, document } = await host.egress6([...ASK_IPV4, "--timeout", "3"]);
    expect(code).toBe(1);
    expect(document.verdict).toMatchObject({ state: "broken", brokenLink: "dns64" });
    expect(document.verdict.remedy?.command).toContain("64:ff9b::/96 --nat-gateway-id");
    expect(nameOf(document, "ipv4.test")).toMatchObject({
      ipv6: { reach: "no", brokenAt: "dns" },
      nat64: { reach: "no", brokenAt: "tcp" },
    });
  });

  test.each([
    ["64:ff9b::", "64:ff9b::c000:aa", "64:ff9b::345e:701"],
    ["a prefix of the network's own", "2600:1f18:64::c000:aa", "2600:1f18:64::345e:701"],
  ])("counts what NAT64 reaches as such, with %s", async (_, test, made) => {
    const dns = {
      ...SYNTHESIZED,
      "ipv4only.arpa": { A: ["192.0.0.170"], AAAA: [test] },
      "ipv4.test": { A: [V4], AAAA: [made] },
    };
    const host = await hostOn({ families: ["ipv6"], dns, tls: { [made]: NAMES } });
    const { code, document } = await host.egress6([...ASK_IPV4, ...PATIENTLY]);
    expect(document.targets).toMatchObject([{ state: "nat64", ipv6Name: null }]);
    expect(stepOf(document, "dns64")).toMatchObject({ state: "note" });
    expect(code).toBe(0);
  });

  test("names a resolver that nobody is at, without waiting for any time-out", async () => {
    const host = await hostOn({ families: ["ipv6"], dns: null });
    const startedAt = performance.now();
    const { code, document } = await host.egress6([...ASK_LOGS, "--json"]);
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    expect(code).toBe(1);
    expect(document.verdict).toMatchObject({ state: "broken", brokenLink: "resolver" });
    expect(document.targets).toMatchObject([{ state: "unknown" }]);
  });

  test("names who answers with the wrong certificate", async () => {
    const host = await hostOn({
      families: ["ipv6"],
      dns: DNS,
      tls: { [V6]: ["proxy.corp.test"] },
    });
    const { code, document } = await host.egress6([...ASK_LOGS, "--json"]);
    expect(code).toBe(1);
    expect(document.verdict).toMatchObject({ state: "broken", brokenLink: "tls" });
    expect(document.verdict.text).toContain("proxy.corp.test");
    expect(nameOf(document, LOGS_DUAL)).toMatchObject({
      ipv6: { connection: { tls: { kind: "wrong-name" } } },
    });
  });

  test("tells TLS that gets no answer from a wrong certificate, and asks whether large packets are lost", async () => {
    const host = await hostOn({ families: ["ipv6"], dns: DNS, silent: [V6] });
    const { code, document } = await host.egress6([...ASK_LOGS, "--timeout", "2", "--json"]);
    expect(code).toBe(1);
    expect(document.verdict).toMatchObject({
      state: "broken",
      brokenLink: "tls",
      text: expect.stringContaining("TLS gets no answer"),
      remedy: { command: "sudo ip link set dev uplink mtu 1280" },
    });
  });

  test("names the address, not the route, where the only one is unique local", async () => {
    const host = await hostOn({ families: ["ipv6"], isUniqueLocal: true, dns: DNS });
    const { code, document } = await host.egress6([...ASK_LOGS, "--timeout", "2", "--json"]);
    expect(code).toBe(1);
    expect(document.verdict).toMatchObject({ state: "broken", brokenLink: "address" });
    expect(document.verdict.text).toContain("unique local");
  });

  test("takes what the hosts file says of a name, as programs do, and names the line", async () => {
    const host = await hostOn({
      families: ["ipv6"],
      dns: DNS,
      tls: { [V6]: NAMES },
      hostsFile: `127.0.0.1 localhost\n52.94.5.77 ${EC2}\n`,
    });
    const { code, document } = await host.egress6(["doctor", "--host", EC2, "--json"]);
    expect(code).toBe(1);
    expect(document.verdict).toMatchObject({
      state: "broken",
      brokenLink: "setting",
      text: expect.stringContaining(`/etc/hosts:2 makes ${EC2} 52.94.5.77`),
      remedy: { command: `grep -n -i ${EC2} /etc/hosts` },
    });
    expect(nameOf(document, EC2).ipv6).toMatchObject({ reach: "no", brokenAt: "dns" });
    expect(stepOf(document, "settings")).toMatchObject({
      state: "note",
      summary: expect.stringContaining("/etc/hosts:2"),
    });
  });

  test.each([
    ["to-token", { state: "failed", summary: expect.stringContaining("get no token") }],
    ["to-all", { state: "note", summary: expect.stringContaining("does not answer") }],
  ] as const)(
    "is not held up by a metadata service that keeps silent %s",
    async (metadataSilence, step) => {
      const host = await hostOn({
        families: ["ipv6"],
        dns: DNS,
        tls: { [V6]: NAMES },
        metadata: ["fd00:ec2::254"],
        metadataSilence,
      });
      const env = { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: "IPv6" };
      const { document } = await host.egress6([...ASK_LOGS, "--timeout", "1", "--json"], { env });
      expect(stepOf(document, "metadata")).toMatchObject(step);
    },
  );

  test("reads no credentials: it is content where it must not read them", async () => {
    const host = await hostOn({ families: ["ipv6"], dns: DNS, tls: { [V6]: NAMES } });
    const trap = `${host.home}/.aws/credentials`;
    mkdirSync(`${host.home}/.aws`);
    // Whoever opens it waits for a writer, for ever.
    execFileSync("mkfifo", [trap]);
    const env = { AWS_SHARED_CREDENTIALS_FILE: trap };
    const args = ["doctor", "--service", "ec2", "--region", "eu-central-1", "--json"];
    expect((await host.egress6(args, { env })).code).toBe(0);
  });

  test("does not take a resolver's error for an answer", async () => {
    const host = await hostOn({
      families: ["ipv6"],
      dns: DNS,
      faults: [{ kind: "servfail", names: LOGS_DUAL }],
      tls: { [V6]: NAMES },
    });
    const { code, document } = await host.egress6([...ASK_LOGS, "--json"]);
    expect(document.targets).toMatchObject([{ state: "unknown" }]);
    expect(document.verdict.state).toBe("unknown");
    expect(document.verdict.text).toContain(`the resolver answers SERVFAIL for ${LOGS_DUAL}`);
    expect(code).toBe(3);
  });

  test("warns of a region that AWS's rules do not list", async () => {
    const host = await hostOn({ families: ["ipv6"], dns: DNS });
    const args = ["doctor", "--service", "logs", "--region", "eu-central-9", ...PATIENTLY];
    expect((await host.egress6(args)).stderr).toMatch(/do not list .*eu-central-9.*eu-central-1/);
  });

  test("prints what it knows at Ctrl-C", async () => {
    const host = await hostOn({
      families: ["ipv6"],
      dns: { ...DNS, [EC2]: { AAAA: [VOID] } },
    });
    const args = ["doctor", "--service", "ec2", "--region", "eu-central-1", "--json", ...PATIENTLY];
    const { code, document, stderr } = await host.egress6(args, { stopWhileConnectingTo: VOID });
    expect(code).toBe(3);
    expect(stderr).toContain("stopped");
    expect(document.verdict.state).toBe("unknown");
    expect(stepOf(document, "resolvers")).toMatchObject({ state: "ok" });
    expect(nameOf(document, EC2)).toMatchObject({ ipv6: { reach: "unknown", brokenAt: "tcp" } });
  });
});
