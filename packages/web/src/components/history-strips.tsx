import { observableName } from "@egress6/core/endpoint/placeholder";
import type { Endpoint } from "@egress6/core/endpoint/types";
import type { OutcomeSpan } from "@egress6/core/map/question-detail";
import type { ServiceDetails } from "@egress6/core/map/service-details";
import { dayText } from "@egress6/core/map/time-words";
import type { Support } from "@egress6/core/verdict/support";
import { stripParts } from "../map/history-strip.js";

const SAID: Readonly<Record<Support, string>> = {
  yes: "had an IPv6 address",
  no: "had none",
  unknown: "unknown",
};

const NOW: Readonly<Record<Support, string>> = {
  yes: "IPv6 address",
  no: "no IPv6 address",
  unknown: "unknown",
};

interface HistoryStripsProps {
  readonly endpoints: readonly { readonly title: string; readonly endpoint: Endpoint | null }[];
  readonly loaded: ServiceDetails;
}

/** For each name that was ever asked, how AAAA came back over time. */
export function HistoryStrips({ endpoints, loaded }: HistoryStripsProps) {
  const strips = endpoints.flatMap(({ title, endpoint }) => {
    const spans = endpoint && loaded.names.get(observableName(endpoint.hostname))?.ipv6.history;
    return spans && spans.length > 0 ? [{ title, spans }] : [];
  });
  if (strips.length === 0) return null;
  return (
    <section class="history" aria-labelledby="history-title">
      <h3 id="history-title">History of IPv6</h3>
      <ul>
        {strips.map(({ title, spans }) => (
          <Strip key={title} title={title} spans={spans} />
        ))}
      </ul>
    </section>
  );
}

function Strip({
  title,
  spans,
}: {
  readonly title: string;
  readonly spans: readonly OutcomeSpan[];
}) {
  const parts = stripParts(spans);
  const words = parts.map(({ said, span }) =>
    span.from === span.to
      ? `${SAID[said]} on ${dayText(span.from)}`
      : `${SAID[said]} from ${dayText(span.from)} to ${dayText(span.to)}`,
  );
  const last = parts.at(-1);
  return (
    <li>
      <span>{title}</span>
      <div class="timeline" aria-hidden="true">
        {parts.map(({ said, span, left, width }, index) => (
          <i
            key={span.from}
            class={`said-${said}`}
            style={{ left: `${left}%`, width: `max(3px, ${width}%)` }}
            title={words[index]}
          />
        ))}
      </div>
      <small>
        {last === undefined
          ? ""
          : `${NOW[last.said]} since ${dayText(last.span.from)}, last seen ${dayText(last.span.to)}`}
      </small>
      {words.length > 1 && <p class="visually-hidden">Before: {words.slice(0, -1).join("; ")}</p>}
    </li>
  );
}
