import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markup } from "./markup.js";

const unescaped = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&gt;", ">")
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&");

describe("markup", () => {
  it("escapes what is put in, but markup", () => {
    const inner = markup`<b>${"a < b"}</b>`;
    expect(`${markup`<p title="${'"&'}">${inner}${[1, "<", inner]}</p>`}`).toBe(
      '<p title="&quot;&amp;"><b>a &lt; b</b>1&lt;<b>a &lt; b</b></p>',
    );
  });

  it("lets no text end its element or attribute, and changes none", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const written = `${markup`${text}`}`;
        expect(written).not.toMatch(/[<>"]/);
        expect(unescaped(written)).toBe(text);
      }),
    );
  });
});
