import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";

const INSTALLED = fileURLToPath(new URL("../../node_modules", import.meta.url));
/** What tests compare with is shown to tests only, here. */
const ORACLES = fileURLToPath(new URL("../node_modules", import.meta.url));

/** Lets programs in a folder import what is installed, and the clients that only tests have. */
export function linkModules(folder: string): void {
  const modules = `${folder}/node_modules`;
  mkdirSync(`${modules}/@aws-sdk`, { recursive: true });
  for (const name of readdirSync(INSTALLED)) {
    if (name !== "@aws-sdk") symlinkSync(`${INSTALLED}/${name}`, `${modules}/${name}`);
  }
  for (const from of [INSTALLED, ORACLES]) {
    for (const name of readdirSync(`${from}/@aws-sdk`)) {
      symlinkSync(`${from}/@aws-sdk/${name}`, `${modules}/@aws-sdk/${name}`);
    }
  }
}
