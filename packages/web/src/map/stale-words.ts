import { dayText } from "@egress6/core/map/time-words";

export function staleWords(days: number, observedTo: number): string {
  return `This is ${days} days old: nothing was observed since ${dayText(observedTo)}. Endpoints may have changed.`;
}
