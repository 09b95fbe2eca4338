import { statSync } from "node:fs";

const LOOK_EVERY_MS = 5_000;

/**
 * Tells when another process has written to the store, and looks again once that is taken in.
 * @returns stops it
 */
export function followOtherWriter(path: string, onWritten: () => Promise<void>): () => void {
  let seen = fingerprint(path);
  const look = async () => {
    const now = fingerprint(path);
    if (now !== seen) {
      seen = now;
      await onWritten();
    }
    timer = isOver ? timer : setTimeout(look, LOOK_EVERY_MS);
  };
  let isOver = false;
  let timer = setTimeout(look, LOOK_EVERY_MS);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** What SQLite changes with every transaction: the file, or its write-ahead log. */
function fingerprint(path: string): string {
  return [path, `${path}-wal`]
    .map((file) => statSync(file, { throwIfNoEntry: false }))
    .map((stat) => `${stat?.mtimeMs} ${stat?.size}`)
    .join(" ");
}
