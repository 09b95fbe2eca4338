import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Answer, OpenEvents } from "./answer.js";
import type { AnswerRoom } from "./answer-room.js";

const CHUNK_BYTES = 64 * 1024;
/** A reader of events that falls further behind is cut off; it comes back and loads the data again. */
const MAX_WAITING_EVENT_BYTES = 256 * 1024;

/**
 * Writes an answer as fast as it is read, and no faster.
 * @returns once all of it is taken, or the connection is gone
 */
export async function sendAnswer(
  response: ServerResponse,
  { status, headers, body }: Answer,
  isHead: boolean,
  room: AnswerRoom,
): Promise<void> {
  const { socket } = response;
  if (socket === null || response.destroyed) return;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = status;
  if (body.kind === "bytes") response.setHeader("content-length", body.bytes.length);
  if (body.kind === "gzipped") response.setHeader("content-length", body.length);
  try {
    if (isHead || body.kind === "none") await end(response, socket, room);
    else if (body.kind === "bytes") await sendChunks(response, socket, room, views(body.bytes));
    else if (body.kind === "events") await sendEvents(response, socket, room, body.open);
    else await sendUnpacked(response, socket, room, body.gzipped);
  } finally {
    room.taken(socket);
  }
}

async function sendUnpacked(
  response: ServerResponse,
  socket: Socket,
  room: AnswerRoom,
  gzipped: Uint8Array,
): Promise<void> {
  await room.enter();
  try {
    if (response.destroyed) return;
    const unpacked = Readable.from(views(gzipped)).pipe(createGunzip({ chunkSize: CHUNK_BYTES }));
    await sendChunks(response, socket, room, unpacked);
  } finally {
    room.leave();
  }
}

function* views(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    yield bytes.subarray(at, at + CHUNK_BYTES);
  }
}

async function sendChunks(
  response: ServerResponse,
  socket: Socket,
  room: AnswerRoom,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  for await (const chunk of chunks) {
    room.waits(socket);
    await untilClosedOr(response, (taken) => response.write(chunk, taken));
    if (response.destroyed) return;
  }
  await end(response, socket, room);
}

async function end(response: ServerResponse, socket: Socket, room: AnswerRoom): Promise<void> {
  room.waits(socket);
  await untilClosedOr(response, (taken) => response.end(taken));
}

function sendEvents(
  response: ServerResponse,
  socket: Socket,
  room: AnswerRoom,
  open: OpenEvents,
): Promise<void> {
  return new Promise((resolve) => {
    let waitingBytes = 0;
    const stop = open((text) => {
      const bytes = Buffer.byteLength(text);
      waitingBytes += bytes;
      if (waitingBytes > MAX_WAITING_EVENT_BYTES) {
        socket.destroy();
        return;
      }
      if (waitingBytes === bytes) room.waits(socket);
      response.write(text, () => {
        waitingBytes -= bytes;
        if (waitingBytes === 0) room.taken(socket);
      });
    });
    response.once("close", () => {
      stop();
      resolve();
    });
  });
}

/** The callback of a write is not called where the connection is gone. */
function untilClosedOr(
  response: ServerResponse,
  write: (taken: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off("close", done);
      resolve();
    };
    response.once("close", done);
    write(done);
  });
}
