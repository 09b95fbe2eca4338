import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";
import { type DnsServer, type Records, startDnsServer } from "../support/dns/server.js";

const V4: Records = { A: ["52.94.5.7"] };
const BOTH: Records = { A: ["52.94.5.7"], AAAA: ["2600:1f18:a::7"] };
/** By name, whether it has AAAA; any other name does not exist. */
const RECORDS: Readonly<Record<string, Records>> = {
  "logs.us-east-1.amazonaws.com": V4,
  "logs.us-east-1.api.aws": BOTH,
  "route53.amazonaws.com": V4,
  "route53.global.api.aws": BOTH,
  "lang-bucket.s3.us-east-1.amazonaws.com": V4,
  "lang-bucket.s3.dualstack.us-east-1.amazonaws.com": BOTH,
  "111122223333.dkr.ecr.us-east-1.amazonaws.com": V4,
  "111122223333.dkr-ecr.us-east-1.on.aws": BOTH,
  "public.ecr.aws": V4,
  "ecr-public.aws.com": BOTH,
  "api.pricing.us-east-1.amazonaws.com": V4,
  "ec2.eu-south-1.amazonaws.com": V4,
  "ec2.eu-south-1.api.aws": BOTH,
  "logs.eu-west-1.amazonaws.com": V4,
  "logs.eu-west-1.api.aws": BOTH,
  "s3.eu-west-1.amazonaws.com": V4,
  "s3.dualstack.eu-west-1.amazonaws.com": BOTH,
  "ssm.ap-northeast-2.amazonaws.com": V4,
  "ssm.ap-northeast-2.api.aws": BOTH,
  "ssmmessages.ap-northeast-2.amazonaws.com": V4,
  "aps.us-east-2.amazonaws.com": V4,
  "aps.us-east-2.api.aws": BOTH,
  "aps-workspaces.us-east-2.amazonaws.com": V4,
  "aps-workspaces.us-east-2.api.aws": BOTH,
  "search-shop-x1.us-east-1.es.amazonaws.com": V4,
  "mirror.test": V4,
};

let server: DnsServer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/egress6-find-`);
  server = await startDnsServer({ records: RECORDS });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string, text: string) => {
  writeFileSync(`${folder}/${name}`, text);
  return `${folder}/${name}`;
};
const live = (args: readonly string[], stdin?: string) =>
  egress6([...args, "--live", "--resolver", server.resolver], stdin === undefined ? {} : { stdin });
const asJson = async (args: readonly string[]) => {
  const { code, stdout, stderr } = await live([...args, "--json"]);
  return { code, stderr, document: JSON.parse(stdout) };
};
const find = async (...texts: string[]) => (await asJson(["find", ...texts])).document;

describe("find", () => {
  const SWITCH = "AWS_USE_DUALSTACK_ENDPOINT=true";
  test.each([
    ["https://logs.us-east-1.amazonaws.com:443/", "logs", "logs.us-east-1.api.aws", SWITCH],
    ["route53.amazonaws.com", "route53", "route53.global.api.aws", SWITCH],
    [
      "lang-bucket.s3.us-east-1.amazonaws.com",
      "s3",
      "lang-bucket.s3.dualstack.us-east-1.amazonaws.com",
      SWITCH,
    ],
    [
      "111122223333.dkr.ecr.us-east-1.amazonaws.com",
      "ecr",
      "111122223333.dkr-ecr.us-east-1.on.aws",
      null,
    ],
    ["public.ecr.aws", "ecr-public", "ecr-public.aws.com", null],
  ])("%s leads to what answers over IPv6", async (text, service, sibling, setting) => {
    const [entry] = await find(text);
    expect(entry).toMatchObject({
      input: text,
      verdict: { "ipv6-only": "no", "dual-stack": "yes", "ipv4-only": "yes" },
      matches: [
        {
          service,
          variant: "default",
          state: "sibling",
          setting,
          ipv6Hostname: sibling,
          siblings: { dualstack: sibling },
          observed: { default: { ipv6: "no" }, dualstack: { ipv6: "yes" } },
        },
      ],
    });
    expect(entry.advice[0]).toContain(sibling);
    expect(entry.advice.join()).not.toContain("NAT64");
  });

  test("says that no setting helps only where no sibling has AAAA", async () => {
    const [entry] = await find("api.pricing.us-east-1.amazonaws.com");
    expect(entry.matches[0]).toMatchObject({ state: "ipv4", setting: null, ipv6Hostname: null });
    expect(entry.advice).toEqual([expect.stringMatching(/^No setting helps: .*NAT64/)]);
    // A sibling that does not exist is given, and marked.
    expect(entry.matches[0].siblings.dualstack).toBe("api.pricing.us-east-1.api.aws");
    expect(entry.matches[0].observed.dualstack.outcomes).toEqual({
      a: "nxdomain",
      aaaa: "nxdomain",
    });
  });

  test("of an interface endpoint says what it carries, and nothing of the public names", async () => {
    const [service, host] = await find(
      "com.amazonaws.ap-northeast-2.ssmmessages",
      "vpce-0a1b-2c3d.logs.us-east-1.vpce.amazonaws.com",
    );
    expect(service).toMatchObject({
      verdict: { "ipv6-only": "no" },
      matches: [{ service: "ssm", hostname: "ssmmessages.ap-northeast-2.amazonaws.com" }],
    });
    expect(host).toMatchObject({
      kind: "endpoint-service",
      verdict: { "ipv6-only": "no" },
      matches: [{ service: "logs", setting: null, siblings: { dualstack: null } }],
    });
    expect(host.advice).toEqual([expect.stringContaining("modify-vpc-endpoint")]);
  });

  test("breaks the lines of every trap at the width of the page", async () => {
    const { stdout } = await live(["find", "logs.us-east-1.amazonaws.com"]);
    expect(stdout).toContain("  caution [source-ip-conditions] Policies with IPv4-only");
  });

  test("of a resource's host says what is switched, and of a data plane that no SDK leads there", async () => {
    const [domain, workspace] = await find(
      "search-shop-x1.us-east-1.es.amazonaws.com",
      "aps-workspaces.us-east-2.amazonaws.com",
    );
    expect(domain).toMatchObject({ kind: "resource-host", verdict: { "ipv6-only": "no" } });
    expect(domain.advice).toEqual([expect.stringMatching(/Switch the resource.*opensearch/)]);
    expect(domain.advice[0]).not.toContain("AWS_USE_DUALSTACK_ENDPOINT");
    expect(workspace.matches[0]).toMatchObject({ service: "amp", setting: null });
    expect(workspace.advice).toEqual([
      expect.stringMatching(/^Put aps-workspaces\.us-east-2\.api\.aws in the place of .*URLs/),
    ]);
  });

  test("an error leads to its cause, its fix and the host in it", async () => {
    const text = 'Could not connect to the endpoint URL: "https://logs.us-east-1.amazonaws.com/"';
    const [entry] = await find(text);
    expect(entry).toMatchObject({ kind: "error", matches: [{ service: "logs", setting: SWITCH }] });
    expect(entry.causes).toHaveLength(1);
    expect(entry.advice[0]).toBe(entry.causes[0].fix);
  });

  test("what names no region takes --region, then the environment; else there is no verdict", async () => {
    const sqs = async (args: readonly string[], env: Record<string, string> = {}) => {
      const { stdout } = await egress6(["find", "sqs", "--json", ...args], { env });
      return JSON.parse(stdout)[0];
    };
    expect(await sqs(["--region", "eu-west-1"])).toMatchObject({
      matches: [{ region: "eu-west-1", hostname: "sqs.eu-west-1.amazonaws.com" }],
    });
    expect(await sqs([], { AWS_REGION: "us-east-2" })).toMatchObject({
      matches: [{ region: "us-east-2" }],
    });
    expect(await sqs([])).toMatchObject({
      matches: [{ region: null, hostname: null, state: "no-region" }],
      verdict: { "ipv6-only": "unknown" },
      advice: [],
    });
  });

  test("a list gets a line each and a summary, in order; one line of rubbish hides no other", async () => {
    const list =
      "logs.us-east-1.amazonaws.com\nfrobnicate me\n\nmirror.test\nlogs.eu-west-1.api.aws\n";
    const { code, stdout } = await live(["find", "-"], list);
    expect(code).toBe(0);
    expect(stdout.split("\n").map((line) => line.split("  ")[0])).toEqual([
      "logs.us-east-1.amazonaws.com",
      "frobnicate me",
      "mirror.test",
      "logs.eu-west-1.api.aws",
      "",
      "4 entries: 1 reachable over IPv6, 1 with a setting or another hostname, 1 of another kind, 1 not",
      "",
      "",
    ]);
    const lines = (await egress6(["find", "-", "--ndjson"], { stdin: list })).stdout.trim();
    expect(lines.split("\n").map((line) => JSON.parse(line).kind)).toEqual([
      "endpoint",
      "unknown",
      "host",
      "endpoint",
    ]);
  });

  test("shows what a switch would break, and asks nobody without --live", async () => {
    const { stdout } = await live(["find", "s3", "--region", "eu-west-1"]);
    expect(stdout).toContain("[s3-gateway-endpoint]");
    expect(stdout).toContain(`\n    ${SWITCH}\n`);
    const before = server.queries.length;
    const quiet = await egress6(["find", "s3", "--region", "eu-west-1"]);
    expect(quiet.stdout).toContain("Check now with --live");
    expect(server.queries).toHaveLength(before);
  });

  test("a tool is shown with its setting and the command", async () => {
    const { code, stdout } = await egress6(["find", "karpenter"]);
    expect(code).toBe(0);
    expect(stdout).toContain("egress6 config --service SERVICES --region REGION --for karpenter");
  });

  test.each([
    [["frobnicate"], 1, ""],
    [["frobnicate", "sqs"], 0, ""],
    [[], 2, "<text> is missing"],
    [[" "], 2, "There is no text"],
    [["sqs", "--region", "mars-1"], 2, "is not an AWS region"],
    [["sqs", "--sdk", "botto"], 2, 'no SDK "botto"'],
    [["sqs", "--resolver", "127.0.0.1"], 2, "--resolver goes with --live"],
  ] as const)("%j ends with %i", async (args, code, message) => {
    const run = await egress6(["find", ...args]);
    expect(run.code).toBe(code);
    expect(run.stderr).toContain(message);
  });
});

describe("a host, a URL or another name where a service is asked for", () => {
  test.each(["ec2.eu-south-1.amazonaws.com", "https://ec2.eu-south-1.amazonaws.com/"])(
    "endpoint %s takes region and variant from it",
    async (text) => {
      const { code, document } = await asJson(["endpoint", text]);
      expect(code).toBe(0);
      expect(document).toMatchObject({ service: "ec2", region: "eu-south-1", variant: "default" });
      const dual = await asJson(["endpoint", "ec2.eu-south-1.api.aws"]);
      expect(dual.document).toMatchObject({
        variant: "dualstack",
        verdict: { "ipv6-only": "yes" },
      });
    },
  );

  test("endpoint says that --region contradicts the host", async () => {
    const args = ["endpoint", "ec2.eu-south-1.amazonaws.com", "--region", "eu-west-1"];
    const { document, stderr } = await asJson(args);
    expect(document.region).toBe("eu-south-1");
    expect(stderr).toMatch(/is in eu-south-1, and --region says eu-west-1/);
  });

  test.each([
    ["monitoring", "cloudwatch"],
    ["email", "ses"],
    ["elasticloadbalancing", "elb"],
    ["arn:aws:secretsmanager:us-east-1:111122223333:secret:x", "secretsmanager"],
    ["com.amazonaws.us-east-1.ecr.api", "ecr"],
  ])("endpoint %s is %s", async (text, service) => {
    const { stdout } = await egress6(["endpoint", text, "--region", "us-east-1", "--json"]);
    expect(JSON.parse(stdout).service).toBe(service);
  });

  test("endpoint answers for the name that is meant, not for the service beside it", async () => {
    const { document } = await asJson(["endpoint", "aps-workspaces", "--region", "us-east-2"]);
    expect(document).toMatchObject({
      service: "amp",
      hostname: "aps-workspaces.us-east-2.amazonaws.com",
      variants: { dualstack: { hostname: "aps-workspaces.us-east-2.api.aws", ipv6: "yes" } },
    });
    expect(document.advice.join()).not.toContain("AWS_USE_DUALSTACK_ENDPOINT");
  });

  test("check judges each host in its region", async () => {
    const names = file(
      "names.txt",
      "https://ec2.eu-south-1.amazonaws.com/\nlogs.eu-west-1.api.aws\ns3\n",
    );
    const { code, document } = await asJson(["check", "--names", names, "--region", "eu-west-1"]);
    expect(code).toBe(0);
    expect(
      document.services.map((each: Record<string, string>) =>
        [each["service"], each["region"], each["works"], each["hostname"]].join(" "),
      ),
    ).toEqual([
      "logs eu-west-1 yes logs.eu-west-1.api.aws",
      "s3 eu-west-1 yes s3.dualstack.eu-west-1.amazonaws.com",
      "ec2 eu-south-1 yes ec2.eu-south-1.api.aws",
    ]);
    expect(document.warnings).toEqual([
      expect.stringMatching(/is in eu-south-1, and --region says eu-west-1/),
    ]);
  });

  test("check does not take the API for the channel that a tool talks over", async () => {
    const args = ["check", "--service", "ssm,ssmmessages", "--region", "ap-northeast-2"];
    const { code, document } = await asJson(args);
    expect(code).toBe(1);
    expect(document.services).toMatchObject([
      { service: "ssm", asked: null, works: "yes" },
      {
        service: "ssm",
        asked: { hostname: "ssmmessages.ap-northeast-2.amazonaws.com" },
        works: "no",
      },
    ]);
  });

  test("config takes the region of a host, and leaves out what is not recognised", async () => {
    const run = await live([
      ...["config", "--service", "https://ec2.eu-south-1.amazonaws.com/,frobnicate"],
      ...["--for", "env"],
    ]);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain("export AWS_USE_DUALSTACK_ENDPOINT=true");
    expect(run.stdout).toContain("eu-south-1");
    expect(run.stderr).toMatch(/"frobnicate".*The settings leave it out/);
  });

  test("facts of a host are those of its service", async () => {
    const { stdout } = await egress6(["facts", "logs.us-east-1.amazonaws.com"]);
    expect(stdout).toMatch(/^Amazon CloudWatch Logs/);
  });
});

describe("lookup", () => {
  const lookup = (...args: string[]) => egress6(["lookup", ...args, "--resolver", server.resolver]);

  test("takes URLs, ports and the name below; one bad entry ends nothing", async () => {
    const { code, stdout, stderr } = await lookup(
      "https://ec2.eu-south-1.amazonaws.com/",
      "two words",
      "mirror.test:443",
      "api.pricing.us-east-1.amazonaws.com",
    );
    expect(code).toBe(2);
    expect(stderr).toContain('"two words"');
    expect(stdout.split("\n").slice(1)).toEqual([
      expect.stringMatching(/^ec2\.eu-south-1\.amazonaws\.com +52\.94\.5\.7 +none$/),
      "  dual-stack sibling: ec2.eu-south-1.api.aws, AAAA 2600:1f18:a::7",
      expect.stringMatching(/^mirror\.test +52\.94\.5\.7 +none$/),
      expect.stringMatching(/^api\.pricing\.us-east-1\.amazonaws\.com +52\.94\.5\.7 +none$/),
      "  dual-stack sibling: api.pricing.us-east-1.api.aws, which does not exist",
      "",
    ]);
  });

  test("says so in JSON, and of a resource's host how it is switched", async () => {
    const { stdout } = await lookup(
      "logs.us-east-1.amazonaws.com",
      "logs.us-east-1.api.aws",
      "search-shop-x1.us-east-1.es.amazonaws.com",
      "--json",
    );
    expect(JSON.parse(stdout)).toMatchObject([
      { sibling: { name: "logs.us-east-1.api.aws", aaaa: { outcome: "answer" } } },
      { name: "logs.us-east-1.api.aws" },
      { note: expect.stringMatching(/OpenSearch domain.*switched/) },
    ]);
    expect(JSON.parse(stdout)[1]).not.toHaveProperty("sibling");
  });
});

describe("plan", () => {
  const planOf = async (hosts: string) => {
    const workload = `region: us-east-1\nazs: 2\ncompute:\n  - kind: ecs-fargate\nhosts:\n${hosts}`;
    const { stdout } = await egress6(["plan", file("shop.yaml", workload), "--json"]);
    return JSON.parse(stdout);
  };

  test("prices a host of AWS as its service, and says so", async () => {
    const plan = await planOf(
      "  - host: logs.us-east-1.amazonaws.com\n    gbPerMonth: 100\n  - host: api.example.com\n    gbPerMonth: 1\n",
    );
    const named = (kind: string) =>
      plan.destinations
        .filter((each: { kind: string }) => each.kind === kind)
        .map(({ name }: { name: string }) => name);
    expect([named("service"), named("host")]).toEqual([["logs"], ["api.example.com"]]);
    expect(JSON.stringify(plan.assumptions)).toContain(
      "logs.us-east-1.amazonaws.com is a name of logs in us-east-1",
    );
  });
});

describe("an SDK", () => {
  test.each([
    ["boto3", "python"],
    ["aws-sdk-go-v2", "other-sdks"],
    ["rust", "other-sdks"],
  ])("%s leads to what can be done with it", async (text, page) => {
    const { code, stdout } = await egress6(["find", text]);
    expect(code).toBe(0);
    expect(stdout.replace(/\s+/g, " ")).toContain(`/docs/${page}.md`);
    expect(stdout).toContain("egress6 facts ");
  });
});
