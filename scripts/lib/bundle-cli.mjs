import { rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { rolldown } from "rolldown";

const JOINED = /^(\.|\/|@egress6\/core\/|(commander|zod|yaml)($|\/))/;

/**
 * Joins the modules that a command loads into a few files: reading a hundred small ones takes longer
 * than all that `egress6 endpoint` does. What stands in package.json stays outside, but for those of many files that
 * most commands load: a quarter of the time of `find` and `audit` went by before they were found and read.
 * The clients of AWS that `survey` and `flows` load come along, as far as they are used, so that nobody installs them:
 * they are pieces of their own, which no other command reads.
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
    external: (id, importer) =>
      isBuiltin(id) ||
      !(
        JOINED.test(id) ||
        AWS_CLIENTS.test(id) ||
        (importer !== undefined && AWS_SDK.test(importer))
      ),
  });
  await bundle.write({
    dir,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
  });
  await bundle.close();
}

const AWS_CLIENTS = /^@aws-sdk\/client-(athena|auto-scaling|ec2|elastic-load-balancing-v2|s3|sts)$/;
/** What an importer of the SDK's own parts is. */
const AWS_SDK = /[\\/]node_modules[\\/]@(aws-sdk|smithy)[\\/]|aws-account[\\/]survey[\\/]/;
