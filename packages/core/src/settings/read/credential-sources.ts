import type { Environment } from "../settings-input.js";
import {
  type AwsConfigFiles,
  type FileDialect,
  findProfile,
  type PlacedEntries,
  type PlacedEntry,
  type SignIn,
  signInOf,
} from "./aws-config.js";
import { CONTAINER_CREDENTIALS, TASK_CREDENTIALS } from "./credentials-endpoint.js";
import { settingRow } from "./setting-table.js";

/**
 * How credentials are got: `container` from the agent of ECS or EKS · `web-identity` for a token in a file, as in
 * EKS and CI · `role` for the credentials of another source · `sso` by signing in through IAM Identity Center ·
 * `instance-metadata` from the instance.
 */
export type CredentialKind = "container" | "web-identity" | "role" | "sso" | "instance-metadata";

/** One step on the way to credentials, as far as environment and profile say. */
export interface CredentialSource {
  readonly kind: CredentialKind;
  /** The variable or the key that says so. */
  readonly name: string;
  /** `file:line`; null for a variable. */
  readonly place: string | null;
  /** CLI names of the services that are called for them; empty: none, but an address near by. */
  readonly calls: readonly string[];
  /** Where those are called; null: in the client's own region. */
  readonly region: string | null;
}

/** What a client takes its credentials by. Keys and tokens themselves are not read. */
export interface CredentialSettings {
  readonly env: Environment;
  readonly files: AwsConfigFiles;
  /** Name and entries of the profile that counts. */
  readonly profile: string;
  readonly entries: PlacedEntries;
  readonly dialect?: FileDialect | undefined;
}

const STS = ["sts"];
const SIGN_IN = ["sso", "sso-oidc"];
const TOKEN = settingRow("web-identity-token");
const ROLE = settingRow("role");
const SOURCE_PROFILE = settingRow("source-profile").configKey;
const CREDENTIAL_SOURCE = settingRow("credential-source").configKey;
const SSO_SESSION = settingRow("sso-session").configKey;
const SSO_REGION = settingRow("sso-region").configKey;

/**
 * Every source that environment and profile name, and those of the profiles behind it. Which of several counts
 * differs between SDKs.
 * @source https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export function credentialSources(settings: CredentialSettings): readonly CredentialSource[] {
  return [...inEnvironment(settings.env), ...profileChain(settings).flatMap(inProfile(settings))];
}

/** How it signs in through IAM Identity Center, itself or by a profile behind it; null: it does not. */
export function signInBehind(settings: CredentialSettings): SignIn | null {
  for (const entries of profileChain(settings)) {
    const found = signInOf(settings.files, entries, settings.dialect);
    if (found !== null) return found;
  }
  return null;
}

function inEnvironment(env: Environment): readonly CredentialSource[] {
  const near = [TASK_CREDENTIALS, CONTAINER_CREDENTIALS].filter((name) => env[name]);
  const [first] = near;
  return [
    ...(env[TOKEN.variable] && env[ROLE.variable]
      ? [source("web-identity", TOKEN.variable, null, STS)]
      : []),
    ...(first === undefined ? [] : [source("container", first, null, [])]),
  ];
}

function inProfile(settings: CredentialSettings) {
  return (entries: PlacedEntries): readonly CredentialSource[] => {
    const role = isSet(entries.get(ROLE.configKey));
    const token = isSet(entries.get(TOKEN.configKey));
    const behind = isSet(entries.get(SOURCE_PROFILE)) ?? isSet(entries.get(CREDENTIAL_SOURCE));
    const signIn = signInOf(settings.files, entries, settings.dialect);
    const ofSignIn = entries.get(SSO_SESSION) ?? entries.get(SSO_REGION);
    const found: CredentialSource[] = [];
    if (role !== undefined && token !== undefined) {
      found.push(source("web-identity", TOKEN.configKey, token.place, STS));
    } else if (role !== undefined && behind !== undefined) {
      found.push(source("role", ROLE.configKey, role.place, STS));
    }
    if (signIn !== null && ofSignIn !== undefined) {
      const name = entries.has(SSO_SESSION) ? SSO_SESSION : SSO_REGION;
      found.push({ ...source("sso", name, ofSignIn.place, SIGN_IN), region: signIn.region });
    }
    if (role !== undefined && behind?.value.toLowerCase() === "ec2instancemetadata") {
      found.push(source("instance-metadata", CREDENTIAL_SOURCE, behind.place, []));
    }
    return found;
  };
}

/** The profile, then those that it takes a role from; one that is named again ends it. */
function profileChain(settings: CredentialSettings): readonly PlacedEntries[] {
  const { files, dialect } = settings;
  const seen = new Set([settings.profile]);
  const chain = [settings.entries];
  for (let entries: PlacedEntries | null = settings.entries; entries !== null; ) {
    const behind: string | undefined = isSet(entries.get(SOURCE_PROFILE))?.value;
    if (behind === undefined || !entries.has(ROLE.configKey) || seen.has(behind)) break;
    seen.add(behind);
    entries = findProfile(files, behind, dialect);
    if (entries !== null) chain.push(entries);
  }
  return chain;
}

function isSet(entry: PlacedEntry | undefined): PlacedEntry | undefined {
  return entry?.value === "" ? undefined : entry;
}

function source(
  kind: CredentialKind,
  name: string,
  place: string | null,
  calls: readonly string[],
): CredentialSource {
  return { kind, name, place, calls, region: null };
}
