import { Egress6Error } from "@egress6/core/errors";

/** What was typed does not go together. @param message what, and what to type instead */
export function usageFault(message: string): Egress6Error {
  return new Egress6Error("USAGE", "input", message);
}
