import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";
import { type DnsServer, type Records, startDnsServer } from "../support/dns/server.js";

const IPV4: Records = { A: ["52.94.5.7"] };
const BOTH: Records = { ...IPV4, AAAA: ["2600:1f18:a::7"] };

let folder: string;
let dns: DnsServer;
beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/egress6-credentials-`);
  dns = await startDnsServer({ records: {} });
});
afterAll(async () => {
  await dns.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string, lines: readonly string[]) => {
  writeFileSync(`${folder}/${name}`, lines.join("\n"));
  return `${folder}/${name}`;
};

async function check(records: Readonly<Record<string, Records>>, ...args: readonly string[]) {
  dns.setRecords(records);
  const live = ["--live", "--resolver", dns.resolver, "--db", `${folder}/none.db`];
  const run = (...form: string[]) => egress6(["check", ...args, ...live, ...form]);
  const { code, stdout } = await run("--json");
  const report = JSON.parse(stdout);
  const inForm = async (...form: string[]) => (await run(...form)).stdout;
  return { code, report, inForm };
}

type Client = Readonly<Record<"service" | "region" | "hostname", string>> & {
  readonly verdict: Readonly<Record<string, string>>;
  readonly credentials: readonly string[];
  readonly advice: readonly string[];
};
const clientsOf = (report: { configuration: { clients: readonly Client[] } }) =>
  report.configuration.clients;
const rows = (clients: readonly Client[]) =>
  clients.map(({ service, region, hostname, verdict, credentials }) =>
    [service, region, hostname, verdict["ipv6-only"], ...credentials].join(" "),
  );
const findingOf = (
  report: { configuration: { findings: readonly { id: string }[] } },
  id: string,
) => report.configuration.findings.find((each) => each.id === id);

describe("a pod that gets credentials from EKS Pod Identity over IPv6", () => {
  const ZONE = {
    "s3.eu-west-1.amazonaws.com": IPV4,
    "sts.eu-west-1.amazonaws.com": IPV4,
    "s3.dualstack.eu-west-1.amazonaws.com": BOTH,
    "sts.eu-west-1.api.aws": BOTH,
  };
  const POD = [
    "AWS_REGION=eu-west-1",
    "AWS_USE_DUALSTACK_ENDPOINT=true",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://[fd00:ec2::23]/v1/hunter2",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=/var/run/secrets/hunter2",
  ];
  const checkPod = (sdk: readonly string[], more: readonly string[] = []) =>
    check(
      ZONE,
      ...["--service", "s3,sts", "--region", "eu-west-1", ...sdk],
      ...["--dotenv", file("pod.env", [...POD, ...more])],
    );

  test.each([
    ["java-v2", 1, "error", "only with AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=IPv6"],
    ["java-v2@2.46.17", 1, "error", "only with AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=IPv6"],
    ["go-v1@1.44.0", 1, "error", "(before 1.47.11) refuses"],
    ["js-v3@3.490.0", 1, "error", "(before 3.503.1) refuses"],
    ["js-v2", 1, "error", "refuses credentials from EKS Pod Identity at [fd00:ec2::23]"],
    ["swift", 1, "error", "refuses credentials"],
    ["java-v1", 1, "warning", "only with AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=IPv6"],
    ["go-v1", 0, "note", "from 1.47.11 on. Which version is used is not known"],
  ])("is told that %s does not take them there: exit code %i", async (sdk, code, level, words) => {
    const checked = await checkPod(["--sdk", sdk]);
    expect(checked.code).toBe(code);
    const place = { file: `${folder}/pod.env`, line: 3 };
    const found = findingOf(checked.report, "credentials-address");
    expect(found).toMatchObject({ level, message: expect.stringContaining(words), ...place });
    expect(JSON.stringify(checked.report)).not.toContain("hunter2");
  });

  test.each([
    "boto3",
    "js-v3@3.504.0",
    "go-v2",
    "cpp",
    "go-v1@1.47.11",
    "dotnet-4",
    "ruby-3",
    "rust",
  ])("and nothing where %s takes them", async (sdk) => {
    const { report } = await checkPod(["--sdk", sdk]);
    expect(report.configuration.credentials).toMatchObject([{ kind: "container" }]);
    expect(findingOf(report, "credentials-address")).toBeUndefined();
  });

  test("names those that refuse where no SDK is named, and all is well with the variable", async () => {
    const { code, report } = await checkPod([]);
    expect(code).toBe(1);
    expect(findingOf(report, "credentials-address")).toMatchObject({
      level: "warning",
      message: expect.stringMatching(
        /java-v2 take them only with \S+=IPv6; js-v2, swift refuse.*go-v1 before 1\.47\.11/,
      ),
      remedy: expect.stringMatching(
        /^Set AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=IPv6.*fd00:ec2::254/,
      ),
    });
    const mode = ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=IPv6"];
    expect((await checkPod(["--sdk", "java-v2"], mode)).code).toBe(0);
  });
});

describe("a profile that signs in through IAM Identity Center", () => {
  const ZONE = {
    "sts.us-east-2.amazonaws.com": IPV4,
    "oidc.us-east-2.amazonaws.com": IPV4,
    "portal.sso.us-east-2.amazonaws.com": IPV4,
    "sts.us-east-2.api.aws": BOTH,
    "oidc.us-east-2.api.aws": BOTH,
    "portal.sso.us-east-2.api.aws": BOTH,
  };
  const SESSION = [
    "[sso-session corp]",
    "sso_start_url = https://ssoins-0123456789abcdef.portal.us-east-2.app.aws",
    "sso_region = us-east-2",
    "",
    "[profile dev]",
    "sso_session = corp",
    "region = us-east-2",
  ];
  const HERE = ["--region", "us-east-2"];

  test.each([[[]], [["--service", "sts"]]])(
    "needs IPv4 for the services that it signs in by, and is told what helps: %j",
    async (services) => {
      const config = file("sso", SESSION);
      const checked = await check(ZONE, "--aws-config", config, ...HERE, ...services);
      expect(checked.code).toBe(1);
      expect(rows(clientsOf(checked.report))).toEqual([
        "sts us-east-2 sts.us-east-2.amazonaws.com no",
        "sso us-east-2 portal.sso.us-east-2.amazonaws.com no sso",
        "sso-oidc us-east-2 oidc.us-east-2.amazonaws.com no sso",
      ]);
      expect(checked.report.configuration.credentials).toEqual([
        {
          profile: "dev",
          kind: "sso",
          name: "sso_session",
          place: `${config}:6`,
          calls: ["sso", "sso-oidc"],
          region: "us-east-2",
        },
      ]);
      expect(findingOf(checked.report, "sso-start-url")).toMatchObject({
        level: "note",
        remedy: "Set AWS_USE_DUALSTACK_ENDPOINT=true for the login.",
      });
      const text = (await checked.inForm()).replace(/\s+/g, " ");
      expect(text).toContain("(rules; for credentials)");
      expect(text).toContain(
        "which code cannot do for them: sso: Set AWS_USE_DUALSTACK_ENDPOINT=true",
      );
      expect(await checked.inForm("--markdown")).toContain("- sso-oidc: Set AWS\\_USE");
      const { runs } = JSON.parse(await checked.inForm("--format", "sarif"));
      expect(JSON.stringify(runs[0].results)).toContain("Or for sso-oidc alone");
      expect(text).toContain("AWS_ENDPOINT_URL_SSO=https://portal.sso.us-east-2.api.aws");
    },
  );

  test("works with the switch, and then nothing is said", async () => {
    const config = file("sso-on", [...SESSION, "use_dualstack_endpoint = true"]);
    const { code, report } = await check(ZONE, "--aws-config", config, ...HERE);
    expect(code).toBe(0);
    expect(clientsOf(report).map(({ verdict }) => verdict["ipv6-only"])).toEqual([
      "yes",
      "yes",
      "yes",
    ]);
    expect(findingOf(report, "sso-start-url")).toBeUndefined();
  });

  test("is told of no name that does not answer over IPv6", async () => {
    const zone = { ...ZONE, "oidc.us-east-2.api.aws": IPV4, "portal.sso.us-east-2.api.aws": IPV4 };
    const { report } = await check(zone, "--aws-config", file("sso-none", SESSION), ...HERE);
    const advice = clientsOf(report).flatMap((each) => (each.service === "sts" ? [] : each.advice));
    expect(advice).toHaveLength(2);
    expect(advice.join()).not.toContain("api.aws=");
    expect(advice.join()).not.toMatch(/Set AWS/);
    expect(findingOf(report, "sso-start-url")).toBeUndefined();
  });

  test("calls them for a role behind which it stands, too, and STS for the role", async () => {
    const config = file("role", [
      ...SESSION,
      "[profile deploy]",
      "role_arn = arn:aws:iam::111122223333:role/Deploy",
      "source_profile = dev",
      "region = eu-west-1",
    ]);
    const args = ["--aws-config", config, "--profile", "deploy", "--service", "s3"];
    const { report } = await check(ZONE, ...args);
    expect(rows(clientsOf(report))).toEqual([
      "s3 eu-west-1 s3.eu-west-1.amazonaws.com no",
      "sts eu-west-1 sts.eu-west-1.amazonaws.com no role",
      "sso us-east-2 portal.sso.us-east-2.amazonaws.com no sso",
      "sso-oidc us-east-2 oidc.us-east-2.amazonaws.com no sso",
    ]);
  });
});

describe("a pod or job with a web identity", () => {
  const ZONE = {
    "s3.eu-west-1.amazonaws.com": IPV4,
    "s3.dualstack.eu-west-1.amazonaws.com": BOTH,
    "sts.amazonaws.com": IPV4,
    "sts.eu-west-1.amazonaws.com": IPV4,
    "sts.eu-west-1.api.aws": BOTH,
  };
  const IDENTITY = [
    "AWS_REGION=eu-west-1",
    "AWS_ROLE_ARN=arn:aws:iam::111122223333:role/app",
    "AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/secrets/token",
  ];
  const checkS3 = (more: readonly string[], ...args: readonly string[]) =>
    check(ZONE, "--service", "s3", "--dotenv", file("irsa.env", [...IDENTITY, ...more]), ...args);

  test("calls STS in its region, which an endpoint URL of S3 alone does not move", async () => {
    const url = "AWS_ENDPOINT_URL_S3=https://s3.dualstack.eu-west-1.amazonaws.com";
    const { code, report } = await checkS3([url]);
    expect(code).toBe(1);
    expect(rows(clientsOf(report))).toEqual([
      "s3 eu-west-1 s3.dualstack.eu-west-1.amazonaws.com yes",
      "sts eu-west-1 sts.eu-west-1.amazonaws.com no web-identity",
    ]);
    expect(report.configuration.credentials).toMatchObject([
      { kind: "web-identity", place: `${folder}/irsa.env:3`, calls: ["sts"] },
    ]);
    expect((await checkS3(["AWS_USE_DUALSTACK_ENDPOINT=true"])).code).toBe(0);
  });

  test("calls the one name of STS where its SDK does by default, or is told to", async () => {
    const legacy = ["AWS_STS_REGIONAL_ENDPOINTS=legacy"];
    const sts = async (more: readonly string[], sdk: string) =>
      clientsOf((await checkS3(more, "--sdk", sdk, "--region", "eu-west-1")).report).at(-1)
        ?.hostname;
    expect(await sts(legacy, "boto3")).toBe("sts.amazonaws.com");
    expect(await sts([], "boto3")).toBe("sts.eu-west-1.amazonaws.com");
    expect(await sts(legacy, "go-v2")).toBe("sts.eu-west-1.amazonaws.com");
  });

  test("is none without the role", async () => {
    const half = file("half.env", ["AWS_REGION=eu-west-1", "AWS_WEB_IDENTITY_TOKEN_FILE=/t"]);
    const { report } = await check(ZONE, "--service", "s3", "--dotenv", half);
    expect(clientsOf(report).map(({ service }) => service)).toEqual(["s3"]);
  });
});
