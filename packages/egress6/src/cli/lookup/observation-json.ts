import type { NameObservation, Outcome } from "@egress6/core/observation/outcome";

/** Takes a text piece by piece. */
export interface TextSink {
  add(text: string): void;
}

const NEEDS_ESCAPING = /[^\w.:[\]-]/;

/** Writes `{"name","a":{"outcome","addresses","cname","attempts","resolver","ms"},"aaaa":{…}}`. */
export function writeObservationJson({ name, a, aaaa }: NameObservation, sink: TextSink): void {
  sink.add('{"name":');
  writeString(name, sink);
  sink.add(',"a":');
  writeOutcome(a, sink);
  sink.add(',"aaaa":');
  writeOutcome(aaaa, sink);
  sink.add("}");
}

function writeOutcome(outcome: Outcome, sink: TextSink): void {
  sink.add('{"outcome":"');
  sink.add(outcome.kind);
  sink.add('","addresses":');
  writeList(outcome.addresses, sink);
  sink.add(',"cname":');
  writeList(outcome.cname, sink);
  sink.add(',"attempts":');
  sink.add(String(outcome.attempts));
  sink.add(',"resolver":');
  writeString(outcome.resolver, sink);
  sink.add(',"ms":');
  sink.add(String(outcome.ms));
  sink.add("}");
}

function writeList(values: readonly string[], sink: TextSink): void {
  let separator = "[";
  for (const value of values) {
    sink.add(separator);
    writeString(value, sink);
    separator = ",";
  }
  sink.add(values.length === 0 ? "[]" : "]");
}

function writeString(value: string, sink: TextSink): void {
  if (NEEDS_ESCAPING.test(value)) {
    sink.add(JSON.stringify(value));
    return;
  }
  sink.add('"');
  sink.add(value);
  sink.add('"');
}
