import { reasonOf } from "@egress6/core/errors";
import { printable } from "@egress6/core/printable";
import { loadSharedConfigFiles } from "@smithy/core/config";

/** What a profile says, by the names of its keys: its secrets are not looked at. */
interface Profiles {
  readonly names: readonly string[];
  readonly keys: ReadonlySet<string>;
  /** The profile that it takes its credentials from. */
  readonly source: string | undefined;
}

const MOST_NAMED = 10;

/** The profile that the SDK takes: that of `--profile`, else of the environment. */
const nameOf = (given: string | undefined): string | undefined =>
  given ?? (process.env["AWS_PROFILE"] || undefined);

/** In the files that the SDK reads, too. */
async function profilesWith(name: string): Promise<Profiles> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const own = { ...configFile[name], ...credentialsFile[name] };
  const names = [...Object.keys(configFile), ...Object.keys(credentialsFile)];
  return {
    names: [...new Set(names)].filter((each) => !each.includes(".")).toSorted(),
    keys: new Set(Object.keys(own)),
    source: own["source_profile"],
  };
}

/** Says that a profile which was named is in no file; null: it is, or none was named. */
export async function missingProfile(given: string | undefined): Promise<string | null> {
  const name = nameOf(given);
  if (name === undefined) return null;
  const { names, keys } = await profilesWith(name);
  if (keys.size > 0 || names.includes(name)) return null;
  const known = names.slice(0, MOST_NAMED).map((each) => printable(each));
  const more = names.length > known.length ? ` and ${names.length - known.length} more` : "";
  const hint =
    known.length === 0
      ? "There are no profiles on this machine: `aws configure sso` makes one."
      : `Profiles on this machine: ${known.join(", ")}${more}.`;
  return `There is no AWS profile ${printable(name)}${given === undefined ? " (AWS_PROFILE)" : ""}. ${hint}`;
}

/** What to do where the SDK has no credentials. */
export async function credentialsAdvice(
  given: string | undefined,
  thrown: unknown,
): Promise<string> {
  const missing = await missingProfile(given);
  if (missing !== null) return missing;
  const name = nameOf(given);
  const { names, keys, source } = await profilesWith(name ?? "default");
  const shown = printable(name ?? "default");
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const option = name === undefined ? "" : ` --profile ${shown}`;
  if (/multi-factor|\bMFA\b/i.test(message)) {
    return `Profile ${shown} asks for an MFA code, which egress6 cannot take. Let the AWS CLI ask for it: \`eval "$(aws configure export-credentials${option} --format env)"\`. Then run this again without --profile.`;
  }
  if (keys.has("sso_session") || keys.has("sso_start_url") || /\bSSO\b/.test(message)) {
    return `You are not logged in to the SSO of profile ${shown}, or the session has expired. Run \`aws sso login${option}\`, then this again.`;
  }
  if (keys.has("login_session")) {
    return `You are not logged in with profile ${shown}, or the session has expired. Run \`aws login${option}\`, then this again.`;
  }
  if (/ENOENT|EACCES/.test(message)) {
    const path = thrown instanceof Error && "path" in thrown ? thrown.path : undefined;
    const file = typeof path === "string" ? printable(path) : "a file";
    return `Your AWS settings name ${file} for credentials, which cannot be read: ${reasonOf(thrown)}.`;
  }
  if (/sts:AssumeRole/.test(message)) {
    return `The role of profile ${shown} may not be assumed: ${printable(message)}. Let its trust policy name who you are.`;
  }
  if (keys.has("credential_process")) {
    return `The command that profile ${shown} names as credential_process gave no credentials. Run it in a shell to see why.`;
  }
  if (source !== undefined && !names.includes(source)) {
    return `Profile ${shown} takes its credentials from profile ${printable(source)} (source_profile), which does not exist.`;
  }
  const others = names.filter((each) => each !== name).slice(0, MOST_NAMED);
  const hint =
    others.length === 0
      ? "Log in with `aws sso login` or `aws login`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
      : `Name a profile with --profile (${others.map((each) => printable(each)).join(", ")}).`;
  return name === undefined
    ? `No AWS credentials: none in the environment, in the default profile, or from a role of this machine. ${hint}`
    : `Profile ${shown} gives no credentials. ${hint}`;
}
