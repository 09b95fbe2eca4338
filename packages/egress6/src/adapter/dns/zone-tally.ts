import type { OutcomeKind, RecordType } from "@egress6/core/observation/outcome";

const DENIALS_KEPT = 10;
/** So many in a row, and none with such addresses, may be none. */
const WITHOUT_IN_A_ROW = 16;

/** What a resolver said of the names in one of AWS's zones. */
export class ZoneTally {
  affirmed = 0;
  private readonly deniedNames = new Set<string>();
  private readonly families = { A: new FamilyTally(), AAAA: new FamilyTally() };

  count(name: string, type: RecordType, kind: OutcomeKind): void {
    const isWithout = kind === "nodata" || kind === "nxdomain";
    if (!isWithout && kind !== "answer") return;
    this.families[type].count(isWithout);
    if (type !== "A") return;
    if (kind !== "nxdomain") this.affirmed += 1;
    else if (this.deniedNames.size < DENIALS_KEPT) this.deniedNames.add(name);
  }

  /** How many names it denied, up to more than need be known. */
  get denied(): number {
    return this.deniedNames.size;
  }

  /** Whether all that it said of a family lately, or the last it said, may come of a filter or a lost zone. */
  takeDoubt(): boolean {
    const { A, AAAA } = this.families;
    const areDoubted = [A.takeDoubt(), AAAA.takeDoubt()];
    return areDoubted.includes(true);
  }
}

class FamilyTally {
  private withoutInARow = 0;
  /** Since doubt was taken last. */
  private readonly recent = { with: 0, without: 0 };

  count(isWithout: boolean): void {
    this.recent[isWithout ? "without" : "with"] += 1;
    this.withoutInARow = isWithout ? this.withoutInARow + 1 : 0;
  }

  takeDoubt(): boolean {
    const { with: withIt, without } = this.recent;
    this.recent.with = 0;
    this.recent.without = 0;
    return without > 0 && (withIt === 0 || this.withoutInARow >= WITHOUT_IN_A_ROW);
  }
}
