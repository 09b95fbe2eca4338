import { useEffect, useState } from "preact/hooks";

const NARROWEST_PX = 280;

/** The width of a box in pixels, followed as it changes. */
export function useWidth(box: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(NARROWEST_PX);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watcher = new ResizeObserver(() =>
      setWidth(Math.max(NARROWEST_PX, Math.round(element.clientWidth))),
    );
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [box]);
  return width;
}
