import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const gzipAsync = promisify(gzip);

/** Below this, the gzip frame costs more than it saves. */
const MIN_GZIP_BYTES = 1_000;

/** A body as it goes over the wire, plain and compressed. */
export interface PackedText {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer> | null;
  readonly etag: string;
}

export async function packText(body: Uint8Array): Promise<PackedText> {
  const digest = createHash("sha256").update(body).digest("base64url").slice(0, 22);
  return {
    body: new Uint8Array(body),
    gzipped:
      body.length < MIN_GZIP_BYTES ? null : new Uint8Array(await gzipAsync(body, { level: 9 })),
    etag: `W/"${digest}"`,
  };
}

interface Entry {
  readonly version: string;
  readonly packed: Promise<PackedText>;
}

/** Keeps the newest packed texts, each for as long as what it was made from stays the same. */
export class TextCache {
  readonly #entries = new Map<string, Entry>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string, version: string, make: () => string | Uint8Array): Promise<PackedText> {
    const kept = this.#entries.get(key);
    this.#entries.delete(key);
    const entry = kept?.version === version ? kept : { version, packed: packText(bytesOf(make())) };
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined && this.#entries.size > this.#capacity) this.#entries.delete(oldest);
    return entry.packed;
  }
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? Buffer.from(content) : content;
}
