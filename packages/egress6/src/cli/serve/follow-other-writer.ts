import { statSync } from "node:fs";

const LOOK_EVERY_MS = 5_000;

/** Tells when another process has written to the store. @returns stops it */
export function followOtherWriter(path: string, onWritten: () => void): () => void {
  let seen = fingerprint(path);
  const timer = setInterval(() => {
    const now = fingerprint(path);
    if (now === seen) return;
    seen = now;
    onWritten();
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/** What SQLite changes with every transaction: the file, or its write-ahead log. */
function fingerprint(path: string): string {
  return [path, `${path}-wal`]
    .map((file) => statSync(file, { throwIfNoEntry: false }))
    .map((stat) => `${stat?.mtimeMs} ${stat?.size}`)
    .join(" ");
}
