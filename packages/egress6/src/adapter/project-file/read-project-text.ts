import { readFileSync, statSync } from "node:fs";
import { Egress6Error, reasonOf } from "@egress6/core/errors";

/** More is no file of defaults. */
const MOST_BYTES = 256 * 1024;

/** @throws Egress6Error PROJECT_FILE_INVALID */
export function readProjectText(path: string): string {
  try {
    const state = statSync(path);
    if (!state.isFile()) throw projectFileFault(path, "this is not a file");
    if (state.size > MOST_BYTES) {
      throw projectFileFault(path, `larger than ${MOST_BYTES / 1024} KiB`);
    }
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Egress6Error) throw error;
    throw projectFileFault(path, `cannot be read: ${reasonOf(error)}`);
  }
}

/** @param place file, and line where it is known */
export function projectFileFault(place: string, what: string): Egress6Error {
  return new Egress6Error(
    "PROJECT_FILE_INVALID",
    "input",
    `${place}: ${what}. A project file has region, services, resolvers, sdk and audit: egress6 help project`,
  );
}
