import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sourcesIn, textsIn } from "../scripts/lib/texts-in-code.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Words that readers stumble over, and what to write instead. */
const STUMBLING_BLOCKS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\bways? out\b/i, "egress path, workaround"],
  [/\bmend(s|ed)?\b/i, "fix"],
  [/\bsaid to\b/i, "according to …"],
  [/\bof use\b/i, "does not work"],
  [/\bmade[ -]up\b/i, "synthesized"],
  [/\bin vain\b/i, "unresolved"],
  [/\bgone on with\b/, "resumed"],
  [/\blooked at\b/, "checked, read"],
  [/\bbelieved?\b/, "vetted, counts"],
  [/\bsettles? it\b/, "decides, is conclusive"],
];

test.each(["core", "egress6", "web", "aws-sdk"])(
  "the texts of %s have none of the words that are to go",
  (name) => {
    const sources = sourcesIn(`${root}packages/${name}/src`);
    expect(sources.length).toBeGreaterThan(10);
    const found = sources.flatMap(({ path, source }) =>
      textsIn(path, source).flatMap(({ line, text }) =>
        STUMBLING_BLOCKS.filter(([pattern]) => pattern.test(text)).map(
          ([pattern, instead]) =>
            `${path.slice(root.length)}:${line}: ${pattern.exec(text)?.[0]}; write ${instead}`,
        ),
      ),
    );
    expect(found).toEqual([]);
  },
);

const DOCUMENTS = readdirSync(`${root}docs`)
  .filter((name) => name.endsWith(".md") && name !== "config-examples.md")
  .map((name) => `docs/${name}`);

test.each(["README.md", "CONTRIBUTING.md", ...DOCUMENTS])("%s has none of them", (path) => {
  const lines = readFileSync(`${root}${path}`, "utf8").split("\n");
  const found = lines.flatMap((line, index) =>
    STUMBLING_BLOCKS.filter(([pattern]) => pattern.test(line)).map(
      ([pattern, instead]) => `${path}:${index + 1}: ${pattern.exec(line)?.[0]}; write ${instead}`,
    ),
  );
  expect(found).toEqual([]);
});

test("a text is found in literals, templates and tags, with its line", () => {
  const source =
    'const a = "one text";\n// no text at all\nconst b = <p>another {`third $' +
    "{a} text`}</p>;\n";
  expect(textsIn("some.tsx", source)).toEqual([
    { line: 1, text: "one text" },
    { line: 3, text: "another " },
    { line: 3, text: "third " },
    { line: 3, text: " text" },
  ]);
});
