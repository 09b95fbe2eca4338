type Listener = () => void;

const listeners = new Set<Listener>();

/** Gives the focus back to where the details were opened from. */
export function whenDetailsClose(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function returnFocus(): void {
  for (const listener of listeners) listener();
}
