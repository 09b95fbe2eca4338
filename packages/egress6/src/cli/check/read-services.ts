import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import { parseService } from "@egress6/core/endpoint/filter";
import type { Service } from "@egress6/core/endpoint/types";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { readLines } from "../../adapter/botocore/read-lines.js";
import type { CliContext } from "../context.js";
import type { CheckOptions } from "./check-options.js";

/**
 * The services named as arguments, by `--service`, and in the file of `--names`; each once, in that order.
 * @throws Egress6Error SERVICE_UNKNOWN with the line of the file, NAMES_UNREADABLE
 */
export async function readServices(
  catalog: Catalog,
  typed: readonly string[],
  { service = [], names }: CheckOptions,
  { stdin }: CliContext,
): Promise<readonly Service[]> {
  const cliNames = new Set([...typed, ...service].map((text) => parseService(catalog, text)));
  if (names !== undefined) {
    const input = names === "-" ? stdin : createReadStream(names);
    for (const cliName of await readNames(catalog, names, input)) cliNames.add(cliName);
  }
  return [...cliNames].flatMap((name) =>
    catalog.services.filter(({ cliName }) => cliName === name),
  );
}

async function readNames(
  catalog: Catalog,
  path: string,
  input: Readable,
): Promise<readonly string[]> {
  const found: string[] = [];
  let line = 0;
  try {
    for await (const text of readLines(input)) {
      line++;
      if (text === null) throw new Error(`line ${line} is longer than 1 MiB`);
      const words = text.replace(/#.*$/s, "").split(",");
      const named = words.map((word) => word.trim()).filter((word) => word !== "");
      found.push(...named.map((name) => parseService(catalog, name)));
    }
    return found;
  } catch (cause) {
    const place = path === "-" ? "standard input" : path;
    if (cause instanceof Egress6Error) {
      throw new Egress6Error(cause.code, "input", `${place}:${line}: ${cause.message}`, { cause });
    }
    const reason = reasonOf(cause);
    throw new Egress6Error(
      "NAMES_UNREADABLE",
      "input",
      `The services cannot be read from ${place} (${reason}). Give a file of names with --names, or - for standard input.`,
      { cause },
    );
  }
}
