import { eventText, type ScanHub } from "./scan-hub.js";

/** Proxies and browsers give up on a connection that says nothing. */
const HEARTBEAT_MS = 15_000;
/** A reader that falls further behind than this is cut off; it comes back and loads the data again. */
const MAX_WAITING_BYTES = 4_000_000;

/** The scan as a stream of server-sent events, beginning with how it stands. */
export function eventStream(hub: ScanHub): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string) => {
          if ((controller.desiredSize ?? 0) < -MAX_WAITING_BYTES) {
            stop();
            controller.close();
            return;
          }
          controller.enqueue(encoder.encode(text));
        };
        const unsubscribe = hub.subscribe((event) => send(eventText(event)));
        const heartbeat = setInterval(() => send(":\n\n"), HEARTBEAT_MS);
        heartbeat.unref();
        stop = () => {
          unsubscribe();
          clearInterval(heartbeat);
        };
        send(eventText({ kind: "scan", status: hub.status }));
      },
      cancel() {
        stop();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 65_536 }),
  );
}
