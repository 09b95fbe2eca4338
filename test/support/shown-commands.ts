/** A block of commands in a document, and what is said around it. */
export interface ShownBlock {
  /** The HTML comment right before it, such as `on: dns64-without-route`; empty without one. */
  readonly comment: string;
  readonly commands: readonly ShownCommand[];
  /** Of the text block that follows it right away under `<!-- output -->`; null: none is shown. */
  readonly output: string | null;
}

export interface ShownCommand {
  readonly text: string;
  /** `# exit code 1` behind the command says that it ends so; 0 without. */
  readonly exitCode: number;
}

const BLOCK =
  /(?:^<!-- ([^\n]*) -->\n\n?)?^```sh\n([\s\S]*?)^```$(?:\n\n<!-- output -->\n\n?```text\n([\s\S]*?)^```$)?/gm;

/** The `sh` blocks of a Markdown document. */
export function shownBlocks(markdown: string): readonly ShownBlock[] {
  return [...markdown.matchAll(BLOCK)].map(([, comment = "", block = "", output]) => ({
    comment,
    commands: block.split("\n").flatMap(commandOf),
    output: output ?? null,
  }));
}

/** The commands of all `sh` blocks, without comments. */
export function shownCommands(markdown: string): readonly ShownCommand[] {
  return shownBlocks(markdown).flatMap(({ commands }) => commands);
}

function commandOf(line: string): readonly ShownCommand[] {
  const exitCode = Number(/\s#.*\bexit code (\d+)/.exec(line)?.[1] ?? 0);
  const text = line.replace(/(^|\s+)#.*$/, "").trim();
  return text === "" ? [] : [{ text, exitCode }];
}
