import { createHash, createHmac } from "node:crypto";
import { isEcdsaSignature } from "./ecdsa-signature.js";

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
  /** Of Signature Version 4A the set of regions, such as `*`. */
  readonly region: string;
  readonly service: string;
  /** Null: the signature is right. */
  readonly fault: string | null;
}

type Algorithm = "AWS4-HMAC-SHA256" | "AWS4-ECDSA-P256-SHA256";

/**
 * Signature Version 4 and 4A, written from AWS's description of them, so that the SDK is not its own witness.
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
  const { algorithm, credential, signedHeaders, signature } = parts;
  const [accessKeyId = "", date = "", ...scope] = credential.split("/");
  const timestamp = isPresigned ? new Map(query).get("X-Amz-Date") : request.headers["x-amz-date"];
  const isOfManyRegions = algorithm === "AWS4-ECDSA-P256-SHA256";
  const service = scope.at(-2) ?? "";
  const region = (isOfManyRegions ? request.headers["x-amz-region-set"] : scope[0]) ?? "";
  const canonical = [
    request.method,
    // S3 takes the path as it is, all others encode it once more.
    service.startsWith("s3") ? path : path.split("/").map(encodeText).join("/"),
    query
      .filter(([name]) => name !== "X-Amz-Signature")
      .map(([name, value]) => [encodeText(name), encodeText(value)] as const)
      // By name, and not by what stands before the "=": "select" comes before "select-type".
      .sort(([a, one], [b, other]) => (a === b ? (one < other ? -1 : 1) : a < b ? -1 : 1))
      .map((pair) => pair.join("="))
      .join("&"),
    ...signedHeaders.map(
      (name) => `${name}:${(request.headers[name] ?? "").trim().replace(/ +/g, " ")}`,
    ),
    "",
    signedHeaders.join(";"),
    isPresigned ? "UNSIGNED-PAYLOAD" : payloadHash(request),
  ].join("\n");
  const toSign = [algorithm, timestamp, [date, ...scope].join("/"), sha256(canonical)].join("\n");
  const isRight = isOfManyRegions
    ? isEcdsaSignature(signature, toSign, { accessKeyId, secretKey })
    : hmac(signingKey(secretKey, [date, ...scope]), toSign).toString("hex") === signature;
  const isHostSigned = signedHeaders.some((name) => name === "host" || name === ":authority");
  const fault = isRight
    ? isHostSigned
      ? null
      : "the host is not signed"
    : "SignatureDoesNotMatch";
  return { region, service, fault };
}

function signingKey(secretKey: string, scope: readonly string[]): Buffer {
  return scope.reduce((key, part) => hmac(key, part), Buffer.from(`AWS4${secretKey}`));
}

interface SignatureParts {
  readonly algorithm: Algorithm;
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

function fromHeader(header: string | undefined): SignatureParts | null {
  const match =
    /^(AWS4-HMAC-SHA256|AWS4-ECDSA-P256-SHA256) Credential=(.+), ?SignedHeaders=(.+), ?Signature=(.+)$/.exec(
      header ?? "",
    );
  if (match === null) return null;
  const [, algorithm, credential = "", names = "", signature = ""] = match;
  return {
    algorithm: algorithm as Algorithm,
    credential,
    signedHeaders: names.split(";"),
    signature,
  };
}

function fromQuery(query: ReadonlyMap<string, string>): SignatureParts {
  return {
    algorithm: "AWS4-HMAC-SHA256",
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
