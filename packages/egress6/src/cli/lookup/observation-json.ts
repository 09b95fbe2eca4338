import type { NameObservation, Outcome } from "@egress6/core/observation/outcome";

/** `{"name","a":{"outcome","addresses","cname","attempts","resolver","ms"},"aaaa":{…}}`. */
export function observationJson({ name, a, aaaa }: NameObservation): string {
  return JSON.stringify({ name, a: outcomeJson(a), aaaa: outcomeJson(aaaa) });
}

function outcomeJson({ kind, addresses, cname, attempts, resolver, ms }: Outcome) {
  return { outcome: kind, addresses, cname, attempts, resolver, ms };
}
