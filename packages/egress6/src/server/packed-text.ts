import { createHash } from "node:crypto";
import { once } from "node:events";
import { createGzip } from "node:zlib";

/** Below this, the gzip frame costs more than it saves. */
const MIN_GZIP_BYTES = 1_000;
/** Longer texts are kept compressed only, and unpacked on the way to whoever does not take gzip. */
const MAX_PLAIN_BYTES = 512 * 1024;

/** A body as it goes over the wire. Whoever sends it sends views of the same bytes. */
export interface PackedText {
  /** Null when it is too long to be kept so. */
  readonly plain: Uint8Array | null;
  /** Null when it is too short to be worth it. */
  readonly gzipped: Uint8Array | null;
  /** Bytes, uncompressed. */
  readonly length: number;
  readonly etag: string;
}

/** What a body is made of: all of it, or part by part. */
export type TextSource = string | Uint8Array | Iterable<string | Uint8Array>;

/** Of a long text made part by part, only the compressed form is ever whole in memory. */
export async function packText(source: TextSource): Promise<PackedText> {
  const hash = createHash("sha256");
  const gzip = createGzip({ level: 6 });
  const zipped: Uint8Array[] = [];
  gzip.on("data", (chunk: Uint8Array) => zipped.push(chunk));
  const ended = once(gzip, "end");
  let plain: Uint8Array[] = [];
  let length = 0;
  for (const part of partsOf(source)) {
    hash.update(part);
    length += part.length;
    if (length <= MAX_PLAIN_BYTES) plain.push(part);
    else plain = [];
    if (!gzip.write(part)) await once(gzip, "drain");
  }
  gzip.end();
  await ended;
  return {
    plain: length <= MAX_PLAIN_BYTES ? joined(plain) : null,
    gzipped: length < MIN_GZIP_BYTES ? null : joined(zipped),
    length,
    etag: `W/"${hash.digest("base64url").slice(0, 22)}"`,
  };
}

/** Small parts cost more in calls than in bytes. */
const MIN_PART_CHARACTERS = 64 * 1024;

function* partsOf(source: TextSource): Generator<Uint8Array> {
  if (typeof source === "string") yield Buffer.from(source);
  else if (source instanceof Uint8Array) yield source;
  else {
    let waiting = "";
    for (const piece of source) {
      if (typeof piece === "string") waiting += piece;
      const isText = typeof piece === "string";
      if (isText && waiting.length < MIN_PART_CHARACTERS) continue;
      yield Buffer.from(waiting);
      waiting = "";
      if (!isText) yield piece;
    }
    yield Buffer.from(waiting);
  }
}

/** In memory of its own: a view of a larger one would keep all of that. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
