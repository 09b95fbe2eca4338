/**
 * Where a key leads among tabs; round the ends.
 * @returns the index, or -1 for a key that leads nowhere
 */
export function moveTab(index: number, count: number, key: string): number {
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return (index + 1) % count;
    case "ArrowLeft":
    case "ArrowUp":
      return (index + count - 1) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return -1;
  }
}
