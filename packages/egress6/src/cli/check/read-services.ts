import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import type { TypedText } from "@egress6/core/identify/meant-service";
import { readLines } from "../../adapter/botocore/read-lines.js";
import type { CliContext } from "../context.js";
import type { CheckOptions } from "./check-options.js";

/**
 * What was named as arguments, by `--service`, and in the file of `--names`, in that order.
 * @throws Egress6Error NAMES_UNREADABLE
 */
export async function readTyped(
  typed: readonly string[],
  { service = [], names }: CheckOptions,
  { stdin }: CliContext,
): Promise<readonly TypedText[]> {
  const given = [...typed, ...service].map((text) => ({ text, place: null }));
  if (names === undefined) return given;
  const input = names === "-" ? stdin : createReadStream(names);
  return [...given, ...(await readNames(names, input))];
}

async function readNames(path: string, input: Readable): Promise<readonly TypedText[]> {
  const place = path === "-" ? "standard input" : path;
  const found: TypedText[] = [];
  let line = 0;
  try {
    for await (const text of readLines(input)) {
      line++;
      if (text === null) throw new Error(`line ${line} is longer than 1 MiB`);
      const words = text.replace(/(^|\s)#.*$/s, "").split(",");
      for (const word of words.map((each) => each.trim())) {
        if (word !== "") found.push({ text: word, place: `${place}:${line}` });
      }
    }
    return found;
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new Egress6Error(
      "NAMES_UNREADABLE",
      "input",
      `The services cannot be read from ${place} (${reason}). Give a file of names with --names, or - for standard input.`,
      { cause },
    );
  }
}
