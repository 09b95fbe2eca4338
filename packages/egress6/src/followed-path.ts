import { readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** As many as Linux follows. */
const MOST_LINKS = 40;

/**
 * The one path of a file, however it was typed: links are followed, also one to a file that is not there yet.
 * @throws the error of the operating system for links in a circle, and for folders that cannot be read
 */
export function followedPath(typedPath: string): string {
  let path = resolve(typedPath);
  for (let links = 0; links <= MOST_LINKS; links++) {
    try {
      return realpathSync(path);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    const folder = realpathOfMissing(dirname(path));
    path = join(folder, basename(path));
    const target = linkTarget(path);
    if (target === null) return path;
    path = resolve(folder, target);
  }
  return path;
}

/** Also of a folder of which only a part is there. */
function realpathOfMissing(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (error) {
    if (!isMissing(error) || dirname(folder) === folder) throw error;
    return join(realpathOfMissing(dirname(folder)), basename(folder));
  }
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
