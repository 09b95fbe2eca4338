import type { IncomingHttpHeaders } from "node:http";
import type { PackedText } from "./packed-text.js";

export interface AppRequest {
  readonly method: string;
  /** As it stands in the request line. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

/** Writes events until the reader or the server ends it. @returns what to do then */
export type OpenEvents = (write: (text: string) => void) => () => void;

type AnswerBody =
  | { readonly kind: "none" }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** Sent unpacked. */
  | { readonly kind: "gzipped"; readonly gzipped: Uint8Array; readonly length: number }
  | { readonly kind: "events"; readonly open: OpenEvents };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AnswerBody;
}

/** Answers a request; never rejects. */
export type App = (request: AppRequest) => Promise<Answer>;

const NO_BODY: AnswerBody = { kind: "none" };

/** A text as the reader takes it: compressed or not, or not again. */
export function packedAnswer(
  packed: PackedText,
  asked: IncomingHttpHeaders,
  headers: Readonly<Record<string, string>>,
): Answer {
  const { "content-type": contentType = "", ...others } = headers;
  const always = { ...others, etag: packed.etag, vary: "accept-encoding" };
  if (matchesEtag(asked["if-none-match"], packed.etag)) {
    return { status: 304, headers: always, body: NO_BODY };
  }
  const typed = { ...always, "content-type": contentType };
  const isZipped = packed.gzipped !== null && takesGzip(asked["accept-encoding"]);
  const body = isZipped ? bytesBody(packed.gzipped) : plainBody(packed);
  return {
    status: 200,
    headers: isZipped ? { ...typed, "content-encoding": "gzip" } : typed,
    body,
  };
}

export function faultAnswer(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
    body: bytesBody(Buffer.from(JSON.stringify({ error: { code, message } }))),
  };
}

export function eventsAnswer(open: OpenEvents): Answer {
  return {
    status: 200,
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
    body: { kind: "events", open },
  };
}

const bytesBody = (bytes: Uint8Array): AnswerBody => ({ kind: "bytes", bytes });

function plainBody({ plain, gzipped, length }: PackedText): AnswerBody {
  if (plain !== null) return bytesBody(plain);
  if (gzipped === null) throw new Error("a text is kept in neither form");
  return { kind: "gzipped", gzipped, length };
}

function takesGzip(header: string | string[] | undefined): boolean {
  return String(header ?? "")
    .split(",")
    .map((coding) => coding.trim().toLowerCase())
    .some((coding) => /^gzip(?:$|\s*;)/.test(coding) && !/;\s*q=0(?:\.0*)?\s*$/.test(coding));
}

const matchesEtag = (header: string | undefined, etag: string) =>
  header?.split(",").some((known) => known.trim() === etag || known.trim() === "*") ?? false;
