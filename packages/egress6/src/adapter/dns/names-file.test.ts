import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type NameLine, readNameLines } from "./names-file.js";

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(content: string | Uint8Array, size = 7): Promise<readonly NameLine[]> {
  const lines: NameLine[] = [];
  for await (const more of readNameLines(inChunks(Buffer.from(content), size))) lines.push(...more);
  return lines;
}

const brief = (lines: readonly NameLine[]) =>
  lines.map((line) => `${line.line} ${line.ok ? line.name : `! ${line.reason}`}`);

describe("readNameLines", () => {
  it("reads names, and skips comments and blank lines", async () => {
    const content = "# hosts\r\na.test\r\n\r\n  B.Test.   # the second\n\t\nc#d.test\nlast.test";
    expect(brief(await read(content))).toEqual([
      "2 a.test",
      "4 b.test",
      "6 ! “#” cannot be part of a host name",
      "7 last.test",
    ]);
  });

  it("turns other scripts into their xn-- form", async () => {
    expect(brief(await read("münchen.test\nпример.test\n\ufffd.test"))).toEqual([
      "1 xn--mnchen-3ya.test",
      "2 xn--e1afmkfd.test",
      "3 ! it has characters that IDNA does not allow",
    ]);
  });

  it("skips a byte order mark", async () => {
    expect(brief(await read("\ufeffa.test\n"))).toEqual(["1 a.test"]);
  });

  it("tells binary lines by their number and does the others", async () => {
    const binary = Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x0a]);
    const content = Buffer.concat([Buffer.from("a.test\n"), binary, Buffer.from("\0b\nb.test\n")]);
    expect(brief(await read(content))).toEqual([
      "1 a.test",
      "2 ! it is not UTF-8 text",
      "3 ! the character U+0000 cannot be part of a host name",
      "4 b.test",
    ]);
  });

  it("survives a line of many megabytes", async () => {
    const long = Buffer.alloc(10_000_000, "a");
    const content = Buffer.concat([Buffer.from("a.test\n"), long, Buffer.from("\nb.test\n")]);
    expect(brief(await read(content, 65_536))).toEqual([
      "1 a.test",
      "2 ! a line of 10000000 octets is not a name",
      "3 b.test",
    ]);
    expect(brief(await read(long, 65_536))).toEqual([
      "1 ! a line of 10000000 octets is not a name",
    ]);
  });

  it("finds nothing in an empty file", async () => {
    expect(await read("")).toEqual([]);
  });

  it("reads the same however the file comes in chunks", async () => {
    const line = fc.oneof(fc.constantFrom("a.test", "# c", "", "x y", "é.test"), fc.string());
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 9 }), async (lines, size) => {
        const content = lines.join("\n");
        expect(await read(content, size)).toEqual(await read(content, 1 << 20));
      }),
    );
  });
});
