import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

const PROJECT_FILE = ".egress6.yaml";

/**
 * The project file that counts in a folder: its own, else the nearest above it within the same Git repository. Outside
 * of one nobody else's folder is looked into.
 */
export function findProjectFile(folder: string): string | null {
  const folders = [folder];
  for (let at = folder; !existsSync(join(at, ".git")); ) {
    const above = dirname(at);
    if (above === at) return [folder].map(fileIn).find(existsSync) ?? null;
    folders.push(above);
    at = above;
  }
  return folders.map(fileIn).find(existsSync) ?? null;
}

const fileIn = (folder: string): string => join(folder, PROJECT_FILE);
