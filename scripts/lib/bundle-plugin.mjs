import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rolldown } from "rolldown";

/**
 * Joins the plugin's modules with those of core that they use, and with what these use: who installs the plugin
 * installs nothing else. The terms of foreign code stand beside it.
 */
export async function bundlePlugin(folder) {
  const dir = `${folder}/dist/bundle`;
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const bundle = await rolldown({
    input: { index: `${folder}/dist/index.js`, register: `${folder}/dist/register.js` },
    platform: "node",
    external: /^node:/,
  });
  const { output } = await bundle.write({
    dir,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
  });
  await bundle.close();
  const modules = output.flatMap(({ moduleIds = [] }) => moduleIds);
  writeFileSync(`${dir}/licenses.txt`, termsOf(modules));
}

function termsOf(modules) {
  const folders = new Set(modules.flatMap((id) => foreignFolder(id) ?? []));
  const terms = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const text = readFileSync(`${folder}/LICENSE`, "utf8").trim();
    return `## ${name} - ${version} (${license})\n\n${text}\n`;
  });
  return `# Licenses\n\nThe files here hold code of these packages:\n\n${terms.join("\n")}`;
}

/** Where npm installed the package that a module belongs to; null for modules of this repository. */
function foreignFolder(id) {
  const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id) ?? [];
  return folder ?? null;
}
