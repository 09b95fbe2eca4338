import { rmSync } from "node:fs";
import { rolldown } from "rolldown";

const JOINED = /^(\.|\/|@egress6\/core\/|(commander|zod|yaml)($|\/))/;

/**
 * Joins the modules that a command loads into a few files: reading a hundred small ones takes longer
 * than all that `egress6 endpoint` does. What stands in package.json stays outside, but for those of many files that
 * most commands load: a quarter of the time of `find` and `audit` went by before they were found and read.
 * The folder lies as deep as those of the modules, so that what they find beside them stays where it is.
 */
export async function bundleCli(dist) {
  const dir = `${dist}/bundle`;
  rmSync(dir, { recursive: true, force: true });
  const bundle = await rolldown({
    input: {
      egress6: `${dist}/cli/main.js`,
      "report-worker": `${dist}/cli/serve/report-worker.js`,
      "flow-worker": `${dist}/adapter/flow-log/text/flow-worker.js`,
    },
    platform: "node",
    external: (id) => !JOINED.test(id),
  });
  await bundle.write({
    dir,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
  });
  await bundle.close();
}
