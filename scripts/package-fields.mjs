// What every package.json repeats of the root's: `node scripts/package-fields.mjs [--write]`.
// The root's package.json is the one place for the repository, the author, the licence, the version and the engines.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { root as clone } from "./lib/run.mjs";

const { values } = parseArgs({
  options: { write: { type: "boolean" }, root: { type: "string", default: clone } },
});
const root = resolve(values.root);
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const main = read(join(root, "package.json"));

const [, slug] = /^github:([\w.-]+\/[\w.-]+)$/.exec(main.repository) ?? [];
if (slug === undefined) {
  console.error('package.json: "repository" must be "github:OWNER/NAME"');
  process.exit(2);
}
const page = `https://github.com/${slug}`;
const folders = main.workspaces;
const names = new Set(folders.map((folder) => read(join(root, folder, "package.json")).name));

/** npm compares `repository.url` with where a package was built before it signs its provenance. */
const sharedFields = (folder) => ({
  version: main.version,
  homepage: `${page}#readme`,
  bugs: `${page}/issues`,
  license: main.license,
  author: main.author,
  repository: { type: "git", url: `git+${page}.git`, directory: folder },
  engines: main.engines,
});

/** Our packages need each other in exactly this version. */
const withOwnVersion = (dependencies) =>
  Object.fromEntries(
    Object.entries(dependencies).map(([name, range]) => [
      name,
      names.has(name) ? main.version : range,
    ]),
  );

/** A package.json as it should be: shared fields in their customary place, the others as they were. */
function completed(manifest, folder) {
  const { name, version: _, private: isPrivate, description, keywords, ...rest } = manifest;
  const { version, ...shared } = sharedFields(folder);
  const result = { name, version };
  if (isPrivate !== undefined) result.private = isPrivate;
  result.description = description;
  if (keywords !== undefined) result.keywords = keywords;
  Object.assign(result, shared, { ...rest, ...shared });
  for (const field of ["dependencies", "devDependencies", "peerDependencies"]) {
    if (result[field] !== undefined) result[field] = withOwnVersion(result[field]);
  }
  return result;
}

const old = folders.filter((folder) => {
  const path = join(root, folder, "package.json");
  const manifest = read(path);
  const wanted = completed(manifest, folder);
  if (JSON.stringify(wanted) === JSON.stringify(manifest)) return false;
  if (values.write) writeFileSync(path, `${JSON.stringify(wanted, null, 2)}\n`);
  return true;
});
for (const folder of old) {
  console.error(
    values.write
      ? `${folder}/package.json: written`
      : `${folder}/package.json differs from the root's in a shared field: npm run fix`,
  );
}
process.exitCode = old.length > 0 && !values.write ? 1 : 0;
