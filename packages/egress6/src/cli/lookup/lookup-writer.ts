import { once } from "node:events";
import type { Writable } from "node:stream";
import type { NameObservation } from "@egress6/core/observation/outcome";
import { tableHeader, tableRow } from "./lookup-table.js";
import { observationJson } from "./observation-json.js";

export type LookupFormat = "text" | "json" | "ndjson";

/** Prints observations as they come, many in one write. */
export class LookupWriter {
  private readonly stdout: Writable;
  private readonly format: LookupFormat;
  private pending = "";
  private isFirst = true;
  private isFlushPlanned = false;
  private nameWidth = 0;

  constructor(stdout: Writable, format: LookupFormat) {
    this.stdout = stdout;
    this.format = format;
  }

  /** The names to come: a table wants to know how long they are. */
  expect(names: readonly string[]): void {
    if (this.format !== "text") return;
    for (const name of names) this.nameWidth = Math.max(this.nameWidth, name.length);
  }

  write(observation: NameObservation): void {
    this.pending += this.toText(observation);
    this.isFirst = false;
    if (this.isFlushPlanned) return;
    this.isFlushPlanned = true;
    setImmediate(() => this.flush());
  }

  /** Resolves when the reader keeps up. */
  async drained(): Promise<void> {
    this.flush();
    if (this.stdout.writableNeedDrain) await once(this.stdout, "drain");
  }

  async end(): Promise<void> {
    if (this.format === "json") this.pending += this.isFirst ? "[]\n" : "\n]\n";
    await this.drained();
  }

  private flush(): void {
    this.isFlushPlanned = false;
    if (this.pending !== "") this.stdout.write(this.pending);
    this.pending = "";
  }

  private toText(observation: NameObservation): string {
    switch (this.format) {
      case "ndjson":
        return `${observationJson(observation)}\n`;
      case "json":
        return `${this.isFirst ? "[\n" : ",\n"}${observationJson(observation)}`;
      case "text": {
        const header = this.isFirst ? tableHeader(this.nameWidth) : "";
        return header + tableRow(observation, this.nameWidth);
      }
    }
  }
}
