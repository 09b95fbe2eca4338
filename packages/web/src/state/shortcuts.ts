import { heldText } from "./find-state.js";

export const openFind = () => {
  heldText.value = "";
};

/** What keys do wherever nothing is being typed. */
export const shortcuts = new Map([["p", openFind]]);

/** Follows these keys, and takes what is pasted wherever nothing is being typed. @returns ends it */
export function followShortcuts(): () => void {
  const onKey = (event: KeyboardEvent) => {
    const act = shortcuts.get(event.key);
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event)) return;
    event.preventDefault();
    act();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (!isTyping(event)) heldText.value = event.clipboardData?.getData("text") ?? "";
  };
  const ends = new AbortController();
  const { signal } = ends;
  document.addEventListener("keydown", onKey, { signal });
  document.addEventListener("paste", onPaste, { signal });
  return () => ends.abort();
}

const isTyping = ({ target }: Event) =>
  target instanceof Element && target.matches("input, textarea, select, dialog *");
