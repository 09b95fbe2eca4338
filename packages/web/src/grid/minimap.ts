import { CELLS, type Cell } from "@egress6/core/verdict/cell";

/** All rows and columns in a strip, a pixel or less each. Clicking or dragging leads there. For the eye only. */
export class Minimap {
  readonly #canvas: HTMLCanvasElement;
  readonly #frame: HTMLElement;
  readonly #onJump: (row: number) => void;
  #rows = 0;
  /** As of the last time it was drawn: asking anew would cost a layout with every scroll. */
  #height = 0;
  #window: readonly [number, number] = [0, 0];

  /**
   * @param frame is put around the rows that the grid shows
   * @param onJump is told the row that was pointed at
   * @param signal ends it
   */
  constructor(
    canvas: HTMLCanvasElement,
    frame: HTMLElement,
    onJump: (row: number) => void,
    signal: AbortSignal,
  ) {
    this.#canvas = canvas;
    this.#frame = frame;
    this.#onJump = onJump;
    for (const type of ["pointerdown", "pointermove"] as const) {
      canvas.addEventListener(type, this.#onPointer, { signal });
    }
  }

  draw(
    rows: readonly number[],
    columns: readonly number[],
    cellAt: (row: number, column: number) => Cell,
  ): void {
    this.#rows = rows.length;
    const context = this.#canvas.getContext("2d");
    if (context === null || rows.length === 0 || columns.length === 0) return;
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const scale = devicePixelRatio;
    this.#canvas.width = width * scale;
    this.#canvas.height = height * scale;
    this.#height = height;
    const colours = coloursOf(this.#canvas);
    const cellWidth = (width * scale) / columns.length;
    const cellHeight = this.#rowHeight() * scale;
    for (const [row, service] of rows.entries()) {
      const top = Math.floor(row * cellHeight);
      const rowHeight = Math.max(1, Math.floor((row + 1) * cellHeight) - top);
      let start = 0;
      // Runs of one colour are one rectangle.
      for (let column = 1; column <= columns.length; column++) {
        const state = cellAt(service, columns[start] ?? -1);
        if (column < columns.length && cellAt(service, columns[column] ?? -1) === state) continue;
        context.fillStyle = colours[state];
        context.fillRect(start * cellWidth, top, (column - start) * cellWidth, rowHeight);
        start = column;
      }
    }
    this.showWindow(...this.#window);
  }

  /** Marks the rows that the grid shows. */
  showWindow(first: number, last: number): void {
    this.#window = [first, last];
    this.#frame.hidden = last - first >= this.#rows - 0.5;
    this.#frame.style.transform = `translateY(${first * this.#rowHeight()}px)`;
    this.#frame.style.height = `${(last - first) * this.#rowHeight()}px`;
  }

  /** Few rows do not fill the strip: they would be blocks that say nothing. */
  #rowHeight(): number {
    return Math.min(MAX_ROW_PX, this.#height / Math.max(1, this.#rows));
  }

  readonly #onPointer = (event: PointerEvent): void => {
    if ((event.buttons & 1) === 0) return;
    if (event.type === "pointerdown") this.#canvas.setPointerCapture(event.pointerId);
    this.#onJump(event.offsetY / this.#rowHeight());
  };
}

const MAX_ROW_PX = 6;

function coloursOf(element: Element): Readonly<Record<Cell, string>> {
  const probe = document.createElement("i");
  element.after(probe);
  const colour = (cell: Cell) => {
    probe.style.color = `var(--${cell === "unknown" ? "unknown-line" : cell})`;
    return getComputedStyle(probe).color;
  };
  const [ipv6 = "", optIn = "", ipv4 = "", none = "", unknown = ""] = CELLS.map(colour);
  probe.remove();
  return { ipv6, "opt-in": optIn, ipv4, none, unknown };
}
