import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { egress6 } from "./catalog/run-in-process.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const documents = [
  "",
  "docs/",
  "docs/decisions/",
  "packages/aws-sdk/",
  "packages/core/",
  "packages/egress6/",
]
  .flatMap((folder) => readdirSync(root + folder).map((name) => folder + name))
  .filter((path) => path.endsWith(".md"));
const textOf = (path: string) => readFileSync(`${root}${path}`, "utf8");

/** As GitHub makes them of headings. */
function anchorsOf(path: string): ReadonlySet<string> {
  const headings = textOf(path).matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replace(/\s/g, "-"),
    ),
  );
}

test.each(documents)("links in %s lead somewhere", (path) => {
  const targets = [...textOf(path).matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)]
    .map(([, link, source]) => link ?? source ?? "")
    .filter((target) => !/^https?:/.test(target));
  const dead = targets.filter((target) => {
    const [file = "", anchor] = target.split("#");
    const place = file === "" ? path : `${dirname(path)}/${file}`;
    if (!existsSync(resolve(root, place))) return true;
    return anchor !== undefined && !anchorsOf(place).has(anchor);
  });
  expect(dead).toEqual([]);
});

const GROUPS = new Set(["catalog", "prices", "site"]);

/** What a document shows as code: in blocks, and between backticks within a line. */
function codeOf(markdown: string): readonly string[] {
  const [outside, inside] = [0, 1].map((odd) =>
    markdown.split(/^```.*$/m).filter((_part, index) => index % 2 === odd),
  );
  const inline = outside?.flatMap((text) => [...text.matchAll(/`([^`\n]+)`/g)]) ?? [];
  return [
    ...(inside ?? []).flatMap((text) => text.split("\n")),
    ...inline.map(([, code = ""]) => code),
  ];
}

/** The commands among lines of code, with their options. */
function commandsIn(lines: readonly string[]) {
  const found = lines.filter((line) => /^\s*(\$ )?(npx )?egress6 /.test(line));
  return found.map((line) => {
    const [, rest = ""] = /egress6 (.*?)(?: {2,}|\s[|>#]|$)/.exec(line.trim()) ?? [];
    const [first = "", second = ""] = rest.split(" ");
    return {
      line: line.trim(),
      words: GROUPS.has(first) && /^[a-z]+$/.test(second) ? [first, second] : [first],
      flags: [...rest.matchAll(/(?<=^|[\s[])--[a-z][a-z-]*/g)].map(([flag]) => flag),
    };
  });
}

const helps = new Map<string, Promise<string>>();
function helpOf(words: readonly string[]): Promise<string> {
  const key = words.join(" ");
  const help = helps.get(key) ?? egress6([...words, "--help"]).then(({ stdout }) => stdout);
  helps.set(key, help);
  return help;
}

async function expectKnown(lines: readonly string[]): Promise<number> {
  const commands = commandsIn(lines).filter(({ words }) => /^[a-z]+$/.test(words[0] ?? ""));
  for (const { line, words, flags } of commands) {
    const help = await helpOf(words);
    expect(help, line).toContain(`Usage: egress6 ${words.join(" ")}`);
    for (const flag of flags) expect(help, line).toMatch(new RegExp(`^ +(-., )?${flag}\\b`, "m"));
  }
  return commands.length;
}

describe("commands that are shown exist, with their options", () => {
  test.each(documents)("in %s", async (path) => {
    await expectKnown(codeOf(textOf(path)));
  });

  test("in help texts", async () => {
    let shown = await expectKnown((await helpOf([])).split("\n"));
    for (const name of await namesIn([])) {
      const inner = GROUPS.has(name) ? await namesIn([name]) : [];
      for (const words of inner.length === 0 ? [[name]] : inner.map((each) => [name, each])) {
        shown += await expectKnown((await helpOf(words)).split("\n"));
      }
    }
    expect(shown).toBeGreaterThan(40);
  });
});

/** The commands that a help text lists. */
async function namesIn(words: readonly string[]): Promise<readonly string[]> {
  const [, list = ""] = (await helpOf(words)).split("\nCommands:\n");
  const names = [...list.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = ""]) => name);
  return names.filter((name) => name !== "help");
}
