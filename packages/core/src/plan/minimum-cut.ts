/** A directed edge; cutting it costs its capacity. */
export interface CutEdge {
  readonly from: number;
  readonly to: number;
  readonly capacity: bigint;
}

interface Arc {
  readonly to: number;
  room: bigint;
  /** Where the opposite arc stands in the list of `to`. */
  readonly opposite: number;
}

/**
 * The cheapest set of edges whose removal separates `source` from `sink`, as the nodes left on the
 * source's side: the fewest such nodes where several cuts cost the same.
 * Dinic's algorithm: augment along shortest paths until there is none.
 * @param nodes how many there are; nodes are 0 … nodes − 1
 */
export function minimumCut(
  nodes: number,
  edges: readonly CutEdge[],
  source: number,
  sink: number,
): ReadonlySet<number> {
  const arcs = residualArcs(nodes, edges);
  for (;;) {
    const levels = distancesFrom(source, arcs);
    if (levels[sink] === undefined) {
      return new Set(levels.flatMap((level, node) => (level === undefined ? [] : [node])));
    }
    saturate(arcs, levels, source, sink);
  }
}

function residualArcs(nodes: number, edges: readonly CutEdge[]): readonly Arc[][] {
  const arcs: Arc[][] = Array.from({ length: nodes }, () => []);
  for (const { from, to, capacity } of edges) {
    const forth = arcs[from] ?? [];
    const back = arcs[to] ?? [];
    forth.push({ to, room: capacity, opposite: back.length });
    back.push({ to: from, room: 0n, opposite: forth.length - 1 });
  }
  return arcs;
}

/** Steps from `start` over arcs with room, by node; a hole where there is no way. */
function distancesFrom(start: number, arcs: readonly Arc[][]): readonly (number | undefined)[] {
  const levels: (number | undefined)[] = Array.from({ length: arcs.length }, () => undefined);
  levels[start] = 0;
  const queue = [start];
  for (const node of queue) {
    for (const { to, room } of arcs[node] ?? []) {
      if (room === 0n || levels[to] !== undefined) continue;
      levels[to] = (levels[node] ?? 0) + 1;
      queue.push(to);
    }
  }
  return levels;
}

/** Fills every shortest path. Depth first with a stack of its own: a path may be long. */
function saturate(
  arcs: readonly Arc[][],
  levels: readonly (number | undefined)[],
  source: number,
  sink: number,
): void {
  const next: number[] = arcs.map(() => 0);
  const path: Arc[] = [];
  for (;;) {
    const node = path.at(-1)?.to ?? source;
    if (node === sink) {
      push(arcs, path);
      path.length = 0;
      continue;
    }
    const arc = arcs[node]?.[next[node] ?? 0];
    if (arc === undefined) {
      if (path.pop() === undefined) return;
      const before = path.at(-1)?.to ?? source;
      next[before] = (next[before] ?? 0) + 1;
    } else if (arc.room > 0n && levels[arc.to] === (levels[node] ?? 0) + 1) {
      path.push(arc);
    } else {
      next[node] = (next[node] ?? 0) + 1;
    }
  }
}

function push(arcs: readonly Arc[][], path: readonly Arc[]): void {
  const amount = path.reduce(
    (least, { room }) => (room < least ? room : least),
    path[0]?.room ?? 0n,
  );
  for (const arc of path) {
    arc.room -= amount;
    const opposite = arcs[arc.to]?.[arc.opposite];
    if (opposite !== undefined) opposite.room += amount;
  }
}
