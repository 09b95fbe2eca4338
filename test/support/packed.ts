import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import type { TestProject } from "vitest/node";
import { refuseStaleBuild } from "./built.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Of this run of tests alone. */
    readonly packedFolder: string;
  }
}

/** How a release packs, but for the folder's name. */
export const PACK = "node scripts/release.mjs pack";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The folder is there for all workers; what is in it is made by the first that asks. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "egress6-packed-"));
  project.provide("packedFolder", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}

/** The packages as a release packs them, once for all test files of a run. @returns a folder of tarballs */
export async function packedPackages(): Promise<string> {
  refuseStaleBuild();
  const folder = inject("packedFolder");
  const [tarballs, ended] = [join(folder, "tarballs"), join(folder, "ended")];
  try {
    mkdirSync(tarballs);
  } catch {
    while (!existsSync(ended)) await new Promise((resolve) => setTimeout(resolve, 100));
    return tarballs;
  }
  const [command = "", ...words] = PACK.split(" ");
  const packing = spawn(command, [...words, tarballs], { cwd: ROOT, stdio: "inherit" });
  const [code] = await once(packing, "close");
  writeFileSync(ended, String(code));
  return tarballs;
}
