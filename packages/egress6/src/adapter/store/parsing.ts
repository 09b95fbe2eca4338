import { UnreadableColumn } from "./columns.js";
import { storeCorrupt } from "./store-fault.js";

/** Runs a query and parses what it gives; a value that cannot be is a fault of the file. */
export function parsing<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableColumn || error instanceof SyntaxError) {
      throw storeCorrupt(path, `a value cannot be read (${error.message})`, error);
    }
    throw error;
  }
}
