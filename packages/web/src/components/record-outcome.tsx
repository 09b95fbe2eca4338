import { outcomeWords } from "@egress6/core/map/outcome-words";
import { type QuestionDetail, UNASKED } from "@egress6/core/map/question-detail";
import { dayText, momentText } from "@egress6/core/map/time-words";

/** What was observed of one name for one record type. */
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
        {type === "A" ? "IPv4" : "IPv6"} <small>{type}</small>
      </dt>
      <dd>
        <span class={`outcome outcome-${detail.outcome ?? "unasked"}`}>
          {outcomeWords(type, detail)}
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

/** Since when, last checked when, by whom, in how many tries. */
export function provenance(detail: QuestionDetail): string {
  const { since, outcome, checkedAt, resolver, attempts } = detail;
  if (outcome === null) return "not asked yet";
  const words: string[] = [];
  if (since !== null) words.push(`since ${dayText(since)}`);
  words.push(
    checkedAt === null
      ? "last checked at a time that is not known"
      : `last checked ${momentText(checkedAt)}`,
  );
  if (resolver !== null) words.push(`by ${resolver}`);
  words.push(attempts === 1 ? "1 try" : `${attempts} tries`);
  return words.join(" · ");
}
