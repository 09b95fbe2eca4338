import { writeFileSync } from "node:fs";
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
const V6 = "2600:1f18:a::7";
const V4 = "52.94.5.7";
const DNS = { [LOGS]: { A: [V4] }, [LOGS_DUAL]: { A: [V4], AAAA: [V6] } };
const TLS = { [V6]: [LOGS, LOGS_DUAL], [V4]: [LOGS, LOGS_DUAL] };
const ASK_LOGS = ["doctor", "--service", "logs", "--region", "eu-central-1", "--json"];
const PORTAL = { "ipv4only.arpa": { A: ["192.168.8.1"] } };

const nameOf = ({ targets }: Document, hostname: string) =>
  targets.flatMap(({ names }) => names).find((name) => name.hostname === hostname);
const stepOf = ({ steps }: Document, id: string) => steps.find((step) => step.id === id);

describe.skipIf(why !== null)(`doctor${why === null ? "" : ` (skipped: ${why})`}`, () => {
  let authority: Authority;
  const hosts: InventedHost[] = [];
  beforeAll(() => {
    authority = createAuthority();
  });
  afterAll(async () => {
    for (const host of hosts) await host.remove();
    authority.remove();
  });

  async function hostOn(network: Partial<InventedNetwork>): Promise<InventedHost> {
    const everywhere = { families: ["ipv6", "ipv4"], dns: DNS, tls: TLS } as const;
    const host = await InventedHost.create({ ...everywhere, ...network }, authority);
    hosts.push(host);
    return host;
  }
  async function ask(
    network: Partial<InventedNetwork>,
    args: readonly string[] = ASK_LOGS,
    env: Readonly<Record<string, string>> = {},
  ): Promise<Ended> {
    return (await hostOn(network)).egress6(args, { env });
  }

  describe("with a resolver that lies", () => {
    test("as a captive portal does: says so first, and believes nothing of it", async () => {
      const { code, document } = await ask({ dns: { ...DNS, ...PORTAL } });
      expect(code).toBe(1);
      expect(document.verdict).toMatchObject({ state: "broken", brokenLink: "resolver" });
      expect(document.verdict.text).toContain(
        "127.0.0.1 says ipv4only.arpa is 192.168.8.1; it is 192.0.0.170. A captive portal",
      );
      expect(document.verdict.remedy?.text).toMatch(/log in.*another resolver/);
      expect(stepOf(document, "resolvers")).toMatchObject({ state: "failed" });
      expect(document.resolvers).toMatchObject([
        { address: "127.0.0.1:53", state: "lies", nat64Prefixes: [] },
      ]);
      expect(document.resolvers[0]?.reasons.join()).toContain("192.168.8.1");
      expect(document.targets).toMatchObject([{ state: "unknown" }]);
      expect(nameOf(document, LOGS_DUAL)).toMatchObject({
        ipv6: { reach: "unknown", connection: null },
        ipv4: { reach: "unknown", connection: null },
      });
    });

    test("as a filter of AAAA does: no name is said to have none", async () => {
      const { code, document } = await ask({ faults: [{ kind: "nodata", type: "AAAA" }] });
      expect(code).toBe(1);
      expect(document.verdict).toMatchObject({ brokenLink: "resolver" });
      expect(document.verdict.text).toContain("filters IPv6 addresses");
      expect(document.targets).toMatchObject([{ state: "unknown" }]);
    });

    test("is not the first broken link of a host that has no way to send anything", async () => {
      const dns = { ...DNS, ...PORTAL };
      const without = await ask({ families: ["ipv4"], dns, tls: {} });
      expect(without.document.verdict).toMatchObject({ brokenLink: "address" });
      expect(stepOf(without.document, "resolvers")).toMatchObject({ state: "failed" });
    });
  });

  test("does not look for the fault at the resolver of a host without any network", async () => {
    const { code, document } = await ask({ families: [], dns: null, tls: {} });
    expect(code).toBe(1);
    expect(document.verdict).toMatchObject({ state: "broken", brokenLink: "address" });
    expect(document.resolvers).toMatchObject([
      { state: "unvetted", reasons: [expect.stringContaining("refused")] },
    ]);
  });

  describe("with a resolver that cannot be vetted", () => {
    const closed: Partial<InventedNetwork> = { controls: "none", dns: { [LOGS]: { A: [V4] } } };

    test("takes what it denies for unknown, and says how to take its word", async () => {
      const { code, document } = await ask(closed);
      expect(code).toBe(3);
      expect(document.verdict).toMatchObject({
        state: "unknown",
        text: expect.stringContaining("127.0.0.1 could not be vetted"),
        remedy: { command: "egress6 doctor --trust-resolver" },
      });
      expect(document.resolvers).toMatchObject([{ state: "unvetted" }]);
      expect(nameOf(document, LOGS)).toMatchObject({
        ipv6: { reach: "unknown", dns: { reason: "unvetted", witness: "unvetted" } },
        ipv4: { reach: "yes" },
      });
    });

    test("takes its word where it is told to, and says that it did", async () => {
      const { code, document } = await ask(closed, [...ASK_LOGS, "--trust-resolver"]);
      expect(code).toBe(1);
      expect(document.verdict).toMatchObject({ state: "broken", brokenLink: "dns" });
      expect(stepOf(document, "resolvers")).toMatchObject({
        state: "note",
        summary: expect.stringContaining("as --trust-resolver says"),
      });
    });

    test("counts what it has", async () => {
      const { code, document } = await ask({ controls: "none" });
      expect(document.targets).toMatchObject([{ state: "needs-setting", ipv6Name: LOGS_DUAL }]);
      expect(code).toBe(0);
    });
  });

  test("is not held up, or misled, by a resolver that keeps silent beside an honest one", {
    retry: 2,
  }, async () => {
    const host = await hostOn({ furtherResolvConf: "nameserver 10.0.9.9\n" });
    const startedAt = performance.now();
    const { document } = await host.egress6([...ASK_LOGS, "--timeout", "2"]);
    // Two seconds each for DNS, connections and handshakes, and as much for a slow machine.
    expect(performance.now() - startedAt).toBeLessThan(12_000);
    expect(document.targets).toMatchObject([{ state: "needs-setting" }]);
    expect(document.resolvers).toMatchObject([
      { address: "127.0.0.1:53", state: "vetted" },
      { address: "10.0.9.9:53", state: "unvetted" },
    ]);
    expect(stepOf(document, "resolvers")).toMatchObject({ state: "note" });
  });

  test("asks a link-local resolver in its zone", async () => {
    const { document } = await ask({ resolverAddress: "fe80::53%uplink" });
    expect(document.resolvers).toMatchObject([
      { address: "[fe80::53%uplink]:53", state: "vetted" },
    ]);
    expect(document.targets).toMatchObject([{ state: "needs-setting" }]);
  });

  test("names the prefix that DNS64 was found to use, and no command of AWS for it", async () => {
    const pricing = "api.pricing.us-east-1.amazonaws.com";
    const dns = {
      "ipv4only.arpa": { A: ["192.0.0.170"], AAAA: ["2a0e:64:64::c000:aa"] },
      [pricing]: { A: [V4], AAAA: ["2a0e:64:64::345e:507"] },
    };
    const args = ["doctor", "--service", "pricing", "--region", "us-east-1", "--timeout", "2"];
    const { code, document } = await ask({ families: ["ipv6"], dns }, [...args, "--json"]);
    expect(code).toBe(1);
    expect(document.verdict).toMatchObject({ state: "broken", brokenLink: "dns64" });
    expect(document.verdict.remedy?.text).toContain("2a0e:64:64::/96");
    const all = JSON.stringify([document.verdict, document.steps]);
    expect(all).not.toMatch(/no-enable-dns64|create-route|64:ff9b/);
    expect(document.resolvers).toMatchObject([{ nat64Prefixes: ["2a0e:64:64::/96"] }]);
  });

  describe("where private DNS answers", () => {
    const own = "10.0.3.9";
    const dns = { ...DNS, [LOGS]: { A: [own] } };

    test("advises nothing that would leave an interface endpoint that is reached", async () => {
      const { code, document } = await ask({ dns, tls: { ...TLS, [own]: [LOGS] } });
      expect(code).toBe(0);
      expect(document.targets).toMatchObject([{ state: "private" }]);
      expect(document.verdict.text).toContain(
        `${LOGS} is answered by private DNS from here: ${own} (interface endpoint or private zone)`,
      );
      expect(document.verdict.remedy).toBeNull();
      expect(nameOf(document, LOGS)).toMatchObject({
        ipv6: { reach: "unknown" },
        ipv4: { reach: "unknown", connection: { tls: { kind: "verified" } } },
      });
    });

    test("names the endpoint that is not reached, where nothing else is", async () => {
      const network = { dns: { ...dns, [LOGS_DUAL]: {} }, tls: {} };
      const { code, document } = await ask(network, [...ASK_LOGS, "--timeout", "1"]);
      expect(code).toBe(1);
      expect(document.verdict).toMatchObject({ state: "broken", brokenLink: "tcp" });
      expect(document.verdict.text).toContain("answered by private DNS from here");
      expect(document.verdict.text).not.toContain("no setting helps");
    });
  });

  test("tries the dual-stack name beside a host that is a name of AWS", async () => {
    const args = ["doctor", "--host", LOGS, "--json"];
    const { code, document } = await ask({}, args);
    expect(code).toBe(0);
    expect(document.targets).toMatchObject([{ state: "needs-setting", ipv6Name: LOGS_DUAL }]);
    expect(document.verdict).toMatchObject({
      text: expect.stringContaining(
        `${LOGS} is the default hostname of logs in eu-central-1; ${LOGS_DUAL} (dualstack) is reached`,
      ),
      remedy: { command: expect.stringContaining("config --service logs --region eu-central-1") },
    });
  });

  test("connects to no address that no host has", async () => {
    const documentation = "2001:db8::7";
    const dns = { ...DNS, [LOGS]: { A: ["0.0.0.0"], AAAA: [documentation] } };
    const { document } = await ask({ dns, tls: { ...TLS, [documentation]: [LOGS] } });
    expect(nameOf(document, LOGS)).toMatchObject({
      ipv6: { reach: "unknown", connection: null, dns: { reason: "special-address" } },
      ipv4: { reach: "unknown", connection: null },
    });
  });

  describe("where a container gets its credentials", () => {
    const agent = "fd00:ec2::23";
    const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://[${agent}]/v1/credentials` };

    test("connects there, and sends nothing", async () => {
      const host = await hostOn({ credentials: [agent, "169.254.170.2"] });
      const eks = await host.egress6(ASK_LOGS, { env });
      expect(stepOf(eks.document, "credentials")).toMatchObject({
        state: "ok",
        summary: expect.stringContaining(`EKS Pod Identity agent at [${agent}]:80`),
      });
      const ecs = await host.egress6(ASK_LOGS, {
        env: { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials/hunter2" },
      });
      expect(stepOf(ecs.document, "credentials")).toMatchObject({ state: "ok" });
      expect(ecs.stdout).not.toContain("hunter2");
      expect(host.sentForCredentials).toEqual([[], []]);
    });

    test("names an agent that is not there as what is broken, though every endpoint answers", async () => {
      const { code, document } = await ask({}, ASK_LOGS, {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials",
      });
      expect(code).toBe(1);
      expect(document.verdict).toMatchObject({ state: "broken", brokenLink: "credentials" });
      expect(document.verdict.text).toContain("169.254.170.23:80");
      expect(document.verdict.remedy?.command).toContain("eks-pod-identity-agent");
    });

    test("says so for a host that is a name of AWS, too, and names a token file that is not there", async () => {
      const host = await hostOn({ credentials: [agent] });
      const token = { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/nowhere/hunter2" };
      const { code, document, stdout } = await host.egress6(["doctor", "--host", LOGS, "--json"], {
        env: { ...env, ...token },
      });
      expect(code).toBe(1);
      expect(document.verdict).toMatchObject({ state: "broken", brokenLink: "credentials" });
      expect(document.verdict.text).toContain(
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names a file",
      );
      expect(stdout).not.toContain("hunter2");
    });

    test("connects to nothing that is not near by", async () => {
      const elsewhere = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `https://[${V6}]/v1/credentials` };
      const { code, document } = await ask({}, ASK_LOGS, elsewhere);
      expect(code).toBe(0);
      expect(stepOf(document, "credentials")).toMatchObject({
        state: "unknown",
        summary: expect.stringContaining("which was not tried"),
      });
    });

    test("tries the services that are called for them, in their regions", async () => {
      const host = await hostOn({
        dns: {
          ...DNS,
          "sts.eu-central-1.amazonaws.com": { A: [V4] },
          "sts.eu-central-1.api.aws": { A: [V4] },
        },
        tls: { ...TLS, [V4]: ["sts.eu-central-1.amazonaws.com", "sts.eu-central-1.api.aws"] },
      });
      const session = "[profile dev]\nsso_region = eu-west-1\nregion = eu-central-1\n";
      writeFileSync(`${host.home}/config`, session);
      const ask = async (more: Record<string, string>) => {
        const { document } = await host.egress6(ASK_LOGS, { env: more });
        return document;
      };
      const identity = await ask({
        AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/app",
        AWS_WEB_IDENTITY_TOKEN_FILE: "/dev/null",
      });
      expect(identity.targets.map(({ label, state }) => [label, state])).toEqual([
        ["logs", "needs-setting"],
        ["sts", "ipv4"],
      ]);
      expect(identity.verdict.state).toBe("broken");
      expect(stepOf(identity, "settings")?.summary).toContain(
        "AWS_WEB_IDENTITY_TOKEN_FILE: credentials come from sts",
      );
      const signIn = await ask({ AWS_CONFIG_FILE: `${host.home}/config`, AWS_PROFILE: "dev" });
      expect(signIn.targets.map(({ names: [name] }) => name?.hostname)).toEqual([
        LOGS,
        "portal.sso.eu-west-1.amazonaws.com",
        "oidc.eu-west-1.amazonaws.com",
      ]);
    });

    test("has no such step where the environment names no such place", async () => {
      expect(stepOf((await ask({})).document, "credentials")).toBeUndefined();
    });
  });
});
