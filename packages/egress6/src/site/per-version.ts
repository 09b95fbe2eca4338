/** Makes a value again only when what it is made from has another version. */
export function perVersion<T>(version: () => number, make: () => T): () => T {
  let kept: { readonly version: number; readonly value: T } | null = null;
  return () => {
    const now = version();
    if (kept?.version !== now) kept = { version: now, value: make() };
    return kept.value;
  };
}
