import { PassThrough, Readable } from "node:stream";

/** A request's body that can be sent a second time, as long as no connection was made. */
export interface ReplayableBody {
  /** To be sent in the place of the original. */
  readonly body: unknown;
  /** Once more from the beginning; null when that cannot be done. */
  replay(): ReplayableBody | null;
}

export function replayableBody(body: unknown): ReplayableBody {
  return body instanceof Readable ? rememberedStream(body, []) : replayableUnlessStream(body);
}

/** Streams are not touched, and can be sent only once. */
export function replayableUnlessStream(body: unknown): ReplayableBody {
  const isStream = body instanceof Readable || body instanceof ReadableStream;
  return isStream ? sentOnce(body) : sentAlike(body);
}

export function sentOnce(body: unknown): ReplayableBody {
  return { body, replay: () => null };
}

function sentAlike(body: unknown): ReplayableBody {
  const same: ReplayableBody = { body, replay: () => same };
  return same;
}

/** @param gone what the source has given away already */
function rememberedStream(source: Readable, gone: readonly Buffer[]): ReplayableBody {
  const memory = new Memory();
  const body = new PassThrough();
  const remember = (chunk: Buffer) => memory.add(chunk);
  for (const chunk of gone) {
    memory.add(chunk);
    body.write(chunk);
  }
  source.on("data", remember).pipe(body);
  return {
    body,
    replay: () => {
      source.off("data", remember).unpipe(body);
      body.destroy();
      return memory.chunks === null ? null : rememberedStream(source, memory.chunks);
    },
  };
}

/** More than all buffers between source and socket hold, but for the chunks that overfill them. */
const BUFFERED_BYTES = 1 << 20;
const BUFFERED_CHUNKS = 4;

/**
 * What has left a stream while it cannot have left this process. When more has gone than fits into
 * buffers, there is a connection, and what was remembered is forgotten.
 */
class Memory {
  chunks: Buffer[] | null = [];
  private bytes = 0;
  private largest = 0;

  add(chunk: Buffer): void {
    this.bytes += chunk.length;
    this.largest = Math.max(this.largest, chunk.length);
    if (this.bytes > BUFFERED_BYTES + BUFFERED_CHUNKS * this.largest) this.chunks = null;
    this.chunks?.push(chunk);
  }
}
