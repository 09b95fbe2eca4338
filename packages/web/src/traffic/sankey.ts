/** A bar of a column. */
export interface SankeyNode {
  readonly id: string;
  readonly bytes: bigint;
}

export interface SankeyLink {
  readonly from: string;
  readonly to: string;
  readonly bytes: bigint;
}

export interface PlacedNode extends SankeyNode {
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

interface PlacedLink extends SankeyLink {
  /** Of the ribbon, for `d` of a path. */
  readonly path: string;
}

export interface Sankey {
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly PlacedLink[];
  readonly height: number;
}

interface SankeyOptions {
  /** Left edge of each column. */
  readonly lefts: readonly number[];
  readonly nodeWidth: number;
  /** How high all bytes together are. */
  readonly bodyHeight: number;
  /** How much room a node has at least, for its label. */
  readonly slotHeight: number;
}

/**
 * Places the bars of each column below each other, in the order given, as high as their bytes, and a ribbon for each link.
 * Ribbons leave and reach a bar in the order of the bars at their other ends, so that those of one bar do not cross.
 */
export function placeSankey(
  columns: readonly (readonly SankeyNode[])[],
  links: readonly SankeyLink[],
  { lefts, nodeWidth, bodyHeight, slotHeight }: SankeyOptions,
): Sankey {
  const total = columns.reduce((most, nodes) => {
    const sum = nodes.reduce((all, { bytes }) => all + bytes, 0n);
    return sum > most ? sum : most;
  }, 0n);
  const heightOf = (bytes: bigint): number =>
    total === 0n ? 0 : (Number((bytes * 1_000_000n) / total) / 1_000_000) * bodyHeight;
  const nodes = columns.flatMap((column, index) => {
    let y = 0;
    return column.map((node): PlacedNode => {
      const height = Math.max(1, heightOf(node.bytes));
      const slot = Math.max(height, slotHeight);
      const placed = {
        ...node,
        column: index,
        x: lefts[index] ?? 0,
        y: y + (slot - height) / 2,
        height,
      };
      y += slot + GAP;
      return placed;
    });
  });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const order = new Map(nodes.map(({ id }, index) => [id, index]));
  const rank = (id: string): number => order.get(id) ?? 0;
  const known = links
    .filter(({ from, to, bytes }) => byId.has(from) && byId.has(to) && bytes > 0n)
    .toSorted((a, b) => rank(a.from) - rank(b.from) || rank(a.to) - rank(b.to));
  const left = new Map<string, number>();
  const starts = known.map(({ from, bytes }) => nextOffset(left, from, heightOf(bytes)));
  const right = new Map<string, number>();
  const ends = new Map<SankeyLink, number>();
  for (const link of known.toSorted(
    (a, b) => rank(a.to) - rank(b.to) || rank(a.from) - rank(b.from),
  )) {
    ends.set(link, nextOffset(right, link.to, heightOf(link.bytes)));
  }
  return {
    nodes,
    links: known.map((link, index): PlacedLink => {
      const from = byId.get(link.from);
      const to = byId.get(link.to);
      const thick = Math.max(0.5, heightOf(link.bytes));
      const [x0, x1] = [(from?.x ?? 0) + nodeWidth, to?.x ?? 0];
      const y0 = (from?.y ?? 0) + (starts[index] ?? 0);
      const y1 = (to?.y ?? 0) + (ends.get(link) ?? 0);
      return { ...link, path: ribbon(x0, y0, x1, y1, thick) };
    }),
    height: Math.ceil(
      Math.max(0, ...nodes.map(({ y, height }) => Math.max(y + height, y + slotHeight))),
    ),
  };
}

const GAP = 6;

function nextOffset(used: Map<string, number>, id: string, height: number): number {
  const at = used.get(id) ?? 0;
  used.set(id, at + height);
  return at;
}

function ribbon(x0: number, y0: number, x1: number, y1: number, thick: number): string {
  const middle = (x0 + x1) / 2;
  const curve = (ay: number, bx: number, by: number) =>
    `C${[middle, ay, middle, by, bx, by].map(rounded).join(" ")}`;
  return [
    `M${rounded(x0)} ${rounded(y0)}`,
    curve(y0, x1, y1),
    `L${rounded(x1)} ${rounded(y1 + thick)}`,
    curve(y1 + thick, x0, y0 + thick),
    "Z",
  ].join("");
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
