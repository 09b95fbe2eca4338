import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The clone's folder, without a trailing slash. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Runs a command in the foreground and ends this process with its code when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (result.error) {
    console.error(`${command}: ${result.error.message}`);
    process.exit(3);
  }
  if (result.status !== 0) process.exit(result.status ?? 3);
}

/** The path of a command that an npm package of this clone brings. */
export const bin = (name) => `${root}/node_modules/.bin/${name}`;
