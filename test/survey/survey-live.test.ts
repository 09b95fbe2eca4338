import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { SURVEY_EXTRAS, surveyPolicy } from "@egress6/core/survey/calls";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openAccount } from "../../packages/egress6/src/adapter/aws-account/survey/open-account.js";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { readSurveyFiles } from "../../packages/egress6/src/adapter/survey/read-survey-files.js";
import {
  makeSaveFolder,
  saveSurvey,
} from "../../packages/egress6/src/adapter/survey/saved-survey.js";
import { askAccount, readingOf } from "../../packages/egress6/src/app/ask-account.js";
import { endpointFinder } from "../../packages/egress6/src/app/endpoint-finder.js";
import {
  startTapeServer,
  type TapeAnswer,
  type TapeRequest,
  type TapeServer,
} from "../support/aws/tape-server.js";
import { runEgress6 } from "../support/egress6-process.js";
import {
  CLOSED,
  ec2Refusal,
  eniPage,
  HARBOUR,
  HARBOUR_SECRET,
  HOME,
  harbourTape,
  jsonAnswer,
  queryRefusal,
  roleAnswer,
} from "./live-world.js";

const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: "AKIDHARBOUR",
  AWS_SECRET_ACCESS_KEY: "sealed",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/nonexistent/config",
  AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/credentials",
};

let server: TapeServer;
let folder = "";
const before = new Map<string, string | undefined>();
const setVariable = (name: string, value: string) => {
  if (!before.has(name)) before.set(name, process.env[name]);
  process.env[name] = value;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-survey-live-"));
});
afterEach(async () => {
  await server?.close();
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  before.clear();
  rmSync(folder, { recursive: true, force: true });
});

type Instead = (request: TapeRequest) => TapeAnswer | undefined | Promise<TapeAnswer | undefined>;

/** Interfaces in pages, whatever else a test answers itself. */
const start = async (instead: Instead = () => undefined) => {
  server = await startTapeServer(harbourTape(), async (request) => {
    const own = await instead(request);
    if (own !== undefined) return own;
    const isPage = request.operation === "DescribeNetworkInterfaces" && request.region === HOME;
    return isPage ? eniPage(request.input["NextToken"]) : undefined;
  });
  for (const [name, value] of Object.entries(CREDENTIALS)) setVariable(name, value);
  setVariable("AWS_ENDPOINT_URL", server.url);
};

async function ask(
  more: Partial<Parameters<typeof askAccount>[0]> = {},
  profile: string | undefined = undefined,
) {
  const account = await openAccount({
    profile,
    caBundle: undefined,
    version: "0",
    endpointOf: endpointFinder(loadCatalog()),
  });
  try {
    return await askAccount({
      account,
      regions: [HOME],
      vpc: null,
      extras: new Set(),
      signal: new AbortController().signal,
      now: () => Date.UTC(2026, 11, 1, 12),
      onProgress: () => {},
      ...more,
    });
  } finally {
    account.close();
  }
}

const itemsOf = (asked: Awaited<ReturnType<typeof ask>>, action: string) =>
  asked.answers.find((each) => each.action === action && each.region === HOME);

/** The IAM action of a request. */
function actionOf({ service, operation }: TapeRequest): string {
  const rest: Readonly<Record<string, string>> = {
    "GET /2015-03-31/functions": "ListFunctions",
    "GET /clusters": "ListClusters",
    "GET /": "ListAllMyBuckets",
    "GET /harbour-logs": "GetBucketPolicy",
    "GET /harbour-open": "GetBucketPolicy",
  };
  const name =
    rest[operation] ?? (operation.startsWith("GET /clusters/") ? "DescribeCluster" : operation);
  return `${service === "monitoring" ? "cloudwatch" : service}:${name}`;
}

test("asks exactly what the policy lets through, reads only, and says who it is", async () => {
  await start();
  const extras = new Set(SURVEY_EXTRAS);
  const asked = await ask({ extras });
  expect(asked.denied).toEqual([]);
  const actions = [...new Set(server.requests.map(actionOf))].toSorted();
  expect(actions).toEqual(surveyPolicy(extras).Statement[0]?.Action);
  expect(actions.every((each) => /:(?:Describe|Get|List)/.test(each))).toBe(true);
  expect(server.requests.every(({ agent }) => /egress6\/0 survey\/0/.test(agent))).toBe(true);
  const plain = surveyPolicy().Statement[0]?.Action ?? [];
  expect(plain).toHaveLength(35);
  expect(actions.filter((each) => !plain.includes(each))).toEqual([
    "ce:GetCostAndUsage",
    "cloudwatch:GetMetricData",
    "iam:GetAccountAuthorizationDetails",
    "kms:GetKeyPolicy",
    "kms:ListKeys",
    "s3:GetBucketPolicy",
    "s3:ListAllMyBuckets",
  ]);
});

test("follows the pages of a list to its end", async () => {
  await start();
  const asked = await ask();
  const answer = itemsOf(asked, "ec2:DescribeNetworkInterfaces");
  expect(answer).toMatchObject({ isWhole: true, account: HARBOUR });
  expect(answer?.items.map((each) => each["NetworkInterfaceId"])).toEqual([
    "eni-nat",
    "eni-ship",
    "eni-clerk",
    "eni-guard",
    "eni-bridge",
  ]);
});

test("waits where AWS limits the calls, and goes on", async () => {
  let refusals = 0;
  await start(({ operation }) =>
    operation === "DescribeSubnets" && refusals++ < 1
      ? ec2Refusal("RequestLimitExceeded", 503)
      : undefined,
  );
  const asked = await ask();
  expect(refusals).toBe(2);
  expect(asked.denied).toEqual([]);
  expect(itemsOf(asked, "ec2:DescribeSubnets")?.items).toHaveLength(3);
});

test("what is denied is named in each protocol, and is no empty list", async () => {
  const refused: Readonly<Record<string, TapeAnswer>> = {
    DescribeVpcEndpoints: ec2Refusal("UnauthorizedOperation"),
    DescribeLoadBalancers: queryRefusal("AccessDenied"),
    ListAccountSettings: jsonAnswer({ __type: "AccessDeniedException", message: "no" }, 400),
    "GET /2015-03-31/functions": jsonAnswer(
      { Message: "no", __type: "AccessDeniedException" },
      403,
    ),
  };
  await start(({ operation }) => refused[operation]);
  const asked = await ask();
  expect(asked.denied.map(({ action, region }) => `${action} ${region}`)).toEqual([
    `ec2:DescribeVpcEndpoints ${HOME}`,
    `ecs:ListAccountSettings ${HOME}`,
    `elasticloadbalancing:DescribeLoadBalancers ${HOME}`,
    `lambda:ListFunctions ${HOME}`,
  ]);
  for (const { reason } of asked.denied) {
    expect(reason).toMatch(/^denied \((UnauthorizedOperation|AccessDenied)/);
    expect(reason).not.toContain("Encoded");
  }
  expect(itemsOf(asked, "ec2:DescribeVpcEndpoints")).toBeUndefined();
  expect(itemsOf(asked, "ec2:DescribeSubnets")?.items).toHaveLength(3);
});

test("a page that is denied leaves what came before, known not to be all", async () => {
  await start(({ operation, input }) =>
    operation === "DescribeNetworkInterfaces" && input["NextToken"] === "page-1"
      ? ec2Refusal("UnauthorizedOperation")
      : undefined,
  );
  const asked = await ask();
  expect(itemsOf(asked, "ec2:DescribeNetworkInterfaces")).toMatchObject({ isWhole: false });
  expect(asked.denied).toHaveLength(1);
});

test("a region that is not enabled is one entry, and the others are read", async () => {
  await start(({ region }) => (region === CLOSED ? ec2Refusal("AuthFailure", 401) : undefined));
  const asked = await ask({ regions: [HOME, CLOSED] });
  expect(asked.denied).toMatchObject([{ action: "ec2:DescribeVpcs", region: CLOSED }]);
  expect(asked.denied[0]?.reason).toMatch(/^the region is not enabled/);
  expect(itemsOf(asked, "ec2:DescribeVpcs")?.items).toHaveLength(1);
});

test("all regions are those that the account has enabled", async () => {
  await start();
  setVariable("AWS_REGION", HOME);
  const asked = await ask({ regions: "all" });
  expect(asked.regions).toEqual([HOME, "eu-south-2"]);
  // The tape has nothing of the other one: each call is named, and no list is empty for it.
  expect(new Set(asked.denied.map(({ region }) => region))).toEqual(new Set(["eu-south-2"]));
  expect(asked.denied.every(({ reason }) => reason === "no answer (HTTP 501)")).toBe(true);
});

test("a VPC is asked for by filter", async () => {
  await start();
  await ask({ vpc: "vpc-quay" });
  const filters = server.requests.flatMap(({ operation, input }) =>
    input["Filter.1.Name"] === undefined
      ? []
      : [[operation, input["Filter.1.Name"], input["Filter.1.Value.1"]]],
  );
  expect(filters).toContainEqual(["DescribeSubnets", "vpc-id", "vpc-quay"]);
  expect(filters).toContainEqual(["DescribeNatGateways", "vpc-id", "vpc-quay"]);
  expect(filters).toContainEqual(["DescribeInternetGateways", "attachment.vpc-id", "vpc-quay"]);
});

test("credentials that AWS refuses end it at once, in words that help", async () => {
  await start(({ operation }) =>
    operation === "GetCallerIdentity" ? queryRefusal("InvalidClientTokenId") : undefined,
  );
  await expect(ask()).rejects.toMatchObject({ code: "AWS_CREDENTIALS_REFUSED", kind: "input" });
  expect(server.requests).toHaveLength(1);
});

/** A profile of the shared files, and no credentials in the environment. */
const startWithProfile = async (profile: string, instead?: Instead) => {
  await start(instead);
  const path = join(folder, "config");
  writeFileSync(path, profile);
  for (const [name, value] of Object.entries({
    AWS_CONFIG_FILE: path,
    AWS_ACCESS_KEY_ID: "",
    AWS_SECRET_ACCESS_KEY: "",
  })) {
    setVariable(name, value);
  }
};
const KEYS = "aws_access_key_id = AKIDHARBOUR\naws_secret_access_key = sealed\n";
const ROLE = `role_arn = arn:aws:iam::${HARBOUR}:role/reader\n`;

test("a role is assumed once, and not for each service and region", async () => {
  let assumed = 0;
  await startWithProfile(
    `[profile desk]\n${KEYS}[profile reader]\n${ROLE}source_profile = desk\nregion = ${HOME}\n`,
    ({ operation }) => {
      if (operation !== "AssumeRole") return undefined;
      assumed++;
      return roleAnswer("ASIAREADER");
    },
  );
  const asked = await ask({}, "reader");
  expect([asked.account, asked.denied, assumed]).toEqual([HARBOUR, [], 1]);
});

test.each([
  [
    "code",
    `${ROLE}source_profile = desk\nmfa_serial = arn:aws:iam::1:mfa/me\n`,
    /MFA code.*export-credentials --profile code/,
  ],
  [
    "logged-out",
    "sso_session = corp\nsso_account_id = 1\nsso_role_name = R\n",
    /`aws sso login --profile logged-out`/,
  ],
  [
    "token",
    `${ROLE}web_identity_token_file = /nonexistent/token\n`,
    /\/nonexistent\/token.*does not exist/,
  ],
  ["vault", "credential_process = /bin/false\n", /credential_process gave no credentials/],
  [
    "orphan",
    `${ROLE}source_profile = nobody\n`,
    /profile nobody \(source_profile\), which does not exist/,
  ],
  ["refused", `${ROLE}source_profile = desk\n`, /role of profile refused may not be assumed/],
])("credentials of profile %s that cannot be had: what to do", async (name, content, expected) => {
  await startWithProfile(
    `[profile desk]\n${KEYS}[profile ${name}]\n${content}[sso-session corp]\nsso_region = ${HOME}\nsso_start_url = https://sso.example/start\n`,
    ({ operation }) =>
      operation === "AssumeRole"
        ? queryRefusal("AccessDenied", "User: me is not authorized to perform: sts:AssumeRole")
        : undefined,
  );
  setVariable("HOME", folder);
  const fault: unknown = await ask({}, name).catch((thrown: unknown) => thrown);
  expect(fault).toMatchObject({ code: "AWS_CREDENTIALS_MISSING", kind: "input" });
  expect(String(fault)).toMatch(expected);
  expect(String(fault)).toContain("egress6 survey --from");
  expect(server.requests.filter(({ operation }) => operation !== "AssumeRole")).toEqual([]);
});

test("a profile that is in no file is named beside those that are", async () => {
  await startWithProfile(`[profile desk]\n${KEYS}`);
  await expect(ask({ regions: [] }, "deck")).rejects.toThrow(
    /There is no AWS profile.*Profiles on this machine: desk\./,
  );
  expect(server.requests).toEqual([]);
});

test("credentials that expire on the way leave what was read", async () => {
  await start(({ service }) =>
    service === "autoscaling" ? queryRefusal("ExpiredToken") : undefined,
  );
  const asked = await ask();
  expect(asked.denied).toMatchObject([
    { action: "autoscaling:DescribeAutoScalingGroups", reason: expect.stringContaining("expired") },
  ]);
});

test("Ctrl-C keeps what was read", async () => {
  const controller = new AbortController();
  await start(async ({ operation }) => {
    if (operation !== "DescribeFlowLogs") return undefined;
    controller.abort();
    await wait(50);
    return undefined;
  });
  const asked = await ask({ signal: controller.signal });
  expect(asked.isCutOff).toBe(true);
  expect(asked.denied).toEqual([]);
  expect(itemsOf(asked, "ec2:DescribeVpcs")?.items).toHaveLength(1);
  expect(itemsOf(asked, "ec2:DescribeFlowLogs")).toBeUndefined();
  expect(itemsOf(asked, "eks:DescribeCluster")).toBeUndefined();
});

test("what was saved is read back to the same, for its owner alone, without secrets", async () => {
  await start(({ service }) =>
    service === "elasticloadbalancing" ? queryRefusal("AccessDenied") : undefined,
  );
  const asked = await ask();
  const saved = join(folder, "answers");
  saveSurvey(saved, asked);
  await server.close();
  expect(statSync(saved).mode & 0o777).toBe(0o700);
  const { files, skipped, ...reading } = readSurveyFiles([saved], { cwd: folder, region: null });
  const { files: _, skipped: __, ...live } = readingOf(asked);
  expect(reading).toEqual({ ...live, answers: live.answers.map(plain) });
  expect([files, skipped]).toEqual([[], []]);
  const names = readdirSync(saved, { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  expect(names.length).toBeGreaterThan(30);
  for (const each of names) {
    const path = join(each.parentPath, each.name);
    expect(readFileSync(path, "utf8")).not.toContain(HARBOUR_SECRET);
    expect(readFileSync(path, "utf8")).not.toContain(
      Buffer.from(HARBOUR_SECRET).toString("base64"),
    );
    expect(statSync(path).mode & 0o777).toBe(0o600);
  }
});

/** As JSON has it, without what only the asking keeps. */
function plain(answer: object): unknown {
  const { values: _, ...each } = { values: null, ...answer };
  return JSON.parse(JSON.stringify(each));
}

test("on the command line: the document, then the same from the saved folder, offline", async () => {
  await start();
  const env = { ...CREDENTIALS, AWS_ENDPOINT_URL: server.url };
  const saved = join(folder, "answers");
  const live = await runEgress6(
    ["survey", "--region", HOME, "--save", saved, "--format", "json", "--verbose"],
    env,
  );
  expect(live.stderr).toContain("eu-central-1 ec2:DescribeNetworkInterfaces: 3 requests");
  expect(live.code).toBe(1);
  expect(JSON.parse(live.stdout)).toMatchObject({
    meta: { account: HARBOUR, regions: [HOME], denied: [], complete: true, notRead: [] },
  });
  await server.close();
  const asked = server.requests.length;
  const again = await runEgress6(["survey", "--from", saved, "--format", "json"], env);
  expect(again.stdout).toBe(live.stdout);
  expect(again.code).toBe(1);
  expect(server.requests).toHaveLength(asked);
  expect(live.stdout + live.stderr).not.toContain(HARBOUR_SECRET);
  const more = await runEgress6(["survey", "--region", HOME, "--save", saved], env);
  expect(more.code).toBe(2);
  expect(more.stderr).toContain("there are files in it already");
});

test("a folder that cannot be made is said before anything is asked", () => {
  expect(() => makeSaveFolder(join(folder, "no", "answers"), "no/answers")).toThrow(
    /^--save no\/answers: the folder cannot be made/,
  );
  makeSaveFolder(join(folder, "new"), "new");
  expect(statSync(join(folder, "new")).mode & 0o777).toBe(0o700);
});

test("without credentials it says what to do, and that files can be read", async () => {
  const { code, stderr } = await runEgress6(["survey", "--region", HOME], {
    ...CREDENTIALS,
    AWS_ACCESS_KEY_ID: "",
    AWS_SECRET_ACCESS_KEY: "",
    AWS_ENDPOINT_URL: "http://127.0.0.1:9",
  });
  expect(code).toBe(2);
  expect(stderr).toContain("--from");
});
