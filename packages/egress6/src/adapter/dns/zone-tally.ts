import type { OutcomeKind, RecordType } from "@egress6/core/observation/outcome";

/** So many names, and none that exists or none with AAAA, are no coincidence. */
const DENIALS = 2;
const WITHOUT_AAAA_IN_A_ROW = 16;

/** What a resolver said of the names in one of AWS's zones. */
export class ZoneTally {
  affirmed = 0;
  denied = 0;
  private withoutAaaaInARow = 0;
  /** Since doubt was taken last. */
  private readonly recent = { withAaaa: 0, withoutAaaa: 0 };

  count(type: RecordType, kind: OutcomeKind): void {
    const isWithout = kind === "nodata" || kind === "nxdomain";
    if (!isWithout && kind !== "answer") return;
    if (type === "A") {
      if (kind === "nxdomain") this.denied += 1;
      else this.affirmed += 1;
    } else if (isWithout) {
      this.recent.withoutAaaa += 1;
      this.withoutAaaaInARow += 1;
    } else {
      this.recent.withAaaa += 1;
      this.withoutAaaaInARow = 0;
    }
  }

  /** Whether all that it said lately, or the last it said, may come of a filter or a lost zone. */
  takeDoubt(): boolean {
    const { withAaaa, withoutAaaa } = this.recent;
    this.recent.withAaaa = 0;
    this.recent.withoutAaaa = 0;
    const isLastWithout = this.withoutAaaaInARow >= WITHOUT_AAAA_IN_A_ROW;
    return withoutAaaa > 0 && (withAaaa === 0 || isLastWithout);
  }

  /** Whether it has denied all names. */
  get isDenied(): boolean {
    return this.affirmed === 0 && this.denied >= DENIALS;
  }
}
