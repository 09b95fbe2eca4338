import { createHash } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { HclEffects } from "@egress6/core/hcl/functions/hcl-function";
import { parse } from "yaml";
import { textOfBytes } from "../read-text.js";

const MOST_BYTES = 1_000_000;

/** What `file()`, hashes and `yamldecode()` of configurations need; files below the folder audited only. */
export function terraformEffects(root: string): HclEffects {
  return {
    readFile: (path) => textBelow(root, path),
    hash: (algorithm, bytes) => createHash(algorithm).update(bytes).digest(),
    parseYaml: (text) => parse(text, { merge: true, maxAliasCount: 100 }),
  };
}

function textBelow(root: string, path: string): string | null {
  const absolute = join(root, path);
  if (relative(root, absolute).startsWith("..")) return null;
  try {
    const stat = lstatSync(absolute);
    if (!stat.isFile() || stat.size > MOST_BYTES) return null;
    const content = textOfBytes(readFileSync(absolute));
    return content.kind === "text" ? content.text : null;
  } catch {
    return null;
  }
}
