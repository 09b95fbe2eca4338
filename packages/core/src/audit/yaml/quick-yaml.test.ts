import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { quickYamlTrees } from "./quick-yaml.js";
import { parseYamlTrees, wholeYamlTrees } from "./yaml-tree.js";

const EXAMPLES = fileURLToPath(new URL("../../../../../data/audit-examples/", import.meta.url));
const files = readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" }).filter((name) =>
  /^(?!E6902.kubernetes.bad).*\.ya?ml$/.test(name),
);

/** Null: the whole parser has to take it. */
const quick = (text: string) =>
  quickYamlTrees(text, { tags: new Set(["Ref", "Sub"]), wrap: (_, value) => value });

describe("the same trees as the whole parser", () => {
  test.each(files)("of %s", (name) => {
    const text = readFileSync(`${EXAMPLES}${name}`, "utf8");
    expect(quick(text.replace(/!(\w+)/g, "!Ref"))).not.toBeNull();
    expect(parseYamlTrees(text)).toEqual(wholeYamlTrees(text));
  });

  test.each([
    ["nothing", ""],
    ["comments alone", "# a\n\n  # b\n"],
    [
      "scalars",
      "a: 1\nb: -2.5e3\nc: ~\nd: Null\ne: True\nf: 012\ng: 1.2.3\nh: 10.0.0.0/16\ni: yes\n",
    ],
    ["empty values", "a:\nb: # later\nc:\n  d:\nlist:\n  -\n  - # later\n  - x\n"],
    ["numbers as keys", "1: a\n1.0: b\n012: c\ntrue: d\n~: e\n"],
    ["keys that stand twice", "a: 1\nb: 2\na: 3\n"],
    ["quotes", `a: "x # y: \\"z\\" \\n"\n'b c': 'it''s: #'\n"d" : e\n`],
    ["colons in texts", "a: b:c\nFn::Join: x\nurl: https://example.com/#a\ntime: 12:30\n"],
    ["lists at the indent of their key", "a:\n- b\n- c: 1\n  d: 2\ne: f\n"],
    ["lists in lists", "- - a\n  - b\n- - - c\n-   d: 1\n    e: 2\n"],
    ["texts on several lines", "a: one\n  two\n\n  three\nb: x\n"],
    [
      "a text in literal form",
      "a: |\n  one\n    two # no comment\n\n  three\nb: |-\n  x\n\n\nc: y\n",
    ],
    ["a text in folded form", "a: >\n  one\n  two\n\n  three\nb: >-\n  x\n  y\n"],
    ["flow", 'a: [1, "b", {c: d, "e":f}, [], {}]\nb: {\n  x: [y, z],\n  # why\n  u: v # w\n}\n'],
    ["flow with commas at its end", "a: [1, 2,]\nb: {c: d,}\n"],
    ["documents", "---\na: 1\n---\n# none\n---\nb: 2\n"],
    ["lines of Windows", "a: b\r\nc: |\r\n  d\r\n  e\r\n"],
    [
      "short tags",
      "a: !Ref x\nb: !Sub\n  - y\n  - z: !Ref w\nc: [!Ref u, !Sub 'v']\nd: !Sub |\n  t\ne: !Ref 12\n",
    ],
  ])("of %s", (_, text) => {
    expect(quick(text)).not.toBeNull();
    expect(parseYamlTrees(text)).toEqual(wholeYamlTrees(text));
  });
});

describe("left to the whole parser", () => {
  test.each([
    ["anchors", "a: &b c\n"],
    ["aliases", "a: *b\n"],
    ["merged maps", "a:\n  <<: {b: c}\n"],
    ["tabs", "a:\tb\n"],
    ["questions", "? a\n: b\n"],
    ["directives", "%YAML 1.2\n---\na: b\n"],
    ["tags that nobody has named", "a: !Foo b\n"],
    ["tags of YAML", "a: !!str 1\n"],
    ["quotes over lines", 'a: "b\n  c"\n'],
    ["a scalar alone", "a\n"],
    ["a map in a line", "a: b: c\n"],
    ["what is not closed", "a: [b\n"],
    ["what is closed twice", "a: [b]]\n"],
    ["an indent of nobody", "a:\n    b: 1\n  c: 2\n"],
    ["trailing lines that are kept", "a: |+\n  b\n\n"],
    ["pairs in lists", "a: [b: c]\n"],
    ["escapes by number", 'a: "\\x41"\n'],
    ["other numbers", "a: 0x1f\nb: .inf\n"],
  ])("%s", (_, text) => {
    expect(quick(text)).toBeNull();
  });

  test("nesting, and size", () => {
    const deep = Array.from({ length: 100 }, (_, at) => `${" ".repeat(at)}a:`).join("\n");
    expect(quick(deep)).toBeNull();
    expect(quick(`a: ${"[".repeat(5000)}`)).toBeNull();
    expect(quick("- a\n".repeat(200_000))).toBeNull();
  });
});

/** Invented, the same on every run. */
function generator(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
}

const PIECES = [
  ..."abcx019 #:-?,[]{}&*!|>'\"%@`\\~.",
  ": ",
  "- ",
  " #",
  "\n",
  "\n",
  "\n  ",
  "\n    ",
  "\n- ",
  "\nk: ",
  "\n  k: ",
  "!Ref ",
  "|\n",
  ">-\n",
  "---\n",
  "null",
  "true",
  "1.5",
  "''",
];

test("what is read quickly is read as the whole parser does, whatever the text", () => {
  const next = generator(20_261_201);
  let read = 0;
  for (let run = 0; run < 6000; run++) {
    const text = Array.from({ length: 2 + next(24) }, () => PIECES[next(PIECES.length)]).join("");
    const trees = quick(text);
    if (trees === null) continue;
    read++;
    let whole: unknown;
    try {
      whole = wholeYamlTrees(text.replaceAll("!Ref ", ""));
    } catch (error) {
      // In brackets, CloudFormation minds no indent.
      if (/[[{]/.test(text)) continue;
      throw new Error(JSON.stringify(text), { cause: error });
    }
    if (text.includes("!Ref ")) continue;
    expect(trees, JSON.stringify(text)).toEqual(whole);
  }
  expect(read).toBeGreaterThan(100);
});
