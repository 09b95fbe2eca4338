import { jsonFault } from "./json-fault.js";

/** As commands take: more is no document of ours. */
const MOST_BYTES = 50_000_000;

/**
 * The text of a file that was chosen, which stays in this browser.
 * @throws Error with a sentence for the person in front of the page
 */
export async function fileText(file: File): Promise<string> {
  if (file.size > MOST_BYTES) throw new Error(`${file.name} is larger than 50 MB.`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new Error(
      `${file.name} is no text: choose the JSON or YAML file itself, not an archive.`,
    );
  }
}

/** PowerShell writes what a command prints as UTF-16. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

/** @throws Error with a sentence that names the file and the place */
export function parsedJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const before = text.slice(0, jsonFault(text) ?? 0).split("\n");
    const place = `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
    throw new Error(
      `${name}:${place} is not JSON. Choose what the command printed with --json, whole and unchanged.`,
    );
  }
}
