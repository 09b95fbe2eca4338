import { findTarget } from "@egress6/core/settings/write/find-target";
import { TARGETS } from "@egress6/core/settings/write/targets";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { loadToolFacts } from "../../packages/egress6/src/adapter/fact-files/tool-facts.js";
import { egress6 } from "../catalog/run-in-process.js";
import { type DnsServer, type Records, startDnsServer } from "../support/dns/server.js";

const tools = loadToolFacts();
const ipv4 = { A: ["52.94.5.7"] };
const both = { ...ipv4, AAAA: ["2600:1f18:a::7"] };

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer({ records: {} });
});
afterAll(() => dns.close());

/** `egress6 config`, over these names and no others. */
async function config(records: Readonly<Record<string, Records>>, ...args: readonly string[]) {
  dns.setRecords(records);
  const asked = ["--live", "--resolver", dns.resolver, "--db", "/nonexistent/egress6.db"];
  return egress6(["config", ...args, ...asked]);
}

describe("tools by their names", () => {
  test("every tool is found by id, name and each word that means it alone", () => {
    const owners = (word: string) =>
      tools.filter(({ name, aliases = [] }) => [name, ...aliases].includes(word));
    for (const tool of tools) {
      const own = (tool.aliases ?? []).filter((alias) => owners(alias).length === 1);
      for (const word of [tool.id, tool.name, ...own]) {
        if (TARGETS.some(({ id }) => id === word.toLowerCase())) continue;
        const expected = tool.writes?.by === "target" ? tool.writes.target : tool.id;
        expect(findTarget(word.replaceAll(":", ""), tools).target.id, word).toBe(expected);
      }
    }
  });

  test.each([
    ["rclone", "use_dual_stack = true"],
    ["load balancer controller", "--enable-wafv2=false"],
    ["s3 backend", "use_dualstack_endpoint"],
    ["object_store", "AWS_ENDPOINT_URL_S3"],
    ["ssm agent", "calls       ssmmessages (of ssm)"],
    ["velero", "egress6 config --for velero"],
    ["cluster autoscaler", "workaround"],
  ])("facts %s", async (name, said) => {
    const { code, stdout } = await egress6(["facts", name]);
    expect(code).toBe(0);
    expect(stdout).toContain(said);
  });

  test("a word for several with one target leads there", () => {
    const { target, form } = findTarget("firelens", tools);
    expect([target.id, form?.id]).toEqual(["fluent-bit", "firelens"]);
  });

  test("a word for several is answered with their ids", async () => {
    const { code, stderr } = await config({}, "--service", "s3", "--for", "eks");
    expect(code).toBe(2);
    expect(stderr).toMatch(/"eks" may be .*karpenter.*: name one of them/);
  });
});

describe("tools that store in S3", () => {
  const zone = {
    "s3.eu-west-1.amazonaws.com": ipv4,
    "s3.dualstack.eu-west-1.amazonaws.com": both,
  };
  const s3 = (tool: string) =>
    config(zone, "--service", "s3", "--region", "eu-west-1", "--for", tool);

  test.each([
    ["rclone", "use_dual_stack = true"],
    ["wal-g", "export AWS_DUAL_STACK=true"],
    ["mountpoint-s3", "mount-s3 --dual-stack --region eu-west-1"],
    ["mountpoint-s3-csi", "- dual-stack"],
    ["iceberg", "s3.dualstack-enabled true"],
    ["registry", "usedualstack: true"],
    ["hadoop", "spark.hadoop.fs.s3a.endpoint https://s3.dualstack.eu-west-1.amazonaws.com"],
    ["s3fs", "-o url=https://s3.dualstack.eu-west-1.amazonaws.com"],
    ["arrow object store", "AWS_ENDPOINT_URL_S3=https://s3.dualstack.eu-west-1.amazonaws.com"],
    ["terraform-s3-backend", "use_dualstack_endpoint = true"],
    ["gitlab-runner", "DualStack = true"],
    ["velero", 'AWS_USE_DUALSTACK_ENDPOINT: "true"'],
  ])("%s is told by its own setting", async (tool, setting) => {
    const { code, stdout } = await s3(tool);
    expect(code).toBe(0);
    expect(stdout).toContain(setting);
    expect(stdout).toMatch(/^# (documented|inferred): https:/m);
  });

  test.each(["thanos", "loki", "mimir", "restic", "minio", "rohmu", "discourse"])(
    "%s needs nothing, and is called safe by what was seen",
    async (tool) => {
      const { code, stdout } = await s3(tool);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^# Nothing to set in eu-west-1: it calls dual-stack names by itself/);
    },
  );

  test("none is told a name that was not seen to have AAAA", async () => {
    for (const tool of ["rclone", "hadoop", "thanos"]) {
      const seen = { "s3.eu-west-1.amazonaws.com": ipv4 };
      const args = ["--service", "s3", "--region", "eu-west-1", "--for", tool];
      const { code, stdout, stderr } = await config(seen, ...args);
      expect([code, stdout], tool).toEqual([1, ""]);
      expect(stderr.match(/Not solved/g), tool).toHaveLength(1);
    }
  });
});

describe("what a tool calls by itself", () => {
  const REGION = "ap-northeast-2";
  const zone = {
    [`ssm.${REGION}.amazonaws.com`]: ipv4,
    [`ssm.${REGION}.api.aws`]: both,
    [`ssmmessages.${REGION}.amazonaws.com`]: ipv4,
  };
  const agent = ["--service", "ssm", "--region", REGION, "--for", "ssm-agent"];

  test("SSM Agent is not safe without ssmmessages", async () => {
    const { code, stdout, stderr } = await config(zone, ...agent);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(`it would break ssmmessages: ssmmessages.${REGION}.api.aws`);
    const { stdout: json } = await config(zone, ...agent, "--json");
    expect(JSON.parse(json)).toMatchObject({
      isComplete: false,
      forms: [],
      choice: {
        services: [
          { service: "ssm", name: null, obstacle: "no-setting" },
          { service: "ssm", name: "ssmmessages", part: "additional", obstacle: "ipv4-only" },
        ],
      },
    });
  });

  test("with it, the flag is written, and what it calls now and then is said", async () => {
    const seen = { ...zone, [`ssmmessages.${REGION}.api.aws`]: both };
    const { code, stdout, stderr } = await config(seen, ...agent);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ Agent: { Region: REGION, UseDualStackEndpoint: true } });
    expect(stderr).toMatch(/^s3, called for output, packages and updates: .*such calls fail/m);
    expect(stderr).toMatch(/^ec2messages, called by agents before 3\.3\.40\.0: /m);
  });

  test("Karpenter: what it calls in any case counts, and the pod's environment is written", async () => {
    const names = ["ec2", "eks", "sqs"].flatMap((name) => [
      [`${name}.us-west-2.amazonaws.com`, ipv4] as const,
      [`${name}.us-west-2.api.aws`, both] as const,
    ]);
    const args = ["--service", "ec2,sqs", "--region", "us-west-2", "--for", "karpenter"];
    const { code, stdout } = await config(Object.fromEntries(names), ...args);
    expect(code).toBe(0);
    const [helm = ""] = stdout.split("# --- ConfigMap");
    expect(parseYaml(helm)).toEqual({
      controller: { env: [{ name: "AWS_USE_DUALSTACK_ENDPOINT", value: "true" }] },
    });
    expect(stdout).toMatch(/pricing, called unless settings\.isolatedVPC=true, .* not checked/);
    const without = names.filter(([name]) => name !== "eks.us-west-2.api.aws");
    const unsafe = await config(Object.fromEntries(without), ...args);
    expect(unsafe.code).toBe(1);
    expect(unsafe.stdout).not.toMatch(/^[^#]*AWS_USE_DUALSTACK_ENDPOINT/m);
    expect(unsafe.stdout).toContain("AWS_ENDPOINT_URL_EC2");
  });

  test("Prometheus gets the workspace's URL, and no switch", async () => {
    const seen = {
      "aps.us-east-2.amazonaws.com": ipv4,
      "aps.us-east-2.api.aws": both,
      "aps-workspaces.us-east-2.amazonaws.com": ipv4,
      "aps-workspaces.us-east-2.api.aws": both,
    };
    const args = ["--service", "amp", "--region", "us-east-2", "--for", "prometheus"];
    const { code, stdout } = await config(seen, ...args);
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/^[^#]*DUALSTACK/m);
    expect(parseYaml(stdout)).toEqual({
      remote_write: [
        {
          url: "https://aps-workspaces.us-east-2.api.aws/workspaces/WORKSPACE_ID/api/v1/remote_write",
          sigv4: { region: "us-east-2" },
        },
      ],
    });
  });

  test("who asks for the service hears of it, too", async () => {
    dns.setRecords({
      "aps.us-east-2.amazonaws.com": ipv4,
      "aps.us-east-2.api.aws": both,
      "aps-workspaces.us-east-2.amazonaws.com": ipv4,
      "aps-workspaces.us-east-2.api.aws": both,
    });
    const asked = ["--live", "--resolver", dns.resolver, "--db", "/nonexistent/egress6.db"];
    const { stdout } = await egress6(["endpoint", "amp", "--region", "us-east-2", ...asked]);
    const text = stdout.replace(/\s+/g, " ");
    expect(text).toContain("→ aps-workspaces is called by no SDK, so that no switch");
    expect(text).toContain("aps-workspaces.us-east-2.api.aws has AAAA, observed");
    expect(text).toContain("`egress6 config --for prometheus`");
  });

  test("what signs for the right region by itself is given a name that serves all regions", async () => {
    const seen = { "route53.amazonaws.com": ipv4, "route53.global.api.aws": both };
    const { code, stdout } = await config(seen, "--region", "eu-west-1", "--for", "acme.sh");
    expect(code).toBe(0);
    expect(stdout).toContain('AWS_HOST="route53.global.api.aws"');
  });
});

describe("what cannot be told anything", () => {
  const ecr = {
    "api.ecr.eu-west-1.amazonaws.com": ipv4,
    "ecr.eu-west-1.api.aws": both,
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com": ipv4,
    "123456789012.dkr-ecr.eu-west-1.on.aws": both,
  };

  test("is not solved, once, with the reason and the way that works", async () => {
    const args = ["--service", "ecr", "--region", "eu-west-1", "--for", "gha-ecr-login"];
    const { code, stdout, stderr } = await config(ecr, ...args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr.match(/Not solved/g)).toHaveLength(1);
    expect(stderr).toMatch(/logs in only to .*Workaround: docker\/login-action/);
  });

  test("images without AAAA: once, and no empty document", async () => {
    const only4 = {
      "api.ecr.eu-west-1.amazonaws.com": ipv4,
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com": ipv4,
    };
    const args = ["--region", "eu-west-1", "--for", "ecr"];
    const { code, stdout, stderr } = await config(only4, ...args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr.match(/^Not solved: .*no hostname of ecr has an IPv6 address/gm)).toHaveLength(1);
  });

  test("a note on versions is of the registry that is asked for", async () => {
    const seen = { "public.ecr.aws": ipv4, "ecr-public.aws.com": both };
    const args = ["--service", "ecr-public", "--region", "eu-west-1", "--for", "ecr"];
    const { code, stdout } = await config(seen, ...args);
    expect(code).toBe(0);
    expect(stdout).toContain('"ecr-public.aws.com": "ecr-login"');
    expect(stdout).toContain("from 0.12.0 on");
    expect(stdout).not.toContain("0.10.0");
  });
});

test("whether ECS tasks get an IPv6 address is looked up and set by two commands", async () => {
  const seen = { "logs.eu-west-1.amazonaws.com": ipv4, "logs.eu-west-1.api.aws": both };
  const args = ["--service", "logs", "--region", "eu-west-1"];
  const { stdout } = await config(seen, ...args, "--for", "ecs-task:account-setting");
  expect(stdout).toMatch(
    /^aws ecs list-account-settings --name dualStackIPv6 --effective-settings/m,
  );
  expect(stdout).toMatch(
    /^aws ecs put-account-setting-default --name dualStackIPv6 --value enabled/m,
  );
});
