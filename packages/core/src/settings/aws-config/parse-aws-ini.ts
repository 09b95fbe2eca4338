import { Egress6Error } from "../../errors.js";

/** A value and the line it stands on. */
export interface ConfigValue {
  readonly value: string;
  readonly line: number;
}

/** A key of a section; `nested` holds what is indented below it, as under `s3 =`. */
export interface ConfigEntry extends ConfigValue {
  readonly nested: ReadonlyMap<string, ConfigValue>;
}

export interface ConfigSection {
  /** As between the brackets: `profile dev`. */
  readonly header: string;
  readonly line: number;
  readonly entries: ReadonlyMap<string, ConfigEntry>;
}

/** An AWS config or credentials file, without what is none of our business. */
export interface AwsIniFile {
  readonly path: string;
  readonly sections: readonly ConfigSection[];
  /** What some SDKs refuse and others take, each with its place. */
  readonly warnings: readonly string[];
}

/** The keys whose values are kept. Everything else, keys and tokens first of all, is passed over. */
const KEPT: ReadonlySet<string> = new Set([
  "account_id_endpoint_mode",
  "ec2_metadata_service_endpoint_mode",
  "endpoint_url",
  "ignore_configured_endpoint_urls",
  "region",
  "services",
  "source_profile",
  "sts_regional_endpoints",
  "us_east_1_regional_endpoint",
  "use_dualstack_endpoint",
  "use_fips_endpoint",
]);

interface OpenEntry {
  readonly key: string;
  value: string;
  readonly line: number;
  readonly indent: number;
  readonly nested: Map<string, ConfigValue>;
}

interface OpenSection {
  readonly header: string;
  readonly line: number;
  readonly entries: Map<string, ConfigEntry>;
}

/**
 * Reads the INI dialect of `~/.aws/config` and `~/.aws/credentials` as botocore does: keys in any case,
 * `=` or `:` between key and value, `#` and `;` before comments, indented lines below a key belong to it.
 * A section or key that is there twice is merged, the later value counts, and a warning says so.
 * @param path for messages
 * @throws Egress6Error CONFIG_INVALID with `file:line`
 */
export function parseAwsIni(text: string, path: string): AwsIniFile {
  const sections = new Map<string, OpenSection>();
  const warnings: string[] = [];
  let section: OpenSection | null = null;
  let entry: OpenEntry | null = null;
  const close = () => {
    if (section !== null && entry !== null) keep(section, entry);
    entry = null;
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
      const known = sections.get(header);
      if (known !== undefined) warnings.push(twice(at, `[${header}]`, known.line));
      section = known ?? { header, line, entries: new Map() };
      sections.set(header, section);
      continue;
    }
    if (section === null) {
      throw invalid(
        at,
        "there is a setting before the first [section]. Put it under [default] or [profile NAME]",
      );
    }
    entry = openEntry(trimmed, line, indent, at);
    const before = section.entries.get(entry.key);
    if (before !== undefined) warnings.push(twice(at, entry.key, before.line));
  }
  close();
  return { path, sections: [...sections.values()], warnings };
}

function headerOf(line: string, at: string): string {
  const header = /^\[(.+)\]/.exec(line)?.[1]?.trim();
  if (header === undefined || header === "") {
    throw invalid(
      at,
      "the section has no closing bracket or no name. Write it as [default] or [profile NAME]",
    );
  }
  return header;
}

function openEntry(line: string, number: number, indent: number, at: string): OpenEntry {
  const match = /^([^=:]*?)\s*[=:]\s*(.*)$/.exec(line);
  const key = match?.[1]?.toLowerCase() ?? "";
  if (match === null || key === "") {
    throw invalid(at, "this is neither a [section] nor `key = value`. Mend or remove the line");
  }
  return { key, value: match[2] ?? "", line: number, indent, nested: new Map() };
}

// Below `s3 =` there are settings; below a key with a value, the rest of that value.
function addContinuation(entry: OpenEntry, trimmed: string, line: number, at: string): void {
  if (entry.value !== "") {
    entry.value += `\n${trimmed}`;
    return;
  }
  const equals = trimmed.indexOf("=");
  if (equals < 1) {
    throw invalid(
      at,
      `below \`${entry.key} =\` every line must be \`key = value\`. Mend or remove the line`,
    );
  }
  const key = trimmed.slice(0, equals).trim();
  if (KEPT.has(key)) entry.nested.set(key, { value: trimmed.slice(equals + 1).trim(), line });
}

function keep(section: OpenSection, { key, value, line, nested }: OpenEntry): void {
  if (KEPT.has(key)) section.entries.set(key, { value, line, nested });
  else if (nested.size > 0) {
    const before = section.entries.get(key)?.nested ?? [];
    section.entries.set(key, { value: "", line, nested: new Map([...before, ...nested]) });
  }
}

function twice(at: string, what: string, firstLine: number): string {
  return `${at}: ${what} is there twice, first on line ${firstLine}. The AWS CLI and boto3 refuse such a file; other SDKs let the later one count.`;
}

function invalid(at: string, problem: string): Egress6Error {
  return new Egress6Error("CONFIG_INVALID", "input", `${at}: ${problem}.`);
}
