import { Egress6Error } from "@egress6/core/errors";

/**
 * Loads a client of the AWS SDK, which may be installed only by those who use it.
 * @param packageName `@aws-sdk/client-pricing`
 * @param load imports it
 * @throws Egress6Error AWS_CLIENT_MISSING
 */
export async function loadAwsClient<T>(packageName: string, load: () => Promise<T>): Promise<T> {
  // Most clients come with the tool: its users cannot choose another version of the SDK, and need no warning of it.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  try {
    return await load();
  } catch (cause) {
    if (codeOf(cause) !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new Egress6Error(
      "AWS_CLIENT_MISSING",
      "input",
      `This needs the package ${packageName}, which is not installed with egress6. Install it beside: \`npm install ${packageName}\`, or run \`npx -p egress6 -p ${packageName} egress6 …\`.`,
      { cause },
    );
  }
}

function codeOf(thrown: unknown): string {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  return typeof code === "string" ? code : "";
}

/** What AWS's documents and SDKs call these faults. */
const NO_CREDENTIALS = /^(CredentialsProviderError|TokenProviderError)$/;
const REFUSED =
  /^(UnrecognizedClientException|InvalidSignatureException|InvalidClientTokenId|IncompleteSignatureException|MissingAuthenticationTokenException|ExpiredToken(Exception)?|SignatureDoesNotMatch)$/;
const DENIED = /^(AccessDenied(Exception)?|UnauthorizedOperation)$/;
const THROTTLED =
  /^(ThrottlingException|Throttling|TooManyRequestsException|RequestLimitExceeded)$/;

export interface AwsCall {
  /** The IAM action: `pricing:GetProducts`. */
  readonly action: string;
  /** The profile that was named; undefined: whatever the SDK finds. */
  readonly profile: string | undefined;
  /** What works without it, as a sentence. */
  readonly instead: string;
}

/** A fault of a call to AWS, as one that a person can act on. */
export function awsFault(thrown: unknown, { action, profile, instead }: AwsCall): Egress6Error {
  const { name, message } =
    thrown instanceof Error ? thrown : { name: "", message: String(thrown) };
  if (NO_CREDENTIALS.test(name)) {
    return fault(
      "AWS_CREDENTIALS_MISSING",
      "input",
      `No AWS credentials${profile === undefined ? "" : ` in profile ${profile}`} (${message}). Give --profile, set AWS_PROFILE, or log in with \`aws sso login\`. ${instead}`,
    );
  }
  if (REFUSED.test(name)) {
    return fault(
      "AWS_CREDENTIALS_REFUSED",
      "input",
      `AWS refuses these credentials (${name}: ${message}). Renew them, and check the clock of this machine. ${instead}`,
    );
  }
  if (DENIED.test(name)) {
    return fault(
      "AWS_ACCESS_DENIED",
      "input",
      `These credentials may not call ${action} (${message}). Allow the IAM action \`${action}\` on resource \`*\`. ${instead}`,
    );
  }
  if (THROTTLED.test(name)) {
    return fault(
      "AWS_THROTTLED",
      "incomplete",
      `AWS limits the calls of ${action}, also after several tries (${message}). Run the same command again in a minute; what was read before is kept.`,
    );
  }
  return fault(
    "AWS_UNREACHABLE",
    "incomplete",
    `AWS did not answer ${action} (${name === "" || message.includes(name) ? "" : `${name}: `}${message || "no reason given"}). What was read before is kept. ${instead}`,
  );

  function fault(code: string, kind: Egress6Error["kind"], text: string): Egress6Error {
    return new Egress6Error(code, kind, text, { cause: thrown });
  }
}
