import type { Writable } from "node:stream";
import { printableText } from "@egress6/core/printable";
import { foldLines } from "../render/fold-lines.js";
import { coloured, linked, untoned } from "../render/style.js";

/** `--color`. */
export const COLOR_CHOICES = ["auto", "always", "never"] as const;
export type ColorChoice = (typeof COLOR_CHOICES)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/** How the command line looks and how much it says; flags may change it before a command runs. */
export interface Appearance {
  color: ColorChoice;
  /** Nothing on stderr but warnings and errors. */
  isQuiet: boolean;
  /** What is printed is for reading, not for a program or a file. */
  isProse: boolean;
}

/**
 * Whether colour goes to a stream. A flag decides, then NO_COLOR and FORCE_COLOR (https://no-color.org,
 * https://force-color.org), then whether somebody looks.
 */
export function hasColor(choice: ColorChoice, env: Environment, isTerminal: boolean): boolean {
  if (choice !== "auto") return choice === "always";
  if (env["NO_COLOR"]) return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  return isTerminal && env["TERM"] !== "dumb";
}

/** Terminals that are known to show links (OSC 8); others may print the sequence. */
export function hasLinks(env: Environment): boolean {
  const { TERM_PROGRAM: program, VTE_VERSION: vte } = env;
  return (
    ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper"].includes(program ?? "") ||
    Number(vte) >= 5000 ||
    ["WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION"].some((name) => env[name])
  );
}

interface Painting {
  readonly hasColor: () => boolean;
  readonly hasLinks: () => boolean;
  /** How wide the terminal is; null: not to be folded. */
  readonly columns?: () => number | null;
  /** Whether a text is left out. */
  readonly isDropped?: (text: string) => boolean;
  /** Marks what is to stand out. */
  readonly prepare?: (text: string) => string;
}

/**
 * The same stream, for texts: whatever somebody else put into one, such as a config file or a DNS name, reaches the
 * terminal or the log of a build as letters only, and what renderers marked gets its colour.
 */
export function paintedStream(stream: Writable, painting: Painting): Writable {
  const paint = (text: string): string => {
    const columns = painting.columns?.() ?? null;
    const whole = printableText(text);
    const letters = columns === null ? whole : foldLines(whole, columns);
    if (!painting.hasColor()) return untoned(letters);
    const marked = painting.prepare?.(letters) ?? letters;
    return painting.hasLinks() ? coloured(linked(marked)) : coloured(marked);
  };
  const write = (chunk: unknown, ...rest: readonly unknown[]): unknown => {
    if (typeof chunk !== "string") return Reflect.apply(stream.write, stream, [chunk, ...rest]);
    if (painting.isDropped?.(chunk)) return true;
    return Reflect.apply(stream.write, stream, [paint(chunk), ...rest]);
  };
  return new Proxy(stream, {
    get(target, key) {
      if (key === "write") return write;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** Commands whose result is for reading, unless they are asked for a format of their own. */
const PROSE = [
  ...["find", "endpoint", "check", "doctor", "facts", "plan", "changes", "scan", "prices", "help"],
  ...["audit", "survey", "flows"],
];
const FORMATS = ["json", "ndjson", "markdown", "format", "emit", "batch", "steps"];

/** @param words such as `prices show` @param options as given, by name */
export function isProse(
  [command = ""]: readonly string[],
  options: Readonly<Record<string, unknown>>,
): boolean {
  return PROSE.includes(command) && FORMATS.every((format) => options[format] === undefined);
}
