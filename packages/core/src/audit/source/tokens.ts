/** A word, string, number or sign of source code. Comments are none. */
export interface SourceToken {
  readonly kind: "name" | "text" | "number" | "sign";
  /** Of a text: what is in it, with `{}` for what is put in when it runs. */
  readonly value: string;
  readonly line: number;
}

export const LANGUAGES = [
  "javascript",
  "python",
  "go",
  "java",
  "csharp",
  "ruby",
  "rust",
  "php",
] as const;
export type SourceLanguage = (typeof LANGUAGES)[number];

const EXTENSIONS: Readonly<Record<string, SourceLanguage>> = {
  js: "javascript",
  jsx: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  ts: "javascript",
  tsx: "javascript",
  mts: "javascript",
  cts: "javascript",
  py: "python",
  go: "go",
  java: "java",
  kt: "java",
  kts: "java",
  scala: "java",
  groovy: "java",
  cs: "csharp",
  rb: "ruby",
  rs: "rust",
  php: "php",
};

export function sourceLanguageOf(path: string): SourceLanguage | null {
  const extension = /\.([a-z]+)$/.exec(path)?.[1] ?? "";
  return Object.hasOwn(EXTENSIONS, extension) ? (EXTENSIONS[extension] ?? null) : null;
}

interface Syntax {
  readonly lineComments: readonly string[];
  readonly hasBlockComments: boolean;
  /** Quotes whose strings end on their line. */
  readonly quotes: string;
  /** What opens a value in a string: `${`, `#{`, `{`. */
  readonly interpolation: "${" | "#{" | "{" | "$" | null;
  readonly isTripled: boolean;
  /** Backquotes: of JavaScript with values, of Go raw. */
  readonly hasBackquotes: boolean;
}

const C_LIKE = {
  lineComments: ["//"],
  hasBlockComments: true,
  isTripled: false,
  hasBackquotes: false,
};

const SYNTAX: Readonly<Record<SourceLanguage, Syntax>> = {
  javascript: { ...C_LIKE, quotes: "\"'", interpolation: "${", hasBackquotes: true },
  python: {
    lineComments: ["#"],
    hasBlockComments: false,
    quotes: "\"'",
    interpolation: "{",
    isTripled: true,
    hasBackquotes: false,
  },
  go: { ...C_LIKE, quotes: '"', interpolation: null, hasBackquotes: true },
  java: { ...C_LIKE, quotes: '"', interpolation: "${", isTripled: true },
  csharp: { ...C_LIKE, quotes: '"', interpolation: "{", isTripled: true },
  ruby: {
    lineComments: ["#"],
    hasBlockComments: false,
    quotes: "\"'",
    interpolation: "#{",
    isTripled: false,
    hasBackquotes: false,
  },
  rust: { ...C_LIKE, quotes: '"', interpolation: "{" },
  php: {
    ...C_LIKE,
    lineComments: ["//", "#"],
    quotes: "\"'",
    interpolation: "$",
  },
};

const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const NUMBER = /\d[\w.]*/y;
const MOST_TOKENS = 400_000;

/** Code that is broken gives what can be read of it: a string that is not closed ends on its line. */
export function tokensOf(text: string, language: SourceLanguage): readonly SourceToken[] {
  return new Tokenizer(text, SYNTAX[language], language).tokens();
}

class Tokenizer {
  private at = 0;
  private line = 1;
  private readonly found: SourceToken[] = [];
  private readonly text: string;
  private readonly syntax: Syntax;
  private readonly language: SourceLanguage;

  constructor(text: string, syntax: Syntax, language: SourceLanguage) {
    this.text = text;
    this.syntax = syntax;
    this.language = language;
  }

  tokens(): readonly SourceToken[] {
    const { text } = this;
    while (this.at < text.length && this.found.length < MOST_TOKENS) {
      const char = text[this.at] ?? "";
      if (char === "\n") {
        this.line++;
        this.at++;
      } else if (char === " " || char === "\t" || char === "\r") this.at++;
      else if (this.comment()) continue;
      else if (this.string(char)) continue;
      else if (this.regularExpression(char)) continue;
      else this.word(char);
    }
    return this.found;
  }

  private add(kind: SourceToken["kind"], value: string, line = this.line): void {
    this.found.push({ kind, value, line });
  }

  private comment(): boolean {
    const { text, syntax } = this;
    if (syntax.lineComments.some((mark) => text.startsWith(mark, this.at))) {
      // Attributes of Rust and PHP begin like comments.
      if (this.language === "php" && text.startsWith("#[", this.at)) return false;
      const end = text.indexOf("\n", this.at);
      this.at = end === -1 ? text.length : end;
      return true;
    }
    const isBlock = syntax.hasBlockComments && text.startsWith("/*", this.at);
    const isRuby =
      this.language === "ruby" && this.isLineStart() && text.startsWith("=begin", this.at);
    if (!isBlock && !isRuby) return false;
    const close = text.indexOf(isBlock ? "*/" : "\n=end", this.at + 2);
    this.moveTo(close === -1 ? text.length : close + (isBlock ? 2 : 5));
    return true;
  }

  private isLineStart(): boolean {
    return this.at === 0 || this.text[this.at - 1] === "\n";
  }

  private moveTo(at: number): void {
    for (let next = this.text.indexOf("\n", this.at); next !== -1 && next < at; ) {
      this.line++;
      next = this.text.indexOf("\n", next + 1);
    }
    this.at = at;
  }

  private string(char: string): boolean {
    const { text, syntax } = this;
    if (char === "`" && syntax.hasBackquotes) {
      this.quoted("`", true, this.language === "javascript", this.language === "javascript");
      return true;
    }
    if (!syntax.quotes.includes(char)) return false;
    if (syntax.isTripled && text.startsWith(char.repeat(3), this.at)) {
      this.quoted(char.repeat(3), true, true, true);
      return true;
    }
    const before = this.found.at(-1);
    const prefix = text[this.at - 1] ?? "";
    const isVerbatim =
      this.language === "csharp" && /[@]/.test(text.slice(Math.max(0, this.at - 2), this.at));
    if (
      this.language === "python" &&
      before?.kind === "name" &&
      /^[rbfuRBFU]{1,2}$/.test(before.value)
    ) {
      if (prefix === before.value.at(-1)) this.found.pop();
    }
    const isRaw = this.language === "rust" && (prefix === "r" || prefix === "#");
    this.quoted(
      char,
      isVerbatim || isRaw || this.language === "php" || this.language === "ruby",
      !isVerbatim,
      true,
    );
    return true;
  }

  /** To the closing quote. */
  private quoted(
    close: string,
    spansLines: boolean,
    hasEscapes: boolean,
    hasValues: boolean,
  ): void {
    const { text } = this;
    const { interpolation } = this.syntax;
    const line = this.line;
    this.at += close.length;
    let value = "";
    while (this.at < text.length) {
      const char = text[this.at] ?? "";
      if (text.startsWith(close, this.at)) {
        this.at += close.length;
        break;
      }
      if (char === "\n") {
        if (!spansLines) break;
        this.line++;
      }
      if (char === "\\" && hasEscapes) {
        const next = text[this.at + 1] ?? "";
        if (next === "\n") this.line++;
        else value += next === "n" ? "\n" : next === "t" ? "\t" : next;
        this.at += 2;
        continue;
      }
      if (hasValues && interpolation !== null && text.startsWith(interpolation, this.at)) {
        const length = this.valueLength(interpolation);
        if (length > 0) {
          value += "{}";
          this.moveTo(this.at + length);
          continue;
        }
      }
      value += char;
      this.at++;
    }
    this.add("text", value.replace(/%[sdv]|%\{[^}]*\}|\{\d+\}/g, "{}"), line);
  }

  /** 0: it opens no value. */
  private valueLength(interpolation: string): number {
    const rest = this.text.slice(this.at, this.at + 300);
    if (interpolation === "$") {
      return /^(?:\{\$[^}\n]*\}|\$\w+(?:->\w+|\[[^\]\n]*\])?)/.exec(rest)?.[0].length ?? 0;
    }
    if (interpolation === "{") return /^\{[^{}\n"']*\}/.exec(rest)?.[0].length ?? 0;
    return /^[$#]\{(?:[^{}]|\{[^{}]*\})*\}/.exec(rest)?.[0].length ?? 0;
  }

  /** Of JavaScript and Ruby, where a value cannot be divided. */
  private regularExpression(char: string): boolean {
    if (char !== "/" || (this.language !== "javascript" && this.language !== "ruby")) return false;
    const before = this.found.at(-1);
    const isDivision =
      before !== undefined &&
      (before.kind === "number" ||
        before.kind === "text" ||
        (before.kind === "name" &&
          !/^(return|typeof|case|in|of|when|if|unless|and|or)$/.test(before.value)) ||
        before.value === ")" ||
        before.value === "]");
    if (isDivision) return false;
    const literal = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
    literal.lastIndex = this.at;
    const [found] = literal.exec(this.text) ?? [];
    if (found === undefined) return false;
    this.at += found.length;
    return true;
  }

  private word(char: string): void {
    for (const [pattern, kind] of [
      [NAME, "name"],
      [NUMBER, "number"],
    ] as const) {
      pattern.lastIndex = this.at;
      const [found] = pattern.exec(this.text) ?? [];
      if (found !== undefined) {
        this.add(kind, found);
        this.at += found.length;
        return;
      }
    }
    // Rust's lifetimes and characters, Java's and Go's characters.
    if (char === "'") {
      const literal = /'(?:[^'\\\n]|\\.[^'\n]{0,8})'/y;
      literal.lastIndex = this.at;
      const [found] = literal.exec(this.text) ?? [];
      this.at += found?.length ?? 1;
      return;
    }
    const sign = ["=>", "::", "->"].find((each) => this.text.startsWith(each, this.at)) ?? char;
    this.add("sign", sign);
    this.at += sign.length;
  }
}
