import "../styles/term.css";
import { GLOSSARY, type GlossaryWord } from "@egress6/core/map/glossary";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

interface TermProps {
  readonly word: GlossaryWord;
  /** As it stands in the text; the term itself when left out. */
  readonly children?: ComponentChildren;
}

let count = 0;

/** Preact's own would be part of the first load of every page. */
const nextId = () => `term-${++count}`;

/** A word of the trade, explained where it stands: under the pointer, with the focus, or touched. Escape closes it. */
export function Term({ word, children }: TermProps) {
  const [isShown, setShown] = useState(false);
  const [id] = useState(nextId);
  const { term, meaning } = GLOSSARY[word];
  useEffect(() => {
    if (!isShown) return;
    const ends = new AbortController();
    // Wherever the focus is, and before what the word stands in.
    const close = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      setShown(false);
      ends.abort();
    };
    document.addEventListener("keydown", close, { capture: true, signal: ends.signal });
    return () => ends.abort();
  }, [isShown]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is explained stays while the pointer is on it
    <span class="term" onMouseEnter={() => setShown(true)} onMouseLeave={() => setShown(false)}>
      <button
        type="button"
        aria-describedby={isShown ? id : undefined}
        onFocus={() => setShown(true)}
        onBlur={() => setShown(false)}
        onClick={() => setShown(true)}
      >
        {children ?? term}
      </button>
      {isShown && (
        <span role="tooltip" id={id}>
          {meaning}
        </span>
      )}
    </span>
  );
}
