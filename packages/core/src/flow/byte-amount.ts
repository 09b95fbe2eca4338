/** Bytes, exactly: a number while that holds them, which is fast, and a bigint from 2^53 on. */
export type ByteAmount = number | bigint;

export function plusBytes(a: ByteAmount, b: ByteAmount): ByteAmount {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (sum <= Number.MAX_SAFE_INTEGER) return sum;
  }
  return BigInt(a) + BigInt(b);
}
