import { copied } from "../state/copied.js";
import { copyText } from "../state/copy.js";

interface CopyButtonProps {
  readonly text: string;
  /** What it is, where the text itself is too long to be read out. */
  readonly name?: string;
}

export function CopyButton({ text, name = text }: CopyButtonProps) {
  return (
    <button type="button" class="small" aria-label={`Copy ${name}`} onClick={() => copyText(text)}>
      {copied.value === text ? "Copied" : "Copy"}
    </button>
  );
}
