import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Records } from "../support/dns/server.js";
import { BOTOCORES, SOURCE, whyNoBotocore } from "./botocores.js";
import { type PythonHost, startPythonHost, V4, V6 } from "./python-host.js";

const why = whyNoBotocore();
const skipped = why === null ? "" : ` (skipped: ${why})`;
const IPV4: Records = { A: [V4] };
const BOTH: Records = { A: [V4], AAAA: [V6] };

/** Version 1 would take the path for a plugin. */
const PLUGINS = {
  "cli-v1": "[plugins]\negress6 = egress6_botocore\n",
  debian: `[plugins]\negress6 = egress6_botocore\ncli_legacy_plugin_path = ${SOURCE}\n`,
};

describe.skipIf(why !== null)(`the AWS CLI${skipped}`, () => {
  let host: PythonHost;
  beforeAll(async () => {
    host = await startPythonHost("dual-stack");
    host.write("plain", "[default]\n");
  });
  afterAll(() => host.close());
  beforeEach(() => host.reset());

  // Version 1 of npm, and version 2 of Debian.
  describe.each(BOTOCORES)("of %s", (botocore) => {
    beforeEach(() => host.write("plugins", `[default]\n${PLUGINS[botocore]}`));

    const aws = async (config: string, words: string, env: Record<string, string> = {}) => {
      const all = { AWS_CONFIG_FILE: config, AWS_PAGER: "", ...env };
      const args = ["-m", "awscli", ...words.split(" ")];
      const { stdout, stderr } = await host.run(botocore, args, all);
      return { stdout, stderr, arrived: host.arrived() };
    };

    test("calls the dual-stack name of SQS, and no endpoint of its own", async () => {
      host.dns.setRecords({
        "eu-central-1.queue.amazonaws.com": IPV4,
        "sqs.eu-central-1.amazonaws.com": IPV4,
        "sqs.eu-central-1.api.aws": BOTH,
      });
      const own = botocore === "cli-v1" ? "eu-central-1.queue" : "sqs.eu-central-1";
      expect((await aws("plain", "sqs list-queues")).arrived).toEqual([
        `${own}.amazonaws.com ipv4 sqs/eu-central-1`,
      ]);
      host.reset();
      const { arrived, stderr } = await aws("plugins", "sqs list-queues --debug");
      expect(arrived).toEqual(["sqs.eu-central-1.api.aws ipv6 sqs/eu-central-1"]);
      expect(stderr).toContain("attached to sqs in eu-central-1, by the AWS CLI");
    });

    test("calls a host of Health that exists", async () => {
      host.dns.setRecords({
        "health.us-east-1.amazonaws.com": IPV4,
        "global.health.amazonaws.com": IPV4,
      });
      const { arrived } = await aws("plugins", "health describe-events");
      const name = botocore === "cli-v1" ? "health.us-east-1" : "global.health";
      expect(arrived).toEqual([`${name}.amazonaws.com ipv4 health/us-east-1`]);
    });

    test("leaves --endpoint-url alone", async () => {
      host.dns.setRecords({ "vpce-1.eu-central-1.amazonaws.com": IPV4 });
      const url = "https://vpce-1.eu-central-1.amazonaws.com";
      const { arrived } = await aws("plugins", `sqs list-queues --endpoint-url ${url}`);
      expect(arrived).toEqual(["vpce-1.eu-central-1.amazonaws.com ipv4 sqs/eu-central-1"]);
    });

    test("copies files to the dual-stack name of their bucket, under a role of its profile", async () => {
      host.write(
        "role",
        `${PLUGINS[botocore]}[profile role]\nrole_arn = arn:aws:iam::123456789012:role/${botocore}\ncredential_source = Environment\n`,
      );
      host.write("file", "x".repeat(100));
      host.dns.setRecords({
        "sts.eu-central-1.amazonaws.com": IPV4,
        "sts.eu-central-1.api.aws": BOTH,
        "s3.eu-central-1.amazonaws.com": IPV4,
        "s3.dualstack.eu-central-1.amazonaws.com": BOTH,
        "bucket-a.s3.dualstack.eu-central-1.amazonaws.com": BOTH,
      });
      const { arrived } = await aws("role", "s3 cp file s3://bucket-a/file --profile role");
      expect(arrived).toEqual([
        "sts.eu-central-1.api.aws ipv6 sts/eu-central-1",
        "bucket-a.s3.dualstack.eu-central-1.amazonaws.com ipv6 s3/eu-central-1",
      ]);
    });

    test("is as it was with EGRESS6_DISABLE=1", async () => {
      host.dns.setRecords({
        "eu-central-1.queue.amazonaws.com": IPV4,
        "sqs.eu-central-1.amazonaws.com": IPV4,
        "sqs.eu-central-1.api.aws": BOTH,
      });
      const { arrived } = await aws("plugins", "sqs list-queues", { EGRESS6_DISABLE: "1" });
      const own = botocore === "cli-v1" ? "eu-central-1.queue" : "sqs.eu-central-1";
      expect(arrived).toEqual([`${own}.amazonaws.com ipv4 sqs/eu-central-1`]);
    });
  });
});
