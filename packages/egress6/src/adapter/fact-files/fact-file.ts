import { readFileSync } from "node:fs";
import { Egress6Error } from "@egress6/core/errors";
import { z } from "zod";
import { DATA_FOLDER } from "../../data-folder.js";

/**
 * Reads an authored file of `data/`.
 * @throws Egress6Error FACTS_INVALID when the file is missing or not of its schema
 */
export function readFactFile<T>(name: string, schema: z.ZodType<T>, folder: URL = DATA_FOLDER): T {
  const file = new URL(name, folder);
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    const detail = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new Egress6Error("FACTS_INVALID", "input", `${file.pathname}: ${detail}`, { cause });
  }
}
