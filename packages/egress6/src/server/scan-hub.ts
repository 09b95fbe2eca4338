import { scanStatusJson } from "@egress6/core/map/encode-scan-status";
import { NO_SCAN, type ScanStatus } from "@egress6/core/map/scan-status";
import { type StatusChanges, statusChangesJson } from "@egress6/core/map/status-changes";

/** What open pages are told while they are open. */
export type LiveEvent =
  | { readonly kind: "scan"; readonly status: ScanStatus }
  | { readonly kind: "cells"; readonly changes: StatusChanges }
  /** More changed than events can say: load the data again. */
  | { readonly kind: "reload" };

/** Takes an event as the text that is sent. */
type Listener = (text: string) => void;

/** Passes on what the running scan does to every open page. */
export class ScanHub {
  readonly #listeners = new Set<Listener>();
  #status: ScanStatus = NO_SCAN;

  get status(): ScanStatus {
    return this.#status;
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  setStatus(status: ScanStatus): void {
    this.#status = status;
    this.publish({ kind: "scan", status });
  }

  publish(event: LiveEvent): void {
    const text = eventText(event);
    for (const listener of this.#listeners) listener(text);
  }

  /** @returns ends the subscription */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** As a server-sent event. */
export function eventText(event: LiveEvent): string {
  return `event: ${event.kind}\ndata: ${JSON.stringify(eventData(event))}\n\n`;
}

function eventData(event: LiveEvent): unknown {
  switch (event.kind) {
    case "scan":
      return scanStatusJson(event.status);
    case "cells":
      return statusChangesJson(event.changes);
    case "reload":
      return {};
  }
}
