import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

type Grammar = new () => { validate(sql: string): readonly unknown[] };

/** Its package names folders where Node wants files: a bundle of it can be loaded. */
export async function sqlGrammar(
  folder: string,
): Promise<{ readonly TrinoSQL: Grammar; readonly HiveSQL: Grammar }> {
  const entry = `${folder}/grammar.mjs`;
  writeFileSync(entry, 'export { HiveSQL, TrinoSQL } from "dt-sql-parser";\n');
  const bundle = await rolldown({
    input: entry,
    platform: "node",
    resolve: {
      modules: ["../node_modules", "../../.tmp/oracles/node_modules"].map(
        (path) => new URL(path, import.meta.url).pathname,
      ),
    },
  });
  await bundle.write({ file: `${folder}/grammar-bundle.mjs`, format: "esm" });
  await bundle.close();
  return import(/* @vite-ignore */ pathToFileURL(`${folder}/grammar-bundle.mjs`).href);
}
