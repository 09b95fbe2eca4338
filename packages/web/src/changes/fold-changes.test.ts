import type { ChangedSubject } from "@egress6/core/changes/change-groups";
import { expect, it } from "vitest";
import { foldChanges, foldedWords } from "./fold-changes.js";

const change = (part: Partial<ChangedSubject>): ChangedSubject => ({
  subject: "sqs",
  variant: "dualstack",
  purpose: null,
  family: "ipv6",
  isReachable: true,
  regions: ["eu-west-1"],
  ...part,
});

it("makes one of families, variants and regions, and keeps what it is made of", () => {
  const changes = [
    change({}),
    change({ family: "ipv4" }),
    change({ variant: "fips-dualstack", regions: ["us-east-1", "eu-west-1"] }),
    change({ purpose: "stream", regions: ["ap-east-1"] }),
  ];
  const [folded, ...others] = foldChanges(changes);
  expect(others).toEqual([]);
  expect(folded).toEqual({
    isReachable: true,
    families: ["ipv6", "ipv4"],
    variants: ["dualstack", "fips-dualstack"],
    hasAdditional: true,
    regions: ["ap-east-1", "eu-west-1", "us-east-1"],
    changes,
  });
  expect(folded && foldedWords(folded)).toBe("reachable over IPv6 and IPv4");
});

it("keeps what stopped apart from what became reachable", () => {
  const changes = [change({ isReachable: false }), change({ regions: ["us-east-1"] })];
  expect(foldChanges(changes).map(foldedWords)).toEqual([
    "reachable over IPv6",
    "no longer reachable over IPv6",
  ]);
});
