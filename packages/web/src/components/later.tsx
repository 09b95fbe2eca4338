import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

interface LaterProps {
  readonly children: () => ComponentChildren;
}

/**
 * Comes after what stands before it was painted, in a task of its own: a slow phone can scroll and type
 * between the two.
 */
export function Later({ children }: LaterProps) {
  const [isDue, setIsDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsDue(true));
    return () => clearTimeout(timer);
  }, []);
  return isDue && children();
}
