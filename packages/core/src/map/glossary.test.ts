import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { GLOSSARY } from "./glossary.js";

it("says of every word what the document says", () => {
  const file = new URL("../../../../docs/glossary.md", import.meta.url);
  const sections = readFileSync(file, "utf8").replaceAll("`", "").split("\n## ").slice(1);
  const documented = sections.map((section) => {
    const [term, , ...lines] = section.trim().split("\n");
    return { term, meaning: lines.join(" ") };
  });
  expect(documented).toEqual(Object.values(GLOSSARY));
});
