import { readFileSync } from "node:fs";
import { reasonOf } from "@egress6/core/errors";
import type { FoundFile } from "./find-files.js";

export type FileText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "skipped"; readonly reason: string };

/** TerraformConfiguration and code that people write is smaller. */
const MOST_FILE_BYTES = 5_000_000;

/** Text in UTF-8 or UTF-16, with or without a byte order mark. */
export function readFileText({ absolute, bytes }: FoundFile, most = MOST_FILE_BYTES): FileText {
  if (bytes > most) {
    return { kind: "skipped", reason: `Larger than ${Math.round(most / 1_000_000)} MB.` };
  }
  try {
    return textOfBytes(readFileSync(absolute));
  } catch (error) {
    return { kind: "skipped", reason: `Cannot be read: ${reasonOf(error)}.` };
  }
}

export function textOfBytes(bytes: Buffer): FileText {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decoded(bytes, "utf-16le");
  if (first === 0xfe && second === 0xff) return decoded(bytes, "utf-16be");
  const head = bytes.subarray(0, 4000);
  if (head.includes(0)) {
    // Redirected by PowerShell, without a mark: every other byte is empty.
    const isLittle = head.length > 3 && head[1] === 0 && head[3] === 0 && head[0] !== 0;
    const isBig = head.length > 3 && head[0] === 0 && head[2] === 0 && head[1] !== 0;
    if (isLittle) return decoded(bytes, "utf-16le");
    if (isBig) return decoded(bytes, "utf-16be");
    return { kind: "skipped", reason: "A binary file." };
  }
  return decoded(bytes, "utf-8");
}

function decoded(bytes: Buffer, encoding: string): FileText {
  try {
    return { kind: "text", text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    return { kind: "skipped", reason: `Not text in ${encoding.toUpperCase()}.` };
  }
}
