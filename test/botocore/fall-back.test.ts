import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SERVICE_NAMES, type ServiceNames, STS_NAMES } from "../plugin-cases.js";
import type { Records } from "../support/dns/server.js";
import { BOTOCORES, whyNoBotocore } from "./botocores.js";
import { type Call, type PythonHost, startPythonHost, V4, V6 } from "./python-host.js";

const why = whyNoBotocore();
const skipped = why === null ? "" : ` (skipped: ${why})`;
const IPV4: Records = { A: [V4] };
const BOTH: Records = { A: [V4], AAAA: [V6] };

function recordsFor(names: ServiceNames, byDefault: Records, dualStack: Records | null) {
  const { defaultHost, defaultName = defaultHost, dualStackHost } = names;
  const { dualStackName = dualStackHost } = names;
  return {
    [defaultHost]: byDefault,
    [defaultName]: byDefault,
    ...(dualStack && { [dualStackHost]: dualStack, [dualStackName]: dualStack }),
  };
}

describe.skipIf(why !== null)(`requests of botocore${skipped}`, () => {
  let host: PythonHost;
  beforeAll(async () => {
    host = await startPythonHost("dual-stack");
  });
  afterAll(() => host.close());
  beforeEach(() => host.reset());

  describe.each(BOTOCORES)("botocore of %s", (botocore) => {
    const call = (names: ServiceNames, more: Partial<Call> = {}) => {
      const { service, operation, parameters } = names;
      return host.call(botocore, { service, operation, parameters, ...more });
    };
    const { defaultHost, dualStackHost, scope } = STS_NAMES;

    describe.each(SERVICE_NAMES)("a call of $title", (names) => {
      // botocore 1.29 builds other dual-stack names: test/botocore/every-service.test.ts has them.
      const { dualStackHost: host43 } = names;
      const isOther = botocore === "debian" && names.service === "iam";
      const [dualStack, signed] = isOther
        ? ["iam.eu-central-1.api.aws", names.scope]
        : [host43, names.scope];
      const named = { ...names, dualStackHost: dualStack };

      test("goes to the dual-stack name, and back when it vanishes, signed anew", async () => {
        host.dns.setRecords(recordsFor(named, IPV4, BOTH));
        expect(await call(named)).not.toHaveProperty("error");
        host.dns.setRecords(recordsFor(named, IPV4, null));
        const { choices, ...ended } = await call(named, { keeps: true });
        expect(ended).not.toHaveProperty("error");
        expect(choices.map(({ reason }) => reason)).toEqual(["has-ipv6", "fell-back"]);
        expect(host.arrived()).toEqual([
          `${dualStack} ipv6 ${signed}`,
          `${names.defaultHost} ipv4 ${names.scope}`,
        ]);
      });
    });

    const vanish = async () => {
      host.dns.setRecords(recordsFor(STS_NAMES, IPV4, BOTH));
      await call(STS_NAMES);
      host.reset();
      host.dns.setRecords(recordsFor(STS_NAMES, IPV4, null));
    };

    test.each(["legacy", "standard", "adaptive"])(
      "a name that vanished is left on the last attempt, and by the next calls (%s retries)",
      async (mode) => {
        await vanish();
        const config = { retries: { mode, total_max_attempts: 1 } };
        const { choices, ended } = await call(STS_NAMES, { keeps: true, config, times: 2 });
        expect(ended.map(({ error }) => error)).toEqual([undefined, undefined]);
        expect(choices.map(({ reason }) => reason)).toEqual(["has-ipv6", "fell-back", "no-ipv6"]);
      },
    );

    test("a name whose certificate is for another is left", async () => {
      const other: ServiceNames = {
        ...STS_NAMES,
        defaultHost: "sts.eu-west-1.amazonaws.com",
        dualStackHost: "sts.eu-west-1.api.aws",
      };
      host.dns.setRecords(recordsFor(other, IPV4, BOTH));
      const config = { retries: { total_max_attempts: 1 } };
      const { choices, error } = await call(other, { region: "eu-west-1", config });
      expect(choices.map(({ reason }) => reason)).toEqual(["has-ipv6", "fell-back"]);
      // Nor is the default one's: the error is that of the client's own name.
      expect(error).toBe("SSLError");
    });

    test("without any name left the error is the one that a bare client gives", async () => {
      await vanish();
      host.dns.setRecords({});
      const config = { retries: { total_max_attempts: 1 } };
      const failed = await call(STS_NAMES, { keeps: true, config });
      const bare = await call(STS_NAMES, { how: "bare", config });
      expect([failed.error, failed.message]).toEqual([bare.error, bare.message]);
    });

    test("what had arrived is not sent elsewhere", async () => {
      host.dns.setRecords(recordsFor(STS_NAMES, IPV4, BOTH));
      host.aws.failNext(1, 503);
      await call(STS_NAMES);
      expect(host.aws.arrived.map((each) => each.host)).toEqual([dualStackHost, dualStackHost]);
    });

    test("a switched-on dual-stack name that does not exist is left, whatever DNS lets know", async () => {
      host.dns.setRecords({ [defaultHost]: IPV4, "ipv4only.arpa": {} });
      const config = { use_dualstack_endpoint: true, retries: { total_max_attempts: 1 } };
      expect(await call(STS_NAMES, { config })).toMatchObject({ account: "123456789012" });
      expect(host.arrived()).toEqual([`${defaultHost} ipv4 ${scope}`]);
    });

    test("the dual-stack name takes over when the default one is gone", async () => {
      host.dns.setRecords(recordsFor(STS_NAMES, BOTH, BOTH));
      await call(STS_NAMES);
      host.dns.setRecords({ [dualStackHost]: BOTH });
      host.reset();
      const config = { retries: { total_max_attempts: 1 } };
      await call(STS_NAMES, { keeps: true, config });
      expect(host.arrived()).toEqual([`${dualStackHost} ipv6 ${scope}`]);
    });

    describe("a body", () => {
      const s3 = SERVICE_NAMES.find(({ service }) => service === "s3");
      if (s3 === undefined) throw new Error("S3 is tested");
      const put = {
        service: "s3",
        operation: "PutObject",
        parameters: { Bucket: "bucket-a", Key: "object" },
      };

      test.each(["bytes", "file"])("of %s arrives whole after its name vanished", async (is) => {
        host.dns.setRecords(recordsFor(s3, IPV4, BOTH));
        await call(s3);
        host.reset();
        host.dns.setRecords(recordsFor(s3, IPV4, null));
        const size = 300_000;
        const answer = await host.call(botocore, { ...put, keeps: true, body: { is, size } });
        expect(answer).not.toHaveProperty("error");
        expect(host.aws.arrived).toMatchObject([{ host: s3.defaultHost, scope: s3.scope }]);
        expect(host.aws.object(s3.defaultHost, "/object")?.length).toBe(size);
        const read = { ...put, operation: "GetObject", keeps: true };
        expect(await host.call(botocore, read)).toMatchObject({ bytes: size });
      });
    });

    test("a name that connects and says nothing is left when botocore tries again, and by the next calls", async () => {
      host.dns.setRecords(recordsFor(STS_NAMES, IPV4, BOTH));
      host.aws.failNext(1, 0);
      const { choices } = await call(STS_NAMES, { readTimeout: 1, times: 2 });
      expect(choices.map(({ reason }) => reason)).toEqual(["has-ipv6", "no-ipv6"]);
      expect(host.aws.arrived.map((each) => each.host)).toEqual([
        dualStackHost,
        defaultHost,
        defaultHost,
      ]);
    });

    test("200 threads look each name up once", async () => {
      host.dns.setRecords(recordsFor(STS_NAMES, IPV4, BOTH));
      const before = host.dns.queries.length;
      const { ended } = await call(STS_NAMES, { threads: 200 });
      expect(ended.filter(({ error }) => error !== undefined)).toEqual([]);
      const asked = host.dns.queries.slice(before).filter(({ name }) => name === defaultHost);
      // Nobody connects to this one, so that all questions are the plugin's.
      expect(asked.map(({ type }) => type).sort()).toEqual(["A", "AAAA"]);
      expect(new Set(host.arrived())).toEqual(new Set([`${dualStackHost} ipv6 ${scope}`]));
    });

    test.each(["install", "variable"])(
      "EGRESS6_DISABLE=1 leaves a client plain (%s)",
      async (how) => {
        host.dns.setRecords(recordsFor(STS_NAMES, IPV4, BOTH));
        const before = host.dns.queries.length;
        const env = {
          EGRESS6_DISABLE: "1",
          BOTOCORE_EXPERIMENTAL__PLUGINS: "egress6=egress6_botocore",
        };
        expect(await call(STS_NAMES, { how, env })).toMatchObject({ choices: [] });
        expect(host.arrived()).toEqual([`${defaultHost} ipv4 ${scope}`]);
        const names = host.dns.queries.slice(before).map(({ name }) => name);
        expect(new Set(names)).toEqual(new Set([defaultHost]));
      },
    );
  });
});
