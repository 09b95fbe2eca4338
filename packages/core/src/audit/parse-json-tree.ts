import type { Tree, TreeEntry } from "./tree.js";

/** Text that is not JSON. */
export class JsonTreeError extends Error {
  override readonly name = "JsonTreeError";
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

const MOST_DEPTH = 200;

/**
 * Reads JSON with the line of everything. Comments and trailing commas, which agents and editors take, are read.
 * @throws JsonTreeError
 */
export function parseJsonTree(text: string): Tree {
  return new JsonReader(text).whole();
}

const LITERALS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

class JsonReader {
  private at = 0;
  private line = 1;
  private depth = 0;

  private readonly text: string;

  constructor(text: string) {
    this.text = text;
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  whole(): Tree {
    const tree = this.value();
    this.skip();
    if (this.at < this.text.length) throw this.fault();
    return tree;
  }

  private fault(): JsonTreeError {
    const rest = this.text.slice(this.at, this.at + 20);
    return new JsonTreeError(
      rest === "" ? "it ends too early" : `unexpected ${JSON.stringify(rest)}`,
      this.line,
    );
  }

  private skip(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code === 10) {
        this.line++;
        this.at++;
      } else if (code === 32 || code === 9 || code === 13) this.at++;
      else if (code === 47 && this.text[this.at + 1] === "/") {
        const end = this.text.indexOf("\n", this.at);
        this.at = end === -1 ? this.text.length : end;
      } else if (code === 47 && this.text[this.at + 1] === "*") {
        const end = this.text.indexOf("*/", this.at);
        if (end === -1) throw this.fault();
        while (this.at < end + 2) if (this.text.charCodeAt(this.at++) === 10) this.line++;
      } else return;
    }
  }

  private value(): Tree {
    this.skip();
    const { line } = this;
    const next = this.text[this.at];
    if (next === "{") return this.nested(() => this.map(line));
    if (next === "[") return this.nested(() => this.list(line));
    if (next === '"') return { kind: "scalar", value: this.string(), line };
    const word = /[-+\w.]+/y;
    word.lastIndex = this.at;
    const [found = ""] = word.exec(this.text) ?? [];
    const literal = LITERALS.get(found);
    const value =
      literal !== undefined
        ? literal
        : /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(found)
          ? Number(found)
          : undefined;
    if (value === undefined) throw this.fault();
    this.at += found.length;
    return { kind: "scalar", value, line };
  }

  private nested<T>(read: () => T): T {
    if (++this.depth > MOST_DEPTH) throw new JsonTreeError("nested too deeply", this.line);
    const result = read();
    this.depth--;
    return result;
  }

  private map(line: number): Tree {
    const entries = new Map<string, TreeEntry>();
    this.at++;
    for (;;) {
      this.skip();
      if (this.text[this.at] === "}") break;
      const keyLine = this.line;
      if (this.text[this.at] !== '"') throw this.fault();
      const key = this.string();
      this.skip();
      if (this.text[this.at] !== ":") throw this.fault();
      this.at++;
      entries.set(key, { line: keyLine, value: this.value() });
      this.skip();
      if (this.text[this.at] === ",") this.at++;
      else if (this.text[this.at] !== "}") throw this.fault();
    }
    this.at++;
    return { kind: "map", entries, line };
  }

  private list(line: number): Tree {
    const items: Tree[] = [];
    this.at++;
    for (;;) {
      this.skip();
      if (this.text[this.at] === "]") break;
      items.push(this.value());
      this.skip();
      if (this.text[this.at] === ",") this.at++;
      else if (this.text[this.at] !== "]") throw this.fault();
    }
    this.at++;
    return { kind: "list", items, line };
  }

  private string(): string {
    const plain = /"((?:[^"\\\n]|\\[\s\S])*)"/y;
    plain.lastIndex = this.at;
    const [whole] = plain.exec(this.text) ?? [];
    if (whole === undefined) throw this.fault();
    try {
      const value: unknown = JSON.parse(whole.replaceAll("\t", "\\t"));
      if (typeof value !== "string") throw this.fault();
      this.at += whole.length;
      return value;
    } catch {
      throw this.fault();
    }
  }
}
