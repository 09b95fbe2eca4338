import { HclFault } from "./hcl-value.js";

/**
 * Regular expressions as Terraform has them (RE2), in time that is linear in the text: patterns come from files
 * of strangers. Matches prefer as Perl does.
 */
export interface RegularExpression {
  /** Names of groups, from 1; null: it has none. */
  readonly groups: readonly (string | null)[];
  /** The first match at or after this place; offsets in pairs, -1 where a group took no part. */
  readonly match: (text: string, from: number) => readonly number[] | null;
}

/** @throws HclFault */
export function compileRegularExpression(pattern: string): RegularExpression {
  const reader = new PatternReader(pattern);
  const node = reader.whole();
  const program: Instruction[] = [];
  emit(node, program);
  program.push({ op: "match" });
  const size = (reader.groups.length + 1) * 2;
  return {
    groups: reader.groups,
    match: (text, from) => run(program, size, text, from),
  };
}

type CharTest = (code: number) => boolean;

type Node =
  | { readonly kind: "empty" }
  | { readonly kind: "char"; readonly test: CharTest }
  | { readonly kind: "assert"; readonly test: (text: string, at: number) => boolean }
  | { readonly kind: "group"; readonly index: number; readonly of: Node }
  | { readonly kind: "sequence"; readonly items: readonly Node[] }
  | { readonly kind: "either"; readonly items: readonly Node[] }
  | {
      readonly kind: "repeat";
      readonly of: Node;
      readonly least: number;
      readonly most: number;
      readonly isLazy: boolean;
    };

type Instruction =
  | { readonly op: "char"; readonly test: CharTest }
  | { readonly op: "assert"; readonly test: (text: string, at: number) => boolean }
  | { readonly op: "save"; readonly slot: number }
  | { op: "jump"; to: number }
  | { op: "split"; first: number; second: number }
  | { readonly op: "match" };

const MOST_INSTRUCTIONS = 20_000;
const MOST_REPEATS = 1000;

interface Flags {
  readonly ignoresCase: boolean;
  readonly isMultiline: boolean;
  readonly dotIsAll: boolean;
  readonly isUngreedy: boolean;
}

class PatternReader {
  readonly groups: (string | null)[] = [];
  private at = 0;
  private depth = 0;
  private flags: Flags = {
    ignoresCase: false,
    isMultiline: false,
    dotIsAll: false,
    isUngreedy: false,
  };

  private readonly pattern: string;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  whole(): Node {
    const node = this.either();
    if (this.at < this.pattern.length) throw this.fault();
    return node;
  }

  private fault(): HclFault {
    return new HclFault(`not a regular expression: ${JSON.stringify(this.pattern.slice(0, 60))}`);
  }

  private peek(): string {
    const code = this.pattern.codePointAt(this.at);
    return code === undefined ? "" : String.fromCodePoint(code);
  }

  private take(): string {
    const next = this.peek();
    if (next === "") throw this.fault();
    this.at += next.length;
    return next;
  }

  private either(): Node {
    if (++this.depth > 100) throw this.fault();
    const flags = this.flags;
    const items = [this.sequence()];
    while (this.pattern[this.at] === "|") {
      this.at++;
      items.push(this.sequence());
    }
    this.flags = flags;
    this.depth--;
    const [first] = items;
    return items.length === 1 && first !== undefined ? first : { kind: "either", items };
  }

  private sequence(): Node {
    const items: Node[] = [];
    for (;;) {
      const next = this.peek();
      if (next === "" || next === "|" || next === ")") return { kind: "sequence", items };
      items.push(this.repeated(this.atom()));
    }
  }

  private repeated(of: Node): Node {
    let node = of;
    for (;;) {
      const bounds = this.bounds();
      if (bounds === null) return node;
      const [least, most] = bounds;
      const hasMark = this.pattern[this.at] === "?";
      if (hasMark) this.at++;
      node = { kind: "repeat", of: node, least, most, isLazy: hasMark !== this.flags.isUngreedy };
    }
  }

  private bounds(): readonly [number, number] | null {
    const next = this.pattern[this.at];
    const simple = { "*": [0, Infinity], "+": [1, Infinity], "?": [0, 1] } as const;
    if (next === "*" || next === "+" || next === "?") {
      this.at++;
      return simple[next];
    }
    const counted = /^\{(\d+)(,(\d*))?\}/.exec(this.pattern.slice(this.at, this.at + 20));
    if (counted === null) return null;
    const [whole, low, comma, high] = counted;
    const least = Number(low);
    const most = comma === undefined ? least : high === "" ? Infinity : Number(high);
    if (least > MOST_REPEATS || (most !== Infinity && most > MOST_REPEATS) || most < least) {
      throw this.fault();
    }
    this.at += whole.length;
    return [least, most];
  }

  private atom(): Node {
    const next = this.take();
    switch (next) {
      case "(":
        return this.group();
      case "[":
        return { kind: "char", test: this.charClass() };
      case ".": {
        const { dotIsAll } = this.flags;
        return { kind: "char", test: (code) => dotIsAll || code !== 10 };
      }
      case "^": {
        const { isMultiline } = this.flags;
        return {
          kind: "assert",
          test: (text, at) => at === 0 || (isMultiline && text[at - 1] === "\n"),
        };
      }
      case "$": {
        const { isMultiline } = this.flags;
        return {
          kind: "assert",
          test: (text, at) => at === text.length || (isMultiline && text[at] === "\n"),
        };
      }
      case "\\":
        return this.escape();
      case "*":
      case "+":
      case "?":
        throw this.fault();
      default:
        return { kind: "char", test: this.literal(next) };
    }
  }

  private literal(char: string): CharTest {
    const code = char.codePointAt(0) ?? 0;
    if (!this.flags.ignoresCase) return (each) => each === code;
    const lower = char.toLowerCase();
    return (each) => each === code || String.fromCodePoint(each).toLowerCase() === lower;
  }

  private group(): Node {
    if (this.pattern[this.at] !== "?") return this.capture(null);
    this.at++;
    const named = /^P?<([A-Za-z_][A-Za-z0-9_]*)>/.exec(this.pattern.slice(this.at, this.at + 60));
    if (named !== null) {
      this.at += named[0].length;
      return this.capture(named[1] ?? null);
    }
    const flags = /^([imsU]*)(?:-([imsU]+))?([:)])/.exec(this.pattern.slice(this.at, this.at + 20));
    if (flags === null) throw this.fault();
    const [whole, on = "", off = "", end] = flags;
    this.at += whole.length;
    const before = this.flags;
    const flag = (letter: string, was: boolean) =>
      off.includes(letter) ? false : on.includes(letter) || was;
    this.flags = {
      ignoresCase: flag("i", before.ignoresCase),
      isMultiline: flag("m", before.isMultiline),
      dotIsAll: flag("s", before.dotIsAll),
      isUngreedy: flag("U", before.isUngreedy),
    };
    if (end === ")") return { kind: "empty" };
    const node = this.either();
    this.flags = before;
    this.close();
    return node;
  }

  private capture(name: string | null): Node {
    this.groups.push(name);
    const index = this.groups.length;
    const of = this.either();
    this.close();
    return { kind: "group", index, of };
  }

  private close(): void {
    if (this.pattern[this.at] !== ")") throw this.fault();
    this.at++;
  }

  private escape(): Node {
    const next = this.take();
    if (next === "A") return { kind: "assert", test: (_, at) => at === 0 };
    if (next === "z") return { kind: "assert", test: (text, at) => at === text.length };
    if (next === "b" || next === "B") {
      const isWanted = next === "b";
      return { kind: "assert", test: (text, at) => isBoundary(text, at) === isWanted };
    }
    this.at -= next.length;
    return { kind: "char", test: this.escapedChar() };
  }

  /** After the backslash, in a class or outside. */
  private escapedChar(): CharTest {
    const next = this.take();
    const known = CLASSES[next];
    if (known !== undefined) return known;
    if (next === "p" || next === "P") return this.unicodeClass(next === "P");
    if (next === "x") {
      const hex = /^(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{2}))/.exec(
        this.pattern.slice(this.at, this.at + 10),
      );
      if (hex === null) throw this.fault();
      this.at += hex[0].length;
      const code = Number.parseInt(hex[1] ?? hex[2] ?? "0", 16);
      return (each) => each === code;
    }
    const control = { n: 10, t: 9, r: 13, f: 12, v: 11, a: 7 }[next];
    if (control !== undefined) return (each) => each === control;
    if (/[a-zA-Z0-9]/.test(next)) throw this.fault();
    return this.literal(next);
  }

  private unicodeClass(isNegated: boolean): CharTest {
    const name = /^(?:\{\^?([A-Za-z]+)\}|([A-Z]))/.exec(this.pattern.slice(this.at, this.at + 30));
    const test = UNICODE[name?.[1] ?? name?.[2] ?? ""];
    if (name === null || test === undefined) throw this.fault();
    this.at += name[0].length;
    return (code) => test(String.fromCodePoint(code)) !== isNegated;
  }

  private charClass(): CharTest {
    const isNegated = this.pattern[this.at] === "^";
    if (isNegated) this.at++;
    const tests: CharTest[] = [];
    for (let isFirst = true; ; isFirst = false) {
      const next = this.peek();
      if (next === "") throw this.fault();
      if (next === "]" && !isFirst) break;
      const named = /^\[:(\^?)([a-z]+):\]/.exec(this.pattern.slice(this.at, this.at + 12));
      if (named !== null) {
        const test = POSIX[named[2] ?? ""];
        if (test === undefined) throw this.fault();
        this.at += named[0].length;
        const isOther = named[1] === "^";
        tests.push((code) => test(code) !== isOther);
        continue;
      }
      tests.push(this.classItem());
    }
    this.at++;
    return (code) => tests.some((test) => test(code)) !== isNegated;
  }

  private classItem(): CharTest {
    const start = this.take();
    if (start === "\\") {
      const from = this.at;
      const test = this.escapedChar();
      const isSingle = !/^[dDwWsSpP]/.test(this.pattern.slice(from));
      if (!isSingle || this.pattern[this.at] !== "-" || this.pattern[this.at + 1] === "]")
        return test;
      const low = this.codeOfTest(test);
      return this.range(low);
    }
    if (this.pattern[this.at] === "-" && !["]", undefined].includes(this.pattern[this.at + 1])) {
      return this.range(start.codePointAt(0) ?? 0);
    }
    return this.literal(start);
  }

  private codeOfTest(test: CharTest): number {
    for (let code = 0; code < 0x250; code++) if (test(code)) return code;
    throw this.fault();
  }

  private range(low: number): CharTest {
    this.at++;
    let end = this.take();
    if (end === "\\") end = String.fromCodePoint(this.codeOfTest(this.escapedChar()));
    const high = end.codePointAt(0) ?? 0;
    if (high < low) throw this.fault();
    const isIn: CharTest = (code) => code >= low && code <= high;
    if (!this.flags.ignoresCase) return isIn;
    return (code) => {
      const char = String.fromCodePoint(code);
      return (
        isIn(code) ||
        isIn(char.toLowerCase().codePointAt(0) ?? code) ||
        isIn(char.toUpperCase().codePointAt(0) ?? code)
      );
    };
  }
}

const isDigit: CharTest = (code) => code >= 48 && code <= 57;
const isUpper: CharTest = (code) => code >= 65 && code <= 90;
const isLower: CharTest = (code) => code >= 97 && code <= 122;
const isWord: CharTest = (code) => isDigit(code) || isUpper(code) || isLower(code) || code === 95;
const isSpace: CharTest = (code) => code === 32 || (code >= 9 && code <= 13 && code !== 11);

const CLASSES: Readonly<Record<string, CharTest>> = {
  d: isDigit,
  D: (code) => !isDigit(code),
  w: isWord,
  W: (code) => !isWord(code),
  s: isSpace,
  S: (code) => !isSpace(code),
};

const POSIX: Readonly<Record<string, CharTest>> = {
  alnum: (code) => isDigit(code) || isUpper(code) || isLower(code),
  alpha: (code) => isUpper(code) || isLower(code),
  ascii: (code) => code < 128,
  blank: (code) => code === 32 || code === 9,
  cntrl: (code) => code < 32 || code === 127,
  digit: isDigit,
  graph: (code) => code > 32 && code < 127,
  lower: isLower,
  print: (code) => code >= 32 && code < 127,
  punct: (code) => code > 32 && code < 127 && !isDigit(code) && !isUpper(code) && !isLower(code),
  space: (code) => code === 32 || (code >= 9 && code <= 13),
  upper: isUpper,
  word: isWord,
  xdigit: (code) => isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102),
};

const UNICODE: Readonly<Record<string, (char: string) => boolean>> = {
  L: (char) => /\p{L}/u.test(char),
  Lu: (char) => /\p{Lu}/u.test(char),
  Ll: (char) => /\p{Ll}/u.test(char),
  N: (char) => /\p{N}/u.test(char),
  Nd: (char) => /\p{Nd}/u.test(char),
  P: (char) => /\p{P}/u.test(char),
  S: (char) => /\p{S}/u.test(char),
  Z: (char) => /\p{Z}/u.test(char),
  M: (char) => /\p{M}/u.test(char),
};

function isBoundary(text: string, at: number): boolean {
  const before = at > 0 && isWord(text.charCodeAt(at - 1));
  const after = at < text.length && isWord(text.charCodeAt(at));
  return before !== after;
}

function emit(node: Node, program: Instruction[]): void {
  if (program.length > MOST_INSTRUCTIONS) {
    throw new HclFault("the regular expression is too large");
  }
  switch (node.kind) {
    case "empty":
      return;
    case "char":
      program.push({ op: "char", test: node.test });
      return;
    case "assert":
      program.push({ op: "assert", test: node.test });
      return;
    case "group":
      program.push({ op: "save", slot: node.index * 2 });
      emit(node.of, program);
      program.push({ op: "save", slot: node.index * 2 + 1 });
      return;
    case "sequence":
      for (const item of node.items) emit(item, program);
      return;
    case "either":
      emitEither(node.items, program);
      return;
    case "repeat":
      emitRepeat(node, program);
  }
}

function emitEither(items: readonly Node[], program: Instruction[]): void {
  const jumps: { op: "jump"; to: number }[] = [];
  for (const [index, item] of items.entries()) {
    const isLast = index === items.length - 1;
    const split = { op: "split" as const, first: program.length + 1, second: 0 };
    if (!isLast) program.push(split);
    emit(item, program);
    if (!isLast) {
      const jump = { op: "jump" as const, to: 0 };
      program.push(jump);
      jumps.push(jump);
      split.second = program.length;
    }
  }
  for (const jump of jumps) jump.to = program.length;
}

function emitRepeat(node: Extract<Node, { kind: "repeat" }>, program: Instruction[]): void {
  for (let count = 0; count < node.least; count++) emit(node.of, program);
  const splitTo = (split: { first: number; second: number }, inner: number, after: number) => {
    split.first = node.isLazy ? after : inner;
    split.second = node.isLazy ? inner : after;
  };
  if (node.most === Infinity) {
    const split = { op: "split" as const, first: 0, second: 0 };
    const start = program.length;
    program.push(split);
    emit(node.of, program);
    program.push({ op: "jump", to: start });
    splitTo(split, start + 1, program.length);
    return;
  }
  const splits: { op: "split"; first: number; second: number; at: number }[] = [];
  for (let count = node.least; count < node.most; count++) {
    const split = { op: "split" as const, first: 0, second: 0, at: program.length };
    program.push(split);
    splits.push(split);
    emit(node.of, program);
  }
  for (const split of splits) splitTo(split, split.at + 1, program.length);
}

interface Thread {
  readonly at: number;
  readonly saved: readonly number[];
}

function run(
  program: readonly Instruction[],
  size: number,
  text: string,
  from: number,
): readonly number[] | null {
  const empty: readonly number[] = new Array<number>(size).fill(-1);
  let threads: Thread[] = [];
  let found: readonly number[] | null = null;
  let marks = new Set<number>();
  const add = (list: Thread[], start: number, position: number, saved: readonly number[]) => {
    const stack: Thread[] = [{ at: start, saved }];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (marks.has(next.at)) continue;
      marks.add(next.at);
      const step = program[next.at];
      if (step === undefined) continue;
      if (step.op === "jump") stack.push({ at: step.to, saved: next.saved });
      else if (step.op === "split") {
        stack.push({ at: step.second, saved: next.saved }, { at: step.first, saved: next.saved });
      } else if (step.op === "save") {
        const copy = [...next.saved];
        copy[step.slot] = position;
        stack.push({ at: next.at + 1, saved: copy });
      } else if (step.op === "assert") {
        if (step.test(text, position)) stack.push({ at: next.at + 1, saved: next.saved });
      } else list.push(next);
    }
  };
  for (let position = from; ; ) {
    if (found === null) {
      const start = [...empty];
      start[0] = position;
      add(threads, 0, position, start);
    }
    if (threads.length === 0 && found !== null) return found;
    const code = text.codePointAt(position);
    const width = code !== undefined && code > 0xffff ? 2 : 1;
    const next: Thread[] = [];
    marks = new Set();
    for (const thread of threads) {
      const step = program[thread.at];
      if (step?.op === "match") {
        const saved = [...thread.saved];
        saved[1] = position;
        found = saved;
        break;
      }
      if (step?.op === "char" && code !== undefined && step.test(code)) {
        add(next, thread.at + 1, position + width, thread.saved);
      }
    }
    if (code === undefined) return found;
    threads = next;
    position += width;
    if (threads.length === 0 && found !== null) return found;
  }
}
