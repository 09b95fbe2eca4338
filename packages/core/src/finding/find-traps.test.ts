import { describe, expect, it } from "vitest";
import { smallCatalog } from "../../../../test/support/small-catalog.js";
import { catalogOfRelease } from "../endpoint/catalog-of-release.js";
import type { RulesHistory } from "../endpoint/rules-history.js";
import type {
  BooleanSpelling,
  CredentialHostUse,
  SdkFacts,
  SettingFact,
  SettingSupport,
  SwitchAndUrl,
} from "../facts/sdk-facts.js";
import type { FileDialect } from "../settings/read/aws-config.js";
import { parseAwsIni } from "../settings/read/parse-aws-ini.js";
import { type EndpointExplanation, explainEndpoint } from "../settings/resolve/explain-endpoint.js";
import { resolveEndpointSettings } from "../settings/resolve/resolve-endpoint-settings.js";
import type { CodeSettings } from "../settings/settings-input.js";
import { type NameSupport, type Support, UNOBSERVED } from "../verdict/support.js";
import { TRAP_IDS, TRAPS, type TrapFinding, type TrapId } from "./find-traps.js";
import { placeText } from "./place.js";
import { trapFix, trapMessage } from "./trap-words.js";

const service = (id: string, label: string, more: object = {}) => ({
  id,
  name: id,
  names: { standard: label },
  ...more,
});

const HISTORY: RulesHistory = {
  from: { version: "1.34.0", date: "2023-12-13" },
  to: { version: "1.43.62", date: "2026-07-31" },
  newServices: [],
  evaluatedRegions: ["eu-west-1", "us-east-1"],
  changes: [
    {
      service: "iam",
      variant: "dualstack",
      since: "1.37.22",
      date: "2025-03-27",
      before: "iam.eu-west-1.api.aws",
      after: "iam.global.api.aws",
      region: "eu-west-1",
      regions: 2,
    },
  ],
};

const bare = smallCatalog({
  discovers: { ...service("Discovers", "discovers"), discovery: "required" },
  dynamodb: { ...service("DynamoDB", "dynamodb"), refusesOwnUrl: true },
  ec2: service("EC2", "ec2"),
  ecr: {
    ...service("ECR", "api.ecr"),
    names: { standard: "api.ecr", dualstack: "ecr.{region}.{dualDns}" },
  },
  iam: {
    id: "IAM",
    name: "IAM",
    signingRegions: { default: "{home}", dualstack: "{home}" },
    names: { default: "iam.{dns}", dualstack: "iam.global.{dualDns}" },
  },
  logs: service("CloudWatch Logs", "logs"),
  s3: service("S3", "s3", {
    additional: [{ for: "global endpoint", names: { "default us-east-1": "s3.{dns}" } }],
  }),
  "sso-oidc": service("SSO OIDC", "oidc"),
  secretsmanager: service("Secrets Manager", "secretsmanager"),
  sqs: service("SQS", "sqs"),
  sts: service("STS", "sts"),
  tenant: { ...service("Tenant", "ec2"), names: { standard: "ec2", dualstack: null } },
});

const catalog = { ...bare, history: HISTORY };
/** As boto3 of that version has it. */
const ofRelease = (version: string) =>
  catalogOfRelease(bare, HISTORY, {
    client: `Boto3 ${version}`,
    span: { by: "botocore", from: version, to: version },
    clientVersion: null,
    versionWith: ({ since }) => since,
  });

const fact = <T>(value: T): SettingFact<T> => ({
  value,
  source: "https://example.com/",
  date: "2026-11-23",
  confidence: "measured",
});
const supported = (from: string | null): SettingSupport => ({
  ...fact<"yes">("yes"),
  readFrom: ["env", "config"],
  versions: [{ from, to: null }],
});
const unsupported: SettingSupport = { ...fact<"no">("no"), readFrom: [], versions: [] };

const IMDS_SPELLING: Readonly<Record<string, "exact" | "any-case">> = {
  boto3: "any-case",
  "js-v3": "exact",
};
const DIALECTS: Readonly<Record<string, FileDialect>> = {
  boto3: {
    configKeyCase: "any",
    inlineComments: "kept",
    defaultSection: "last-wins",
    repeatedEntries: "refused",
    keySeparator: "equals-or-colon",
    indentedLines: "value",
    fileThatWins: "credentials",
  },
  "js-v3": {
    configKeyCase: "exact",
    inlineComments: "cut",
    defaultSection: "profile-default-wins",
    repeatedEntries: "merged",
    keySeparator: "equals",
    indentedLines: "entry",
    fileThatWins: "config",
  },
};
function accountMode(id: string): SettingSupport {
  if (id === "old") return unsupported;
  return id === "in-code"
    ? { ...supported(null), value: "partial", readFrom: [] }
    : supported(null);
}
function credentialHosts(id: string): SdkFacts["credentialHosts"] {
  const yes = fact<CredentialHostUse>("yes");
  const since = { ...yes, versions: [{ from: "1.47.11", to: null }] };
  const all = { "fd00:ec2::23": yes, "169.254.170.23": yes, "169.254.170.2": yes };
  switch (id) {
    case "old":
      return { ...all, "fd00:ec2::23": since, "169.254.170.23": since };
    case "java-v2":
      return {
        "fd00:ec2::23": { ...since, value: "with-imds-ipv6" },
        "169.254.170.23": { ...since, value: "without-imds-ipv6" },
        "169.254.170.2": { ...yes, value: "without-imds-ipv6" },
      };
    case "in-code":
      return { ...all, "fd00:ec2::23": { ...yes, value: "no", versions: UNKNOWN_SINCE } };
    case "disputed":
      return { ...all, "fd00:ec2::23": { ...yes, value: "unknown" } };
    case "listed":
      return {
        ...all,
        "fd00:ec2::23": { ...yes, versions: [{ from: null, to: "3.5" }, ...since35] },
      };
    default:
      return all;
  }
}
const UNKNOWN_SINCE = [{ from: null, to: null }];
const since35 = [{ from: "3.5", to: null }];

const sdk = (id: string, spelling: BooleanSpelling, switchAndUrl: SwitchAndUrl): SdkFacts => ({
  id,
  name: `SDK ${id}`,
  aliases: [],
  languages: [],
  packages: [],
  settings: {
    dualstack:
      id === "disputed" ? { ...unsupported, value: "conflict" as const } : supported("2.0"),
    fips: supported(null),
    "endpoint-url": id === "old" ? unsupported : supported("1.0"),
    "account-id-mode": accountMode(id),
    "imds-mode": supported(id === "old" ? "1.0" : null),
  },
  switchAndUrl: fact(switchAndUrl),
  booleanSpelling: fact(spelling),
  unsetRegion: fact("refused"),
  credentialHosts: credentialHosts(id),
  containerUri: fact(id === "old" ? "full-first" : "relative-first"),
  missingProfile: fact("unknown"),
  missingServices: fact("refused"),
  configKeyCase: fact(DIALECTS[id]?.configKeyCase ?? null),
  inlineComments: fact(DIALECTS[id]?.inlineComments ?? null),
  defaultSection: fact(DIALECTS[id]?.defaultSection ?? null),
  repeatedEntries: fact(DIALECTS[id]?.repeatedEntries ?? null),
  keySeparator: fact(DIALECTS[id]?.keySeparator ?? null),
  indentedLines: fact(DIALECTS[id]?.indentedLines ?? null),
  fileThatWins: fact(DIALECTS[id]?.fileThatWins ?? null),
  regionVariables: fact(["AWS_REGION"]),
  profileVariables: fact(["AWS_PROFILE"]),
  sqsQueueUrl: fact(id === "js-v3" ? "host-wins" : "unknown"),
  imdsModeSpelling: fact(IMDS_SPELLING[id] ?? "unknown"),
  stsGlobalName: fact(id === "old" ? "by-default" : "on-request"),
  s3GlobalName: fact(id === "boto3" ? "by-default" : "unknown"),
  endOfSupport: id === "old" ? fact("2025-07-31") : undefined,
});
const sdks = [
  sdk("boto3", "any-case", "url-wins"),
  sdk("go-v2", "any-case-or-error", "refuses"),
  sdk("java-v2", "any-case-or-error", "unknown"),
  sdk("js-v3", "exact", "refuses"),
  sdk("in-code", "any-case", "unknown"),
  sdk("old", "unknown", "unknown"),
  sdk("disputed", "any-case", "unknown"),
  {
    ...sdk("listed", "any-case", "unknown"),
    ownEndpoints: {
      version: "1.2",
      source: "https://example.com/list.py",
      services: new Map([
        [
          "sqs",
          new Map([
            ["eu-west-1", { hostname: "eu-west-1.queue.example.com", signingRegion: null }],
            ["us-east-1", { hostname: "queue.example.com", signingRegion: null }],
          ]),
        ],
      ]),
    },
  },
];

interface Setup {
  readonly service?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: readonly string[];
  readonly code?: CodeSettings;
  readonly sdk?: string;
  readonly version?: string;
  /** Of botocore, whose hostnames it has. */
  readonly release?: string;
  /** By the service. */
  readonly handedOut?: string;
  /** IPv4 and IPv6 by name. */
  readonly seen?: Readonly<Record<string, readonly [Support, Support]>>;
  /** By name: addresses by which the network answers itself. */
  readonly seenPrivately?: Readonly<Record<string, string>>;
}

function explain(setup: Setup): EndpointExplanation {
  const { code = {}, env = {}, config = [] } = setup;
  const state = (known: Support) => ({
    ...UNOBSERVED,
    known,
    lastConfirmed: Date.UTC(2026, 10, 12),
  });
  const observed = Object.entries(setup.seen ?? {}).map(
    ([name, [ipv4, ipv6]]): [string, NameSupport] => [
      name,
      { ipv4: state(ipv4), ipv6: state(ipv6) },
    ],
  );
  for (const [name, address] of Object.entries(setup.seenPrivately ?? {})) {
    observed.push([name, { ipv4: UNOBSERVED, ipv6: UNOBSERVED, privateAddresses: [address] }]);
  }
  const chosen = sdks.find(({ id }) => id === setup.sdk);
  const resolved = resolveEndpointSettings({
    catalog: setup.release === undefined ? catalog : ofRelease(setup.release),
    service: setup.service ?? "ec2",
    input: {
      code: { region: "eu-west-1", ...code },
      env,
      files: { config: parseAwsIni(config.join("\n"), "config"), credentials: null },
      sdk: chosen === undefined ? null : { sdk: chosen, version: setup.version ?? null },
      sdks,
    },
    parameters: {},
    evaluate: null,
    handedOut: setup.handedOut ? [{ service: "discovers", hostname: setup.handedOut }] : [],
  });
  return explainEndpoint(resolved, new Map(observed), sdks);
}

const found = (id: TrapId, setup: Setup): TrapFinding | undefined =>
  explain(setup).traps.find(({ ruleId }) => ruleId === id);
const placeOfTrap = (id: TrapId, setup: Setup) => placeText(found(id, setup)?.place ?? null);
/** In words. */
const said = (trap: TrapFinding | undefined) =>
  trap && { ...trap, message: trapMessage(trap.message), remedy: trapFix(trap.fix) };

const SWITCH = { AWS_USE_DUALSTACK_ENDPOINT: "true" };
const URL_SET = { AWS_ENDPOINT_URL: "http://localhost:4566" };
const SIGN_IN = [
  "sso_start_url = https://ssoins-0.portal.eu-west-1.app.aws",
  "sso_region = eu-west-1",
];
const POD = { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://[fd00:ec2::23]/v1/credentials" };
const POD_IPV4 = { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials" };
const TASK = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials/0" };
const IMDS_IPV6 = { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: "IPv6" };
const ECS = { AWS_EXECUTION_ENV: "AWS_ECS_FARGATE" };

/** `discovers` hands out the hosts of its calls. */
const ENTRY = "discovers.eu-west-1.api.aws";
const CELL = "discovers-cell1.eu-west-1.amazonaws.com";

/** Each trap met, and the same setup without what leads into it. */
const CASES: readonly (readonly [TrapId, TrapFinding["level"], Setup, Setup])[] = [
  [
    "endpoint-discovery",
    "note",
    { service: "discovers", handedOut: CELL, seen: { [CELL]: ["yes", "no"] } },
    { service: "discovers", env: URL_SET },
  ],
  [
    "endpoint-discovery",
    "warning",
    { service: "discovers", env: SWITCH, seen: { [ENTRY]: ["yes", "yes"] } },
    { service: "ec2", env: SWITCH },
  ],
  [
    "endpoint-discovery",
    "warning",
    { service: "discovers", env: { AWS_ENDPOINT_URL_DISCOVERS: `https://${ENTRY}` } },
    { service: "discovers", env: { AWS_ENDPOINT_URL_DISCOVERS: `https://${CELL}` } },
  ],
  [
    "url-of-other-service",
    "error",
    { service: "logs", env: { AWS_ENDPOINT_URL: "https://ec2.eu-west-1.api.aws" } },
    { service: "ec2", env: { AWS_ENDPOINT_URL: "https://ec2.eu-west-1.api.aws" } },
  ],
  [
    "url-of-other-service",
    "error",
    { service: "sqs", env: { AWS_ENDPOINT_URL_SQS: "https://sqs.us-east-1.api.aws" } },
    { service: "sqs", env: { AWS_ENDPOINT_URL_SQS: "https://sqs.internal.example.com" } },
  ],
  [
    "url-of-other-service",
    "error",
    { service: "sqs", env: { AWS_ENDPOINT_URL_SQS: "https://iam.amazonaws.com" } },
    { service: "iam", env: { AWS_ENDPOINT_URL_IAM: "https://iam.amazonaws.com" } },
  ],
  // It shares its host with EC2, and has no dual-stack name of its own.
  [
    "url-of-other-service",
    "error",
    { service: "tenant", env: { AWS_ENDPOINT_URL_TENANT: "https://ecr.eu-west-1.api.aws" } },
    { service: "tenant", env: { AWS_ENDPOINT_URL_TENANT: "https://ec2.eu-west-1.api.aws" } },
  ],
  // The one name of S3 for all regions.
  [
    "url-of-other-service",
    "error",
    { service: "s3", env: { AWS_ENDPOINT_URL_S3: "https://s3.us-east-1.amazonaws.com" } },
    { service: "s3", env: { AWS_ENDPOINT_URL_S3: "https://s3.amazonaws.com" } },
  ],
  ["awslogs-endpoint-option", "note", { service: "logs", env: ECS }, { service: "logs" }],
  [
    "boolean-spelling",
    "error",
    { env: { AWS_USE_DUALSTACK_ENDPOINT: "1" }, sdk: "go-v2" },
    { env: SWITCH, sdk: "go-v2" },
  ],
  [
    "boolean-spelling",
    "warning",
    { env: { AWS_USE_FIPS_ENDPOINT: "TRUE" }, sdk: "js-v3" },
    { env: { AWS_USE_FIPS_ENDPOINT: "" } },
  ],
  [
    "dualstack-name-missing",
    "error",
    { env: SWITCH, seen: { "ec2.eu-west-1.api.aws": ["no", "no"] } },
    { env: SWITCH, seen: { "ec2.eu-west-1.api.aws": ["yes", "no"] } },
  ],
  [
    "dualstack-with-url",
    "error",
    { env: { ...SWITCH, ...URL_SET } },
    { env: { ...SWITCH, AWS_ENDPOINT_URL: "" } },
  ],
  [
    "dualstack-with-url",
    "warning",
    { env: { AWS_USE_FIPS_ENDPOINT: "true", ...URL_SET }, sdk: "boto3" },
    { env: URL_SET, sdk: "boto3" },
  ],
  [
    "dynamodb-account-endpoint",
    "note",
    { service: "dynamodb" },
    { service: "dynamodb", env: { AWS_ACCOUNT_ID_ENDPOINT_MODE: "disabled" } },
  ],
  [
    "dynamodb-account-endpoint",
    "note",
    { service: "dynamodb", env: { AWS_ACCOUNT_ID_ENDPOINT_MODE: "disabled" }, sdk: "in-code" },
    { service: "dynamodb", sdk: "old" },
  ],
  ["ecr-registry-host", "note", { service: "ecr" }, { service: "ec2" }],
  [
    "global-name",
    "note",
    { service: "s3", code: { region: "us-east-1" }, sdk: "boto3" },
    {
      service: "s3",
      code: { region: "us-east-1" },
      sdk: "boto3",
      env: { AWS_S3_US_EAST_1_REGIONAL_ENDPOINT: "regional" },
    },
  ],
  ["ecs-dual-stack-subnet", "note", { service: "ecr", env: ECS }, { service: "ecr" }],
  [
    "ignored-endpoint-urls",
    "warning",
    { env: { ...URL_SET, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" } },
    { env: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" } },
  ],
  [
    "imds-mode-spelling",
    "error",
    { config: ["[default]", "ec2_metadata_service_endpoint_mode = ipv6"] },
    { config: ["[default]", "ec2_metadata_service_endpoint_mode = IPv6"] },
  ],
  [
    "imds-mode-spelling",
    "error",
    { config: ["[default]", "ec2_metadata_service_endpoint_mode = ipv6"], sdk: "js-v3" },
    { config: ["[default]", "ec2_metadata_service_endpoint_mode = ipv6"], sdk: "boto3" },
  ],
  [
    "imds-mode-spelling",
    "note",
    { config: ["[default]", "ec2_metadata_service_endpoint_mode = ipv6"], sdk: "go-v2" },
    { config: ["[default]", "ec2_metadata_service_endpoint_mode = IPv6"], sdk: "go-v2" },
  ],
  [
    "inline-comment",
    "error",
    { config: ["[default]", "use_dualstack_endpoint = true # why"] },
    { config: ["[default]", "# why", "use_dualstack_endpoint = true"] },
  ],
  [
    "inline-comment",
    "note",
    { config: ["[default]", "use_dualstack_endpoint = true # why"], sdk: "js-v3" },
    { config: ["[default]", "use_dualstack_endpoint = true"], sdk: "js-v3" },
  ],
  [
    "file-dialect",
    "error",
    { config: ["[default]", "region = a", "[default]", "region = b"] },
    { config: ["[default]", "region = a", "[profile b]", "region = b"] },
  ],
  [
    "file-dialect",
    "warning",
    { config: ["[default]", "use_dualstack_endpoint: true"], sdk: "js-v3" },
    { config: ["[default]", "output: json"], sdk: "js-v3" },
  ],
  [
    "file-dialect",
    "error",
    {
      config: [
        "[default]",
        "account_id_endpoint_mode = disabled",
        "  use_dualstack_endpoint = true",
      ],
      sdk: "go-v2",
    },
    { config: ["[default]", "s3 =", "  use_dualstack_endpoint = true"], sdk: "go-v2" },
  ],
  [
    "key-case",
    "warning",
    { config: ["[default]", "Use_DualStack_Endpoint = true"] },
    { config: ["[default]", "Output = json"] },
  ],
  [
    "key-case",
    "note",
    { config: ["[default]", "Use_DualStack_Endpoint = true"], sdk: "boto3" },
    { config: ["[default]", "use_dualstack_endpoint = true"], sdk: "boto3" },
  ],
  [
    "credentials-address",
    "error",
    { env: POD, sdk: "java-v2" },
    { env: { ...POD, ...IMDS_IPV6 }, sdk: "java-v2" },
  ],
  [
    "credentials-address",
    "error",
    {
      env: POD,
      sdk: "java-v2",
      config: ["[default]", "ec2_metadata_service_endpoint_mode = IPv6"],
    },
    { env: POD, sdk: "boto3" },
  ],
  [
    "credentials-address",
    "error",
    { env: { ...POD_IPV4, ...IMDS_IPV6 }, sdk: "java-v2" },
    { env: POD_IPV4, sdk: "java-v2" },
  ],
  [
    "credentials-address",
    "error",
    { env: { ...TASK, ...IMDS_IPV6 }, sdk: "java-v2" },
    { env: { ...TASK, ...IMDS_IPV6 }, sdk: "go-v2" },
  ],
  ["credentials-address", "warning", { env: { ...TASK, ...IMDS_IPV6 } }, { env: TASK }],
  [
    "credentials-address",
    "error",
    { env: POD, sdk: "old", version: "1.44.0" },
    { env: POD, sdk: "old", version: "1.47.11" },
  ],
  [
    "credentials-address",
    "error",
    { env: { ...POD, ...TASK }, sdk: "old", version: "1.44.0" },
    { env: { ...POD, ...TASK }, sdk: "java-v2" },
  ],
  ["credentials-address", "warning", { env: POD }, { env: POD_IPV4 }],
  ["credentials-address", "error", { env: POD, sdk: "in-code" }, { env: POD_IPV4, sdk: "in-code" }],
  [
    "credentials-address",
    "note",
    { env: POD, sdk: "listed", version: "3.4" },
    { env: POD, sdk: "listed", version: "3.5" },
  ],
  ["credentials-address", "note", { env: POD, sdk: "disputed" }, { env: TASK, sdk: "disputed" }],
  ["credentials-address", "note", { env: POD, sdk: "old" }, { env: POD, sdk: "listed" }],
  [
    "credentials-address",
    "error",
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://10.0.0.7/v1" }, sdk: "boto3" },
    { env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: "https://10.0.0.7/v1" }, sdk: "boto3" },
  ],
  [
    "imds-endpoint",
    "warning",
    { env: { ...IMDS_IPV6, AWS_EC2_METADATA_SERVICE_ENDPOINT: "http://169.254.169.254" } },
    { env: { ...IMDS_IPV6, AWS_EC2_METADATA_SERVICE_ENDPOINT: "http://[fd00:ec2::254]" } },
  ],
  [
    "imds-endpoint",
    "warning",
    {
      env: IMDS_IPV6,
      config: ["[default]", "ec2_metadata_service_endpoint = http://169.254.169.254"],
    },
    {
      env: { ...IMDS_IPV6, ...TASK },
      config: ["[default]", "ec2_metadata_service_endpoint = http://169.254.169.254"],
    },
  ],
  [
    "imds-endpoint",
    "warning",
    { env: IMDS_IPV6, sdk: "old", version: "0.9" },
    { env: IMDS_IPV6, sdk: "old" },
  ],
  [
    "sso-start-url",
    "note",
    { service: "sso-oidc", config: ["[default]", ...SIGN_IN] },
    { service: "sso-oidc", config: ["[default]", ...SIGN_IN], env: SWITCH },
  ],
  [
    "two-default-sections",
    "warning",
    { config: ["[default]", "region = a", "[profile default]", "output = json"] },
    { config: ["[default]", "region = a", "[profile b]", "output = json"] },
  ],
  [
    "own-endpoint",
    "warning",
    { service: "sqs", env: SWITCH, sdk: "listed" },
    { service: "sqs", env: SWITCH, sdk: "listed", code: { endpointUrl: "https://own.test" } },
  ],
  ["own-endpoint", "note", { service: "sqs", sdk: "listed" }, { service: "sqs", sdk: "boto3" }],
  ["own-endpoint", "note", { service: "sqs", env: SWITCH }, { service: "sqs" }],
  [
    "own-endpoint",
    "warning",
    { service: "sqs", env: URL_SET, sdk: "listed" },
    { service: "ec2", env: URL_SET, sdk: "listed" },
  ],
  ["nested-clients", "note", { code: { dualstack: true } }, { env: SWITCH }],
  [
    "region-variable",
    "warning",
    {
      code: { region: undefined },
      env: { AWS_DEFAULT_REGION: "eu-west-1" },
      config: ["[default]", "region = us-east-1"],
      sdk: "js-v3",
    },
    { env: { AWS_DEFAULT_REGION: "us-east-1" }, sdk: "js-v3" },
  ],
  [
    "region-variable",
    "note",
    {
      code: { region: undefined },
      env: { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "us-east-1" },
    },
    {
      code: { region: undefined },
      env: { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "eu-west-1" },
    },
  ],
  [
    "interface-endpoint",
    "note",
    { seenPrivately: { "ec2.eu-west-1.amazonaws.com": "172.20.3.9" } },
    {
      seenPrivately: {
        "ec2.eu-west-1.amazonaws.com": "172.20.3.9",
        "ec2.eu-west-1.api.aws": "172.20.3.9",
      },
    },
  ],
  [
    "interface-endpoint",
    "error",
    { env: SWITCH, seenPrivately: { "ec2.eu-west-1.amazonaws.com": "172.20.3.9" } },
    { env: SWITCH },
  ],
  ["s3-gateway-endpoint", "note", { service: "s3", env: SWITCH }, { service: "s3" }],
  [
    "service-identifier",
    "warning",
    { service: "logs", env: { AWS_ENDPOINT_URL_LOGS: "http://a" } },
    { service: "logs", env: { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: "http://a" } },
  ],
  [
    "service-identifier",
    "warning",
    {
      service: "logs",
      config: ["[default]", "services = x", "[services x]", "logs =", " endpoint_url = http://a"],
    },
    {
      service: "s3",
      config: ["[default]", "services = x", "[services x]", "s3 =", " endpoint_url = http://a"],
    },
  ],
  [
    "setting-not-read",
    "warning",
    { env: SWITCH, sdk: "js-v3", version: "1.9" },
    { env: SWITCH, sdk: "js-v3", version: "2.0" },
  ],
  ["setting-not-read", "warning", { env: URL_SET, sdk: "old" }, { sdk: "old" }],
  ["source-ip-conditions", "note", { env: SWITCH }, {}],
  [
    "source-profile-url",
    "warning",
    {
      code: { profile: "a" },
      config: ["[profile a]", "source_profile = b", "[profile b]", "endpoint_url = http://a"],
    },
    {
      code: { profile: "b" },
      config: ["[profile a]", "source_profile = b", "[profile b]", "endpoint_url = http://a"],
    },
  ],
  [
    "sqs-queue-url",
    "warning",
    { service: "sqs", env: SWITCH, sdk: "js-v3" },
    { service: "sqs", env: SWITCH, sdk: "boto3" },
  ],
  ["stale-sdk", "note", { service: "iam", env: SWITCH }, { service: "ec2", env: SWITCH }],
  [
    "stale-sdk",
    "warning",
    { service: "iam", env: SWITCH, release: "1.37.21" },
    { service: "iam", env: SWITCH, release: "1.37.22" },
  ],
  [
    "stale-sdk",
    "note",
    { service: "iam", env: SWITCH, release: "1.44.0" },
    { service: "iam", env: SWITCH, release: "1.43.62" },
  ],
  [
    "dualstack-name-missing",
    "error",
    {
      service: "iam",
      env: SWITCH,
      release: "1.36.3",
      seen: { "iam.eu-west-1.api.aws": ["no", "no"], "iam.global.api.aws": ["yes", "yes"] },
    },
    {
      service: "iam",
      env: SWITCH,
      release: "1.43.62",
      seen: { "iam.eu-west-1.api.aws": ["no", "no"], "iam.global.api.aws": ["yes", "yes"] },
    },
  ],
  ["stale-sdk", "note", { env: SWITCH, sdk: "old" }, { env: SWITCH, sdk: "boto3" }],
  [
    "sts-aws-global",
    "error",
    { service: "sts", code: { region: "aws-global" }, env: SWITCH },
    { service: "sts", code: { region: "aws-global" } },
  ],
  [
    "switch-not-needed",
    "note",
    { env: SWITCH, seen: { "ec2.eu-west-1.amazonaws.com": ["yes", "yes"] } },
    { env: SWITCH, seen: { "ec2.eu-west-1.amazonaws.com": ["yes", "no"] } },
  ],
  [
    "url-refused",
    "error",
    {
      service: "dynamodb",
      env: { AWS_ENDPOINT_URL_DYNAMODB: "https://dynamodb.eu-west-1.api.aws" },
    },
    {
      service: "dynamodb",
      env: { AWS_ENDPOINT_URL_DYNAMODB: "https://dynamodb.eu-west-1.amazonaws.com" },
    },
  ],
  [
    "url-signing-region",
    "error",
    { service: "iam", env: { AWS_ENDPOINT_URL_IAM: "https://iam.global.api.aws" } },
    {
      service: "iam",
      env: { AWS_ENDPOINT_URL_IAM: "https://iam.global.api.aws" },
      code: { region: "us-east-1" },
    },
  ],
];

/** IPv6 by the dual-stack name only. */
const SEEN: Setup["seen"] = {
  "ec2.eu-west-1.amazonaws.com": ["yes", "no"],
  "ec2.eu-west-1.api.aws": ["yes", "yes"],
};

describe("a file that SDKs take differently", () => {
  const COMMENT = ["[default]", "use_dualstack_endpoint = true # why"];
  const UPPER = ["[default]", "Use_DualStack_Endpoint = true"];
  const TWO = ["[profile default]", "use_dualstack_endpoint = true", "[default]", "output = json"];

  it.each([
    [COMMENT, "js-v3", "yes"],
    [COMMENT, "boto3", "no"],
    [COMMENT, "go-v2", "unknown"],
    [COMMENT, undefined, "no"],
    [UPPER, "js-v3", "no"],
    [UPPER, "boto3", "yes"],
    [UPPER, "go-v2", "unknown"],
    [UPPER, undefined, "no"],
    [TWO, "js-v3", "yes"],
    [TWO, "boto3", "no"],
    [TWO, "go-v2", "unknown"],
    [TWO, undefined, "no"],
  ] as const)("%j is judged for %s: %s", (config, sdk, verdict) => {
    const explained = explain({ config, seen: SEEN, ...(sdk && { sdk }) });
    expect(explained.verdict["ipv6-only"]).toBe(verdict);
    expect(explained.otherReadings.map(({ readBy }) => readBy)).toEqual(
      sdk === undefined ? [expect.any(Array)] : sdk === "go-v2" ? [[]] : [],
    );
  });

  it("and a word that is neither true nor false, is judged as by the SDK it works worst for", () => {
    const env = { AWS_USE_DUALSTACK_ENDPOINT: "TRUE" };
    expect(explain({ env, seen: SEEN }).verdict["ipv6-only"]).toBe("no");
    expect(explain({ env, seen: SEEN, sdk: "boto3" }).verdict["ipv6-only"]).toBe("yes");
    expect(explain({ env, seen: SEEN, sdk: "old" }).verdict["ipv6-only"]).toBe("unknown");
  });

  it("and an empty variable over a switch, which is false for some and nothing for others", () => {
    const setup = {
      env: { AWS_USE_DUALSTACK_ENDPOINT: "" },
      config: ["[default]", "use_dualstack_endpoint = true"],
      seen: SEEN,
    };
    expect(explain(setup).verdict["ipv6-only"]).toBe("no");
    expect(placeOfTrap("boolean-spelling", setup)).toBe("AWS_USE_DUALSTACK_ENDPOINT");
    expect(explain({ ...setup, sdk: "boto3" }).verdict["ipv6-only"]).toBe("no");
    expect(explain({ ...setup, sdk: "js-v3" }).verdict["ipv6-only"]).toBe("yes");
  });

  it("is judged where sources contradict each other on the setting itself", () => {
    const { verdict, otherReadings, traps } = explain({ env: SWITCH, seen: SEEN, sdk: "disputed" });
    expect(verdict).toEqual({ "ipv6-only": "unknown", "dual-stack": "yes", "ipv4-only": "yes" });
    expect(otherReadings.map(({ hostname }) => hostname)).toEqual(["ec2.eu-west-1.api.aws"]);
    expect(traps.map(({ message }) => trapMessage(message))).toContainEqual(
      expect.stringMatching(/^Sources contradict each other on whether SDK disputed reads/),
    );
  });
});

describe("a version with another hostname than today's", () => {
  const older = {
    service: "iam",
    env: SWITCH,
    release: "1.36.3",
    seen: { "iam.eu-west-1.api.aws": ["no", "no"], "iam.global.api.aws": ["yes", "yes"] },
  } as const;

  it("is to be updated where that one does not exist, or the switch left off", () => {
    expect(said(found("dualstack-name-missing", older))).toMatchObject({
      message: expect.stringContaining("iam.eu-west-1.api.aws, which does not exist"),
      remedy: "Update to 1.37.22 or later, or leave the switch off for this service.",
    });
    const seen = { ...older.seen, "iam.amazonaws.com": ["yes", "yes"] } as const;
    expect(said(found("dualstack-name-missing", { ...older, seen }))?.remedy).toBe(
      "Update to 1.37.22 or later, or leave the switch off: iam.amazonaws.com has IPv6 without it.",
    );
  });

  it("is told from today's where no version is named", () => {
    const { release: _, ...today } = older;
    expect(said(found("stale-sdk", today))?.message).toContain(
      "SDKs released before 2025-03-27 call iam.eu-west-1.api.aws, which does not exist.",
    );
    expect(said(found("stale-sdk", { ...today, seen: {} }))?.message).toContain(
      "iam.eu-west-1.api.aws, another hostname, which we have not checked.",
    );
  });

  it("that is not known leads to no verdict, and to no advice on the switch", () => {
    const { verdict, advice, hostname, notKnown } = explain({ ...older, release: "1.44.0" });
    expect(hostname).toBeNull();
    expect(notKnown).toEqual(["default", "dualstack", "fips", "fips-dualstack"]);
    expect([...new Set(Object.values(verdict))]).toEqual(["unknown"]);
    expect(advice.join(" ")).toContain("We do not know which dual-stack hostname Boto3 1.44.0");
    expect(advice.join(" ")).not.toContain("AWS_USE_DUALSTACK_ENDPOINT");
  });
});

describe("a URL that is a name of another place", () => {
  const seen = {
    "ec2.eu-west-1.api.aws": ["yes", "yes"],
    "sqs.us-east-1.api.aws": ["yes", "yes"],
  } as const;

  it("is not reached, whatever the name has, and is mended first", () => {
    const env = { AWS_ENDPOINT_URL: "https://ec2.eu-west-1.api.aws" };
    const { verdict, advice } = explain({ service: "logs", env, seen });
    expect(verdict).toEqual({ "ipv6-only": "no", "dual-stack": "no", "ipv4-only": "no" });
    expect(advice.join()).toContain("AWS_ENDPOINT_URL_EC2");
  });

  it("is not known to be reached where it is another region's", () => {
    const env = { AWS_ENDPOINT_URL_SQS: "https://sqs.us-east-1.api.aws" };
    expect(explain({ service: "sqs", env, seen }).verdict["ipv6-only"]).toBe("unknown");
  });
});

describe("a service that hands out the hosts of its calls", () => {
  const entry = {
    "discovers.eu-west-1.amazonaws.com": ["yes", "no"],
    [ENTRY]: ["yes", "yes"],
  } as const;
  const ipv6 = (setup: Setup) => explain({ service: "discovers", ...setup }).verdict["ipv6-only"];

  it("is unknown until the host is looked at, and then what the host is", () => {
    const asked = { env: SWITCH, handedOut: CELL };
    expect(ipv6({ env: SWITCH, seen: entry })).toBe("unknown");
    expect(ipv6({ ...asked, seen: entry })).toBe("unknown");
    expect(ipv6({ ...asked, seen: { ...entry, [CELL]: ["yes", "yes"] } })).toBe("yes");
    expect(ipv6({ ...asked, seen: { ...entry, [CELL]: ["yes", "no"] } })).toBe("no");
  });

  it("is not reached where the endpoint that has to be asked is not", () => {
    expect(ipv6({ handedOut: CELL, seen: { ...entry, [CELL]: ["yes", "yes"] } })).toBe("no");
  });

  it("is called at the host of a URL, where that is none of its endpoints", () => {
    const env = { AWS_ENDPOINT_URL_DISCOVERS: `https://${CELL}` };
    expect(ipv6({ env, seen: { [CELL]: ["yes", "yes"] } })).toBe("yes");
    const byEntry = { AWS_ENDPOINT_URL_DISCOVERS: `https://${ENTRY}` };
    expect(ipv6({ env: byEntry, seen: entry })).toBe("unknown");
  });

  it("is advised no URL", () => {
    const seen = { ...entry, [CELL]: ["yes", "yes"] as const };
    const { advice } = explain({ service: "discovers", handedOut: CELL, seen });
    expect(advice.join()).toContain("AWS_USE_DUALSTACK_ENDPOINT=true");
    expect(advice.join()).not.toContain("AWS_ENDPOINT_URL");
  });
});

describe("traps", () => {
  it.each(CASES)("%s (%s) is named when met, and only then", (id, level, met, clear) => {
    expect(found(id, met)).toMatchObject({ ruleId: id, level });
    expect(found(id, clear)).toBeUndefined();
  });

  it("are all tried here", () => {
    expect([...new Set(CASES.map(([id]) => id))].sort()).toEqual([...TRAP_IDS]);
  });

  it("say what happens, what to do, and where that is described", () => {
    for (const [id, , met] of CASES) {
      const trap = said(found(id, met));
      expect(trap?.message).toMatch(/^\S.*\.$/);
      expect(trap?.remedy).toMatch(/^\S.*\.$/);
      expect(trap?.helpUri).toMatch(/^https:\/\//);
    }
  });

  it("have a title, and one place where each is described", () => {
    for (const { title, source } of TRAPS) {
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      expect(source).toMatch(/^https:\/\//);
    }
  });

  it("have a fingerprint of their own in each report, which no line above them changes", () => {
    const fingerprints = (setup: Setup) => explain(setup).traps.map((each) => each.fingerprint);
    for (const [, , { config = [], ...setup }] of CASES) {
      const found = fingerprints({ ...setup, config });
      expect(new Set(found).size).toBe(found.length);
      expect(fingerprints({ ...setup, config: ["# new", "", ...config] })).toEqual(found);
    }
  });

  it("has what was observed as data, and in words only when it is told", () => {
    const seen = { "ec2.eu-west-1.api.aws": ["no", "no"] } as const;
    const trap = found("dualstack-name-missing", { env: SWITCH, seen });
    expect(trap?.message.args).toEqual({
      hostname: "ec2.eu-west-1.api.aws",
      observed: { at: "2026-11-12T00:00:00Z", by: null },
    });
    expect(said(trap)?.message).toContain("does not exist (observed 2026-11-12 00:00 UTC): ");
  });

  it("have a fingerprint that names profile, region, setting and, of one service, the service", () => {
    const seen = { "ec2.eu-west-1.api.aws": ["no", "no"] } as const;
    const config = ["[profile Dev]", "use_dualstack_endpoint = true"];
    const met = (code: CodeSettings, env: Readonly<Record<string, string>> = {}) =>
      found("dualstack-name-missing", { seen, config, code, env })?.fingerprint;
    expect(met({ profile: "Dev" })).toBe(
      "dualstack-name-missing/aws-config/Dev/eu-west-1/use_dualstack_endpoint/ec2",
    );
    expect(met({}, SWITCH)).toBe(
      "dualstack-name-missing/environment/default/eu-west-1/aws_use_dualstack_endpoint/ec2",
    );
    expect(met({ dualstack: true })).toBe(
      "dualstack-name-missing/command-line/default/eu-west-1/--dualstack/ec2",
    );
    expect(found("ecr-registry-host", { service: "ecr" })?.fingerprint).toBe(
      "ecr-registry-host/client/default/eu-west-1",
    );
  });

  it("name what else belongs to them", () => {
    const config = ["[default]", "use_dualstack_endpoint = true", "endpoint_url = http://a.test"];
    const { place, related } = found("dualstack-with-url", { config }) ?? {};
    expect([place ?? null, ...(related ?? [])].map(placeText)).toEqual(["config:3", "config:2"]);
  });

  it("come with the worst first", () => {
    const traps = explain({
      service: "s3",
      env: { ...SWITCH, AWS_USE_FIPS_ENDPOINT: "TRUE" },
    }).traps;
    expect(traps.map(({ level }) => level)).toEqual(["warning", "note", "note"]);
  });

  it("name the SDKs that differ, when none is chosen", () => {
    const { message } = said(found("dualstack-with-url", { env: { ...SWITCH, ...URL_SET } })) ?? {};
    expect(message).toMatch(/go-v2, js-v3 refuse that.*; boto3 take the URL/);
  });

  it("point at the line that leads into them", () => {
    const config = ["[default]", "region = eu-west-1", "use_dualstack_endpoint = yes"];
    expect(placeOfTrap("boolean-spelling", { config })).toBe("config:3");
  });
});

describe("a client with a list of endpoints of its own", () => {
  const seen = {
    "sqs.eu-west-1.amazonaws.com": ["yes", "no"],
    "sqs.eu-west-1.api.aws": ["yes", "yes"],
    "eu-west-1.queue.example.com": ["yes", "no"],
  } as const;

  it("does not reach the dual-stack name by any setting", () => {
    const env = { ...SWITCH, ...URL_SET, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" };
    const config = ["[default]", "services = gone"];
    const explained = explain({ service: "sqs", env, config, seen, sdk: "listed" });
    expect(explained).toMatchObject({
      source: "client",
      url: "https://eu-west-1.queue.example.com",
      verdict: { "ipv6-only": "no", "ipv4-only": "yes" },
      signing: { region: "eu-west-1", name: "sqs" },
    });
    expect(explained.traps.map(({ ruleId }) => ruleId)).not.toContain("dualstack-with-url");
  });

  it("reaches that endpoint, whatever it does with the switch beside a URL", () => {
    const ipv6 = { ...seen, "eu-west-1.queue.example.com": ["yes", "yes"] } as const;
    const explained = explain({ service: "sqs", env: SWITCH, seen: ipv6, sdk: "listed" });
    expect(explained.verdict["ipv6-only"]).toBe("yes");
  });

  it("goes by its list in each way in which it may read the region", () => {
    const config = ["[profile default]", "region = eu-west-1", "[default]", "region = us-east-1"];
    const code = { region: undefined };
    const explained = explain({ service: "sqs", config, code, env: SWITCH, sdk: "listed" });
    expect(explained.source).toBe("client");
    expect([explained, ...explained.otherReadings].map(({ hostname }) => hostname).sort()).toEqual([
      "eu-west-1.queue.example.com",
      "queue.example.com",
    ]);
  });

  it("is told the option that leads there", () => {
    const { traps, advice } = explain({ service: "sqs", env: SWITCH, seen, sdk: "listed" });
    const option = "--endpoint-url https://sqs.eu-west-1.api.aws";
    expect(said(traps[0])).toMatchObject({
      message: expect.stringContaining("ignores AWS_USE_DUALSTACK_ENDPOINT for sqs in eu-west-1"),
      remedy: `Pass ${option} on the call, or use AWS CLI v2.`,
      place: { file: null, line: null, column: null, resource: "AWS_USE_DUALSTACK_ENDPOINT" },
    });
    expect(advice).toEqual([expect.stringMatching(new RegExp(`^Pass ${option}: .*observed`))]);
  });

  it("is not advised what was not observed", () => {
    const { traps, advice } = explain({ service: "sqs", sdk: "listed" });
    expect(said(traps[0])?.remedy).toBe(
      "Only --endpoint-url on the call changes that, or AWS CLI v2.",
    );
    expect(advice).toEqual([expect.stringMatching(/^Check now with --live/)]);
  });

  it("says of which version the list is, where another one is meant", () => {
    const message = (version: string) =>
      said(found("own-endpoint", { service: "sqs", sdk: "listed", version }))?.message;
    expect(message("1.1")).toContain("a list of its own (here that of version 1.2)");
    expect(message("1.2")).not.toContain("version");
  });
});

describe("the verdict", () => {
  const names = {
    "ec2.eu-west-1.amazonaws.com": ["yes", "no"],
    "ec2.eu-west-1.api.aws": ["yes", "yes"],
  } as const;

  it("is that of the name that is called, for each kind of client", () => {
    expect(explain({ seen: names }).verdict).toEqual({
      "ipv6-only": "no",
      "dual-stack": "yes",
      "ipv4-only": "yes",
    });
    expect(explain({ seen: names, env: SWITCH }).verdict["ipv6-only"]).toBe("yes");
  });

  it("is unknown for what nobody looked at", () => {
    expect(explain({}).verdict).toEqual({
      "ipv6-only": "unknown",
      "dual-stack": "unknown",
      "ipv4-only": "unknown",
    });
  });

  it("is no where the SDK refuses to call", () => {
    const env = { ...SWITCH, AWS_ENDPOINT_URL: "https://ec2.eu-west-1.api.aws" };
    expect(explain({ seen: names, env, sdk: "boto3" }).verdict["ipv6-only"]).toBe("yes");
    expect(explain({ seen: names, env, sdk: "js-v3" }).verdict["ipv6-only"]).toBe("no");
  });

  it("follows an address by its family", () => {
    const env = { AWS_ENDPOINT_URL: "http://[::1]:4566" };
    expect(explain({ env }).verdict).toMatchObject({ "ipv6-only": "yes", "ipv4-only": "no" });
  });
});

describe("advice to an SDK", () => {
  const seen = {
    "sqs.eu-west-1.amazonaws.com": ["yes", "no"],
    "sqs.eu-west-1.api.aws": ["yes", "yes"],
  } as const;
  const advice = (setup: Setup) => explain({ service: "sqs", seen, ...setup }).advice;

  it("never names a setting that it does not read", () => {
    const ways = advice({ sdk: "boto3", version: "1.5" });
    expect(ways).toEqual(["Set for sqs alone: AWS_ENDPOINT_URL_SQS=https://sqs.eu-west-1.api.aws"]);
    const [none, ...others] = advice({ sdk: "boto3", version: "0.9" });
    expect(none).toMatch(/SDK boto3 0\.9 reads no setting that leads there/);
    expect(others).toEqual([]);
  });

  it("does not call a switch enough that the queue's URL overrules", () => {
    const [first] = advice({ sdk: "js-v3", env: SWITCH });
    expect(first).toMatch(/once calls go there\. .*useQueueUrlAsEndpoint: false/);
    expect(advice({ sdk: "boto3", env: SWITCH })[0]).toMatch(/^Nothing else to set/);
  });
});

describe("advice", () => {
  const DEFAULT = "ec2.eu-west-1.amazonaws.com";
  const DUAL = "ec2.eu-west-1.api.aws";

  it.each([
    [
      "nothing, where the default name has IPv6",
      { [DEFAULT]: ["yes", "yes"] },
      /^Nothing to set: .*observed 2026-11-12/,
    ],
    [
      "the switch, where only the dual-stack name has",
      { [DEFAULT]: ["yes", "no"], [DUAL]: ["yes", "yes"] },
      /^Set AWS_USE_DUALSTACK_ENDPOINT=true: .*ec2\.eu-west-1\.api\.aws/,
    ],
    [
      "another way, where no name has",
      { [DEFAULT]: ["yes", "no"], [DUAL]: ["yes", "no"] },
      /^No setting helps: .*PrivateLink.*NAT64/,
    ],
    ["to look, where nothing was observed", {}, /^Check now with --live/],
  ] as const)("is %s", (_what, seen, advice) => {
    expect(explain({ seen }).advice[0]).toMatch(advice);
  });

  it("never names a name that was not observed as the one to use", () => {
    const seen = { [DEFAULT]: ["yes", "no"] } as const;
    expect(explain({ seen }).advice.join()).not.toContain(DUAL);
  });
});
