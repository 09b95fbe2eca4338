import { type PackedText, packText, type TextSource } from "./packed-text.js";

/** A text, or one that was packed where it was made. */
export type MadeText = TextSource | PackedText;

/** What an entry takes besides its bytes. */
const ENTRY_BYTES = 1_000;

interface Entry {
  readonly version: string;
  readonly packed: Promise<PackedText>;
  /** Known once it is made. */
  bytes: number;
}

/** Keeps the packed texts asked for last, each for as long as what it was made from stays the same. */
export class TextCache {
  readonly #entries = new Map<string, Entry>();
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return [...this.#entries.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Whoever asks while a text is being made waits for that one. */
  get(key: string, version: string, make: () => MadeText | Promise<MadeText>): Promise<PackedText> {
    const kept = this.#entries.get(key);
    const entry = kept?.version === version ? kept : this.#make(key, version, make);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.packed;
  }

  #make(key: string, version: string, make: () => MadeText | Promise<MadeText>): Entry {
    const entry: Entry = { version, packed: pack(make), bytes: ENTRY_BYTES };
    entry.packed.then(
      ({ plain, gzipped }) => {
        entry.bytes = ENTRY_BYTES + (plain?.length ?? 0) + (gzipped?.length ?? 0);
        this.#makeRoom();
      },
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    return entry;
  }

  #makeRoom(): void {
    let { bytes } = this;
    for (const [key, entry] of this.#entries) {
      if (bytes <= this.#maxBytes) return;
      this.#entries.delete(key);
      bytes -= entry.bytes;
    }
  }
}

async function pack(make: () => MadeText | Promise<MadeText>): Promise<PackedText> {
  const made = await make();
  return typeof made === "object" && "etag" in made ? made : packText(made);
}
