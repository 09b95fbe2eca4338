import { isoTime, isoTimeOrNull } from "../observation/iso-time.js";
import { OUTCOME_KINDS, type OutcomeKind } from "../observation/outcome.js";
import type { Support } from "../verdict/support.js";
import {
  asArray,
  asNumber,
  asObject,
  asOneOf,
  asText,
  asTextOrNull,
  asTime,
  asTimeOrNull,
} from "./json-reader.js";

export const SUPPORTS = ["yes", "no", "unknown"] as const;

/** A stretch of time over which the question kept ending the same way; `to` is when it was last seen so. */
export interface OutcomeSpan {
  readonly kind: OutcomeKind;
  readonly from: number;
  readonly to: number;
}

/** All that the page says of one name for one address family. Times are milliseconds since the epoch. */
export interface QuestionDetail {
  /** The last value that conclusive outcomes established. */
  readonly known: Support;
  readonly since: number | null;
  readonly lastConfirmed: number | null;
  /** How the most recent question ended; null when it was never asked. */
  readonly outcome: OutcomeKind | null;
  readonly checkedAt: number | null;
  readonly resolver: string | null;
  readonly attempts: number;
  readonly addresses: readonly string[];
  readonly cname: readonly string[];
  /** Oldest first. */
  readonly history: readonly OutcomeSpan[];
}

export const UNASKED: QuestionDetail = {
  known: "unknown",
  since: null,
  lastConfirmed: null,
  outcome: null,
  checkedAt: null,
  resolver: null,
  attempts: 0,
  addresses: [],
  cname: [],
  history: [],
};

export function questionDetailJson(detail: QuestionDetail): object {
  return {
    ...detail,
    since: isoTimeOrNull(detail.since),
    lastConfirmed: isoTimeOrNull(detail.lastConfirmed),
    checkedAt: isoTimeOrNull(detail.checkedAt),
    history: detail.history.map(({ kind, from, to }) => [kind, isoTime(from), isoTime(to)]),
  };
}

export function parseQuestionDetail(json: unknown, place: string): QuestionDetail {
  const detail = asObject(json, place);
  const at = (key: string) => `${place}.${key}`;
  const texts = (key: string) => asArray(detail[key], at(key)).map((text) => asText(text, at(key)));
  return {
    known: asOneOf(detail["known"], SUPPORTS, at("known")),
    since: asTimeOrNull(detail["since"], at("since")),
    lastConfirmed: asTimeOrNull(detail["lastConfirmed"], at("lastConfirmed")),
    outcome:
      detail["outcome"] === null ? null : asOneOf(detail["outcome"], OUTCOME_KINDS, at("outcome")),
    checkedAt: asTimeOrNull(detail["checkedAt"], at("checkedAt")),
    resolver: asTextOrNull(detail["resolver"], at("resolver")),
    attempts: asNumber(detail["attempts"], at("attempts")),
    addresses: texts("addresses"),
    cname: texts("cname"),
    history: asArray(detail["history"], at("history")).map((span) => {
      const [kind, from, to] = asArray(span, at("history"));
      return {
        kind: asOneOf(kind, OUTCOME_KINDS, at("history")),
        from: asTime(from, at("history")),
        to: asTime(to, at("history")),
      };
    }),
  };
}
