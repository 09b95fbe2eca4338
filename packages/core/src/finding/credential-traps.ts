import type { CredentialHost, CredentialHostFact, SdkFacts } from "../facts/sdk-facts.js";
import { versionSupport } from "../facts/version-interval.js";
import type { PlacedEntries } from "../settings/read/aws-config.js";
import { credentialSources } from "../settings/read/credential-sources.js";
import { credentialsEndpoint, isCredentialHost } from "../settings/read/credentials-endpoint.js";
import type { SdkChoice } from "../settings/read/find-sdk.js";
import { isSettingRead } from "../settings/read/is-setting-read.js";
import { sdkWords } from "../settings/read/sdk-release.js";
import { settingRow } from "../settings/read/setting-table.js";
import { addressSupport, hostOfUrl } from "../settings/resolve/endpoint-url.js";
import type { Environment } from "../settings/settings-input.js";
import { placeOf } from "./place.js";
import { credentialSettings, type Situation, sdkIds } from "./situation.js";
import { type Hit, trap } from "./trap.js";
import type { HostRefusal, RefusalReason } from "./trap-words.js";

const IMDS_VARIABLE = settingRow("imds-mode").variable;
const IMDS_ENDPOINT = settingRow("imds-endpoint");

/** Not every SDK takes credentials from every address, and without them every call fails. */
export const credentialsAddress = trap({
  id: "credentials-address",
  title: "Credentials from an address that the SDK does not accept",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html",
  applies: ({ env, sdk }) => endpointFor(env, sdk?.sdk) !== null,
  find: ({ env, sdk, sdks }) => {
    const endpoint = endpointFor(env, sdk?.sdk);
    if (endpoint === null || endpoint.kind === "elsewhere") return null;
    const place = placeOf({ name: endpoint.place, place: null });
    if (endpoint.kind === "unusable") {
      const { place: variable, reason } = endpoint;
      return {
        level: "error",
        message: { code: "credentials-address.unusable", args: { variable, reason } },
        fix: { code: "credentials-address.unusable", args: {} },
        place,
      };
    }
    const { host } = endpoint;
    if (!isCredentialHost(host)) return null;
    const hit = sdk === null ? refusedByAny(sdks, host, env) : refusedByOne(sdk, host, env);
    return hit && { ...hit, place };
  },
});

function endpointFor(env: Environment, sdk: SdkFacts | undefined) {
  return credentialsEndpoint(
    env,
    sdk?.containerUri.value === "full-first" ? "full-first" : "relative-first",
  );
}

type Refused = Omit<Hit, "place">;

function refusedByOne(choice: SdkChoice, host: CredentialHost, env: Environment): Refused | null {
  const { sdk, version } = choice;
  const known = sdk.credentialHosts[host];
  const client = sdkWords(choice);
  const since = firstVersion(known);
  const source = known.source;
  const args = { client, host };
  const why = refusalOf(known, version, env);
  if (why === "not-known") {
    return {
      level: "note",
      message: { code: "credentials-address.not-known", args: { ...args, since } },
      fix: { code: "credentials-address.not-known", args: {} },
      source,
    };
  }
  if (why !== null) {
    return {
      level: known.confidence === "inferred" ? "warning" : "error",
      message: {
        code: "credentials-address",
        args: { ...args, why, since, variable: IMDS_VARIABLE },
      },
      fix: fixFor(why, since, known.value === "with-imds-ipv6"),
      source,
    };
  }
  // Who still uses an SDK without support hardly has its last version.
  const isVersionAsked = version === null && since !== null && sdk.endOfSupport !== undefined;
  if (!isVersionAsked) return null;
  return {
    level: "note",
    message: { code: "credentials-address.by-version", args: { ...args, since } },
    fix: { code: "credentials-address.by-version", args: { sdk: sdk.id, since } },
    source,
  };
}

/** No SDK is named: who refuses the host in today's versions, and in older ones. */
function refusedByAny(
  sdks: readonly SdkFacts[],
  host: CredentialHost,
  env: Environment,
): Refused | null {
  const today = sdks.flatMap((sdk): readonly HostRefusal[] => {
    const why = refusalOf(sdk.credentialHosts[host], null, env);
    return why === null || why === "not-known" ? [] : [{ sdk: sdk.id, why }];
  });
  const [first] = today;
  if (first === undefined) return null;
  const older = sdks.flatMap(({ id, credentialHosts }) => {
    const since = firstVersion(credentialHosts[host]);
    const isRefused = since !== null && refusalOf(credentialHosts[host], since, env) === null;
    return isRefused && refusalOf(credentialHosts[host], "0", env) === "too-old"
      ? [{ sdk: id, since }]
      : [];
  });
  const byMode = today.find(({ why }) => why !== "never") ?? first;
  return {
    level: "warning",
    message: {
      code: "credentials-address.by-sdk",
      args: { host, refusals: today, older, variable: IMDS_VARIABLE },
    },
    fix: fixFor(byMode.why, null, false),
  };
}

/** @returns null: that version takes credentials from there */
function refusalOf(
  { value, versions }: CredentialHostFact,
  version: string | null,
  env: Environment,
): RefusalReason | "not-known" | null {
  if (value === "unknown") return "not-known";
  const isSaid =
    version === null || versions === undefined ? "yes" : versionSupport(version, versions);
  const isIpv6Mode = env[IMDS_VARIABLE]?.toLowerCase() === "ipv6";
  if (value === "no") return isSaid === "yes" ? "never" : "not-known";
  if (isSaid === "no") return "too-old";
  if (value === "with-imds-ipv6" && !isIpv6Mode) return "mode-not-ipv6";
  if (value === "without-imds-ipv6" && isIpv6Mode) return "mode-ipv6";
  return isSaid === "unknown" ? "not-known" : null;
}

function firstVersion({ versions = [] }: CredentialHostFact): string | null {
  return versions.flatMap(({ from }) => from ?? []).at(-1) ?? null;
}

function fixFor(why: RefusalReason, since: string | null, needsMode: boolean): Hit["fix"] {
  const variable = IMDS_VARIABLE;
  switch (why) {
    case "mode-not-ipv6":
      return { code: "credentials-address.set-mode", args: { variable } };
    case "mode-ipv6":
      return { code: "credentials-address.unset-mode", args: { variable } };
    case "too-old":
      return needsMode
        ? { code: "credentials-address.update-and-set-mode", args: { since, variable } }
        : { code: "update-sdk", args: { since } };
    case "never":
      return { code: "credentials-address.other-way", args: {} };
  }
}

/** An instance without IPv4 has its credentials at the IPv6 address of the metadata service only. */
export const imdsEndpoint = trap({
  id: "imds-endpoint",
  title: "The metadata service is not asked over IPv6, as it is set to be",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html",
  applies: (situation) => /^ipv6$/i.test(imdsMode(situation).value) && isImdsAsked(situation),
  find: (situation) => {
    const { env, resolved, sdk } = situation;
    const mode = imdsMode(situation);
    const from = mode.place === null ? "env" : "config";
    if (sdk !== null && !isSettingRead(sdk, "imds-mode", from)) {
      const since = sdk.sdk.settings["imds-mode"].versions.flatMap((each) => each.from ?? []);
      const args = { client: sdkWords(sdk), setting: mode.name };
      return {
        level: "warning",
        message: { code: "imds-endpoint.mode-not-read", args },
        fix: { code: "update-sdk", args: { since: since.at(-1) ?? null } },
        place: placeOf(mode),
        source: sdk.sdk.settings["imds-mode"].source,
      };
    }
    const endpoint = imdsSetting(env, resolved.profileEntries, IMDS_ENDPOINT);
    const host = hostOfUrl(endpoint.value);
    if (host === null || addressSupport(host)?.ipv6 !== "no") return null;
    return {
      level: "warning",
      message: {
        code: "imds-endpoint.over-ipv4",
        args: { endpoint: endpoint.name, host, mode: mode.name },
      },
      fix: { code: "imds-endpoint.over-ipv4", args: { endpoint: endpoint.name } },
      place: placeOf(endpoint),
      related: [placeOf(mode)].flatMap((place) => place ?? []),
    };
  },
});

/** Where nothing else gives credentials, or a role is taken with those of the instance. */
function isImdsAsked(situation: Situation): boolean {
  const sources = credentialSources(credentialSettings(situation));
  return sources.length === 0 || sources.some(({ kind }) => kind === "instance-metadata");
}

/** The mode of the metadata service is `IPv4` or `IPv6`, to the letter. */
export const imdsModeSpelling = trap({
  id: "imds-mode-spelling",
  title: "A mode of the metadata service that SDKs refuse",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html",
  applies: (situation) => !["", "IPv4", "IPv6"].includes(imdsMode(situation).value),
  find: (situation) => {
    const { sdk, sdks } = situation;
    const { value, name, place } = imdsMode(situation);
    const spelling = sdk?.sdk.imdsModeSpelling;
    const isAnyCase = spelling?.value === "any-case" || spelling?.value === "any-case-or-error";
    const isReadable = isAnyCase && /^ipv[46]$/i.test(value);
    if (isReadable || spelling?.value === "any-case") return null;
    return {
      level: spelling?.value === "unknown" ? "note" : "error",
      message:
        isAnyCase && sdk !== null
          ? { code: "imds-mode-spelling.any-case", args: { value, sdk: sdk.sdk.name } }
          : {
              code: "imds-mode-spelling",
              args: {
                value,
                exact: sdkIds(sdks, (each) => each.imdsModeSpelling.value === "exact"),
              },
            },
      fix: { code: "imds-mode-spelling", args: {} },
      place: placeOf({ name, place }),
      source: spelling?.value === "unknown" ? undefined : spelling?.source,
    };
  },
});

function imdsMode({ env, resolved }: Situation) {
  return imdsSetting(env, resolved.profileEntries, settingRow("imds-mode"));
}

function imdsSetting(
  env: Environment,
  entries: PlacedEntries,
  row: { readonly variable: string; readonly configKey: string },
) {
  const variable = env[row.variable];
  if (variable) return { value: variable, name: row.variable, place: null };
  const entry = entries.get(row.configKey);
  return { value: entry?.value ?? "", name: row.configKey, place: entry?.place ?? null };
}
