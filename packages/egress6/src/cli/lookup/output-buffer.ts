import { once } from "node:events";
import type { Writable } from "node:stream";

const SIZE = 1 << 16;
const LATEST_MS = 20;

/**
 * Gathers text into octets and writes them in large pieces, soon. Putting many short ASCII strings
 * together this way takes a tenth of the time of adding them to one long string.
 */
export class OutputBuffer {
  private readonly output: Writable;
  private readonly octets = Buffer.allocUnsafeSlow(SIZE);
  private length = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(output: Writable) {
    this.output = output;
  }

  add(text: string): void {
    if (text.length > SIZE - this.length) this.flush();
    if (text.length > SIZE) {
      this.output.write(text);
      return;
    }
    const { octets } = this;
    let at = this.length;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit > 0x7f) {
        this.addUnicode(text);
        return;
      }
      octets[at++] = unit;
    }
    this.length = at;
    this.timer ??= setTimeout(() => this.flush(), LATEST_MS);
  }

  flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.length > 0) this.output.write(Buffer.from(this.octets.subarray(0, this.length)));
    this.length = 0;
  }

  /** Resolves when the reader has kept up. */
  async drained(): Promise<void> {
    this.flush();
    if (this.output.writableNeedDrain) await once(this.output, "drain");
  }

  private addUnicode(text: string): void {
    this.flush();
    this.output.write(text);
  }
}
