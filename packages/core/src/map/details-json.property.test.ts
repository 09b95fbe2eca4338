import fc from "fast-check";
import { expect, it } from "vitest";
import { VARIANTS } from "../endpoint/types.js";
import { EVIDENCE_KINDS } from "../evidence/evidence.js";
import { OUTCOME_KINDS } from "../observation/outcome.js";
import { hostDetailsJson, parseHostDetails } from "./host-details.js";
import type { QuestionDetail } from "./question-detail.js";
import { parseServiceDetails, serviceDetailsJson } from "./service-details.js";
import { parseStatusChanges, statusChangesJson } from "./status-changes.js";

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const time = fc.option(fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000));
const moment = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000);
const question: fc.Arbitrary<QuestionDetail> = fc.record({
  known: fc.constantFrom("yes", "no", "unknown"),
  since: time,
  lastConfirmed: time,
  outcome: fc.option(fc.constantFrom(...OUTCOME_KINDS)),
  checkedAt: time,
  resolver: fc.option(fc.string()),
  attempts: fc.nat(),
  addresses: fc.array(fc.string(), { maxLength: 3 }),
  cname: fc.array(fc.string(), { maxLength: 3 }),
  history: fc.array(
    fc.record({ kind: fc.constantFrom(...OUTCOME_KINDS), from: moment, to: moment }),
    { maxLength: 3 },
  ),
});
const hostname = fc.domain();
const names = fc
  .array(fc.tuple(hostname, fc.record({ ipv4: question, ipv6: question })), { maxLength: 4 })
  .map((entries) => new Map(entries));

const privateLink = fc.record({
  gatewayIpv6: fc.constantFrom(null, "yes" as const, "unknown" as const),
  endpoints: fc.array(fc.string(), { maxLength: 3 }),
  ipv6: fc.constantFrom("yes" as const, "no" as const, "unknown" as const),
  asOf: fc.string(),
  source: fc.string(),
});

it("details of a service come out of their JSON as they went in", () => {
  const additional = fc
    .array(
      fc.tuple(
        fc.stringMatching(/^[a-z]{2}-[a-z]+-[1-9]$/),
        fc.array(
          fc.record({
            variant: fc.constantFrom(...VARIANTS),
            hostname,
            purpose: fc.string({ minLength: 1 }),
          }),
          { maxLength: 3 },
        ),
      ),
      { maxLength: 3 },
    )
    .map((entries) => new Map(entries));
  const evidence = fc.array(
    fc.record({
      says: fc.constantFrom(...EVIDENCE_KINDS),
      date: fc.string(),
      source: fc.string(),
      regions: fc.dictionary(fc.constantFrom(...VARIANTS), fc.array(fc.string(), { maxLength: 3 })),
    }),
    { maxLength: 2 },
  );
  const former = fc
    .array(
      fc.tuple(
        fc.stringMatching(/^[a-z]{2}-[a-z]+-[1-9]$/),
        fc.array(
          fc.record({ variant: fc.constantFrom(...VARIANTS), hostname, until: fc.string() }),
          { maxLength: 3 },
        ),
      ),
      { maxLength: 3 },
    )
    .map((entries) => new Map(entries));
  fc.assert(
    fc.property(
      fc.record({ service: fc.string(), names, additional, former, privateLink, evidence }),
      (details) => {
        expect(parseServiceDetails(throughJson(serviceDetailsJson(details)))).toEqual(details);
      },
    ),
  );
});

it("details of hosts come out of their JSON as they went in", () => {
  const hosts = fc.array(fc.record({ host: hostname, group: fc.string() }), { maxLength: 4 });
  fc.assert(
    fc.property(fc.record({ hosts, names }), (details) => {
      expect(parseHostDetails(throughJson(hostDetailsJson(details)))).toEqual(details);
    }),
  );
});

it("changes of the status matrix come out of their JSON as they went in", () => {
  const changes = fc.array(fc.tuple(fc.nat(99), fc.nat(9)));
  fc.assert(
    fc.property(changes, (pairs) => {
      expect(parseStatusChanges(throughJson(statusChangesJson(pairs)), 100)).toEqual(pairs);
    }),
  );
});

it.each([
  ["a place outside the status matrix", [100, 1]],
  ["a code that is none", [1, 10]],
  ["half a pair", [1]],
  ["text", ["1", "2"]],
])("changes with %s are refused", (_, json) => {
  expect(() => parseStatusChanges(json, 100)).toThrow(/broken at changes/);
});
