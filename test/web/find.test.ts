import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { statusOfRecord } from "../../packages/egress6/src/site/scan-record-status.js";
import { BROWSER_MS, within } from "../support/time-limits.js";
import { INVENTED_AT } from "./invented-store.js";
import {
  axeViolations,
  COLOURS_ALONE,
  NO_CHROMIUM,
  openPage,
  type WatchedPage,
} from "./open-page.js";
import { type FileServer, serveFiles, sharedSite, store } from "./site-fixture.js";

vi.setConfig(within(BROWSER_MS));

let site: FileServer;

beforeAll(async () => {
  site = await serveFiles(sharedSite(store, statusOfRecord(store.readScans()[0]), false), "site");
});

afterAll(async () => {
  await site.close();
});

/** What each client writes when it cannot connect, with the service and region that are meant. */
const MESSAGES: readonly (readonly [client: string, message: string, meant: string])[] = [
  [
    "SDK for JavaScript v3",
    `Error: getaddrinfo ENOTFOUND sqs.us-west-2.api.aws
    at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:122:26) {
  code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'sqs.us-west-2.api.aws'
}`,
    "Amazon Simple Queue Service in us-west-2",
  ],
  [
    "boto3",
    'botocore.exceptions.EndpointConnectionError: Could not connect to the endpoint URL: "https://logs.us-east-2.amazonaws.com/"',
    "Amazon CloudWatch Logs in us-east-2",
  ],
  [
    "SDK for Java 2.x",
    "software.amazon.awssdk.core.exception.SdkClientException: Unable to execute HTTP request: kms.eu-west-1.api.aws: Name or service not known",
    "AWS Key Management Service in eu-west-1",
  ],
  [
    "SDK for Go v2",
    'operation error SSM: GetParameter, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post "https://ssm.eu-west-1.amazonaws.com/": dial tcp 52.95.114.10:443: connect: network is unreachable',
    "Amazon Simple Systems Manager (SSM) in eu-west-1",
  ],
  [
    "SDK for .NET",
    "System.Net.Http.HttpRequestException: No such host is known. (kms.eu-west-1.api.aws:443)",
    "AWS Key Management Service in eu-west-1",
  ],
  [
    "SDK for PHP",
    'Error executing "ListTopics" on "https://sns.eu-west-1.amazonaws.com"; AWS HTTP error: cURL error 6: Could not resolve host: sns.eu-west-1.amazonaws.com',
    "Amazon Simple Notification Service in eu-west-1",
  ],
  [
    "SDK for Ruby",
    'Seahorse::Client::NetworkingError: Failed to open TCP connection to dynamodb.us-east-1.amazonaws.com:443 (Network is unreachable - connect(2) for "dynamodb.us-east-1.amazonaws.com" port 443)',
    "Amazon DynamoDB in us-east-1",
  ],
  [
    "SDK for Rust",
    'DispatchFailure(ConnectorError { kind: Io, source: hyper::Error(Connect, ConnectError("dns error", Custom { kind: Uncategorized, error: "failed to lookup address information: Name or service not known" })), url: https://lambda.eu-central-1.api.aws/ })',
    "AWS Lambda in eu-central-1",
  ],
  [
    "AWS CLI",
    'Could not connect to the endpoint URL: "https://sts.us-east-1.amazonaws.com/"',
    "AWS Security Token Service in us-east-1",
  ],
];

const TWENTY = `https://logs.us-east-2.amazonaws.com/
sqs.eu-west-1.amazonaws.com:443
111122223333.dkr.ecr.us-east-1.amazonaws.com
arn:aws:secretsmanager:eu-west-1:111122223333:secret:hush-hush
com.amazonaws.us-east-1.ecr.api
AWS::SQS::Queue
aws_sns_topic
sqs:SendMessage
@aws-sdk/client-s3
AWS_ENDPOINT_URL_KMS=https://kms.eu-west-1.amazonaws.com
CloudWatch Logs
parameter store
fargate
msk
alb
karpenter
fd00:ec2::254
eu-central-1
frobnicate-hush
api.hush-hush.example`;

const BAD_TERRAFORM = `resource "aws_vpc" "hush" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "hush" {
  vpc_id     = aws_vpc.hush.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_security_group" "hush" {
  vpc_id = aws_vpc.hush.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}`;

const GOOD_TERRAFORM = `resource "aws_vpc" "hush" {
  cidr_block                       = "10.0.0.0/16"
  assign_generated_ipv6_cidr_block = true
}`;

const PROPERTIES = { CidrBlock: "10.0.0.0/16" };

const POD = `apiVersion: v1
kind: Pod
metadata: {name: hush}
spec:
  containers:
    - name: hush
      image: ghcr.io/hush/hush:1
`;

describe.skipIf(NO_CHROMIUM !== null)(`asking in Chromium ${NO_CHROMIUM ?? ""}`, () => {
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    watched = await openPage({ bypassCSP: true });
    page = watched.page;
    await page.clock.setFixedTime(INVENTED_AT);
  });

  afterAll(async () => {
    await watched.close();
  });

  const openMap = async (query = "") => {
    await page.goto(`${site.url}${query}`);
    await page.locator(".cell, .service, .empty").first().waitFor();
  };
  const box = () => page.getByRole("dialog", { name: /^What is it/ });
  const field = () => box().getByRole("textbox");
  const answers = () => box().locator(".answer");
  const ask = async (text: string) => {
    await field().fill(text);
    await answers().first().waitFor();
  };

  it("says what the message of each SDK means, with the cause, the fix, and the endpoint", async () => {
    await openMap();
    await page.keyboard.press("p");
    for (const [client, message, meant] of MESSAGES) {
      await ask(message);
      const first = answers().first();
      await expect
        .poll(() => first.locator("h3").first().textContent(), { message: client })
        .toContain(meant);
      expect(await first.locator(".cause").textContent(), client).toMatch(/Fix: ./);
    }
    expect(watched.faults).toEqual([]);
  });

  it("gives the one setting that is safe for all that was asked, to be copied", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await openMap();
    await page.getByRole("button", { name: /^Paste/ }).click();
    await ask("s3 us-east-1\naccessanalyzer us-east-1\nacm us-east-1");
    const together = box().getByRole("figure");
    await together.getByText(/services in us-east-1/).waitFor();
    await together.getByRole("button", { name: /^Copy/ }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^AWS_[A-Z_]+=/);
    expect(copied).toBe(await together.locator("pre").textContent());
    const own = await answers()
      .locator(".endpoint")
      .evaluateAll((all) =>
        all.flatMap((each) => each.querySelector(".setting code")?.textContent ?? []),
      );
    expect(own.length).toBeGreaterThan(0);
    for (const text of own) expect(copied.split("\n")).toContain(text);
  });

  it("answers twenty lines, and lets nothing of them out", async () => {
    await openMap();
    const requests: string[] = [];
    page.on("request", (request) =>
      requests.push(`${request.url()} ${request.postData() ?? ""}`.toLowerCase()),
    );
    const before = await page.evaluate(() => [location.href, history.length]);
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData("text", text);
      document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    }, TWENTY);
    await answers().first().waitFor();
    expect(await answers().count()).toBe(20);
    await box()
      .getByText(/^20 lines: .*2 not understood|^20 lines: .*1 not understood/)
      .waitFor();
    await box()
      .getByLabel(/^Region/)
      .selectOption("eu-central-1");
    await page.waitForLoadState("networkidle");
    page.removeAllListeners("request");
    expect(requests.length).toBeGreaterThan(2);
    const words = TWENTY.toLowerCase()
      .split(/[^a-z0-9-]+/)
      .filter((word) => word.length > 5);
    const names = new Set(words);
    for (const each of ["https", "amazonaws", "endpoint"]) names.delete(each);
    const paths = requests.map((each) => each.replace(site.url, "/"));
    expect(paths.filter((path) => [...names].some((word) => path.includes(word)))).toEqual([]);
    expect(await page.evaluate(() => [location.href, history.length])).toEqual(before);
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    );
    expect(kept).not.toMatch(/hush|amazonaws|secretsmanager/);
    expect(watched.faults).toEqual([]);
  });

  it("opens and closes by key, keeps the text for as long as the page is open, and has no barrier", async () => {
    await openMap();
    await page.locator(".cell[tabindex='0']").focus();
    await page.keyboard.press("p");
    await expect.poll(() => field().evaluate((each) => each === document.activeElement)).toBe(true);
    await ask(
      `${MESSAGES[1]?.[1]}\nsqs\ncognito\nsearch-my-domain-abc123.us-east-1.es.amazonaws.com`,
    );
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const options = colorScheme === "dark" ? COLOURS_ALONE : {};
      const violations = await axeViolations(page, { options });
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    }
    await page.keyboard.press("Escape");
    await box().waitFor({ state: "detached" });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.className))
      .toContain("cell");
    await page.keyboard.press("p");
    await expect.poll(() => field().inputValue()).toContain("cognito");
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await box().evaluate((each) => each.scrollWidth <= each.clientWidth)).toBe(true);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  describe("a snippet", () => {
    const findings = () => box().getByRole("region", { name: "Findings" });
    const status = () => findings().getByRole("status");
    const rules = () => findings().locator("h3 a").allTextContents();
    const paste = (text: string) => field().fill(text);
    const shown = async (text: string, summary: RegExp) => {
      await paste(text);
      await expect.poll(() => status().textContent(), { message: text }).toMatch(summary);
    };

    it("is audited by the rules of the command, which are loaded only then", async () => {
      const requests: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      await openMap();
      await page.keyboard.press("p");
      await ask("sqs");
      await page.waitForLoadState("networkidle");
      expect(requests.join(" ")).not.toMatch(/audit|snippet|yaml/);
      await shown(BAD_TERRAFORM, /^\d errors?\b.* in 3 resources\.$/);
      await page.waitForLoadState("networkidle");
      page.removeAllListeners("request");
      expect(requests.join(" ")).toMatch(/data\/audit\.json/);
      expect(requests.join(" ")).not.toMatch(/yaml/);
      expect(requests.filter((each) => /hush/.test(each))).toEqual([]);
      expect(await rules()).toContain("E6101");
      const vpc = findings().locator("li.answer", { hasText: "E6101" });
      expect(await vpc.textContent()).toMatch(/^error E6101line 1VPC aws_vpc\.hush has no IPv6/);
      expect(await vpc.textContent()).toContain("Fix:");
      expect(await vpc.locator("pre").textContent()).toContain("assign_generated_ipv6_cidr_block");
      expect(await vpc.getByRole("link").getAttribute("href")).toBe("docs/audit/E6101.html");
      await findings().getByText("Only this snippet was read (Terraform)").waitFor();
      await findings().getByText("egress6 audit .").waitFor();
      const violations = await axeViolations(page);
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    });

    it("that is right has no finding, and one that cannot be read says where", async () => {
      await openMap();
      await page.keyboard.press("p");
      await shown(GOOD_TERRAFORM, /^No rule finds anything in 1 resource\.$/);
      await shown(
        'resource "aws_vpc" "hush" {\n  cidr_block =\n}',
        /^The snippet could not be read/,
      );
      expect(await findings().getByLabel("Not read").textContent()).toMatch(/^Line \d: ./);
      await shown("Resources:\n  Vpc: [\n", /^The snippet could not be read/);
      expect(await findings().getByLabel("Not read").textContent()).toMatch(/^Line \d: ./);
      await paste(`${GOOD_TERRAFORM}\n${"#".repeat(200_001)}`);
      await box()
        .getByRole("alert")
        .getByText(/200,000 characters/)
        .waitFor();
      expect(await findings().count()).toBe(0);
      await ask("sqs");
      expect(await findings().count()).toBe(0);
      expect(watched.faults).toEqual([]);
    });

    it("of CloudFormation and Kubernetes is audited, too, also as JSON", async () => {
      await openMap();
      await page.keyboard.press("p");
      const template = { Resources: { Hush: { Type: "AWS::EC2::VPC", Properties: PROPERTIES } } };
      await shown(JSON.stringify(template, null, 2), /^1 error in 1 resource\.$/);
      expect(await rules()).toEqual(["E6101"]);
      await shown(
        "Resources:\n  Hush:\n    Type: AWS::EC2::VPC\n    Properties: {CidrBlock: 10.0.0.0/16}\n",
        /^1 error in 1 resource\.$/,
      );
      expect(await rules()).toEqual(["E6101"]);
      await shown(POD, / in 1 resource\.$/);
      expect(await findings().textContent()).toContain("(YAML)");
    });

    it("of Compose, an ECS task definition and a Dockerfile is audited, too", async () => {
      await openMap();
      await page.keyboard.press("p");
      const image = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/hush:1";
      await shown(`services:\n  hush:\n    image: ${image}\n`, /^1 note in 1 resource\.$/);
      expect(await rules()).toEqual(["E6404"]);
      const task = { family: "hush", containerDefinitions: [{ name: "hush", image }] };
      await shown(JSON.stringify(task, null, 2), / in 1 resource\.$/);
      expect(await rules()).toContain("E6404");
      await shown(`FROM ${image}\nRUN true\n`, /^1 note in 1 resource\.$/);
      expect(await findings().textContent()).toContain("(Dockerfile)");
    });

    it("is judged by the goal that is chosen", async () => {
      const example = readFileSync(
        new URL("../../data/audit-examples/E6409/terraform/bad/main.tf", import.meta.url),
        "utf8",
      );
      const nat =
        '  route {\n    cidr_block = "0.0.0.0/0"\n    nat_gateway_id = "nat-0123456789abcdef0"\n  }\n';
      await openMap();
      await page.keyboard.press("p");
      await paste(example.replace("  route {\n", `${nat}  route {\n`));
      const build = () => findings().locator("li.answer", { hasText: "E6409" }).textContent();
      await expect.poll(build).toMatch(/^note E6409/);
      await findings().getByLabel("Goal").selectOption("no-nat");
      await expect.poll(build).toMatch(/^error E6409/);
    });
  });

  describe("the filter", () => {
    const sizes = () => page.locator(".sizes").textContent();
    const headings = () => page.locator(".grid-heading a").allTextContents();
    const filter = () => page.getByLabel("Filter services");

    const UNDERSTOOD = [
      ["s3 eu-central-1", "s3", "1 region"],
      ["logs.us-east-2.amazonaws.com", "logs", "1 region"],
      ["https://sqs.eu-west-1.amazonaws.com/111122223333/jobs", "sqs", "1 region"],
      ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:x", "secretsmanager", "1 region"],
      ["com.amazonaws.us-east-1.ecr.api", "ecr", "1 region"],
      ["fargate", "ecs", "8 regions"],
      ["parameter store", "ssm", "8 regions"],
      ["msk", "kafka", "8 regions"],
      ["eu-central-1 eu-west-1", "s3", "434 services · 2 regions"],
    ] as const;

    it("understands regions, hosts, URLs, ARNs, endpoint services and other words", async () => {
      await openMap();
      for (const [text, service, size] of UNDERSTOOD) {
        await filter().fill(text);
        await expect.poll(sizes, { message: text }).toContain(size);
        if (size.includes("services")) continue;
        await expect.poll(headings, { message: text }).toContain(service);
      }
    });

    it("understands alb, and fips as the FIPS view, also from a link", async () => {
      await openMap("?q=alb");
      await expect.poll(headings).toContain("elbv2");
      await openMap("?q=sqs%20fips%20eu-central-1");
      await expect.poll(() => page.getByLabel("Names shown").inputValue()).toBe("fips");
      await expect.poll(sizes).toBe("1 service · 1 region");
    });

    it("looks for words in names as before where nothing more can be loaded", async () => {
      await page.route("**/data/find.json", (route) => route.abort());
      await openMap();
      await filter().fill("cloudwatch logs");
      await expect.poll(headings).toEqual(["logs"]);
      await page.unroute("**/data/find.json");
    });
  });

  it("takes hosts and ARNs in the list of My services, and names every line that is none", async () => {
    await page.goto(`${site.url}my-services.html`);
    await page
      .getByLabel("Your services")
      .fill(
        "https://logs.us-east-2.amazonaws.com/\narn:aws:secretsmanager:eu-west-1:111122223333:secret:x\n%%%\nfargate\nfrobnicate",
      );
    await expect
      .poll(() => new URL(page.url()).searchParams.get("list"))
      .toBe("logs,secretsmanager,ecs");
    const unknown = page.getByRole("list", { name: "Entries not recognised" });
    await expect
      .poll(() => unknown.locator("code").allTextContents())
      .toEqual(["%%%", "frobnicate"]);
    expect(await unknown.textContent()).not.toContain("Nearest");
  });

  it("makes a host of AWS in the planner the service that it is", async () => {
    await page.goto(`${site.url}planner.html`);
    await page.getByRole("button", { name: "Add host" }).click();
    const host = page.getByLabel("Host", { exact: true }).last();
    await host.fill("logs.us-east-2.amazonaws.com");
    await page.waitForLoadState("networkidle");
    await host.press("Enter");
    await page
      .getByText(/^logs\.us-east-2\.amazonaws\.com is Amazon CloudWatch Logs in us-east-2/)
      .waitFor();
    await expect
      .poll(() => page.getByLabel("Service", { exact: true }).last().inputValue())
      .toBe("logs");
  });
});
