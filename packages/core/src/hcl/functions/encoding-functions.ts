import { numberText } from "../convert.js";
import {
  fields,
  HclFault,
  HclFields,
  HclSequence,
  HclUnknown,
  type HclValue,
  isWhollyKnown,
  tuple,
  unknownOf,
} from "../hcl-value.js";
import { type HclEffects, type HclFunction, hclFunction, textArg } from "./hcl-function.js";

/** As Go writes JSON: keys sorted, without spaces, safe in HTML. */
export function goJson(value: HclValue): string {
  return JSON.stringify(plainOf(value)).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** As plain JSON; what is not known is null, or what it is said to be. */
export function plainOf(
  value: HclValue,
  ofUnknown: (unknown: HclUnknown) => string | null = () => null,
): unknown {
  if (value instanceof HclUnknown) return ofUnknown(value);
  if (value instanceof HclSequence) return value.items.map((each) => plainOf(each, ofUnknown));
  if (value instanceof HclFields) {
    return Object.fromEntries(
      value.entries().map(([name, each]) => [name, plainOf(each, ofUnknown)]),
    );
  }
  return value;
}

/** Not known, but of a known shape: each part that is not is a text with `{}`. */
function jsonInPart(value: HclValue): HclUnknown {
  const { missing, of } = unknownOf([value], "string");
  const shape = plainOf(value, ({ known }) => known.pattern ?? "{}");
  return new HclUnknown(missing, "string", {
    of,
    isNotNull: true,
    pattern: JSON.stringify(shape),
  });
}

/** Of plain JSON: tuples and objects. */
export function fromPlain(json: unknown): HclValue {
  if (json === null || json === undefined) return null;
  if (typeof json === "string" || typeof json === "number" || typeof json === "boolean")
    return json;
  if (Array.isArray(json)) return tuple(json.map(fromPlain));
  if (typeof json !== "object") return String(json);
  return fields(
    "object",
    Object.entries(json).map(([name, each]) => [name, fromPlain(each)] as const),
  );
}

function jsonDecode([text]: readonly HclValue[]): HclValue {
  try {
    return fromPlain(JSON.parse(textArg(text)));
  } catch {
    throw new HclFault("not JSON");
  }
}

function yamlDecode([text]: readonly HclValue[], { parseYaml }: HclEffects): HclValue {
  if (parseYaml === null) return new HclUnknown("yamldecode()");
  const source = textArg(text);
  try {
    return fromPlain(parseYaml(source));
  } catch {
    throw new HclFault("not YAML");
  }
}

function yamlText(value: HclValue): string {
  const lines = yamlLines(value);
  const isBlock = typeof value === "string" && lines.length > 1;
  const text = lines.map((line, at) => (isBlock && at > 0 ? `  ${line}` : line)).join("\n");
  const needsEnd = typeof value === "number" || typeof value === "boolean" || value === null;
  return `${text}\n${needsEnd ? "...\n" : ""}`;
}

function yamlLines(value: HclValue): readonly string[] {
  if (value instanceof HclSequence && value.items.length > 0) {
    return value.items.flatMap((item) => {
      const [first = "", ...rest] = yamlLines(item);
      return [`- ${first}`, ...rest.map((line) => (line === "" ? "" : `  ${line}`))];
    });
  }
  if (value instanceof HclFields && value.size > 0) {
    return value.entries().flatMap(([name, each]) => {
      const lines = yamlLines(each);
      const isBlock =
        (each instanceof HclSequence && each.items.length > 0) ||
        (each instanceof HclFields && each.size > 0);
      if (!isBlock)
        return [
          `${JSON.stringify(name)}: ${lines[0] ?? ""}`,
          ...lines.slice(1).map((line) => `  ${line}`),
        ];
      const indent = each instanceof HclFields ? "  " : "";
      return [`${JSON.stringify(name)}:`, ...lines.map((line) => `${indent}${line}`)];
    });
  }
  return yamlScalar(value);
}

function yamlScalar(value: HclValue): readonly string[] {
  if (value instanceof HclSequence) return ["[]"];
  if (value instanceof HclFields) return ["{}"];
  if (typeof value === "number") return [numberText(value)];
  if (typeof value !== "string") return [String(value)];
  if (!value.includes("\n")) return [JSON.stringify(value)];
  const mark = value.endsWith("\n") ? "|" : "|-";
  return [mark, ...value.replace(/\n$/, "").split("\n")];
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.slice(at, at + 3);
    const bits = (a << 16) | (b << 8) | c;
    const chars = [18, 12, 6, 0].map((shift) => BASE64[(bits >> shift) & 63] ?? "");
    const count = Math.min(3, bytes.length - at) + 1;
    text += chars.slice(0, count).join("").padEnd(4, "=");
  }
  return text;
}

/** Null: it is none. */
export function bytesOfBase64(text: string): Uint8Array | null {
  const plain = text.replace(/[\r\n]/g, "");
  if (plain.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(plain)) return null;
  const bytes: number[] = [];
  for (let at = 0; at < plain.length; at += 4) {
    const group = plain.slice(at, at + 4);
    const bits = Array.from(group).reduce(
      (sum, char) => (sum << 6) | (char === "=" ? 0 : BASE64.indexOf(char)),
      0,
    );
    bytes.push((bits >> 16) & 255);
    if (group[2] !== "=") bytes.push((bits >> 8) & 255);
    if (group[3] !== "=") bytes.push(bits & 255);
  }
  return Uint8Array.from(bytes);
}

/** UTF-8, written out: core is compiled without the platform's types. */
export function utf8Of(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) {
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    } else {
      bytes.push(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 63),
        0x80 | ((code >> 6) & 63),
        0x80 | (code & 63),
      );
    }
  }
  return Uint8Array.from(bytes);
}

export function textOfUtf8(bytes: Uint8Array): string | null {
  const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  try {
    return decodeURIComponent(escaped);
  } catch {
    return null;
  }
}

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const hashFunction = (
  algorithm: "md5" | "sha1" | "sha256" | "sha512",
  write: (bytes: Uint8Array) => string,
): HclFunction =>
  hclFunction(
    1,
    ([text], { hash }) =>
      hash === null
        ? new HclUnknown(`${algorithm}()`, "string")
        : write(hash(algorithm, utf8Of(textArg(text)))),
    { type: "string" },
  );

/** The name spaces of RFC 4122. */
const NAMESPACES: Readonly<Record<string, string>> = {
  dns: "6ba7b810",
  url: "6ba7b811",
  oid: "6ba7b812",
  x500: "6ba7b814",
};

function uuidV5([namespace, name]: readonly HclValue[], { hash }: HclEffects): HclValue {
  if (hash === null) return new HclUnknown("uuidv5()", "string");
  const space = textArg(namespace);
  const short = NAMESPACES[space];
  const id = short === undefined ? space : `${short}-9dad-11d1-80b4-00c04fd430c8`;
  const hex = id.replaceAll("-", "");
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new HclFault("not a UUID");
  const head = Array.from({ length: 16 }, (_, at) =>
    Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16),
  );
  const bytes = hash("sha1", Uint8Array.from([...head, ...utf8Of(textArg(name))])).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = hexOf(bytes);
  return [0, 8, 12, 16, 20].map((at, index, all) => text.slice(at, all[index + 1])).join("-");
}

const whollyKnown =
  (run: (value: HclValue) => HclValue) =>
  ([value = null]: readonly HclValue[]): HclValue =>
    isWhollyKnown(value) ? run(value) : encodedUnknown(value);

function encodedUnknown(value: HclValue): HclUnknown {
  const { missing, of } = unknownOf([value]);
  const pattern = value instanceof HclUnknown ? value.known.pattern : undefined;
  return new HclUnknown(missing, "string", {
    of,
    isNotNull: true,
    ...(pattern === undefined ? {} : { pattern }),
  });
}

export const ENCODING_FUNCTIONS: Readonly<Record<string, HclFunction>> = {
  jsonencode: hclFunction(
    1,
    ([value = null]) => (isWhollyKnown(value) ? goJson(value) : jsonInPart(value)),
    { seesUnknown: true },
  ),
  jsondecode: hclFunction(1, jsonDecode),
  yamlencode: hclFunction(1, whollyKnown(yamlText), { seesUnknown: true }),
  yamldecode: hclFunction(1, yamlDecode),
  base64encode: hclFunction(
    1,
    whollyKnown((text) => base64Of(utf8Of(textArg(text)))),
    { seesUnknown: true },
  ),
  base64decode: hclFunction(
    1,
    ([text]) => {
      const bytes = bytesOfBase64(textArg(text));
      const decoded = bytes === null ? null : textOfUtf8(bytes);
      if (decoded === null) throw new HclFault("not base64");
      return decoded;
    },
    { type: "string" },
  ),
  md5: hashFunction("md5", hexOf),
  sha1: hashFunction("sha1", hexOf),
  sha256: hashFunction("sha256", hexOf),
  sha512: hashFunction("sha512", hexOf),
  base64sha256: hashFunction("sha256", base64Of),
  base64sha512: hashFunction("sha512", base64Of),
  urlencode: hclFunction(
    1,
    ([text]) =>
      Array.from(utf8Of(textArg(text)), (byte) => {
        const char = String.fromCharCode(byte);
        if (/[A-Za-z0-9_.~-]/.test(char)) return char;
        return char === " " ? "+" : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
      }).join(""),
    { type: "string" },
  ),
  urldecode: hclFunction(1, ([text]) => {
    try {
      return decodeURIComponent(textArg(text).replaceAll("+", " "));
    } catch {
      throw new HclFault("not encoded as in URLs");
    }
  }),
  uuidv5: hclFunction(2, uuidV5, { type: "string" }),
};
