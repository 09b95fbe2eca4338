import type { Tree, TreeEntry } from "../tree.js";

/** Something that is not read here: the whole parser takes the text. */
class Unusual extends Error {
  override readonly name = "Unusual";
}

const bail = (): never => {
  throw new Unusual();
};

const MOST_DEPTH = 60;
const MOST_NODES = 100_000;

interface QuickYamlOptions {
  /** Short tags, such as `Ref`. */
  readonly tags: ReadonlySet<string>;
  /** What a tag makes of the value after it. */
  readonly wrap: (tag: string, value: Tree) => Tree;
}

/**
 * The documents of a text in the YAML that people write for CloudFormation, Kubernetes and Compose: block maps and
 * lists, short tags, quoted and plain scalars, flow collections. Null: it has something else, or a fault, and only
 * the whole parser can say what it means. It takes a tenth of that parser's time, and gives the same trees. In one
 * thing it follows CloudFormation instead: brackets may close at any indent.
 */
export function quickYamlTrees(text: string, options: QuickYamlOptions): readonly Tree[] | null {
  const plain = text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text;
  if (/[\r\u0085\u2028\u2029\ufeff]/.test(plain)) return null;
  try {
    return new QuickYaml(plain.split("\n"), options).documents();
  } catch (error) {
    if (error instanceof Unusual) return null;
    throw error;
  }
}

/** What begins something else than a plain scalar. */
const INDICATOR = /^[,[\]{}#&*!|>'"%@`]/;
const FLOW_END = /[,[\]{}]/;

class QuickYaml {
  private at = 0;
  private count = 0;
  private readonly lines: string[];
  private readonly options: QuickYamlOptions;
  /** Where flow is read, in the line at `at`. */
  private column = 0;

  constructor(lines: string[], options: QuickYamlOptions) {
    this.lines = lines;
    this.options = options;
  }

  documents(): readonly Tree[] {
    const found: Tree[] = [];
    while (this.at < this.lines.length) {
      const indent = this.next();
      if (indent === -1) {
        if (this.at >= this.lines.length) break;
        if (!/^--- *(?: #.*)?$/.test(this.line())) bail();
        this.at++;
        continue;
      }
      found.push(this.block(indent, 0));
      if (this.next() !== -1) bail();
    }
    return found;
  }

  private line(): string {
    return this.lines[this.at] ?? "";
  }

  /** Goes to the next line with content. @returns its indent; -1: the document ends */
  private next(): number {
    for (; this.at < this.lines.length; this.at++) {
      const line = this.line();
      const indent = indentOf(line);
      if (indent === line.length) continue;
      const first = line.charCodeAt(indent);
      if (first === HASH) continue;
      if (first === TAB) bail();
      if (indent === 0 && (line.startsWith("---") || line.startsWith("...") || first === PERCENT)) {
        return first === DASH && isMarker(line) ? -1 : indent;
      }
      return indent;
    }
    return -1;
  }

  /** A map or list whose first line has that indent. */
  private block(indent: number, depth: number): Tree {
    if (depth > MOST_DEPTH || ++this.count > MOST_NODES) bail();
    const line = this.line();
    if (isItem(line, indent)) return this.list(indent, depth);
    if (/^(?:\.\.\.|%)/.test(line)) bail();
    if (keyEnd(line, indent) === -1) bail();
    return this.map(indent, depth);
  }

  private list(indent: number, depth: number): Tree {
    const items: Tree[] = [];
    const start = this.at + 1;
    while (this.next() === indent && isItem(this.line(), indent)) {
      const line = this.line();
      const begin = indent + 1 + indentOf(line, indent + 1);
      if (line.includes("\t")) bail();
      if (begin < line.length && (isItem(line, begin) || keyEnd(line, begin) !== -1)) {
        this.lines[this.at] = " ".repeat(begin) + line.slice(begin);
        items.push(this.block(begin, depth + 1));
      } else items.push(this.value(begin, indent, depth + 1, false));
    }
    if (this.next() > indent) bail();
    return { kind: "list", items, line: start };
  }

  private map(indent: number, depth: number): Tree {
    const entries = new Map<string, TreeEntry>();
    const start = this.at + 1;
    while (this.next() === indent) {
      const line = this.line();
      if (isItem(line, indent)) break;
      const end = keyEnd(line, indent);
      if (end === -1 || end - indent > 1000) bail();
      const name = keyOf(line.slice(indent, end));
      if (name === "<<") bail();
      const keyLine = this.at + 1;
      if (line.includes("\t")) bail();
      const begin = end + 1 + indentOf(line, end + 1);
      entries.set(name, { line: keyLine, value: this.value(begin, indent, depth + 1, true) });
    }
    if (this.next() > indent) bail();
    return { kind: "map", entries, line: start };
  }

  /** What stands at a column of this line, or on the lines below. Goes past it. */
  private value(begin: number, indent: number, depth: number, isInMap: boolean): Tree {
    if (depth > MOST_DEPTH || ++this.count > MOST_NODES) bail();
    const line = this.line();
    const own = this.at + 1;
    const first = line[begin];
    if (first === undefined || first === "#") {
      if (first === "#" && line[begin - 1] !== " ") bail();
      this.at++;
      return this.below(indent, depth, isInMap) ?? { kind: "scalar", value: null, line: own };
    }
    if (first === "!") return this.tagged(begin, indent, depth, isInMap);
    if (first === "|" || first === ">") return this.blockScalar(begin, indent);
    if (first === "[" || first === "{") return this.flowValue(begin, depth);
    if (first === '"' || first === "'") {
      const end = quoteEnd(line, begin);
      if (end === -1 || !isRest(line, end + 1)) bail();
      this.at++;
      return { kind: "scalar", value: quoted(line.slice(begin, end + 1)), line: own };
    }
    const text = this.plain(begin, indent);
    return { kind: "scalar", value: scalarOf(text), line: own };
  }

  /** A collection on the lines below; undefined: there is none. */
  private below(indent: number, depth: number, isInMap: boolean): Tree | undefined {
    const next = this.next();
    if (next > indent) {
      // A scalar below its key is rare, and has rules of its own.
      return this.block(next, depth);
    }
    return next === indent && isInMap && isItem(this.line(), indent)
      ? this.list(indent, depth)
      : undefined;
  }

  private tagged(begin: number, indent: number, depth: number, isInMap: boolean): Tree {
    const line = this.line();
    const [whole = "", tag = ""] = /^!(\w+)(?= |$)/.exec(line.slice(begin)) ?? [];
    if (!this.options.tags.has(tag)) bail();
    const rest = begin + whole.length + indentOf(line, begin + whole.length);
    const first = line[rest];
    if (first === "!") bail();
    if (first === undefined || first === "#") {
      this.at++;
      const below = this.below(indent, depth, isInMap);
      return below === undefined ? bail() : this.options.wrap(tag, below);
    }
    if (INDICATOR.test(first)) {
      return this.options.wrap(tag, this.value(rest, indent, depth, isInMap));
    }
    const own = this.at + 1;
    return this.options.wrap(tag, { kind: "scalar", value: this.plain(rest, indent), line: own });
  }

  /** Of one line or more. Goes past it. */
  private plain(begin: number, indent: number): string {
    const line = this.line();
    const [text, isCommented] = plainPart(line.slice(begin));
    if (!isPlainStart(text)) bail();
    this.at++;
    if (isCommented) {
      if (this.next() > indent) bail();
      return text;
    }
    let whole = text;
    let blanks = 0;
    for (let look = this.at; look < this.lines.length; look++) {
      const more = this.lines[look] ?? "";
      const lead = indentOf(more);
      if (lead === more.length) {
        blanks++;
        continue;
      }
      if (lead <= indent) break;
      if (more.charCodeAt(lead) === HASH || more.includes("\t")) bail();
      const [part, hasComment] = plainPart(more.slice(lead));
      if (hasComment) bail();
      whole += blanks === 0 ? ` ${part}` : "\n".repeat(blanks) + part;
      blanks = 0;
      this.at = look + 1;
    }
    return whole;
  }

  private blockScalar(begin: number, parent: number): Tree {
    const own = this.at + 1;
    const [, style, chomp] = /^([|>])([+-]?) *(?: #.*)?$/.exec(this.line().slice(begin)) ?? [];
    if (style === undefined || chomp === "+") bail();
    const parts: string[] = [];
    let indent = -1;
    let look = this.at + 1;
    for (; look < this.lines.length; look++) {
      const line = this.lines[look] ?? "";
      const lead = indentOf(line);
      if (lead === line.length) {
        if (indent === -1 && lead > 0) bail();
        parts.push(indent === -1 ? "" : line.slice(indent));
        continue;
      }
      if (indent === -1) {
        if (lead <= parent || line.charCodeAt(lead) === TAB) bail();
        indent = lead;
      }
      if (lead < indent) {
        if (lead > parent) bail();
        break;
      }
      parts.push(line.slice(indent));
    }
    this.at = look;
    while (parts.at(-1) === "") parts.pop();
    if (indent === -1 || parts.length === 0 || /^\s*$/.test(parts.at(-1) ?? "")) bail();
    const text = style === "|" ? parts.join("\n") : folded(parts);
    return { kind: "scalar", value: chomp === "-" ? text : `${text}\n`, line: own };
  }

  private flowValue(begin: number, depth: number): Tree {
    this.column = begin;
    const tree = this.flow(depth);
    if (!isRest(this.line(), this.column)) bail();
    this.at++;
    return tree;
  }

  /** Past spaces, comments and ends of lines. @returns the character there */
  private flowNext(): string {
    for (;;) {
      const line = this.line();
      if (line.includes("\t")) bail();
      this.column += indentOf(line, this.column);
      const first = line[this.column];
      const isComment = first === "#" && (this.column === 0 || line[this.column - 1] === " ");
      if (first !== undefined && !isComment) return first;
      this.at++;
      this.column = 0;
      if (this.at >= this.lines.length || isMarker(this.line())) bail();
    }
  }

  private flow(depth: number): Tree {
    if (depth > MOST_DEPTH || ++this.count > MOST_NODES) bail();
    const first = this.flowNext();
    const line = this.at + 1;
    if (first === "[") {
      this.column++;
      const items: Tree[] = [];
      while (this.flowNext() !== "]") {
        items.push(this.flow(depth + 1));
        this.flowComma("]");
      }
      this.column++;
      return { kind: "list", items, line };
    }
    if (first === "{") return this.flowMap(depth);
    if (first === "!") {
      const [whole = "", tag = ""] =
        /^!(\w+)(?= |$)/.exec(this.line().slice(this.column, this.column + 60)) ?? [];
      if (!this.options.tags.has(tag)) bail();
      this.column += whole.length;
      const next = this.flowNext();
      if (next === "!" || this.at + 1 !== line) bail();
      if (INDICATOR.test(next)) return this.options.wrap(tag, this.flow(depth + 1));
      return this.options.wrap(tag, { kind: "scalar", value: this.flowPlain(), line });
    }
    if (first === '"' || first === "'") return { kind: "scalar", value: this.flowQuoted(), line };
    return { kind: "scalar", value: scalarOf(this.flowPlain()), line };
  }

  private flowMap(depth: number): Tree {
    const line = this.at + 1;
    this.column++;
    const entries = new Map<string, TreeEntry>();
    while (this.flowNext() !== "}") {
      const keyLine = this.at + 1;
      const first = this.line()[this.column] ?? "";
      const isQuoted = first === '"' || first === "'";
      if (!isQuoted && INDICATOR.test(first)) bail();
      const name = isQuoted ? this.flowQuoted() : keyOf(this.flowPlain());
      if (name === "<<") bail();
      const at = this.at;
      if (this.flowNext() !== ":" || this.at !== at) bail();
      this.column++;
      const after = this.line()[this.column];
      if (!isQuoted && after !== undefined && after !== " ") bail();
      const next = this.flowNext();
      if (next === "," || next === "}") bail();
      entries.set(name, { line: keyLine, value: this.flow(depth + 1) });
      this.flowComma("}");
    }
    this.column++;
    return { kind: "map", entries, line };
  }

  private flowComma(end: string): void {
    const next = this.flowNext();
    if (next === ",") {
      this.column++;
      if (this.flowNext() === ",") bail();
    } else if (next !== end) bail();
  }

  private flowQuoted(): string {
    const line = this.line();
    const end = quoteEnd(line, this.column);
    if (end === -1) bail();
    const text = quoted(line.slice(this.column, end + 1));
    this.column = end + 1;
    return text;
  }

  private flowPlain(): string {
    const line = this.line();
    let end = this.column;
    for (; end < line.length; end++) {
      const one = line[end] ?? "";
      if (FLOW_END.test(one)) break;
      if (one === ":") {
        const after = line[end + 1];
        if (after === undefined || after === " " || FLOW_END.test(after)) break;
      }
      if (one === "#" && line[end - 1] === " ") break;
    }
    const text = line.slice(this.column, end).trimEnd();
    if (!isPlainStart(text) || text === "-") bail();
    this.column = end;
    return text;
  }
}

const HASH = 35;
const TAB = 9;
const DASH = 45;
const PERCENT = 37;
const SPACE = 32;

/** How many spaces stand at a column. */
function indentOf(line: string, from = 0): number {
  let at = from;
  while (line.charCodeAt(at) === SPACE) at++;
  return at - from;
}

const isItem = (line: string, at: number): boolean =>
  line.charCodeAt(at) === DASH &&
  (line.length === at + 1 || line.charCodeAt(at + 1) === SPACE) &&
  !(at === 0 && isMarker(line));

const isMarker = (line: string): boolean =>
  (line.startsWith("---") || line.startsWith("...")) && (line.length === 3 || line[3] === " ");

const isRest = (line: string, from: number): boolean => /^ *$|^ +#/.test(line.slice(from));

/** Where the colon of a key stands; -1: no key begins there. */
function keyEnd(line: string, from: number): number {
  const first = line[from] ?? "";
  if (first === '"' || first === "'") {
    const end = quoteEnd(line, from);
    if (end === -1) return -1;
    const colon = end + 1 + indentOf(line, end + 1);
    const isColon = line[colon] === ":" && (line[colon + 1] ?? " ") === " ";
    return isColon ? colon : -1;
  }
  if (INDICATOR.test(first) || (first === "?" && (line[from + 1] ?? " ") === " ")) return -1;
  for (let at = from; ; at++) {
    at = line.indexOf(":", at);
    if (at === -1) return -1;
    const after = line[at + 1];
    if (after !== undefined && after !== " ") continue;
    return line.slice(from, at).includes(" #") ? -1 : at;
  }
}

function keyOf(written: string): string {
  const text = written.trimEnd();
  if (/^["']/.test(text)) return quoted(text);
  if (!isPlainStart(text)) bail();
  return String(scalarOf(text) ?? "");
}

/** Where the closing quote stands in the line; -1: on another one, or nowhere. */
function quoteEnd(line: string, from: number): number {
  const quote = line[from];
  for (let at = from + 1; at < line.length; at++) {
    const one = line[at];
    if (quote === '"' && one === "\\") at++;
    else if (one === quote) {
      if (quote === "'" && line[at + 1] === "'") at++;
      else return at;
    }
  }
  return -1;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "0": "\0" };

function quoted(text: string): string {
  const inner = text.slice(1, -1);
  if (text.startsWith("'")) return inner.replaceAll("''", "'");
  if (!inner.includes("\\")) return inner;
  return inner.replace(/\\(.)/g, (_, one: string) => {
    if (one === '"' || one === "\\" || one === "/") return one;
    return ESCAPES[one] ?? bail();
  });
}

/** A plain scalar of one line, and whether a comment follows. */
function plainPart(rest: string): readonly [string, boolean] {
  const comment = rest.indexOf(" #");
  const text = (comment === -1 ? rest : rest.slice(0, comment)).trimEnd();
  if (text.includes(": ") || text.endsWith(":")) bail();
  return [text, comment !== -1];
}

const isPlainStart = (text: string): boolean =>
  text !== "" && !INDICATOR.test(text) && !/^[-?:](?: |$)/.test(text);

/** Lines of a `>` scalar; those with an indent of their own are kept as they are, which is rare. */
function folded(parts: readonly string[]): string {
  if (parts[0] === "" || parts.some((part) => /^\s/.test(part))) bail();
  let text = "";
  let blanks = 0;
  for (const part of parts) {
    if (part === "") {
      blanks++;
      continue;
    }
    text += text === "" ? part : (blanks === 0 ? " " : "\n".repeat(blanks)) + part;
    blanks = 0;
  }
  return text;
}

/** By the core schema of YAML. */
function scalarOf(text: string): string | number | boolean | null {
  const first = text.charCodeAt(0);
  // Most texts begin with a letter that begins nothing else.
  if (first > 57 && !/^[nNtTfF~]/.test(text)) return text;
  if (/^(?:~|null|Null|NULL)$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  if (/^[-+]?[0-9]+$/.test(text)) return Number.parseInt(text, 10);
  if (/^0[xo]|^[-+]?\.(?:inf|nan)/i.test(text)) return bail();
  if (/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text)) {
    return Number.parseFloat(text);
  }
  return text;
}
