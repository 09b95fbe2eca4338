import { expect, it } from "vitest";
import type { Outcome } from "./outcome.js";
import { type Control, type ControlResult, controlsFor, vetResolver } from "./vet-resolver.js";

/** One address for every A, nothing else, as of a portal. */
function portalSays({ type }: Control): Pick<Outcome, "kind" | "addresses" | "cname"> {
  const addresses = type === "A" ? ["192.168.8.1"] : [];
  return { kind: type === "A" ? "answer" : "nodata", addresses, cname: [] };
}

it("a portal is told by what it answers, before what it has no answer for", () => {
  const results = controlsFor({
    zones: ["amazonaws.com"],
    newLabel: () => "egress6-0123456789ab",
  }).map((control): ControlResult => ({ control, outcome: portalSays(control) }));
  const { state, reasons } = vetResolver(results);
  expect(state).toBe("lies");
  expect(reasons[0]).toMatchObject({
    cause: "answers-for-all",
    control: "ipv4only.arpa A",
    came: "is 192.168.8.1",
    truth: "it is 192.0.0.170 and 192.0.0.171",
  });
  expect(reasons.map(({ cause }) => cause)).toContain("empties-answers");
});
