/**
 * Reads what is at an address, in bounded time and size.
 * @returns null: not found (404)
 * @throws whatever went wrong; the reason of `signal` when it was aborted
 */
export async function boundedDownload(
  url: URL,
  { signal, patienceMs, mostBytes }: { signal: AbortSignal; patienceMs: number; mostBytes: number },
): Promise<Uint8Array | null> {
  const response = await fetch(url, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
  });
  if (response.status === 404) return null;
  if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > mostBytes) throw new Error(`it is larger than ${mostBytes >> 20} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
