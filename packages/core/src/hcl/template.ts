import type { Expression, TemplatePart } from "./syntax.js";

/** A piece of a template in the order of the text; directives are not yet joined to their ends. */
export type TemplateToken =
  | { readonly kind: "text"; text: string }
  | { readonly kind: "value"; readonly value: Expression }
  | { readonly kind: "if"; readonly condition: Expression }
  | {
      readonly kind: "each";
      readonly keyName: string | null;
      readonly valueName: string;
      readonly collection: Expression;
    }
  | { readonly kind: "else" | "endif" | "endfor" };

/** The text around a template, and the reader of expressions in it. */
export interface TemplateSource {
  readonly text: string;
  readonly end: number;
  readonly at: () => number;
  readonly moveTo: (at: number) => void;
  readonly expression: () => Expression;
  readonly name: () => string | null;
  readonly skip: () => void;
  readonly fault: (message: string) => Error;
}

export interface HeredocRange {
  readonly kind: "heredoc";
  /** `<<-`: the indentation that all lines share is no part of the text. */
  readonly isIndented: boolean;
}

type TemplateRange = HeredocRange | { readonly kind: "quoted" | "file" };

/** Reads on from where the source stands, to the closing quote or the end. */
export function readTemplate(
  source: TemplateSource,
  range: TemplateRange,
): readonly TemplateToken[] {
  const tokens = new TokenReader(source, range).tokens();
  if (range.kind === "heredoc" && range.isIndented) removeIndentation(tokens);
  return tokens;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  '"': '"',
  "\\": "\\",
};

class TokenReader {
  private readonly result: TemplateToken[] = [];
  private literal = "";
  /** A strip mark before: leading white space of the next text goes. */
  private isStripping = false;

  private readonly source: TemplateSource;
  private readonly range: TemplateRange;

  constructor(source: TemplateSource, range: TemplateRange) {
    this.source = source;
    this.range = range;
  }

  tokens(): TemplateToken[] {
    const { text, end } = this.source;
    let at = this.source.at();
    const isQuoted = this.range.kind === "quoted";
    for (;;) {
      if (at >= end) {
        if (isQuoted) throw this.source.fault("the string is not closed");
        break;
      }
      const next = text[at] ?? "";
      if (isQuoted && next === '"') {
        at++;
        break;
      }
      if (isQuoted && next === "\n") {
        this.source.moveTo(at);
        throw this.source.fault("a string ends on its line");
      }
      if (isQuoted && next === "\\") {
        const [value, length] = this.escape(at);
        this.literal += value;
        at += length;
      } else if ((next === "$" || next === "%") && text.startsWith(`${next}{`, at + 1)) {
        this.literal += `${next}{`;
        at += 3;
      } else if ((next === "$" || next === "%") && text[at + 1] === "{") {
        at = this.sequence(next, at);
      } else {
        this.literal += next;
        at++;
        // In heredocs and files each line is a text of its own: strip marks reach to its end.
        if (next === "\n" && !isQuoted) this.endText();
      }
    }
    this.endText();
    this.source.moveTo(at);
    return this.result;
  }

  private escape(at: number): readonly [string, number] {
    const { text } = this.source;
    const letter = text[at + 1] ?? "";
    const plain = ESCAPES[letter];
    if (plain !== undefined) return [plain, 2];
    const digits = letter === "u" ? 4 : letter === "U" ? 8 : 0;
    const hex = text.slice(at + 2, at + 2 + digits);
    const code = Number.parseInt(hex, 16);
    if (digits === 0 || !/^[0-9a-f]+$/i.test(hex) || hex.length < digits || code > 0x10ffff) {
      this.source.moveTo(at);
      throw this.source.fault(`unknown escape \\${letter}`);
    }
    return [String.fromCodePoint(code), 2 + digits];
  }

  private endText(): void {
    const text = this.isStripping ? this.literal.trimStart() : this.literal;
    if (this.literal !== "") this.isStripping = false;
    this.literal = "";
    if (text !== "") this.result.push({ kind: "text", text });
  }

  /** `${…}` or `%{…}` at this place; returns where it ends. */
  private sequence(sign: string, start: number): number {
    const { text } = this.source;
    this.endText();
    this.isStripping = false;
    let at = start + 2;
    if (text[at] === "~") {
      at++;
      const last = this.result.at(-1);
      if (last?.kind === "text") last.text = last.text.trimEnd();
    }
    this.source.moveTo(at);
    this.result.push(sign === "$" ? this.value() : this.directive());
    this.source.skip();
    at = this.source.at();
    if (text[at] === "~") {
      at++;
      this.isStripping = true;
    }
    if (text[at] !== "}") throw this.source.fault('expected "}"');
    return at + 1;
  }

  private value(): TemplateToken {
    return { kind: "value", value: this.source.expression() };
  }

  private directive(): TemplateToken {
    const word = this.source.name();
    switch (word) {
      case "if":
        return { kind: "if", condition: this.source.expression() };
      case "else":
      case "endif":
      case "endfor":
        return { kind: word };
      case "for":
        return this.each();
      default:
        throw this.source.fault(`unknown directive ${word ?? ""}`);
    }
  }

  private each(): TemplateToken {
    const { source } = this;
    const first = source.name();
    let second: string | null = null;
    if (source.text[source.at()] === ",") {
      source.moveTo(source.at() + 1);
      second = source.name();
    }
    if (first === null || source.name() !== "in") throw source.fault('expected "in"');
    return {
      kind: "each",
      keyName: second === null ? null : first,
      valueName: second ?? first,
      collection: source.expression(),
    };
  }
}

/** The least indentation of all lines goes; lines of spaces only do not count. */
function removeIndentation(tokens: readonly TemplateToken[]): void {
  let least = Number.POSITIVE_INFINITY;
  let isLineStart = true;
  const indented: { text: string }[] = [];
  for (const token of tokens) {
    if (isLineStart) {
      isLineStart = false;
      if (token.kind === "text") {
        const isBlank = token.text.trim() === "" && token.text.endsWith("\n");
        if (!isBlank) {
          least = Math.min(least, token.text.length - token.text.trimStart().length);
          indented.push(token);
        }
      } else least = 0;
    }
    if (token.kind === "text" && token.text.endsWith("\n")) isLineStart = true;
  }
  for (const token of indented) token.text = token.text.slice(least);
}

/** Joins directives to their ends. */
export function templateParts(
  tokens: readonly TemplateToken[],
  fault: (message: string) => Error,
): readonly TemplatePart[] {
  let at = 0;
  const read = (ends: readonly string[]): readonly TemplatePart[] => {
    const parts: TemplatePart[] = [];
    for (;;) {
      const token = tokens[at];
      if (token === undefined) {
        if (ends.length > 0) throw fault(`expected %{ ${ends.join(" } or %{ ")} }`);
        return parts;
      }
      if (ends.includes(token.kind)) return parts;
      at++;
      switch (token.kind) {
        case "text":
        case "value":
          parts.push(token);
          break;
        case "if": {
          const yes = read(["else", "endif"]);
          const hasElse = tokens[at++]?.kind === "else";
          const no = hasElse ? read(["endif"]) : [];
          if (hasElse) at++;
          parts.push({ kind: "if", condition: token.condition, yes, no });
          break;
        }
        case "each": {
          const inner = read(["endfor"]);
          at++;
          parts.push({ ...token, parts: inner });
          break;
        }
        default:
          throw fault(`%{ ${token.kind} } without its beginning`);
      }
    }
  };
  return read([]);
}
