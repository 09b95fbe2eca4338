import { surveyCall } from "./calls.js";
import type { RawObject } from "./raw.js";
import type { DeniedCall, SurveyAnswer, SurveyReading } from "./survey-reading.js";

/** One thing of an answer, and where it stands. */
export interface FoundItem {
  readonly raw: RawObject;
  readonly region: string;
  readonly account: string | null;
}

/** What was read, by call. */
export class IndexedAnswers {
  private readonly byAction = new Map<string, SurveyAnswer[]>();
  private readonly denied: readonly DeniedCall[];

  constructor({ answers, denied }: SurveyReading) {
    for (const answer of answers) {
      const list = this.byAction.get(answer.action);
      if (list === undefined) this.byAction.set(answer.action, [answer]);
      else list.push(answer);
    }
    this.denied = denied;
  }

  all(action: string): readonly FoundItem[] {
    return (this.byAction.get(action) ?? []).flatMap(({ items, region, account }) =>
      items.map((raw) => ({ raw, region: region ?? "", account })),
    );
  }

  /** Whether anything of it was read. */
  isRead(action: string, region: string, account: string | null): boolean {
    return this.answersOf(action, region, account).length > 0;
  }

  /** Whether all that there is was read: only then nothing means that there is none. */
  isWhole(action: string, region: string, account: string | null): boolean {
    const answers = this.answersOf(action, region, account);
    return answers.length > 0 && answers.every(({ isWhole }) => isWhole);
  }

  isDenied(action: string, region: string, account: string | null): boolean {
    const permission = surveyCall(action)?.permission ?? action;
    return this.denied.some(
      (each) =>
        each.action === permission &&
        (each.region === region || each.region === null) &&
        (each.account == null || account === null || each.account === account),
    );
  }

  private answersOf(action: string, region: string, account: string | null) {
    if (this.isDenied(action, region, account)) return [];
    return (this.byAction.get(action) ?? []).filter(
      (each) =>
        (each.region ?? "") === region &&
        (each.account === account || each.account === null || account === null),
    );
  }
}
