import { CopyButton } from "./copy-button.js";

interface CommandsProps {
  readonly lines: readonly string[];
  /** What they are, for the name of the button. */
  readonly name: string;
}

/** To be pasted, or a diff. */
export function Commands({ lines, name }: CommandsProps) {
  return (
    <div class="commands">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{lines.join("\n")}</pre>
      <CopyButton text={lines.join("\n")} name={name} />
    </div>
  );
}
