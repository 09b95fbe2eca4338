import { datedOutcomeWords } from "@egress6/core/map/outcome-words";
import { type QuestionDetail, UNASKED } from "@egress6/core/map/question-detail";
import { momentText } from "@egress6/core/map/time-words";
import { Term } from "./term.js";

/** What was observed of one name for one record type, and since when that is so. */
export function RecordOutcome({
  type,
  detail = UNASKED,
}: {
  readonly type: "A" | "AAAA";
  readonly detail: QuestionDetail | undefined;
}) {
  return (
    <div class="question">
      <dt>
        {type === "A" ? "IPv4" : "IPv6"}{" "}
        <small>{type === "A" ? type : <Term word="aaaa">{type}</Term>}</small>
      </dt>
      <dd>
        <span class={`outcome outcome-${detail.outcome ?? "unasked"}`}>
          {datedOutcomeWords(type, detail)}
        </span>
        {detail.addresses.length > 0 && (
          <ul class="addresses">
            {detail.addresses.map((address) => (
              <li key={address}>
                <code>{address}</code>
              </li>
            ))}
          </ul>
        )}
        {detail.cname.length > 0 && (
          <p class="fine">
            by way of <code>{detail.cname.join(" → ")}</code>
          </p>
        )}
      </dd>
    </div>
  );
}

/** When it was last checked, by whom, in how many tries; null: never. */
export function provenance({
  outcome,
  checkedAt,
  resolver,
  attempts,
}: QuestionDetail): string | null {
  if (outcome === null) return null;
  const when =
    checkedAt === null ? "checked, it is not known when" : `checked ${momentText(checkedAt)}`;
  const by = resolver === null ? "" : ` by ${resolver}`;
  return `${when}${by}, ${attempts === 1 ? "1 try" : `${attempts} tries`}`;
}
