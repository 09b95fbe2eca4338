/** What this tab keeps until it is closed: contents of files, which belong neither in an address nor on a disk. */
export function readKept(key: string): unknown {
  try {
    const text = sessionStorage.getItem(key);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param value null forgets the key @returns whether it is kept: there is room for a few megabytes */
export function keep(key: string, value: unknown): boolean {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    try {
      // What stood there before is not what is shown now.
      sessionStorage.removeItem(key);
    } catch {
      // Storage is refused as a whole.
    }
    return false;
  }
}
