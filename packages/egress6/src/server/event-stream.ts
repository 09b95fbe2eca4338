import type { OpenEvents } from "./answer.js";
import type { ScanHub } from "./scan-hub.js";
import { eventText } from "./scan-hub.js";

/** Proxies and browsers give up on a connection that says nothing. */
const HEARTBEAT_MS = 15_000;

/** The scan as server-sent events, beginning with how it stands. */
export function eventStream(hub: ScanHub): OpenEvents {
  return (write) => {
    const unsubscribe = hub.subscribe(write);
    const heartbeat = setInterval(() => write(":\n\n"), HEARTBEAT_MS);
    heartbeat.unref();
    write(eventText({ kind: "scan", status: hub.status }));
    return () => {
      unsubscribe();
      clearInterval(heartbeat);
    };
  };
}
