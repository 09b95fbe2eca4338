import type { CredentialHost, FileDialectKey, FileDialectValue } from "../facts/sdk-facts.js";
import {
  type PrivateAnswer,
  privateAnswerWords,
  type Sighting,
  sightingWords,
} from "../settings/resolve/evidence-words.js";
import type { WrittenSwitch } from "../settings/resolve/resolve-settings.js";
import type { Support } from "../verdict/support.js";
import type { Level, Message } from "./finding.js";
import { type FormerHost, formerHostWords } from "./former-host.js";

type NoArgs = Readonly<Record<string, never>>;
type Ids = readonly string[];

const always = (text: string) => (_: NoArgs) => text;

/** `boto3, cli-v2`. */
function idList(ids: Ids): string {
  return ids.length === 0 ? "no SDK in the fact base" : ids.join(", ");
}

const MESSAGES = {
  "awslogs-endpoint-option": always(
    "The awslogs driver of a task does not see this setting, and ECS task definitions reject its awslogs-endpoint option.",
  ),
  "boolean-spelling": (args: {
    readonly setting: string;
    readonly text: string;
    readonly sdk: string;
    readonly reading: WrittenSwitch["reading"];
  }) => `${args.setting} is "${args.text}". ${args.sdk} ${READING_WORDS[args.reading]}.`,
  "boolean-spelling.by-sdk": (args: {
    readonly setting: string;
    readonly text: string;
    readonly readings: readonly {
      readonly reading: WrittenSwitch["reading"];
      readonly sdks: Ids;
    }[];
  }) =>
    `${args.setting} is "${args.text}". ${args.readings
      .map(({ reading, sdks }) => `${sdks.join(", ")}: ${READING_WORDS[reading]}`)
      .join("; ")}; of other SDKs it is not known.`,
  "credentials-address": (args: {
    readonly client: string;
    readonly host: CredentialHost;
    readonly why: RefusalReason;
    /** The first version that takes it; null: it is not known. */
    readonly since: string | null;
    readonly variable: string;
  }) =>
    `${args.client} ${refusalWords(args)} credentials from ${CREDENTIAL_HOST_WORDS[args.host]}${modeWords(args)}: it gets none, and every call fails.`,
  "credentials-address.by-sdk": (args: {
    readonly host: CredentialHost;
    readonly refusals: readonly HostRefusal[];
    readonly older: readonly { readonly sdk: string; readonly since: string }[];
    readonly variable: string;
  }) =>
    `Not every SDK takes credentials from ${CREDENTIAL_HOST_WORDS[args.host]}: ${refusalsBySdk(args)}.${
      args.older.length === 0
        ? ""
        : ` Older versions refuse them: ${args.older.map(({ sdk, since }) => `${sdk} before ${since}`).join(", ")}.`
    }`,
  "credentials-address.by-version": (args: {
    readonly client: string;
    readonly host: CredentialHost;
    readonly since: string;
  }) =>
    `${args.client} takes credentials from ${CREDENTIAL_HOST_WORDS[args.host]} from ${args.since} on. Which version is used is not known.`,
  "credentials-address.not-known": (args: {
    readonly client: string;
    readonly host: CredentialHost;
    readonly since: string | null;
  }) =>
    `It is not known whether ${args.client} takes credentials from ${CREDENTIAL_HOST_WORDS[args.host]}${args.since === null ? "" : `; ${args.since} does`}.`,
  "credentials-address.unusable": (args: { readonly variable: string; readonly reason: string }) =>
    `${args.variable} ${args.reason}: SDKs get no credentials, and every call fails.`,
  "dualstack-name-missing": (args: {
    readonly hostname: string;
    readonly observed: Sighting | null;
  }) =>
    `The dual-stack switch leads to ${args.hostname}, which does not exist (${sightingWords(args.observed)}): every call fails with ENOTFOUND or EndpointConnectionError, there is no fallback.`,
  "dualstack-name-missing.no-rules": (args: {
    readonly service: string;
    readonly region: string;
  }) =>
    `The dual-stack switch is on, and AWS's rules build no dual-stack name for ${args.service} in ${args.region}: every call fails, there is no fallback.`,
  "dualstack-with-url.url-wins": (args: { readonly sdk: string; readonly what: SwitchName }) =>
    `${args.sdk} takes the endpoint URL and drops the ${SWITCH_WORDS[args.what]} switch, without a word.`,
  "dualstack-with-url.refuses": (args: { readonly sdk: string; readonly what: SwitchName }) =>
    `${args.sdk} refuses the ${SWITCH_WORDS[args.what]} switch together with an endpoint URL: every call fails.`,
  "dualstack-with-url.unknown": (args: {
    readonly what: SwitchName;
    readonly refusing: Ids;
    readonly dropping: Ids;
  }) =>
    `The ${SWITCH_WORDS[args.what]} switch and an endpoint URL are both set. ${idList(args.refusing)} refuse that, and every call fails; ${idList(args.dropping)} take the URL and drop the switch.`,
  "dynamodb-account-endpoint": (args: { readonly mode: string; readonly region: string }) =>
    `The account endpoint mode is "${args.mode}": where credentials carry the account id, calls go to <account>.ddb.${args.region}… instead of this host. Allow-lists, probes and interface endpoints see another name.`,
  "ecr-registry-host": (args: { readonly region: string }) =>
    `Settings move the API of ECR only. Over IPv6, images come from another registry host, <account>.dkr-ecr.${args.region}.on.aws; credential helpers match on the host (amazon-ecr-credential-helper from 0.10.0), and an ECR interface endpoint carries IPv4 names only.`,
  "ecr-registry-host.fips": (args: { readonly hostname: string }) =>
    `Settings move the API of ECR only. Over IPv6 and with FIPS, images come from another registry host, ${args.hostname.replace("{AccountId}", "<account>")}; credential helpers match on the host, and an ECR interface endpoint carries IPv4 names only.`,
  "ecr-registry-host.no-fips": (args: { readonly region: string }) =>
    `Settings move the API of ECR only. No registry host with FIPS is known in ${args.region}: images come from one without.`,
  "ecr-registry-host.public": always(
    "Settings move the API of ECR Public only. Over IPv6, images come from another registry host.",
  ),
  "ecs-dual-stack-subnet": always(
    "In a dual-stack subnet the ECS agent, image pulls, secrets and log drivers still use IPv4; only IPv6-only subnets move them to dual-stack names. Settings in the container do not reach them.",
  ),
  "endpoint-discovery": (args: HandedOutArgs) =>
    `${args.entry ?? "The endpoint"} only hands out the host that calls of ${args.service} go to (endpoint discovery). ${handedOutWords(args)}`,
  "endpoint-discovery.switch": (args: HandedOutArgs) =>
    `The dual-stack switch leads the question for the host of ${args.service} to ${args.entry ?? "no name at all"} (DescribeEndpoints), and nothing else: calls go to the host that is handed out. ${handedOutWords(args)}`,
  "endpoint-discovery.url": (args: {
    readonly service: string;
    readonly hostname: string | null;
  }) =>
    `An endpoint URL turns endpoint discovery off: all calls of ${args.service} go to ${args.hostname} itself, and AWS says that such endpoints recognize DescribeEndpoints only.`,
  "file-dialect.colon": (args: { readonly key: string; readonly taken: Taken<"keySeparator"> }) =>
    `A colon stands behind ${args.key}. ${takenWords(args.taken)}`,
  "file-dialect.in-both-files": (args: {
    readonly key: string;
    readonly profile: string;
    readonly taken: Taken<"fileThatWins">;
  }) =>
    `${args.key} is in both files of the profile ${args.profile}, with two values. ${takenWords(args.taken)}`,
  "file-dialect.indented": (args: {
    readonly key: string;
    readonly taken: Taken<"indentedLines">;
  }) => `There are indented lines below ${args.key}, which has a value. ${takenWords(args.taken)}`,
  "file-dialect.repeated": (args: {
    readonly what: string;
    readonly taken: Taken<"repeatedEntries">;
  }) => `${args.what} is there twice. ${takenWords(args.taken)}`,
  "global-name": (args: { readonly clients: Ids; readonly hostname: string }) =>
    `${args.clients.join(" and ")} ${args.clients.length === 1 ? "calls" : "call"} ${args.hostname}, the one name for all regions. What was observed of the regional names, or a route to the region, says nothing of it.`,
  "ignored-endpoint-urls": (args: { readonly ignored: Ids; readonly by: string }) =>
    `${args.ignored.join(", ")} ${args.ignored.length === 1 ? "is" : "are"} set and without effect: ${args.by} drops all endpoint URLs but those in code.`,
  "imds-endpoint.mode-not-read": (args: { readonly client: string; readonly setting: string }) =>
    `${args.client} does not read ${args.setting}: it asks the metadata service at 169.254.169.254, which an instance without IPv4 does not reach.`,
  "imds-endpoint.over-ipv4": (args: {
    readonly endpoint: string;
    readonly host: string;
    readonly mode: string;
  }) =>
    `${args.endpoint} beats ${args.mode}: the metadata service is asked at ${args.host}, over IPv4.`,
  "imds-mode-spelling": (args: { readonly value: string; readonly exact: Ids }) =>
    `The mode of the metadata service is "${args.value}": ${idList(args.exact)} throws on anything but IPv4 and IPv6 in exactly this spelling, and then there are no credentials.`,
  "imds-mode-spelling.any-case": (args: { readonly value: string; readonly sdk: string }) =>
    `The mode of the metadata service is "${args.value}": ${args.sdk} throws on anything but IPv4 and IPv6, in any case, and then there are no credentials.`,
  "inline-comment": (args: { readonly key: string; readonly taken: Taken<"inlineComments"> }) =>
    `There is a comment behind the value of ${args.key}. ${takenWords(args.taken)}`,
  "interface-endpoint": (args: {
    readonly answered: PrivateAnswer | null;
    readonly hostname: string | null;
  }) =>
    `${args.answered === null ? "" : privateAnswerWords(args.answered)} ${args.hostname ?? "The dual-stack name"} is public: calls there leave the interface endpoint, its policy and aws:SourceVpce conditions, and cannot leave a closed subnet.`,
  "key-case": (args: { readonly key: string; readonly taken: Taken<"configKeyCase"> }) =>
    `The key ${args.key} has upper-case letters. ${takenWords(args.taken)}`,
  "key-case.nested": (args: { readonly key: string; readonly sdks: Ids }) =>
    `The key ${args.key} has upper-case letters, and below another key that is taken to the letter: ${idList(args.sdks)} do not read it.`,
  "nested-clients": always(
    "What is set in code holds for one client. Credential providers build STS and SSO clients of their own, which stay where they were; environment and config file reach them.",
  ),
  "own-endpoint": (args: {
    readonly client: string;
    /** Null: several. */
    readonly hostname: string | null;
    readonly services: Ids;
    readonly region: string;
    readonly listVersion: string | null;
  }) =>
    `${args.client} calls ${args.hostname ?? "endpoints of its own"} for ${args.services.join(", ")} in ${args.region}, from a list of its own${versionWords(args.listVersion)}. No variable and no profile setting changes that.`,
  "own-endpoint.passed-over": (args: {
    readonly client: string;
    readonly hostname: string;
    readonly service: string;
    readonly region: string;
    readonly listVersion: string | null;
    readonly settings: Ids;
  }) =>
    `${args.client} ignores ${args.settings.join(" and ")} for ${args.service} in ${args.region}: it calls ${args.hostname}, from a list of its own${versionWords(args.listVersion)}.`,
  "region-variable.differ": (args: {
    readonly first: string | null;
    readonly second: string | null;
    readonly sdks: Ids;
  }) =>
    `AWS_REGION is ${args.first}, and AWS_DEFAULT_REGION is ${args.second}: ${idList(args.sdks)} take the second, others the first.`,
  "region-variable.passed-over": (args: {
    readonly sdk: string;
    readonly variable: string;
    readonly value: string | null;
    readonly region: string;
    readonly from: string | null;
  }) =>
    `${args.sdk} does not read ${args.variable}: the region is ${args.region}, from ${args.from}, not ${args.value}.`,
  "s3-gateway-endpoint": always(
    "VPC endpoints of S3, gateway or interface, have the address type ipv4 by default. Calls to the dual-stack name then leave the endpoint by another IPv6 route, or are dropped where there is none, and policies with aws:SourceVpce or aws:SourceVpc stop matching.",
  ),
  "service-identifier.key": (args: {
    readonly section: string | null;
    readonly key: string;
    readonly service: string;
    readonly right: string;
  }) =>
    `The section [services ${args.section}] has the key "${args.key}", and no SDK reads it: for ${args.service} it is "${args.right}".`,
  "service-identifier.variable": (args: {
    readonly variable: string;
    readonly service: string;
    readonly serviceId: string;
    readonly right: string;
  }) =>
    `${args.variable} is set, and no SDK reads it: the service id of ${args.service} is "${args.serviceId}", so its variable is ${args.right}.`,
  "setting-not-read": (args: {
    /** With its version, if that was named. */
    readonly clients: Ids;
    /** Null: those proposed. */
    readonly setting: string | null;
    readonly since: Ids;
    readonly note: string | null;
  }) =>
    `${args.clients.join(", ")} ${args.clients.length === 1 ? "does" : "do"} not read ${args.setting ?? "these settings"}${args.since.length === 0 ? "" : ` (from ${args.since.join(", ")} on it does)`}${args.note === null ? "" : `: ${args.note}`}.`,
  "setting-not-read.conflict": (args: {
    readonly sdk: string;
    readonly setting: string;
    readonly note: string | null;
  }) => `Sources contradict each other on whether ${args.sdk} reads ${args.setting}: ${args.note}.`,
  "source-ip-conditions": always(
    "Policies with IPv4-only aws:SourceIp conditions shut out clients that come over IPv6, or let them in where they deny.",
  ),
  "source-profile-url": (args: {
    readonly behind: string;
    readonly key: string;
    readonly profile: string;
  }) =>
    `The profile ${args.behind} sets ${args.key}, and it does not count: of a role and its source_profile, only the chosen profile (${args.profile}) decides about endpoints.`,
  "sqs-queue-url": (args: { readonly clients: Ids }) =>
    `${args.clients.join(", ")} ${args.clients.length === 1 ? "calls" : "call"} the host of the QueueUrl, not the endpoint that is set: with the queue URLs that SQS hands out, calls stay on the default name.`,
  "sqs-queue-url.by-sdk": (args: { readonly sdks: Ids }) =>
    `The SDKs ${idList(args.sdks)} call the host of the QueueUrl, not the endpoint that is set: with the queue URLs that SQS hands out, calls stay on the default name.`,
  "sso-start-url": always(
    "The start URL is that of a dual-stack portal, and the login goes to the endpoint for IPv4: the link of a device-code login then leads to the portal for IPv4. Code cannot set it for the clients that sign in.",
  ),
  "stale-sdk": (args: {
    readonly rules: string;
    /** What the rules build now, and built before; null: nothing is known to have changed. */
    readonly names: {
      /** Null: of several services. */
      readonly now: string | null;
      readonly former: readonly FormerHost[];
    } | null;
  }) =>
    `With the switch, the SDK's own rules make the names. ${
      args.names === null
        ? `These are of ${args.rules}; an older or newer SDK may make others.`
        : `${args.names.now === null ? "These are" : `${args.names.now} is`} of ${args.rules}. ${args.names.former.map(formerHostWords).join(" ")}`
    }`,
  "stale-sdk.older": (args: {
    readonly client: string;
    /** Null: it builds none. */
    readonly hostname: string | null;
    readonly observed: string;
    readonly todays: string | null;
  }) =>
    `With the switch, ${args.client} calls ${args.hostname === null ? "nothing: its rules have no such hostname" : `${args.hostname} (${args.observed})`}. Today's SDKs call ${args.todays ?? "another hostname"}.`,
  "stale-sdk.not-known": (args: { readonly doubt: string }) => args.doubt,
  "stale-sdk.end-of-support": (args: { readonly sdk: string; readonly end: string }) =>
    `${args.sdk} is without support since ${args.end}: its rules no longer follow AWS, and the names that it builds may never have existed.`,
  "sts-aws-global": (args: { readonly region: string }) =>
    `For STS in ${args.region} the dual-stack switch builds sts.${args.region}.api.aws, which does not exist.`,
  "switch-not-needed": (args: {
    readonly hostname: string;
    readonly observed: Sighting | null;
    readonly dualstack: string | null;
  }) =>
    `${args.hostname} answers over IPv6 by itself (${sightingWords(args.observed)}); the switch leads to ${args.dualstack ?? "no name at all"}, which may be missing in other regions or be unknown to other SDK versions.`,
  "two-default-sections": (args: {
    readonly line: number;
    readonly otherHeader: string;
    readonly otherLine: number;
    readonly taken: Taken<"defaultSection">;
  }) =>
    `There are two sections of the default profile, [default] on line ${args.line} and [${args.otherHeader}] on line ${args.otherLine}. ${takenWords(args.taken)}`,
  "url-of-other-service": (args: {
    readonly service: string;
    readonly region: string;
    readonly hostname: string | null;
    readonly other: string;
    readonly otherRegion: string;
  }) =>
    `${args.hostname} is a name of ${args.other} in ${args.otherRegion}: calls of ${args.service} in ${args.region} go there, and fail.`,
  "url-of-other-service.region": (args: {
    readonly service: string;
    readonly region: string;
    readonly hostname: string | null;
    readonly otherRegion: string;
  }) =>
    `${args.hostname} is the name of ${args.service} in ${args.otherRegion}, and the client's region is ${args.region}: calls go there with signatures for ${args.region}, and fail.`,
  "url-refused": (args: { readonly hostname: string | null; readonly service: string }) =>
    `AWS's rules refuse https://${args.hostname} as an endpoint URL of ${args.service}: every call fails with "Endpoint override is not supported for dual-stack endpoints".`,
  "url-signing-region": (args: {
    readonly service: string;
    readonly region: string;
    readonly wanted: string;
  }) =>
    `With a URL, SDKs sign for the client's own region, ${args.region}; ${args.service} takes requests that are signed for ${args.wanted} only, and refuses the others.`,
};

const FIXES = {
  "awslogs-endpoint-option": always(
    "Send logs with FireLens (Fluent Bit), which takes an endpoint: `egress6 config --for fluent-bit:firelens`; or use IPv6-only subnets.",
  ),
  "boolean-spelling": (args: { readonly isOn: boolean }) =>
    `Write ${args.isOn ? "`true`" : "`true` or `false`"}, in lower case.`,
  "credentials-address.by-version": (args: { readonly sdk: string; readonly since: string }) =>
    `Name it: --sdk ${args.sdk}@VERSION. If it is older, update to ${args.since} or later.`,
  "credentials-address.not-known": always(
    "Look whether that SDK gets credentials in such a pod, or update it.",
  ),
  "credentials-address.other-way": always(
    "Use an SDK that does, or give this pod its credentials by a role for its service account (web identity): STS is called for them then.",
  ),
  "credentials-address.set-mode": (args: { readonly variable: string }) =>
    `Set ${args.variable}=IPv6. It also moves the metadata service to fd00:ec2::254, which must then be on.`,
  "credentials-address.update-and-set-mode": (args: {
    readonly since: string | null;
    readonly variable: string;
  }) => `Update to ${args.since ?? "a newer version"} or later, and set ${args.variable}=IPv6.`,
  "credentials-address.unset-mode": (args: { readonly variable: string }) =>
    `Remove ${args.variable} for this process: the credentials do not come from the metadata service.`,
  "credentials-address.unusable": always(
    "Give an https URL, or over plain http this host (localhost), 169.254.170.2, 169.254.170.23 or [fd00:ec2::23].",
  ),
  "dualstack-name-missing": (args: { readonly service: string }) =>
    `Leave the switch off for clients of ${args.service}; it works per process, so give the other services their URLs one by one, or call this one from a process of its own.`,
  "dualstack-with-url": (args: {
    readonly switch: string | null;
    readonly switchPlace: string;
    readonly url: string;
    readonly urlPlace: string | null;
  }) =>
    `Keep one of the two: remove ${args.switch} (${args.switchPlace}) or ${args.url} (${args.urlPlace}).`,
  "dynamodb-account-endpoint": (args: { readonly isInCodeOnly: boolean }) =>
    args.isInCodeOnly
      ? "Allow for both names, or set the mode to `disabled` in code: this SDK reads it from nowhere else."
      : "Allow for both names, or set AWS_ACCOUNT_ID_ENDPOINT_MODE=disabled.",
  "ecr-registry-host": always(
    "Name images by that host, as `egress6 config --for ecr` writes it, and do not combine it with ECR PrivateLink.",
  ),
  "ecr-registry-host.fips": always(
    "Name images by that host, and do not combine it with ECR PrivateLink.",
  ),
  "ecr-registry-host.no-fips": always(
    "Where FIPS is required, keep images in a region that has such a registry.",
  ),
  "ecr-registry-host.public": always(
    "Name images by that host, as `egress6 config --for ecr` writes it.",
  ),
  "ecs-dual-stack-subnet": always("Use IPv6-only subnets, or keep an IPv4 path."),
  "endpoint-discovery": (args: { readonly service: string; readonly region: string }) =>
    `Ask which host that is with \`aws ${args.service} describe-endpoints --region ${args.region}\`, and look at it with \`egress6 endpoint ${args.service} --region ${args.region} --discovered HOST --live\`.`,
  "endpoint-discovery.url": (args: { readonly url: string }) =>
    `Remove ${args.url}, so that clients ask for their host.`,
  "file-dialect.colon": always("Write `key = value`."),
  "file-dialect.in-both-files": always("Set it in the config file only."),
  "file-dialect.indented": always("Begin all keys of a section in the same column."),
  "file-dialect.repeated": always("Keep one of the two."),
  "global-name": (args: { readonly variable: string | null; readonly isSwitchAWay: boolean }) =>
    `Set ${args.variable}=regional${args.isSwitchAWay ? ", or the dual-stack switch, which leads away from it, too" : ""}.`,
  "ignored-endpoint-urls": (args: { readonly by: string }) => `Remove ${args.by}, or the URLs.`,
  "imds-endpoint.over-ipv4": (args: { readonly endpoint: string }) =>
    `Remove ${args.endpoint}, or set it to http://[fd00:ec2::254].`,
  "imds-mode-spelling": always("Write `IPv6`, or remove the setting."),
  "inline-comment": always("Move the comment to a line of its own."),
  "interface-endpoint": always(
    "Keep the default name, or make the endpoint dual-stack with its DNS record type and look again.",
  ),
  "key-case": always("Write the key in lower case."),
  "nested-clients": always(
    "Set it in the environment or in the profile, if credentials come from STS or SSO.",
  ),
  "own-endpoint": (args: { readonly options: Ids }) =>
    args.options.length === 0
      ? "Only --endpoint-url on the call changes that, or AWS CLI v2."
      : `Pass ${args.options.join(" or ")} on the call, or use AWS CLI v2.`,
  "region-variable": always("Set both variables, to the same region."),
  "s3-gateway-endpoint": always(
    "Set the address type of the endpoint to dualstack first; it changes in place: `aws ec2 modify-vpc-endpoint --vpc-endpoint-id ID --ip-address-type dualstack --dns-options DnsRecordIpType=dualstack`.",
  ),
  "service-identifier": (args: { readonly right: string }) => `Rename it to ${args.right}.`,
  "setting-not-read": always("Set it in code, or use another SDK."),
  "setting-not-read.conflict": always("Set it in code, and look which host is called."),
  "setting-not-read.update": always("Update the SDK, or set it in code."),
  "source-ip-conditions": always("Add the IPv6 ranges to such conditions before the switch."),
  "source-profile-url": (args: { readonly key: string; readonly profile: string }) =>
    `Repeat ${args.key} in [profile ${args.profile}].`,
  "sqs-queue-url": (args: { readonly host: string | null }) =>
    `Give clients a QueueUrl with the host that they shall call${args.host === null ? "" : `, https://${args.host}/ACCOUNT/QUEUE`}; in JavaScript, \`useQueueUrlAsEndpoint: false\` does it, too.`,
  "sso-start-url": always("Set AWS_USE_DUALSTACK_ENDPOINT=true for the login."),
  "stale-sdk": always("Take an SDK of this year, and look which host it calls."),
  "stale-sdk.not-known": always(
    "Look which host that SDK calls, or leave the version out to see what today's SDKs call.",
  ),
  "stale-sdk.update": (args: {
    /** Null: no version is known to have the change. */
    readonly version: string | null;
    readonly date: string;
    /** The default hostname, where it has IPv6. */
    readonly byDefault: string | null;
  }) =>
    `Update to ${args.version === null ? `a release later than ${args.date}` : `${args.version} or later`}, or leave the switch off${args.byDefault === null ? " for this service" : `: ${args.byDefault} has IPv6 without it`}.`,
  "sts-aws-global": always("Give STS clients a region, such as us-east-1."),
  "switch-not-needed": always(
    "Leave the switch off, unless another service of this process needs it.",
  ),
  "two-default-sections": always(
    "Put all settings of the default profile into one section, [default].",
  ),
  "update-sdk": (args: { readonly since: string | null }) =>
    `Update to ${args.since ?? "a version that does"} or later.`,
  "url-of-other-service": (args: {
    readonly url: string;
    /** Of the service that the URL is right for; null: the setting is for one service already. */
    readonly variable: string | null;
    readonly service: string;
  }) =>
    args.variable === null
      ? `Remove ${args.url}, or give it a URL of this service.`
      : `${args.url} holds for every service: set ${args.variable} in its place, which holds for ${args.service} alone.`,
  "url-of-other-service.region": (args: {
    readonly url: string;
    readonly region: string;
    /** The name here that answers over IPv6; null: none is known. */
    readonly own: string | null;
  }) =>
    `Give this client the region ${args.region}, or ${args.url} ${args.own === null ? "a URL of its own region" : `the value https://${args.own}`}.`,
  "url-refused": (args: { readonly url: string }) =>
    `Use the dual-stack switch in place of ${args.url}, for all clients or in code for this one.`,
  "url-signing-region": (args: { readonly url: string; readonly region: string }) =>
    `Use the dual-stack switch in place of ${args.url}, or give this client the region ${args.region}.`,
};

type ArgsOf<Table extends Record<keyof Table, (args: never) => string>> = {
  readonly [Code in keyof Table]: Parameters<Table[Code]>[0];
};
type Said<Args> = {
  readonly [Code in keyof Args & string]: Message<Code, Args[Code]>;
}[keyof Args & string];
type Words<Args> = { readonly [Code in keyof Args]: (args: Args[Code]) => string };

export type TrapMessage = Said<ArgsOf<typeof MESSAGES>>;
export type TrapFix = Said<ArgsOf<typeof FIXES>>;

function say<Args, Code extends keyof Args & string>(
  words: Words<Args>,
  { code, args }: Message<Code, Args[Code]>,
): string {
  return words[code](args);
}

/** What happens, in a sentence or two. */
export function trapMessage(message: TrapMessage): string {
  return say<ArgsOf<typeof MESSAGES>, TrapMessage["code"]>(MESSAGES, message);
}

/** What to do about it. */
export function trapFix(fix: TrapFix): string {
  return say<ArgsOf<typeof FIXES>, TrapFix["code"]>(FIXES, fix);
}

/** Both, in one line. */
export function trapSentences({ message, fix }: { message: TrapMessage; fix: TrapFix }): string {
  return `${trapMessage(message)} ${trapFix(fix)}`;
}

/** The words of `severity`, by which reports of traps have always told levels apart. */
export const TRAP_SEVERITIES = {
  error: "breaks",
  warning: "no-effect",
  note: "caution",
} as const satisfies Readonly<Record<Level, string>>;

const READING_WORDS: Readonly<Record<WrittenSwitch["reading"], string>> = {
  true: "reads it as true",
  false: "reads it as false",
  "not set": "counts it as not set",
  refused: "refuses to start with it",
  "not read": "does not read it at all",
};

/**
 * Why an SDK takes no credentials from a host: `mode-not-ipv6`, `mode-ipv6` by the mode of the metadata service ·
 * `too-old` newer versions do · `never` no version does.
 */
export type RefusalReason = "mode-not-ipv6" | "mode-ipv6" | "too-old" | "never";

export type HostRefusal = { readonly sdk: string; readonly why: RefusalReason };

const CREDENTIAL_HOST_WORDS: Readonly<Record<CredentialHost, string>> = {
  "fd00:ec2::23": "EKS Pod Identity at [fd00:ec2::23]",
  "169.254.170.23": "EKS Pod Identity at 169.254.170.23",
  "169.254.170.2": "ECS at 169.254.170.2",
};

function refusalWords({ why, since }: { why: RefusalReason; since: string | null }): string {
  if (why === "mode-not-ipv6") return "takes";
  return why === "too-old" && since !== null ? `(before ${since}) refuses` : "refuses";
}

function modeWords({ why, variable }: { why: RefusalReason; variable: string }): string {
  if (why === "mode-not-ipv6") return ` only with ${variable}=IPv6`;
  return why === "mode-ipv6" ? ` with ${variable}=IPv6` : "";
}

function refusalsBySdk(args: { refusals: readonly HostRefusal[]; variable: string }): string {
  return [...new Set(args.refusals.map(({ why }) => why))]
    .map((why) => {
      const ids = args.refusals.flatMap((each) => (each.why === why ? [each.sdk] : []));
      const [one, several] = why === "mode-not-ipv6" ? ["takes", "take"] : ["refuses", "refuse"];
      const mode = modeWords({ why, variable: args.variable });
      return `${ids.join(", ")} ${ids.length === 1 ? one : several} them${mode}`;
    })
    .join("; ");
}

type SwitchName = "dualstack" | "fips";
const SWITCH_WORDS: Readonly<Record<SwitchName, string>> = {
  dualstack: "dual-stack",
  fips: "FIPS",
};

type HandedOutArgs = {
  readonly service: string;
  /** What hands it out; null: nothing does. */
  readonly entry: string | null;
  /** Null: nobody has said which it is. */
  readonly hostname: string | null;
  readonly ipv6: Support;
  readonly observed: Sighting | null;
};

function handedOutWords({ hostname, ipv6, observed }: HandedOutArgs): string {
  if (hostname === null) return "Whether that one has IPv6 is not known.";
  const has = { yes: "has AAAA", no: "has no AAAA", unknown: "may or may not have AAAA" }[ipv6];
  return `${hostname} ${has} (${sightingWords(observed)}); another time it may be another host.`;
}

function versionWords(version: string | null): string {
  return version === null ? "" : ` (here that of version ${version})`;
}

/** How SDKs take something in a file on which they disagree. */
export type Taken<Key extends FileDialectKey> = {
  readonly key: Key;
  /** The SDK that is meant; null: none in particular. */
  readonly sdk: string | null;
  /** What that one does; null: it is not known. */
  readonly own: FileDialectValue<Key> | null;
  readonly others: readonly { readonly sdks: Ids; readonly value: FileDialectValue<Key> }[];
};

/** What each of them does, after the name of an SDK. */
const DOES: { readonly [Key in FileDialectKey]: Readonly<Record<FileDialectValue<Key>, string>> } =
  {
    inlineComments: { kept: "it is part of the value", cut: "it is cut off" },
    configKeyCase: { any: "it is read", exact: "it is another key, which nobody reads" },
    defaultSection: {
      "profile-default-wins": "[profile default] alone counts",
      "last-wins": "the later of the two alone counts",
      merged: "both count",
    },
    keySeparator: { "equals-or-colon": "the line is read", equals: "the line is passed over" },
    indentedLines: { value: "they are more of its value", entry: "they are entries by themselves" },
    repeatedEntries: { merged: "the later counts", refused: "the whole file is refused" },
    fileThatWins: { credentials: "the credentials file counts", config: "the config file counts" },
  };

function takenWords<Key extends FileDialectKey>({ key, sdk, own, others }: Taken<Key>): string {
  const does: Readonly<Record<FileDialectValue<Key>, string>> = DOES[key];
  const rest = others.map(({ sdks, value }) => `${sdks.join(", ")}: ${does[value]}`).join("; ");
  if (sdk === null) return `${rest}; of other SDKs it is not known.`;
  const mine = own === null ? `How ${sdk} takes that is not known.` : `${sdk}: ${does[own]}.`;
  return rest === "" ? mine : `${mine} ${rest}.`;
}
