import type { Writable } from "node:stream";

export interface BadName {
  /** Such as `line 4`. */
  readonly place: string;
  readonly text: string;
  readonly reason: string;
}

const MOST_SHOWN = 5;

/** Counts the names that cannot be asked for, and remembers the first few. */
export class BadNames {
  private count = 0;
  private readonly first: BadName[] = [];

  get areAny(): boolean {
    return this.count > 0;
  }

  add(bad: BadName): void {
    this.count += 1;
    if (this.first.length < MOST_SHOWN) this.first.push(bad);
  }

  report(stderr: Writable): void {
    if (this.count === 0) return;
    const what = this.count === 1 ? "1 entry is not a name" : `${this.count} entries are not names`;
    const lines = this.first.map(({ place, text, reason }) =>
      text === "" ? `  ${place}: ${reason}` : `  ${place}: ${JSON.stringify(text)}: ${reason}`,
    );
    if (this.count > lines.length) lines.push(`  and ${this.count - lines.length} more`);
    const verb = this.count === 1 ? "was" : "were";
    stderr.write(
      `egress6: ${what} and ${verb} left out; correct or remove:\n${lines.join("\n")}\n`,
    );
  }
}
