import { readFileSync } from "node:fs";
import { Egress6Error } from "@egress6/core/errors";
import { z } from "zod";
import { DATA_FOLDER } from "../../data-folder.js";
import { parseOnce } from "../../parse-once.js";

/**
 * An authored file of `data/`.
 * @returns reads it; throws Egress6Error FACTS_INVALID when the file is missing or not of its schema
 */
export function factFile<T>(name: string, schema: z.ZodType<T>): (folder?: URL) => T {
  const parsed = parseOnce((text) => schema.parse(JSON.parse(text)));
  return (folder = DATA_FOLDER) => {
    const { pathname } = new URL(name, folder);
    try {
      return parsed(readFileSync(new URL(name, folder)));
    } catch (cause) {
      const detail = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
      throw new Egress6Error("FACTS_INVALID", "input", `${pathname}: ${detail}`, { cause });
    }
  };
}
