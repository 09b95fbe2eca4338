import { createHash, createHmac } from "node:crypto";

export interface SignedRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What a request was signed for, and whether its signature is right. */
export interface Verified {
  readonly region: string;
  readonly service: string;
  /** Null: the signature is right. */
  readonly fault: string | null;
}

const ALGORITHM = "AWS4-HMAC-SHA256";

/**
 * Signature Version 4, written from AWS's description of it, so that the SDK is not its own witness.
 * @returns null when the request is not signed
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function verifySigV4(request: SignedRequest, secretKey: string): Verified | null {
  const [path = "", queryText = ""] = request.target.split(/\?(.*)/s);
  const query = parseQuery(queryText);
  const isPresigned = query.some(([name]) => name === "X-Amz-Signature");
  const parts = isPresigned
    ? fromQuery(new Map(query))
    : fromHeader(request.headers["authorization"]);
  if (parts === null) return null;
  const { credential, signedHeaders, signature } = parts;
  const [, date = "", region = "", service = ""] = credential.split("/");
  const timestamp = isPresigned ? new Map(query).get("X-Amz-Date") : request.headers["x-amz-date"];
  const canonical = [
    request.method,
    // S3 takes the path as it is, all others encode it once more.
    service === "s3" ? path : path.split("/").map(encodeText).join("/"),
    query
      .filter(([name]) => name !== "X-Amz-Signature")
      .map(([name, value]) => `${encodeText(name)}=${encodeText(value)}`)
      .sort()
      .join("&"),
    ...signedHeaders.map(
      (name) => `${name}:${(request.headers[name] ?? "").trim().replace(/ +/g, " ")}`,
    ),
    "",
    signedHeaders.join(";"),
    isPresigned ? "UNSIGNED-PAYLOAD" : payloadHash(request),
  ].join("\n");
  const scope = `${date}/${region}/${service}/aws4_request`;
  const toSign = [ALGORITHM, timestamp, scope, sha256(canonical)].join("\n");
  const key = [date, region, service, "aws4_request"].reduce(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${secretKey}`),
  );
  const isRight = hmac(key, toSign).toString("hex") === signature;
  const isHostSigned = signedHeaders.includes("host");
  const fault = isRight
    ? isHostSigned
      ? null
      : "the host is not signed"
    : "SignatureDoesNotMatch";
  return { region, service, fault };
}

interface SignatureParts {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

function fromHeader(header: string | undefined): SignatureParts | null {
  const match = /^AWS4-HMAC-SHA256 Credential=(.+), ?SignedHeaders=(.+), ?Signature=(.+)$/.exec(
    header ?? "",
  );
  if (match === null) return null;
  const [, credential = "", names = "", signature = ""] = match;
  return { credential, signedHeaders: names.split(";"), signature };
}

function fromQuery(query: ReadonlyMap<string, string>): SignatureParts {
  return {
    credential: query.get("X-Amz-Credential") ?? "",
    signedHeaders: (query.get("X-Amz-SignedHeaders") ?? "").split(";"),
    signature: query.get("X-Amz-Signature") ?? "",
  };
}

/** What the header claims of the body, or the claim's refutation. */
function payloadHash({ headers, body }: SignedRequest): string {
  const claimed = headers["x-amz-content-sha256"];
  const actual = sha256(body);
  const isUnsigned = claimed?.endsWith("UNSIGNED-PAYLOAD") || claimed?.startsWith("STREAMING-");
  return isUnsigned ? String(claimed) : actual;
}

function parseQuery(text: string): [string, string][] {
  return text
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [name = "", value = ""] = pair.split(/=(.*)/s);
      return [decodeURIComponent(name), decodeURIComponent(value)];
    });
}

const encodeText = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");
const hmac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();
