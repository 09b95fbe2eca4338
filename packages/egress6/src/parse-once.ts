/**
 * Parses what is read again and again and hardly ever changes, such as the facts: the same bytes are not parsed twice.
 * What comes out is shared by all who ask, so it must be readonly.
 * @param parse may throw, and is then asked again
 */
export function parseOnce<T>(parse: (text: string) => T): (bytes: Buffer) => T {
  let last: { readonly bytes: Buffer; readonly parsed: T } | null = null;
  return (bytes) => {
    if (last === null || !last.bytes.equals(bytes)) {
      last = { bytes, parsed: parse(bytes.toString("utf8")) };
    }
    return last.parsed;
  };
}
