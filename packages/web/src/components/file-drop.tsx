import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";

interface FileDropProps {
  /** Of the button: `Open files`. */
  readonly words: string;
  /** What a screen reader calls the field behind it. */
  readonly label: string;
  readonly accept: string;
  readonly isMultiple?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  /** Other buttons beside it, and what stands below. */
  readonly buttons?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** Takes files from a dialog, or dropped. They stay in the browser. */
export function FileDrop({ words, label, accept, isMultiple, onFiles, ...rest }: FileDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = (list: FileList | null | undefined) => {
    const files = [...(list ?? [])];
    if (files.length > 0) onFiles(isMultiple ? files : files.slice(0, 1));
  };
  return (
    <section
      class={isOver ? "file-drop is-over" : "file-drop"}
      aria-label={label}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <div class="file-buttons">
        <button type="button" onClick={() => input.current?.click()}>
          {words}
        </button>
        {rest.buttons}
        <input
          ref={input}
          type="file"
          accept={accept}
          multiple={isMultiple}
          hidden
          aria-label={label}
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = "";
          }}
        />
      </div>
      {rest.children}
    </section>
  );
}
