import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeSankey, type SankeyLink } from "./sankey.js";

const SIZES = { lefts: [0, 100, 200], nodeWidth: 10, bodyHeight: 300, slotHeight: 20 };

/** Bytes of each pair of a left and a right bar. */
const pairs = fc.array(
  fc.record({
    from: fc.integer({ min: 0, max: 4 }),
    to: fc.integer({ min: 0, max: 6 }),
    bytes: fc.bigInt({ min: 1n, max: 10n ** 18n }),
  }),
  { minLength: 1, maxLength: 20 },
);

function picture(links: readonly { from: number; to: number; bytes: bigint }[]) {
  const named: SankeyLink[] = links.map(({ from, to, bytes }) => ({
    from: `l${from}`,
    to: `r${to}`,
    bytes,
  }));
  const column = (side: "from" | "to") =>
    [...new Set(named.map((link) => link[side]))].sort().map((id) => ({
      id,
      bytes: named.filter((link) => link[side] === id).reduce((sum, { bytes }) => sum + bytes, 0n),
    }));
  return { columns: [column("from"), column("to")], links: named };
}

describe("a picture of flows", () => {
  test("no bar stands on another, and all are inside", () => {
    fc.assert(
      fc.property(pairs, (links) => {
        const given = picture(links);
        const { nodes, height } = placeSankey(given.columns, given.links, SIZES);
        for (const column of [0, 1]) {
          const own = nodes.filter((node) => node.column === column);
          for (const [index, node] of own.entries()) {
            const next = own[index + 1];
            if (next !== undefined) expect(next.y).toBeGreaterThan(node.y + node.height);
            expect(node.y + node.height).toBeLessThanOrEqual(height);
          }
        }
      }),
    );
  });

  test("heights are in proportion to bytes, and every link has a ribbon", () => {
    const { nodes, links } = placeSankey(
      [
        [
          { id: "a", bytes: 300n },
          { id: "b", bytes: 100n },
        ],
        [{ id: "x", bytes: 400n }],
      ],
      [
        { from: "b", to: "x", bytes: 100n },
        { from: "a", to: "x", bytes: 300n },
        { from: "a", to: "nowhere", bytes: 5n },
        { from: "a", to: "x", bytes: 0n },
      ],
      SIZES,
    );
    expect(nodes.map(({ id, x, height }) => [id, x, height])).toEqual([
      ["a", 0, 225],
      ["b", 0, 75],
      ["x", 100, 300],
    ]);
    // Those of the upper bar come first at the other end, too.
    expect(links.map(({ from, path }) => [from, path])).toEqual([
      ["a", "M10 0C55 0 55 0 100 0L100 225C55 225 55 225 10 225Z"],
      ["b", "M10 231C55 231 55 225 100 225L100 300C55 300 55 306 10 306Z"],
    ]);
  });

  test("nothing is an empty picture", () => {
    expect(placeSankey([[], []], [], SIZES)).toEqual({ nodes: [], links: [], height: 0 });
  });
});
