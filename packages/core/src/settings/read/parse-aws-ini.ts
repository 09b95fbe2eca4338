import { Egress6Error } from "../../errors.js";
import { settingOfKey } from "./setting-table.js";

/** A key and its value as they are written, and the line they stand on. */
export interface ConfigValue {
  readonly key: string;
  /** With what stands behind it, comments included. */
  readonly value: string;
  readonly line: number;
  readonly separator: "=" | ":";
}

export interface ConfigEntry extends ConfigValue {
  /** What is indented below it, as under `s3 =`. */
  readonly nested: readonly ConfigValue[];
  /** Whether it goes on below: a value over several lines, for those who read it so. */
  readonly hasMoreLines: boolean;
}

export interface ConfigSection {
  /** As between the brackets: `profile dev`. */
  readonly header: string;
  readonly line: number;
  /** Settings that have to do with endpoints, in their order; a key that is there twice is there twice. */
  readonly entries: readonly ConfigEntry[];
  /** Whether nothing at all stands in it, of whatever kind. */
  readonly isEmpty: boolean;
}

/** Sections by the name behind the word, in the order of the file. */
type SectionsByName = ReadonlyMap<string, readonly ConfigSection[]>;

/** An AWS config or credentials file as it is written, without what is none of our business. */
export interface AwsIniFile {
  readonly path: string;
  /** All, in their order; one that is there twice is there twice. */
  readonly sections: readonly ConfigSection[];
  /** By what they are in a config file. `[default]` and `[profile default]` are one profile. */
  readonly profiles: SectionsByName;
  readonly services: SectionsByName;
  readonly ssoSessions: SectionsByName;
  /** By the whole header, as a credentials file has its profiles. */
  readonly byHeader: SectionsByName;
  /** The first section or key that is there twice; null: none is. */
  readonly repeated: { readonly what: string; readonly line: number } | null;
  /** What some SDKs refuse and others take, each with its place. */
  readonly warnings: readonly string[];
}

interface OpenEntry extends ConfigValue {
  readonly indent: number;
  readonly nested: ConfigValue[];
  hasMoreLines: boolean;
}

interface OpenSection {
  readonly header: string;
  readonly line: number;
  readonly entries: ConfigEntry[];
  /** By key in lower case: the line of the first. */
  readonly keyLines: Map<string, number>;
}

/**
 * Reads `~/.aws/config` or `~/.aws/credentials` as it is written: how SDKs take it, they do not agree on.
 * `=` or `:` stands between key and value, lines that begin with `#` or `;` are comments, indented lines
 * below a key belong to it.
 * @param path for messages
 * @throws Egress6Error CONFIG_INVALID with `file:line`
 */
export function parseAwsIni(text: string, path: string): AwsIniFile {
  const sections: OpenSection[] = [];
  const firstLines = new Map<string, number>();
  const warnings: string[] = [];
  let repeated: AwsIniFile["repeated"] = null;
  let section: OpenSection | null = null;
  let entry: OpenEntry | null = null;
  const close = () => {
    if (section !== null && entry !== null) keep(section, entry);
    entry = null;
  };
  const warnOfTwo = (what: string, line: number, firstLine: number) => {
    repeated ??= { what, line };
    warnings.push(twice(`${path}:${line}`, what, firstLine));
  };
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1;
    const at = `${path}:${line}`;
    const content = (line === 1 ? raw.replace(/^\uFEFF/, "") : raw).trimEnd();
    const trimmed = content.trim();
    if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith(";")) continue;
    const indent = content.length - content.trimStart().length;
    const open: OpenEntry | null = entry;
    if (open !== null && indent > open.indent) {
      addContinuation(open, trimmed, line, at);
      continue;
    }
    close();
    if (trimmed.startsWith("[")) {
      const header = headerOf(trimmed, at);
      const firstLine = firstLines.get(header);
      if (firstLine === undefined) firstLines.set(header, line);
      else warnOfTwo(`[${header}]`, line, firstLine);
      section = { header, line, entries: [], keyLines: new Map() };
      sections.push(section);
      continue;
    }
    if (section === null) {
      throw invalid(
        at,
        "there is a setting before the first [section]. Put it under [default] or [profile NAME]",
      );
    }
    entry = openEntry(trimmed, line, indent, at);
    const key = entry.key.toLowerCase();
    const firstLine = section.keyLines.get(key);
    if (firstLine === undefined) section.keyLines.set(key, line);
    else warnOfTwo(key, line, firstLine);
  }
  close();
  const closed = sections.map(
    ({ header, line, entries, keyLines }): ConfigSection => ({
      header,
      line,
      entries,
      isEmpty: keyLines.size === 0,
    }),
  );
  return { path, sections: closed, ...indexOf(closed), repeated, warnings };
}

const HEADER = /^(profile|services|sso-session)\s+(?:"([^"]*)"|'([^']*)'|(\S+))\s*$/;

function indexOf(
  sections: readonly ConfigSection[],
): Pick<AwsIniFile, "profiles" | "services" | "ssoSessions" | "byHeader"> {
  const kinds = { profile: new Map(), services: new Map(), "sso-session": new Map() };
  const byHeader = new Map<string, ConfigSection[]>();
  for (const section of sections) {
    add(byHeader, section.header, section);
    if (section.header === "default") add(kinds.profile, "default", section);
    const [, kind, ...names] = HEADER.exec(section.header) ?? [];
    const name = names.find((each) => each !== undefined);
    if (name === undefined) continue;
    if (kind === "profile" || kind === "services" || kind === "sso-session") {
      add(kinds[kind], name, section);
    }
  }
  return {
    profiles: kinds.profile,
    services: kinds.services,
    ssoSessions: kinds["sso-session"],
    byHeader,
  };
}

function add(index: Map<string, ConfigSection[]>, name: string, section: ConfigSection): void {
  const known = index.get(name);
  if (known === undefined) index.set(name, [section]);
  else known.push(section);
}

// SDKs take the space within the brackets as part of the name.
function headerOf(line: string, at: string): string {
  const header = /^\[(.+)\]/.exec(line)?.[1];
  if (header === undefined || header.trim() === "") {
    throw invalid(
      at,
      "the section has no closing bracket or no name. Write it as [default] or [profile NAME]",
    );
  }
  return header;
}

function openEntry(line: string, number: number, indent: number, at: string): OpenEntry {
  const read = readEntry(line, number);
  if (read === null) {
    throw invalid(at, "this is neither a [section] nor `key = value`. Fix or remove the line");
  }
  return { ...read, indent, nested: [], hasMoreLines: false };
}

/** Null: it is no `key = value`. */
function readEntry(text: string, line: number): ConfigValue | null {
  const at = text.search(/[=:]/);
  if (at < 1) return null;
  const key = text.slice(0, at).trimEnd();
  if (key === "") return null;
  const separator = text[at] === ":" ? ":" : "=";
  return { key, value: text.slice(at + 1).trim(), line, separator };
}

// Below `s3 =` there are settings; below a key with a value, the rest of that value, or settings, too.
function addContinuation(entry: OpenEntry, trimmed: string, line: number, at: string): void {
  if (entry.value === "" && trimmed.indexOf("=") < 1) {
    throw invalid(
      at,
      `below \`${entry.key} =\` every line must be \`key = value\`. Fix or remove the line`,
    );
  }
  entry.hasMoreLines = true;
  const equals = trimmed.indexOf("=");
  if (equals < 1) return;
  const key = trimmed.slice(0, equals).trim();
  if (settingOfKey(key) === null) return;
  entry.nested.push({ key, value: trimmed.slice(equals + 1).trim(), line, separator: "=" });
}

// Of keys that are none of ours, only what is below them is kept.
function keep(section: OpenSection, entry: OpenEntry): void {
  const { key, value, line, separator, nested, hasMoreLines } = entry;
  const isOurs = settingOfKey(key) !== null;
  if (!isOurs && nested.length === 0) return;
  const isComment = value.startsWith("#") || value.startsWith(";");
  const shown = isOurs || value === "" ? value : isComment ? "#" : "…";
  section.entries.push({ key, value: shown, line, separator, nested, hasMoreLines });
}

function twice(at: string, what: string, firstLine: number): string {
  return `${at}: ${what} is there twice, first on line ${firstLine}. The AWS CLI and boto3 refuse such a file; other SDKs let the later one count.`;
}

function invalid(at: string, problem: string): Egress6Error {
  return new Egress6Error("CONFIG_INVALID", "input", `${at}: ${problem}.`);
}
