import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The clone's folder, without a trailing slash. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** Runs a command in the foreground and ends this process with its code when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (result.error) {
    console.error(`${command}: ${result.error.message}`);
    process.exit(3);
  }
  if (result.status !== 0) process.exit(result.status ?? 3);
}

/**
 * A command that an npm package of this clone brings, as Node runs it on every platform: what npm links into
 * `node_modules/.bin` is a shell script or a batch file on Windows.
 * @returns the words to start it with
 */
export function packageCommand(packageName, command = packageName) {
  const folder = `${root}/node_modules/${packageName}`;
  const { bin } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  return [process.execPath, `${folder}/${bin[command]}`];
}

/** Runs npm in the foreground. @throws like `run` */
export function runNpm(args, options = {}) {
  run(...npmCommand(args, options));
}

/** Runs npm without a word. @returns whether it did what it was to do */
export function tryNpm(args, options = {}) {
  const [command, words, how] = npmCommand(args, options);
  return spawnSync(command, words, { cwd: root, stdio: "ignore", ...how }).status === 0;
}

function npmCommand(args, options) {
  const npm = process.env.npm_execpath;
  if (npm?.endsWith(".js")) return [process.execPath, [npm, ...args], options];
  // npm is a batch file on Windows, which only a shell starts; the words are ours.
  return ["npm", args, { shell: process.platform === "win32", ...options }];
}
