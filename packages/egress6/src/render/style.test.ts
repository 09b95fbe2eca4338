import fc from "fast-check";
import { expect, test } from "vitest";
import { foldLines } from "./fold-lines.js";
import { coloured, linked, shownLength, toned, untoned } from "./style.js";
import { alignColumns } from "./text-columns.js";
import { wrapText } from "./wrap-text.js";

test("marks are no part of what is read", () => {
  const text = toned("strong", toned("good", "works"));
  expect(untoned(text)).toBe("works");
  expect(shownLength(text)).toBe(5);
});

test("a tone ends with its line", () => {
  expect(coloured(toned("bad", "one\ntwo"))).toBe("\x1b[31mone\x1b[39m\n\x1b[31mtwo\x1b[39m");
});

test("tables and paragraphs are as wide with tones as without", () => {
  const rows = [
    ["s3", "yes", "x"],
    ["logs", "unknown", "y"],
  ];
  const inTones = rows.map(([name = "", state = "", last = ""]) => [
    name,
    toned("good", state),
    last,
  ]);
  expect(untoned(alignColumns(inTones))).toBe(alignColumns(rows));
  const sentence = "It is said of each word how it looks, and no line is longer than without that.";
  expect(untoned(wrapText(toned("good", sentence), "  ", 30))).toBe(
    untoned(wrapText(sentence, "  ", 30)),
  );
});

test("addresses become links, without the full stop after them", () => {
  expect(linked("See https://a.example/b.")).toBe(
    "See \x1b]8;;https://a.example/b\x1b\\https://a.example/b\x1b]8;;\x1b\\.",
  );
});

test("no folded line is wider than the terminal but for what has no space, and nothing is lost", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(words, fc.integer({ min: 20, max: 60 }), fc.nat(6), (all, columns, indent) => {
      const line = " ".repeat(indent) + all.join(" ");
      const folded = foldLines(line, columns);
      expect(folded.split(/\s+/).join(" ").trim()).toBe(all.join(" "));
      for (const each of folded.split("\n")) expect(each.length).toBeLessThanOrEqual(columns);
    }),
  );
});

test("a command stays whole", () => {
  const command = "  $ egress6 endpoint sqs --region eu-central-1 --live";
  expect(foldLines(command, 20)).toBe(command);
  expect(foldLines("run `egress6 scan --service s3` now", 16)).toBe(
    "run\n  `egress6 scan --service s3`\n  now",
  );
});

test("what was broken for one width is broken anew for another, with the same indent", () => {
  const sentence = `${toned("strong", "No setting helps")}: neither hostname of this service has an IPv6 address.`;
  const broken = wrapText(`  ${sentence}`, "    ", 40);
  expect(untoned(foldLines(broken, 60))).toBe(
    "  No setting helps: neither hostname of this service has an\n    IPv6 address.",
  );
  expect(untoned(foldLines(broken, 30))).toBe(
    "  No setting helps: neither\n    hostname of this service\n    has an IPv6 address.",
  );
  const marked = toned("strong", wrapText("one two three four", "  ", 9));
  expect(untoned(foldLines(marked, 80))).toBe("one two three four");
});
