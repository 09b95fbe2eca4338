import type { Writable } from "node:stream";
import type { Witness } from "@egress6/core/observation/witness";
import { witnessJson } from "@egress6/core/observation/witness-words";
import { observationJson, type ShownObservation } from "../../render/lookup/json.js";
import { notesBelow, tableHeader, tableRow } from "../../render/lookup/text.js";
import { OutputBuffer } from "./output-buffer.js";

export type LookupFormat = "text" | "json" | "ndjson";

/** Prints observations as they come. */
export class LookupWriter {
  private readonly output: OutputBuffer;
  private readonly format: LookupFormat;
  private isFirst = true;
  private nameWidth = 0;
  /** As JSON, by address. */
  private readonly witnesses = new Map<string, string>();

  constructor(stdout: Writable, format: LookupFormat) {
    this.output = new OutputBuffer(stdout);
    this.format = format;
  }

  /** The names to come: a table wants to know how long they are. */
  expect(names: readonly string[]): void {
    if (this.format !== "text") return;
    for (const name of names) this.nameWidth = Math.max(this.nameWidth, name.length);
  }

  /** What is known of a resolver from here on. */
  hear(witness: Witness): void {
    this.witnesses.set(witness.address, JSON.stringify(witnessJson(witness)));
  }

  write(observation: ShownObservation): void {
    const { output, isFirst, nameWidth } = this;
    this.isFirst = false;
    switch (this.format) {
      case "ndjson":
        output.add(`${this.json(observation)}\n`);
        return;
      case "json":
        output.add(`${isFirst ? "[\n" : ",\n"}${this.json(observation)}`);
        return;
      case "text":
        if (isFirst) output.add(tableHeader(nameWidth));
        output.add(tableRow(observation, nameWidth));
        output.add(notesBelow(observation.sibling, observation.note));
    }
  }

  private json(observation: ShownObservation): string {
    const { a, aaaa } = observation;
    const resolvers = a.resolver === aaaa.resolver ? [a.resolver] : [a.resolver, aaaa.resolver];
    const known = resolvers.flatMap((resolver) => this.witnesses.get(resolver) ?? []);
    return observationJson(observation, known);
  }

  /** Resolves when the reader has kept up. */
  drained(): Promise<void> {
    return this.output.drained();
  }

  async end(): Promise<void> {
    if (this.format === "json") this.output.add(this.isFirst ? "[]\n" : "\n]\n");
    await this.drained();
  }
}
