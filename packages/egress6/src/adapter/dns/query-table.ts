import { randomQueryId } from "./query-ids.js";

const IDS = 65_536;
const RANDOM_DRAWS = 32;

/**
 * The queries of one socket whose answers would be accepted, by id. A plain array: a Map that
 * thousands of entries a second pass through keeps the objects of its former tables alive.
 */
export class QueryTable<Question> {
  private readonly questions: (Question | undefined)[] = new Array(IDS).fill(undefined);

  get(id: number): Question | undefined {
    return this.questions[id];
  }

  /**
   * Enters a question under a random id that no query uses; when nearly all are used, under that of
   * a query that timed out.
   * @param isInFlight whether a question waits for the answer to the query with this id
   */
  enter(question: Question, isInFlight: (other: Question, id: number) => boolean): number {
    for (let draw = 0; ; draw++) {
      const id = randomQueryId();
      const other = this.questions[id];
      const isFree = other === undefined || (draw >= RANDOM_DRAWS && !isInFlight(other, id));
      if (!isFree) continue;
      this.questions[id] = question;
      return id;
    }
  }

  /** Does nothing when the id is another question's by now. */
  remove(id: number, question: Question): void {
    if (this.questions[id] === question) this.questions[id] = undefined;
  }

  /** All entries, with their ids. */
  *entries(): Generator<readonly [number, Question]> {
    for (let id = 0; id < IDS; id++) {
      const question = this.questions[id];
      if (question !== undefined) yield [id, question];
    }
  }
}
