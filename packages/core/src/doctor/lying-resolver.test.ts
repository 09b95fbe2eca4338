import { describe, expect, it } from "vitest";
import type { Witness, WitnessCause, WitnessReason } from "../observation/witness.js";
import { lieRemedy, lieWords, nameOf, unvettedWords } from "./conclude/lying-resolver.js";

const reason = (cause: WitnessCause, control: string, came: string): WitnessReason => ({
  cause,
  control,
  came,
  truth: "it is not so",
});
const witness = (...reasons: readonly WitnessReason[]): Witness => ({
  address: "127.0.0.1:53",
  state: "lies",
  reasons,
  nat64Prefixes: [],
  isTrusted: false,
});

describe("a resolver that lies", () => {
  it("as a captive portal does is named with what came and what is true", () => {
    const portal = reason("answers-for-all", "ipv4only.arpa A", "is 192.168.8.1");
    expect(lieWords(witness(portal))).toBe(
      "127.0.0.1 says ipv4only.arpa is 192.168.8.1; it is 192.0.0.170. A captive portal or a rewriting resolver answers for all names.",
    );
    expect(lieRemedy(witness(portal)).text).toMatch(/log in.*another resolver/);
  });

  it.each([
    [
      reason("filters-aaaa", "a.root-servers.net AAAA", "has no records"),
      "127.0.0.1 says a.root-servers.net has no IPv6 address; it has one. The resolver filters IPv6",
      "filter for AAAA",
    ],
    [
      reason("filters-aaaa", "egress6-0123456789ab.api.aws AAAA", "has no records"),
      "127.0.0.1 says a random name under api.aws has no IPv6 address; no such name exists. The resolver filters IPv6",
      "filter for AAAA",
    ],
    [
      reason("blocks", "egress6-0123456789ab.amazonaws.com A", "is blocked"),
      "127.0.0.1 answers for a random name under amazonaws.com as only a blocker does. The resolver blocks names",
      "block list",
    ],
    [
      reason("empties-answers", ". NS", "has no records"),
      "127.0.0.1 says the root has no records; it has some. The resolver gives empty answers",
      "Repair it",
    ],
    [
      reason("answers-missing-names", "a random name under api.aws", "is 198.41.9.9"),
      "127.0.0.1 says a random name under api.aws is 198.41.9.9; no such name exists. It answers for names that do not exist",
      "search page",
    ],
    [
      reason("replaces-aaaa", "a.root-servers.net AAAA", "is 64:ff9b::c629:4"),
      "127.0.0.1 says a.root-servers.net is 64:ff9b::c629:4, which DNS64 synthesized; it has an IPv6 address of its own. DNS64 for all names",
      "Let its DNS64",
    ],
    [
      reason("answers-for-all", "a.root-servers.net AAAA", "is ::"),
      "127.0.0.1 says the AAAA of a.root-servers.net is ::; it is not. A captive portal",
      "log in",
    ],
  ])("has a sentence and a remedy of its own: $cause, $control", (lie, words, remedy) => {
    expect(lieWords(witness(lie))).toContain(words);
    expect(lieRemedy(witness(lie)).text).toContain(remedy);
  });

  it("in more than one way is named by what explains the most", () => {
    const empty = reason("empties-answers", ". NS", "has no records");
    const filter = reason("filters-aaaa", "a.root-servers.net AAAA", "has no records");
    const portal = reason("answers-for-all", "ipv4only.arpa A", "is 192.168.8.1");
    expect(lieWords(witness(empty, filter, portal))).toContain("captive portal");
    expect(lieWords(witness(filter, empty))).toContain("empty answers");
  });

  it.each([
    ["127.0.0.1:53", "127.0.0.1"],
    ["127.0.0.1:6411", "127.0.0.1:6411"],
    ["[fd00:ec2::253]:53", "fd00:ec2::253"],
    ["[::1]:5300", "[::1]:5300"],
  ])("is written as people write it: %s", (address, name) => {
    expect(nameOf({ address })).toBe(name);
  });
});

it("a resolver that cannot be vetted is said to be so, and whether its word was taken", () => {
  const controls = reason("no-controls", "ipv4only.arpa and root-servers.net", "no usable answer");
  const unvetted: Witness = { ...witness(controls), state: "unvetted" };
  expect(unvettedWords(unvetted)).toBe(
    "could not be vetted: it gave no usable answer for ipv4only.arpa and root-servers.net",
  );
  expect(unvettedWords({ ...unvetted, isTrusted: true })).toContain("--trust-resolver");
});
