import { dayText } from "@egress6/core/map/time-words";

export function staleWords(days: number, observedTo: number): string {
  return `Last checked ${days} days ago, on ${dayText(observedTo)}. Endpoints may have changed.`;
}
