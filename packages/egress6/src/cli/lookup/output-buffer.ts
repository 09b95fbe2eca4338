import { once } from "node:events";
import type { Writable } from "node:stream";

const PIECE_LENGTH = 1 << 16;
const LATEST_MS = 20;

/** Gathers text and writes it in large pieces, soon. */
export class OutputBuffer {
  private readonly output: Writable;
  private texts: string[] = [];
  private length = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(output: Writable) {
    this.output = output;
  }

  add(text: string): void {
    this.texts.push(text);
    this.length += text.length;
    if (this.length >= PIECE_LENGTH) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), LATEST_MS);
  }

  flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.texts.length > 0) this.output.write(this.texts.join(""));
    this.texts = [];
    this.length = 0;
  }

  /** Resolves when the reader has kept up. */
  async drained(): Promise<void> {
    this.flush();
    if (this.output.writableNeedDrain) await once(this.output, "drain");
  }
}
