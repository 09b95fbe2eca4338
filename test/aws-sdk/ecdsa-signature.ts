import { createECDH, createHmac, createPublicKey, verify } from "node:crypto";

interface Credentials {
  readonly accessKeyId: string;
  readonly secretKey: string;
}

const ALGORITHM = "AWS4-ECDSA-P256-SHA256";
/** Of the curve P-256: the number of its points. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * Whether Signature Version 4A signed this text. The key pair follows from the credentials, by the counter
 * mode of NIST SP 800-108.
 */
export function isEcdsaSignature(hex: string, text: string, credentials: Credentials): boolean {
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(privateKey(credentials).toString(16).padStart(64, "0"), "hex");
  const point = pair.getPublicKey();
  const key = createPublicKey({
    format: "jwk",
    key: {
      kty: "EC",
      crv: "P-256",
      x: point.subarray(1, 33).toString("base64url"),
      y: point.subarray(33).toString("base64url"),
    },
  });
  return verify("sha256", Buffer.from(text), key, Buffer.from(hex, "hex"));
}

function privateKey({ accessKeyId, secretKey }: Credentials): bigint {
  for (let counter = 1; ; counter++) {
    const input = Buffer.concat([
      Buffer.from([0, 0, 0, 1]),
      Buffer.from(`${ALGORITHM}\0${accessKeyId}`),
      Buffer.from([counter, 0, 0, 1, 0]),
    ]);
    const candidate = createHmac("sha256", `AWS4A${secretKey}`).update(input).digest("hex");
    const number = BigInt(`0x${candidate}`);
    if (number <= ORDER - 2n) return number + 1n;
  }
}
