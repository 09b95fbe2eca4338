import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
// The plugin keeps a vocabulary of its own: it is bundled alone, and its words are those of the SDK.
const PACKAGES = ["core", "egress6", "web"];
const DECLARED =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) ([\w$]+)/gm;

/** The same network, written out in another language: what is called alike does the same there. */
const TWINS = /\/network\/(?:cloudformation|terraform)\//;

/** One lower-case word, such as `text` or `scan`: means what it does in its room. */
const isOfItsRoom = (name: string) => /^[a-z]+$/.test(name);

test("every exported name has one meaning: one file declares it", () => {
  const files = new Map<string, Set<string>>();
  for (const name of PACKAGES) {
    const folder = `packages/${name}/src`;
    for (const file of readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" })) {
      if (!/\.tsx?$/.test(file) || /\.(test|d)\.tsx?$/.test(file)) continue;
      const path = `${folder}/${file}`.replaceAll("\\", "/").replace(TWINS, "/network/*/");
      for (const [, declared = ""] of readFileSync(`${root}${folder}/${file}`, "utf8").matchAll(
        DECLARED,
      )) {
        files.set(declared, (files.get(declared) ?? new Set()).add(path));
      }
    }
  }
  expect(files.size).toBeGreaterThan(1000);
  const ambiguous = [...files].filter(([name, { size }]) => size > 1 && !isOfItsRoom(name));
  expect(ambiguous.map(([name, paths]) => `${name}: ${[...paths].join(", ")}`)).toEqual([]);
});

test("no name is given another on its way in or out", () => {
  const renamed = PACKAGES.flatMap((name) =>
    readdirSync(`${root}packages/${name}/src`, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => `packages/${name}/src/${file}`),
  ).filter((path) =>
    /^(?:import|export)\b[^;]*\{[^}]*\b\w+ as \w+[^}]*\} from "(?:\.|@egress6)/m.test(
      readFileSync(`${root}${path}`, "utf8"),
    ),
  );
  expect(renamed).toEqual([]);
});
