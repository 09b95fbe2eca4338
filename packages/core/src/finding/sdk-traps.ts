import type { SettingId } from "../facts/sdk-facts.js";
import { settingOf } from "../facts/shared-setting-facts.js";
import { placeOf } from "./place.js";
import { hostIn, isReadByAnyClient, movedIn, type Proposal } from "./proposal.js";
import { isSwitched, sdkIds } from "./situation.js";
import { type Hit, trap } from "./trap.js";

/** The SDK, or this version of it, does not look at a setting. */
export const settingNotRead = trap({
  id: "setting-not-read",
  title: "A setting that the SDK does not read",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html",
  applies: ({ sdk }) => sdk !== null,
  find: ({ resolved, sdk }) => {
    const step = resolved.trail.find(({ outcome }) => outcome === "not-read");
    const written = [...resolved.dualstack.written, ...resolved.fips.written].find(
      ({ reading }) => reading === "not read",
    );
    const found = step ?? written;
    if (found === undefined || sdk === null) return null;
    const { name, version } = { name: sdk.sdk.name, version: sdk.version };
    const { note = null, source, versions, value } = sdk.sdk.settings[settingFor(step, found.name)];
    const hit = { level: "warning", place: placeOf(found), source } as const;
    if (value === "conflict") {
      const args = { sdk: name, setting: found.name, note };
      return {
        ...hit,
        message: { code: "setting-not-read.conflict", args },
        fix: { code: "setting-not-read.conflict", args: {} },
      };
    }
    const clients = [version === null ? name : `${name} ${version}`];
    const since = versions.flatMap(({ from }) => from ?? []);
    const isNewer = since.length > 0;
    return {
      ...hit,
      message: { code: "setting-not-read", args: { clients, setting: found.name, since, note } },
      fix: { code: isNewer ? "setting-not-read.update" : "setting-not-read", args: {} },
    };
  },
  foresee: (proposal) => {
    const clients = isReadByAnyClient(proposal) ? notReadBy(proposal) : [];
    if (clients.length === 0) return [];
    return [
      {
        level: "note",
        message: {
          code: "setting-not-read",
          args: { clients, setting: null, since: [], note: null },
        },
        fix: { code: "setting-not-read", args: {} },
        place: null,
      },
    ];
  },
});

function settingFor(step: object | undefined, name: string): SettingId {
  if (step !== undefined) return "endpoint-url";
  return name.toLowerCase().includes("fips") ? "fips" : "dualstack";
}

/** SDKs that leave all or some of these settings aside. */
function notReadBy({ choice, settings }: Proposal): readonly string[] {
  const ids: SettingId[] = [
    ...(choice.isSwitchOn ? (["dualstack"] as const) : []),
    ...(choice.services.some(({ means }) => means === "url") ? (["endpoint-url"] as const) : []),
  ];
  return ids.flatMap((id) => settingOf(settings, id).notReadBy);
}

/** Not every SDK reads the same variable for the region. */
export const regionVariable = trap({
  id: "region-variable",
  title: "A region variable that not every SDK reads",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html",
  applies: ({ resolved }) => resolved.region.source !== "code",
  find: ({ env, resolved, sdk, sdks }) => {
    const set = REGION_VARIABLES.filter((name) => env[name]);
    const [first, second] = set.map((name) => env[name]);
    const unread = set.find(
      (name) => sdk !== null && !resolved.reading.regionVariables.includes(name),
    );
    const fix = { code: "region-variable", args: {} } as const;
    const { value: region, name: from } = resolved.region;
    if (sdk !== null && unread !== undefined && env[unread] !== region) {
      const args = {
        sdk: sdk.sdk.name,
        variable: unread,
        value: env[unread] ?? null,
        region,
        from,
      };
      return {
        level: "warning",
        message: { code: "region-variable.passed-over", args },
        fix,
        place: placeOf({ name: unread, place: null }),
      };
    }
    if (sdk !== null || second === undefined || first === undefined || second === first) {
      return null;
    }
    const ids = sdkIds(sdks, ({ regionVariables }) => regionVariables.value[0] === DEFAULT_REGION);
    return {
      level: "note",
      message: { code: "region-variable.differ", args: { first, second, sdks: ids } },
      fix,
      place: placeOf({ name: DEFAULT_REGION, place: null }),
    };
  },
});

const DEFAULT_REGION = "AWS_DEFAULT_REGION";
const REGION_VARIABLES = ["AWS_REGION", DEFAULT_REGION];

/** In some SDKs the host of the queue URL beats every endpoint setting. */
export const sqsQueueUrl = trap({
  id: "sqs-queue-url",
  title: "The host of the queue's URL beats the endpoint that is set",
  source: "https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/sqs/",
  applies: (situation) =>
    situation.service.cliName === "sqs" && (situation.source !== "rules" || isSwitched(situation)),
  find: ({ sdk, sdks }) => {
    if (sdk !== null && sdk.sdk.sqsQueueUrl.value !== "host-wins") return null;
    return {
      level: "warning",
      message:
        sdk === null
          ? {
              code: "sqs-queue-url.by-sdk",
              args: { sdks: sdkIds(sdks, (each) => each.sqsQueueUrl.value === "host-wins") },
            }
          : { code: "sqs-queue-url", args: { clients: [sdk.sdk.name] } },
      fix: { code: "sqs-queue-url", args: { host: null } },
      place: null,
      source: sdk?.sdk.sqsQueueUrl.source,
    };
  },
  foresee: (proposal) => {
    const isRuby = proposal.target.id === "ruby";
    const clients = isRuby
      ? ["SDK for Ruby 3.x"]
      : settingOf(proposal.settings, "endpoint-url").beatenByQueueUrlIn;
    const isMet = movedIn(proposal).includes("sqs") && (isRuby || isReadByAnyClient(proposal));
    if (!isMet || clients.length === 0) return [];
    return [
      {
        level: "note",
        message: { code: "sqs-queue-url", args: { clients } },
        fix: { code: "sqs-queue-url", args: { host: hostIn(proposal, "sqs") } },
        place: null,
      },
    ];
  },
});

/** Credential providers make clients of their own, which see files and environment only. */
export const nestedClients = trap({
  id: "nested-clients",
  title: "What is set in code does not reach the clients of credential providers",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html",
  applies: ({ resolved, source }) => source === "code" || resolved.dualstack.source === "code",
  find: () => NESTED_CLIENTS,
  foresee: (proposal) => {
    const isInCode = proposal.target.powers.dualstackSwitch === "each-client";
    return isInCode && movedIn(proposal).length > 0 ? [NESTED_CLIENTS] : [];
  },
});

const NESTED_CLIENTS: Hit = {
  level: "note",
  message: { code: "nested-clients", args: {} },
  fix: { code: "nested-clients", args: {} },
  place: null,
};
