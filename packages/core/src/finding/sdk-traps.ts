import { versionSupport } from "../facts/version-interval.js";
import { settingRow } from "../settings/read/setting-table.js";
import { isSwitched, sdkNames } from "./situation.js";
import type { Trap } from "./trap.js";

/** The SDK, or this version of it, does not look at a setting. */
export const settingNotRead: Trap = ({ settled, sdk }) => {
  if (sdk === null) return null;
  const step = settled.trail.find(({ outcome }) => outcome === "not-read");
  const written = [...settled.dualstack.written, ...settled.fips.written].find(
    ({ reading }) => reading === "not read",
  );
  const found = step ?? written;
  if (found === undefined) return null;
  const setting =
    step === undefined
      ? written?.name.toLowerCase().includes("fips")
        ? "fips"
        : "dualstack"
      : "endpoint-url";
  const { note, source, versions, value } = sdk.sdk.settings[setting];
  const since = versions.flatMap(({ from }) => from ?? []).join(", ");
  if (value === "conflict") {
    return {
      id: "setting-not-read",
      severity: "no-effect",
      message: `Sources contradict each other on whether ${sdk.sdk.name} reads ${found.name}: ${note}.`,
      remedy: "Set it in code, and look which host is called.",
      place: found.place ?? found.name,
      source,
    };
  }
  return {
    id: "setting-not-read",
    severity: "no-effect",
    message: `${sdk.sdk.name}${sdk.version === null ? "" : ` ${sdk.version}`} does not read ${found.name}${since === "" ? "" : ` (from ${since} on it does)`}${note === undefined ? "" : `: ${note}`}.`,
    remedy:
      since === "" ? "Set it in code, or use another SDK." : "Update the SDK, or set it in code.",
    place: found.place ?? found.name,
    source,
  };
};

/** Not every SDK reads the same variable for the region. */
export const regionVariable: Trap = ({ env, settled, sdk, sdks }) => {
  if (settled.region.source === "code") return null;
  const set = REGION_VARIABLES.filter((name) => env[name]);
  const [first, second] = set.map((name) => env[name]);
  const unread = set.find(
    (name) => sdk !== null && !settled.reading.regionVariables.includes(name),
  );
  const isAmbiguous = sdk === null && second !== undefined && second !== first;
  const isPassedOver = unread !== undefined && env[unread] !== settled.region.value;
  if (!isAmbiguous && !isPassedOver) return null;
  const readers = (name: string) =>
    sdkNames(sdks, ({ regionVariables }) => regionVariables.value[0] === name);
  return {
    id: "region-variable",
    severity: isPassedOver ? "no-effect" : "caution",
    message: isPassedOver
      ? `${sdk?.sdk.name} does not read ${unread}: the region is ${settled.region.value}, from ${settled.region.name}, not ${env[unread]}.`
      : `AWS_REGION is ${first}, and AWS_DEFAULT_REGION is ${second}: ${readers("AWS_DEFAULT_REGION")} take the second, others the first.`,
    remedy: "Set both variables, to the same region.",
    place: unread ?? "AWS_DEFAULT_REGION",
    source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html",
  };
};

const REGION_VARIABLES = ["AWS_REGION", "AWS_DEFAULT_REGION"];

/** In some SDKs the host of the queue URL beats every endpoint setting. */
export const sqsQueueUrl: Trap = (situation) => {
  const { service, sdk, sdks, source } = situation;
  if (service.cliName !== "sqs" || (source === "rules" && !isSwitched(situation))) return null;
  if (sdk !== null && sdk.sdk.sqsQueueUrl.value !== "host-wins") return null;
  const who =
    sdk === null
      ? `The SDKs ${sdkNames(sdks, (each) => each.sqsQueueUrl.value === "host-wins")} call`
      : `${sdk.sdk.name} calls`;
  return {
    id: "sqs-queue-url",
    severity: "no-effect",
    message: `${who} the host of the QueueUrl, not the endpoint that is set: with the queue URLs that SQS hands out, calls stay on the default name.`,
    remedy:
      "Give clients a QueueUrl with the host that they shall call; in JavaScript, `useQueueUrlAsEndpoint: false` does it, too.",
    place: null,
    source:
      sdk?.sdk.sqsQueueUrl.source ??
      "https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/sqs/",
  };
};

/** Credential providers make clients of their own, which see files and environment only. */
export const nestedClients: Trap = ({ settled, source }) => {
  const isInCode = source === "code" || settled.dualstack.source === "code";
  if (!isInCode) return null;
  return {
    id: "nested-clients",
    severity: "caution",
    message:
      "What is set in code holds for one client. Credential providers build STS and SSO clients of their own, which stay where they were; environment and config file reach them.",
    remedy: "Set it in the environment or in the profile, if credentials come from STS or SSO.",
    place: null,
    source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html",
  };
};

const CREDENTIALS = settingRow("container-credentials").variable;
const IMDS = settingRow("imds-mode");
const POD_IDENTITY = /^http:\/\/\[fd00:ec2::23\](?:[:/]|$)/i;

/** Pods of an IPv6 cluster get their credentials from an address that not every SDK accepts. */
export const podIdentityAddress: Trap = ({ env, settled, sdk, sdks }) => {
  if (!POD_IDENTITY.test(env[CREDENTIALS] ?? "")) return null;
  const mode = env[IMDS.variable] || settled.profileEntries.get(IMDS.configKey)?.value;
  const isIpv6Mode = mode?.toLowerCase() === "ipv6";
  const byMode = sdkNames(sdks, (each) => each.podIdentityOverIpv6.value === "with-imds-mode");
  const known = sdk?.sdk.podIdentityOverIpv6;
  const isOld =
    sdk !== null &&
    sdk.version !== null &&
    known?.versions !== undefined &&
    versionSupport(sdk.version, known.versions) === "no";
  const isRefused = known?.value === "with-imds-mode" && !isIpv6Mode;
  const isDoubtful = sdk === null && !isIpv6Mode;
  if (!isOld && !isRefused && !isDoubtful) return null;
  const [since] = known?.versions?.flatMap(({ from }) => from ?? []) ?? [];
  const { variable } = IMDS;
  return {
    id: "pod-identity-address",
    severity: sdk === null ? "caution" : "breaks",
    message: isOld
      ? `${sdk.sdk.name} ${sdk.version} takes credentials from loopback hosts only, not from EKS Pod Identity at [fd00:ec2::23]: there are no credentials, and every call fails.`
      : `${sdk === null ? byMode : sdk.sdk.name} takes credentials from EKS Pod Identity at [fd00:ec2::23] only with ${variable}=IPv6: else there are none, and every call fails.`,
    remedy: isOld
      ? `Update to ${since ?? "a version that does"} or later.`
      : `Set ${variable}=IPv6. It also moves the metadata service to fd00:ec2::254, which must then be on.`,
    place: CREDENTIALS,
    source: known?.source ?? "https://github.com/aws/aws-sdk-java-v2/pull/7086",
  };
};
