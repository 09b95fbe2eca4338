import type { Exact } from "../price/exact.js";
import type { DocumentKind } from "./document-kind.js";

/** Kinds of documents of which two can be compared. */
export type ProvedKind = Exclude<DocumentKind, "plan">;

/** One of the two documents. */
export interface ProvedDocument {
  readonly place: string;
  /** When it was taken, ISO 8601; null: it does not say. */
  readonly at: string | null;
}

/** Something that was one way and is another. */
export interface ProvedChange {
  /** An id, a service, a host, the place of a finding. */
  readonly resource: string;
  readonly what: string;
  /** Null: it was not there. */
  readonly before: string | null;
  /** Null: it is not there. */
  readonly after: string | null;
}

/** What goes, or went, through NAT gateways to one destination. */
export interface DestinationBytes {
  /** CLI name; null: no service of AWS. */
  readonly service: string | null;
  /** `unattributed` where there is no name; null where a service has several. */
  readonly host: string | null;
  readonly name: string;
  /** Exact, of each window. */
  readonly before: bigint;
  readonly after: bigint;
  /** GB a month that each window comes to. */
  readonly gbPerMonth: { readonly before: Exact | null; readonly after: Exact | null };
}

export interface MovedBytes extends DestinationBytes {
  /** Of the former window; what is left of it counts by the time that each window covers. */
  readonly bytes: bigint;
}

/** What still goes over IPv4. */
export interface Leak {
  readonly name: string;
  readonly why: string;
  /** Null: the documents know no bytes. */
  readonly traffic: DestinationBytes | null;
}

export interface UsdRange {
  readonly low: Exact | null;
  readonly high: Exact | null;
}

/** A promise of a plan, and what became of it. */
export interface KeptPromise {
  readonly what: string;
  readonly state: "met" | "not met" | "unknown";
  readonly why: string;
}

/** What two documents of one kind show of a change. */
export interface Proof {
  readonly kind: ProvedKind;
  readonly before: ProvedDocument;
  readonly after: ProvedDocument;
  readonly better: readonly ProvedChange[];
  readonly worse: readonly ProvedChange[];
  /** Neither: what is new, or differs without harm. */
  readonly other: readonly ProvedChange[];
  /** What cannot be told, such as what the second document does not hold. */
  readonly unknown: readonly ProvedChange[];
  readonly moved: readonly MovedBytes[];
  readonly leaks: readonly Leak[];
  /** Of flows. */
  readonly totals: {
    readonly bytes: { readonly before: bigint; readonly after: bigint };
    readonly gbPerMonth: { readonly before: Exact; readonly after: Exact };
    readonly usdPerMonth: { readonly before: UsdRange; readonly after: UsdRange };
  } | null;
  /** USD a month that are no longer spent, of what these documents know; null: they know no prices. */
  readonly saved: UsdRange | null;
  /** What the saved dollars are, in a few words. */
  readonly savedOn: string | null;
  readonly promises: readonly KeptPromise[] | null;
  /** USD a month that the plan promised to save. */
  readonly promised: UsdRange | null;
  readonly cautions: readonly string[];
  /** A document is not complete: what it lacks is unknown. */
  readonly isPartial: boolean;
}

/** What each kind of comparison finds; the rest is the same for all. */
export type Findings = Omit<Proof, "kind" | "before" | "after" | "promises" | "promised">;

export const NO_FINDINGS: Findings = {
  better: [],
  worse: [],
  other: [],
  unknown: [],
  moved: [],
  leaks: [],
  totals: null,
  saved: null,
  savedOn: null,
  cautions: [],
  isPartial: false,
};

/** Whether something got worse, or a promise is not met. */
export const isWorse = ({ worse, promises }: Pick<Proof, "worse" | "promises">): boolean =>
  worse.length > 0 || (promises ?? []).some(({ state }) => state === "not met");
