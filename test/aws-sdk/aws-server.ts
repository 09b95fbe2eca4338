import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createSecureServer, type Http2SecureServer } from "node:http2";
import { createServer, type Server } from "node:https";
import { crc32 } from "node:zlib";
import { type Verified, verifySigV4 } from "./verify-sigv4.js";

export const SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/** A request as it arrived, with what its signature says. */
interface Arrived {
  readonly host: string;
  readonly family: "ipv4" | "ipv6";
  readonly method: string;
  readonly target: string;
  /** Of the signature, such as `iam/us-east-1`; `unsigned` without one. */
  readonly scope: string;
  readonly bytes: number;
}

export interface AwsServer {
  readonly https: Server;
  /** The same over HTTP/2. */
  readonly http2: Http2SecureServer;
  readonly arrived: readonly Arrived[];
  object(host: string, path: string): Buffer | undefined;
  /** The next so many requests are refused, with this status; 0: they are not answered. */
  failNext(count: number, status: number, headers?: Readonly<Record<string, string>>): void;
  /** What DescribeEndpoints answers from now on. */
  handOut(hostname: string): void;
  forget(): void;
}

/**
 * Enough of AWS for real clients, behind any name: checks every signature, keeps objects, and answers the
 * rest with as little as their protocols allow.
 */
export function createAwsServer(certificate: { key: string; cert: string }): AwsServer {
  const arrived: Arrived[] = [];
  const objects = new Map<string, Buffer>();
  let handedOut = "";
  let failures = { count: 0, status: 500, headers: {} };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request).catch(() => null);
    // The client went away.
    if (body === null) return;
    const verified = verifySigV4(
      {
        method: request.method ?? "",
        target: request.url ?? "",
        headers: headersOf(request),
        body,
      },
      SECRET_KEY,
    );
    arrived.push(arrivedOf(request, verified, body));
    if (verified !== null && verified.fault !== null) {
      response.writeHead(403, { "content-type": "application/xml" });
      response.end(
        `<Error><Code>${verified.fault}</Code><Message>${request.url}</Message></Error>`,
      );
    } else if (failures.count > 0) {
      failures = { ...failures, count: failures.count - 1 };
      if (failures.status !== 0) response.writeHead(failures.status, failures.headers).end();
    } else if (request.url?.includes("select-type=2")) {
      response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
      response.end(Buffer.concat([eventOf("Records", "a,b\n"), eventOf("End", "")]));
    } else if (verified?.service.startsWith("s3")) answerAsS3(request, body, objects, response);
    else if (body.toString().startsWith("Action=")) answerQuery(body.toString(), response);
    else {
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
      const isAsking = [request.headers["x-amz-target"]].flat()[0]?.endsWith(".DescribeEndpoints");
      const endpoints = [{ Address: handedOut, CachePeriodInMinutes: 1440 }];
      response.end(JSON.stringify(isAsking ? { Endpoints: endpoints } : {}));
    }
  };
  const http2 = createSecureServer(certificate, (request, response) => {
    // What is used of them is alike.
    void answer(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  });
  return {
    https: createServer(certificate, answer),
    http2,
    arrived,
    object: (host, path) => objects.get(objectKey(host, path)),
    failNext: (count, status, headers = {}) => {
      failures = { count, status, headers };
    },
    handOut: (hostname) => {
      handedOut = hostname;
    },
    forget: () => {
      arrived.length = 0;
    },
  };
}

function arrivedOf(request: IncomingMessage, verified: Verified | null, body: Buffer): Arrived {
  const address = request.socket.localAddress ?? "";
  return {
    host: request.headers.host ?? [request.headers[":authority"]].flat()[0] ?? "",
    family: address.includes(":") && !address.startsWith("::ffff:") ? "ipv6" : "ipv4",
    method: request.method ?? "",
    target: request.url ?? "",
    scope: verified === null ? "unsigned" : `${verified.service}/${verified.region}`,
    bytes: body.length,
  };
}

/** A message of an event stream: lengths, their CRC, headers, payload, the CRC of it all. */
function eventOf(type: string, payload: string): Buffer {
  const header = (name: string, value: string): Buffer => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(value.length);
    return Buffer.concat([
      Buffer.from([name.length]),
      Buffer.from(name),
      Buffer.from([7]),
      length,
      Buffer.from(value),
    ]);
  };
  const headers = Buffer.concat([
    header(":message-type", "event"),
    header(":event-type", type),
    header(":content-type", "application/octet-stream"),
  ]);
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const total = 12 + headers.length + Buffer.byteLength(payload) + 4;
  const lengths = Buffer.concat([number(total), number(headers.length)]);
  const message = Buffer.concat([lengths, number(crc32(lengths)), headers, Buffer.from(payload)]);
  return Buffer.concat([message, number(crc32(message))]);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(",")]),
  );
}

function answerQuery(form: string, response: ServerResponse): void {
  const action = new URLSearchParams(form).get("Action");
  const credentials =
    action?.startsWith("AssumeRole") === true
      ? `<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>${SECRET_KEY}</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`
      : "<Account>123456789012</Account>";
  response.writeHead(200, { "content-type": "text/xml" });
  response.end(
    `<${action}Response><${action}Result>${credentials}</${action}Result></${action}Response>`,
  );
}

/** A bucket is the same under all its names. */
const objectKey = (host: string, path: string) => `${host.split(".s3")[0]}${path}`;

function answerAsS3(
  { method, url = "", headers }: IncomingMessage,
  body: Buffer,
  objects: Map<string, Buffer>,
  response: ServerResponse,
): void {
  const { pathname, searchParams } = new URL(url, "https://s3");
  const key = objectKey(headers.host ?? "", pathname);
  const uploadId = searchParams.get("uploadId");
  const part = searchParams.get("partNumber");
  if (method === "HEAD") response.writeHead(200).end();
  else if (searchParams.has("session")) {
    response.end(
      `<CreateSessionResult><Credentials><AccessKeyId>AKIASESSION</AccessKeyId><SecretAccessKey>${SECRET_KEY}</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></CreateSessionResult>`,
    );
  } else if (method === "PUT") {
    const content = headers["content-encoding"] === "aws-chunked" ? dechunked(body) : body;
    objects.set(part === null ? key : `${key}#${part.padStart(5, "0")}`, content);
    response.writeHead(200, { etag: `"${createHash("md5").update(content).digest("hex")}"` }).end();
  } else if (method === "POST" && searchParams.has("uploads")) {
    response.end(
      "<InitiateMultipartUploadResult><UploadId>upload</UploadId></InitiateMultipartUploadResult>",
    );
  } else if (method === "POST" && uploadId !== null) {
    const parts = [...objects].filter(([name]) => name.startsWith(`${key}#`)).sort();
    objects.set(key, Buffer.concat(parts.map(([, content]) => content)));
    response.end(
      "<CompleteMultipartUploadResult><Location>here</Location></CompleteMultipartUploadResult>",
    );
  } else {
    const content = objects.get(key);
    response.writeHead(content === undefined ? 404 : 200).end(content);
  }
}

/** The content of an `aws-chunked` body: size in hexadecimal, line end, that many bytes, line end; then trailers. */
function dechunked(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = body.indexOf("\r\n", at);
    const size = Number.parseInt(body.toString("latin1", at, lineEnd), 16);
    if (!(size > 0)) return Buffer.concat(chunks);
    chunks.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
