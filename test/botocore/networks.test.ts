import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { STS_NAMES } from "../plugin-cases.js";
import type { Records } from "../support/dns/server.js";
import { BOTOCORES, type BotocoreName, whyNoBotocore } from "./botocores.js";
import {
  type Call,
  type Network,
  type PythonHost,
  startPythonHost,
  V4,
  V6,
} from "./python-host.js";

const why = whyNoBotocore();
const skipped = why === null ? "" : ` (skipped: ${why})`;
const { defaultHost, dualStackHost, scope } = STS_NAMES;
const IPV4: Records = { A: [V4] };
const BOTH: Records = { A: [V4], AAAA: [V6] };
const UNREACHABLE = "2600:1f18:dead::1";

/** Tests of both botocores on a host with this network. */
function onHost(
  network: Network,
  tests: (
    host: () => PythonHost,
    call: (call?: Partial<Call>) => ReturnType<PythonHost["call"]>,
    botocore: BotocoreName,
  ) => void,
): void {
  describe.skipIf(why !== null)(`on a host that is ${network}${skipped}`, () => {
    let host: PythonHost;
    beforeAll(async () => {
      host = await startPythonHost(network);
    });
    afterAll(() => host.close());
    beforeEach(() => host.reset());
    describe.each(BOTOCORES)("botocore of %s", (botocore) => {
      const call = (more: Partial<Call> = {}) =>
        host.call(botocore, { service: "sts", operation: "GetCallerIdentity", ...more });
      tests(() => host, call, botocore);
    });
  });
}

const ONE_ATTEMPT = { config: { retries: { total_max_attempts: 1 } } };

onHost("ipv6-only", (host, call, botocore) => {
  test("the bare client fails, with the plugin the dual-stack name is called", async () => {
    host().dns.setRecords({ [defaultHost]: IPV4, [dualStackHost]: BOTH });
    expect(await call({ how: "bare", ...ONE_ATTEMPT })).toMatchObject({
      error: "EndpointConnectionError",
    });
    expect(host().arrived()).toEqual([]);
    expect(await call(ONE_ATTEMPT)).toMatchObject({ account: "123456789012" });
    expect(host().arrived()).toEqual([`${dualStackHost} ipv6 ${scope}`]);
  });

  test("beside DNS64 too, whose addresses lead through a NAT", async () => {
    host().dns.setRecords({
      "ipv4only.arpa": { A: ["192.0.0.170", "192.0.0.171"], AAAA: ["64:ff9b::c000:aa"] },
      [defaultHost]: { ...IPV4, AAAA: ["64:ff9b::345e:501"] },
      [dualStackHost]: BOTH,
    });
    await call();
    expect(host().arrived()).toEqual([`${dualStackHost} ipv6 ${scope}`]);
  });

  test("without a dual-stack name the call fails as the bare one does", async () => {
    host().dns.setRecords({ [defaultHost]: IPV4 });
    const bare = await call({ how: "bare", ...ONE_ATTEMPT });
    expect(bare.error).toBe("EndpointConnectionError");
    const { error, message, choices } = await call(ONE_ATTEMPT);
    expect({ error, message }).toEqual({ error: bare.error, message: bare.message });
    expect(choices).toMatchObject([{ reason: "no-ipv6" }]);
  });

  test("a PrivateLink address that cannot be reached from there keeps nobody", async () => {
    host().dns.setRecords({ [defaultHost]: { A: ["10.0.0.10"] }, [dualStackHost]: BOTH });
    await call();
    expect(host().arrived()).toEqual([`${dualStackHost} ipv6 ${scope}`]);
  });

  const ROLE = `[profile role]
role_arn = arn:aws:iam::123456789012:role/reader
credential_source = Environment
[profile web]
role_arn = arn:aws:iam::123456789012:role/reader
web_identity_token_file = config
`;
  // The variable is of 1.39.9 and later.
  const ways = botocore === "debian" ? ["install"] : ["install", "variable"];
  test.each(
    ways.flatMap((how) => [
      [how, "role"],
      [how, "web"],
    ]),
  )("credentials are had over IPv6 (%s, profile %s)", async (how, profile) => {
    host().write("config", ROLE);
    host().dns.setRecords({
      [defaultHost]: IPV4,
      [dualStackHost]: BOTH,
      "logs.eu-central-1.amazonaws.com": IPV4,
      "logs.eu-central-1.api.aws": BOTH,
    });
    const env = {
      AWS_CONFIG_FILE: "config",
      ...(how === "variable" ? { BOTOCORE_EXPERIMENTAL__PLUGINS: "egress6=egress6_botocore" } : {}),
    };
    const options = { service: "logs", operation: "DescribeLogGroups", how, profile, env };
    expect(await call(options)).not.toHaveProperty("error");
    expect(host().arrived()).toEqual([
      `${dualStackHost} ipv6 ${profile === "role" ? scope : "unsigned"}`,
      "logs.eu-central-1.api.aws ipv6 logs/eu-central-1",
    ]);
  });
});

onHost("ipv4-only", (host, call) => {
  test("requests stay with the default name", async () => {
    host().dns.setRecords({ [defaultHost]: IPV4, [dualStackHost]: BOTH });
    expect(await call()).toMatchObject({ choices: [{ reason: "no-route" }] });
    expect(host().arrived()).toEqual([`${defaultHost} ipv4 ${scope}`]);
  });
});

onHost("black-holed-ipv6", (host, call) => {
  test("the first call takes about a second more, and the next ones nothing", async () => {
    const dualStack = { A: [V4], AAAA: [UNREACHABLE] };
    host().dns.setRecords({ [defaultHost]: IPV4, [dualStackHost]: dualStack });
    const { ended, choices } = await call({ times: 2 });
    expect(choices.map(({ reason }) => reason)).toEqual(["unreachable", "unreachable"]);
    expect(host().arrived()).toEqual([
      `${defaultHost} ipv4 ${scope}`,
      `${defaultHost} ipv4 ${scope}`,
    ]);
    // The probe gives up after a second, some of which may be over before the call waits for it. Without the probe a
    // connection is given up after a minute.
    expect(choices[0]?.waitedMs).toBeGreaterThan(0);
    expect(ended[0]?.ms).toBeLessThan(20_000);
    expect(choices[1]?.waitedMs).toBe(0);
  });
});
