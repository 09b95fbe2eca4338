import type {
  Expression,
  HclAttribute,
  HclBlock,
  HclBody,
  ObjectItem,
  Operator,
  SplatStep,
} from "./syntax.js";
import { type HeredocRange, readTemplate, type TemplateToken, templateParts } from "./template.js";

/** Text that is not of the language. */
export class HclSyntaxError extends Error {
  override readonly name = "HclSyntaxError";
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/**
 * Reads a file of Terraform's language (HCL's native syntax): `.tf`, `.tfvars`.
 * @throws HclSyntaxError
 */
export function parseHcl(text: string): HclBody {
  return new HclParser(text).file();
}

/**
 * Reads one expression, such as a template in a `.tf.json` file.
 * @throws HclSyntaxError
 */
export function parseHclExpression(text: string): Expression {
  return new HclParser(text).onlyExpression();
}

/**
 * Reads a text with `${…}` and `%{…}` in it, as `templatefile` does.
 * @throws HclSyntaxError
 */
export function parseHclTemplate(text: string): Expression {
  return new HclParser(text).wholeTemplate();
}

/** Nothing that people write is nested deeper. */
const MOST_DEPTH = 200;

const PRECEDENCE: readonly (readonly Operator[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/", "%"],
];

const NAME_START = /[\p{ID_Start}_]/u;
const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const KEY_END = /\s*[=:](?!=)/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

class HclParser {
  private at = 0;
  /** Where it ends: the whole text, or the end of a heredoc. */
  private end: number;
  private depth = 0;
  /** Inside brackets and parentheses, lines end nothing. */
  private isLineFree = false;
  private readonly lineStarts: number[] = [0];

  private readonly text: string;

  constructor(text: string) {
    this.text = text;
    this.end = text.length;
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
    for (let next = text.indexOf("\n"); next !== -1; next = text.indexOf("\n", next + 1)) {
      this.lineStarts.push(next + 1);
    }
  }

  file(): HclBody {
    const body = this.body(() => this.at >= this.end);
    return body;
  }

  onlyExpression(): Expression {
    this.isLineFree = true;
    const expression = this.expression();
    this.skip();
    if (this.at < this.end) throw this.fault("something follows the expression");
    return expression;
  }

  wholeTemplate(): Expression {
    const tokens = readTemplate(this.templateSource(), { kind: "file" });
    return this.templateOf(tokens);
  }

  private fault(message: string): HclSyntaxError {
    return new HclSyntaxError(message, this.line());
  }

  private line(at = this.at): number {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  private body(isEnd: () => boolean): HclBody {
    const attributes: HclAttribute[] = [];
    const blocks: HclBlock[] = [];
    for (;;) {
      this.skipLines();
      if (isEnd()) return { attributes, blocks };
      const line = this.line();
      const name = this.text[this.at] === '"' ? this.plainString() : this.name();
      if (name === null) throw this.fault("expected an argument or a block");
      this.skip();
      if (this.text[this.at] === "=" && this.text[this.at + 1] !== "=") {
        this.at++;
        const value = this.expression();
        this.endOfItem();
        attributes.push({ name, value, line });
      } else blocks.push(this.block(name, line));
    }
  }

  private endOfItem(): void {
    this.skip();
    const next = this.text[this.at];
    if (this.at >= this.end || next === "\n" || next === "}") return;
    throw this.fault("expected a new line after the argument");
  }

  private block(type: string, line: number): HclBlock {
    const labels: string[] = [];
    for (;;) {
      this.skip();
      const next = this.text[this.at];
      if (next === "{") break;
      const label = next === '"' ? this.plainString() : this.name();
      if (label === null) throw this.fault(`expected a block or an argument after "${type}"`);
      labels.push(label);
    }
    this.at++;
    this.deeper();
    const wasLineFree = this.isLineFree;
    this.isLineFree = false;
    const body = this.body(() => this.text[this.at] === "}" || this.at >= this.end);
    if (this.at >= this.end) throw new HclSyntaxError(`the block "${type}" is not closed`, line);
    const endLine = this.line();
    this.at++;
    this.depth--;
    this.isLineFree = wasLineFree;
    return { type, labels, body, line, endLine };
  }

  private deeper(): void {
    if (++this.depth > MOST_DEPTH) throw this.fault("nested too deeply");
  }

  /** Runs where lines end nothing. */
  private lineFree<T>(read: () => T): T {
    const before = this.isLineFree;
    this.isLineFree = true;
    const result = read();
    this.isLineFree = before;
    return result;
  }

  /** Spaces and comments; and new lines where these end nothing. */
  private skip(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (this.at >= this.end) return;
      if (code === 32 || code === 9 || code === 13 || (code === 10 && this.isLineFree)) this.at++;
      else if (code === 35) this.skipLine();
      else if (code === 47 && this.text[this.at + 1] === "/") this.skipLine();
      else if (code === 47 && this.text[this.at + 1] === "*") {
        const close = this.text.indexOf("*/", this.at + 2);
        if (close === -1) throw this.fault("the comment is not closed");
        this.at = close + 2;
      } else return;
    }
  }

  private skipLine(): void {
    const next = this.text.indexOf("\n", this.at);
    this.at = next === -1 ? this.end : Math.min(next, this.end);
  }

  private skipLines(): void {
    this.lineFree(() => this.skip());
  }

  private name(): string | null {
    NAME.lastIndex = this.at;
    const [found] = NAME.exec(this.text) ?? [];
    if (found === undefined) return null;
    this.at += found.length;
    return found;
  }

  /** A string without values in it, such as a label. */
  private plainString(): string {
    const tokens = this.quoted();
    return tokens.map((token) => (token.kind === "text" ? token.text : "")).join("");
  }

  private quoted(): readonly TemplateToken[] {
    this.at++;
    return readTemplate(this.templateSource(), { kind: "quoted" });
  }

  /** What the reader of templates needs of this one. */
  private templateSource() {
    return {
      text: this.text,
      end: this.end,
      at: () => this.at,
      moveTo: (at: number) => {
        this.at = at;
      },
      expression: () => this.lineFree(() => this.expression()),
      name: () => {
        this.lineFree(() => this.skip());
        const name = this.name();
        this.lineFree(() => this.skip());
        return name;
      },
      skip: () => this.lineFree(() => this.skip()),
      fault: (message: string) => this.fault(message),
    };
  }

  private templateOf(tokens: readonly TemplateToken[]): Expression {
    const parts = templateParts(tokens, (message) => this.fault(message));
    const [first] = parts;
    if (first === undefined) return { kind: "literal", value: "" };
    if (parts.length === 1 && first.kind === "text") return { kind: "literal", value: first.text };
    // The value alone keeps its type.
    if (parts.length === 1 && first.kind === "value") return first.value;
    return { kind: "template", parts };
  }

  expression(): Expression {
    this.deeper();
    const condition = this.operation(0);
    this.skip();
    if (this.text[this.at] !== "?") {
      this.depth--;
      return condition;
    }
    this.at++;
    this.skipLines();
    const yes = this.expression();
    this.skipLines();
    if (this.text[this.at] !== ":") throw this.fault('expected ":"');
    this.at++;
    this.skipLines();
    const no = this.expression();
    this.depth--;
    return { kind: "conditional", condition, yes, no };
  }

  private operation(level: number): Expression {
    const operators = PRECEDENCE[level];
    if (operators === undefined) return this.unary();
    let left = this.operation(level + 1);
    for (;;) {
      this.skip();
      const operator = operators.find((each) => this.isOperator(each));
      if (operator === undefined) return left;
      this.at += operator.length;
      this.skipLines();
      left = { kind: "operation", operator, left, right: this.operation(level + 1) };
    }
  }

  private isOperator(operator: Operator): boolean {
    if (!this.text.startsWith(operator, this.at) || this.at >= this.end) return false;
    const next = this.text[this.at + operator.length];
    // "=>" and "..." are none; "/*" and "//" were skipped as comments.
    return !((operator === "<" || operator === ">") && next === "=");
  }

  private unary(): Expression {
    this.skip();
    const next = this.text[this.at];
    if (next !== "!" && next !== "-") return this.traversal();
    this.deeper();
    this.at++;
    const of = this.unary();
    this.depth--;
    return next === "!" ? { kind: "not", of } : { kind: "negative", of };
  }

  private traversal(): Expression {
    let value = this.term();
    for (;;) {
      this.skip();
      const next = this.text[this.at];
      if (this.at >= this.end) return value;
      if (next === "." && this.text[this.at + 1] !== ".") {
        this.at++;
        this.skip();
        if (this.text[this.at] === "*") {
          this.at++;
          value = { kind: "splat", of: value, steps: this.attributeSteps() };
          continue;
        }
        value = this.member(value);
      } else if (next === "[") {
        this.at++;
        const step = this.lineFree(() => {
          this.skip();
          if (this.text[this.at] === "*") {
            const before = this.at++;
            this.skip();
            if (this.text[this.at] === "]") return "splat" as const;
            this.at = before;
          }
          const key = this.expression();
          this.skip();
          return key;
        });
        if (this.text[this.at] !== "]") throw this.fault('expected "]"');
        this.at++;
        value =
          step === "splat"
            ? { kind: "splat", of: value, steps: this.steps() }
            : { kind: "index", of: value, key: step };
      } else return value;
    }
  }

  /** After a dot: a name, or a number as in older configurations (`list.0`). */
  private member(of: Expression): Expression {
    const name = this.name();
    if (name !== null) return { kind: "attribute", of, name };
    const start = this.at;
    while (/\d/.test(this.text[this.at] ?? "")) this.at++;
    if (start === this.at) throw this.fault("expected a name after the dot");
    const value = Number(this.text.slice(start, this.at));
    return { kind: "index", of, key: { kind: "literal", value } };
  }

  /** After `.*`: attributes only; an index is one of the result. */
  private attributeSteps(): readonly SplatStep[] {
    const steps: SplatStep[] = [];
    while (this.text[this.at] === "." && this.text[this.at + 1] !== ".") {
      this.at++;
      const name = this.name();
      if (name === null) throw this.fault("expected a name after the dot");
      steps.push({ kind: "attribute", name });
    }
    return steps;
  }

  /** After `[*]`: attributes and indexes of each element. */
  private steps(): readonly SplatStep[] {
    const steps: SplatStep[] = [];
    for (;;) {
      this.skip();
      const next = this.text[this.at];
      if (next === "." && NAME_START.test(this.text[this.at + 1] ?? "")) {
        this.at++;
        const name = this.name();
        if (name !== null) steps.push({ kind: "attribute", name });
      } else if (/^\[\s*\*\s*\]/.test(this.text.slice(this.at, this.at + 10))) {
        this.at = this.text.indexOf("]", this.at) + 1;
        steps.push({ kind: "splat", steps: this.steps() });
      } else if (next === "[") {
        this.at++;
        const key = this.lineFree(() => {
          const inner = this.expression();
          this.skip();
          return inner;
        });
        if (this.text[this.at] !== "]") throw this.fault('expected "]"');
        this.at++;
        steps.push({ kind: "index", key });
      } else return steps;
    }
  }

  private term(): Expression {
    this.skip();
    if (this.at >= this.end) throw this.fault("expected a value, got the end");
    const next = this.text[this.at] ?? "";
    if (next === '"') return this.templateOf(this.quoted());
    if (next === "(") return this.parenthesized();
    if (next === "[") return this.tuple();
    if (next === "{") return this.object();
    if (next === "<" && this.text[this.at + 1] === "<") return this.heredoc();
    NUMBER.lastIndex = this.at;
    const [number] = NUMBER.exec(this.text) ?? [];
    if (number !== undefined) {
      this.at += number.length;
      return { kind: "literal", value: Number(number) };
    }
    return this.named();
  }

  private parenthesized(): Expression {
    this.at++;
    const inner = this.lineFree(() => {
      const value = this.expression();
      this.skip();
      return value;
    });
    if (this.text[this.at] !== ")") throw this.fault('expected ")"');
    this.at++;
    return inner;
  }

  private named(): Expression {
    let name = this.name();
    if (name === null) throw this.fault(`unexpected ${JSON.stringify(this.text[this.at])}`);
    if (name === "true" || name === "false") return { kind: "literal", value: name === "true" };
    if (name === "null") return { kind: "literal", value: null };
    // Functions of providers: provider::aws::arn_parse(…)
    while (this.text.startsWith("::", this.at)) {
      this.at += 2;
      name += `::${this.name() ?? ""}`;
    }
    if (this.text[this.at] !== "(") return { kind: "name", name };
    this.at++;
    return this.lineFree(() => this.call(name));
  }

  private call(name: string): Expression {
    const args: Expression[] = [];
    let isExpanded = false;
    for (;;) {
      this.skip();
      if (this.text[this.at] === ")") break;
      args.push(this.expression());
      this.skip();
      if (this.text.startsWith("...", this.at)) {
        this.at += 3;
        isExpanded = true;
        this.skip();
      }
      if (this.text[this.at] === ",") this.at++;
      else if (this.text[this.at] !== ")") throw this.fault('expected "," or ")"');
    }
    this.at++;
    return { kind: "call", name, args, isExpanded };
  }

  private tuple(): Expression {
    this.at++;
    return this.lineFree(() => {
      const loop = this.forLoop("]");
      if (loop !== null) return loop;
      const items: Expression[] = [];
      for (;;) {
        this.skip();
        if (this.text[this.at] === "]") break;
        items.push(this.expression());
        this.skip();
        if (this.text[this.at] === ",") this.at++;
        else if (this.text[this.at] !== "]") throw this.fault('expected "," or "]"');
      }
      this.at++;
      return { kind: "tuple", items };
    });
  }

  private object(): Expression {
    this.at++;
    const loop = this.lineFree(() => this.forLoop("}"));
    if (loop !== null) return loop;
    const before = this.isLineFree;
    this.isLineFree = false;
    const items: ObjectItem[] = [];
    for (;;) {
      this.skipLines();
      if (this.text[this.at] === "}") break;
      const key = this.objectKey();
      this.skipLines();
      const sign = this.text[this.at];
      if (sign !== "=" && sign !== ":") throw this.fault('expected "=" or ":"');
      this.at++;
      this.skipLines();
      items.push({ key, value: this.expression() });
      this.skip();
      const next = this.text[this.at];
      if (next === ",") this.at++;
      else if (next !== "\n" && next !== "}") throw this.fault('expected "," or a new line');
    }
    this.at++;
    this.isLineFree = before;
    return { kind: "object", items };
  }

  /** A bare name is a text; in parentheses it is a value. */
  private objectKey(): Expression {
    const start = this.at;
    const name = this.name();
    if (name !== null) {
      KEY_END.lastIndex = this.at;
      if (KEY_END.test(this.text)) return { kind: "literal", value: name };
      this.at = start;
    }
    return this.operation(0);
  }

  private forLoop(close: "]" | "}"): Expression | null {
    this.skip();
    const start = this.at;
    if (this.name() !== "for" || !/\s/.test(this.text[this.at] ?? "")) {
      this.at = start;
      return null;
    }
    this.skip();
    const first = this.name();
    this.skip();
    let second: string | null = null;
    if (first !== null && this.text[this.at] === ",") {
      this.at++;
      this.skip();
      second = this.name();
      this.skip();
    }
    if (first === null || this.name() !== "in") {
      this.at = start;
      return null;
    }
    const collection = this.expression();
    this.skip();
    if (this.text[this.at] !== ":") throw this.fault('expected ":"');
    this.at++;
    const valueOrKey = this.expression();
    this.skip();
    const isObject = close === "}";
    let value = valueOrKey;
    if (isObject) {
      if (!this.text.startsWith("=>", this.at)) throw this.fault('expected "=>"');
      this.at += 2;
      value = this.expression();
      this.skip();
    }
    const isGrouped = this.text.startsWith("...", this.at);
    if (isGrouped) {
      this.at += 3;
      this.skip();
    }
    let condition: Expression | null = null;
    const beforeIf = this.at;
    if (this.name() === "if") {
      condition = this.expression();
      this.skip();
    } else this.at = beforeIf;
    if (this.text[this.at] !== close) throw this.fault(`expected "${close}"`);
    this.at++;
    return {
      kind: "for",
      keyName: second === null ? null : first,
      valueName: second ?? first,
      collection,
      key: isObject ? valueOrKey : null,
      value,
      isGrouped,
      condition,
    };
  }

  private heredoc(): Expression {
    const opening = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t\r]*\n/uy;
    opening.lastIndex = this.at;
    const [whole = "", dash, marker] = opening.exec(this.text) ?? [];
    if (marker === undefined) throw this.fault("expected the mark of a heredoc");
    const start = this.at + whole.length;
    for (let lineStart = start; ; ) {
      const newline = this.text.indexOf("\n", lineStart);
      const lineEnd = newline === -1 ? this.end : Math.min(newline, this.end);
      if (this.text.slice(lineStart, lineEnd).trim() === marker) {
        const range: HeredocRange = { kind: "heredoc", isIndented: dash === "-" };
        const tokens = this.within(start, lineStart, range);
        const indent = /^\s*/.exec(this.text.slice(lineStart, lineEnd))?.[0].length ?? 0;
        this.at = lineStart + indent + marker.length;
        return this.templateOf(tokens);
      }
      if (newline === -1 || newline >= this.end) {
        throw this.fault(`the heredoc has no line "${marker}" that ends it`);
      }
      lineStart = newline + 1;
    }
  }

  private within(start: number, end: number, range: HeredocRange): readonly TemplateToken[] {
    const before = this.end;
    this.at = start;
    this.end = end;
    const tokens = readTemplate(this.templateSource(), range);
    this.end = before;
    return tokens;
  }
}
