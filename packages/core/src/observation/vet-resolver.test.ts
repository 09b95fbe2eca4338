import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NoFactReason, OutcomeKind } from "./outcome.js";
import { type Control, type ControlResult, controlsFor, vetResolver } from "./vet-resolver.js";

const ZONES = ["amazonaws.com", "api.aws"];
const MADE_UP = "2600:1f18:bad::66";

function controls(
  zones: readonly string[] = ZONES,
  doubts: Pick<Parameters<typeof controlsFor>[0], "doubtedZones" | "hasTcp"> = {},
): readonly Control[] {
  let labels = 0;
  return controlsFor({ zones, newLabel: () => `egress6-${labels++}`, ...doubts });
}

type Told = ControlResult["outcome"];

const answer = (...addresses: readonly string[]): Told => ({
  kind: "answer",
  addresses,
  cname: [],
});
const none = (kind: OutcomeKind, reason?: NoFactReason): Told => ({
  kind,
  addresses: [],
  cname: [],
  ...(reason === undefined ? {} : { reason }),
});

function honest({ kind, type }: Control): Told {
  if (kind === "root") return answer("a.root-servers.net");
  if (kind === "missing") return none("nxdomain");
  if (kind === "dual" || kind === "known")
    return answer(type === "A" ? "198.41.0.4" : "2001:503:ba3e::2:30");
  return type === "A" ? answer("192.0.0.170", "192.0.0.171") : none("nodata");
}

/** What an honest resolver would tell, but for what the lie tells. */
const resultsOf = (
  asked: readonly Control[],
  lie: (control: Control) => Told | null | undefined,
): readonly ControlResult[] =>
  asked.flatMap((control) => {
    const told = lie(control);
    return told === null ? [] : [{ control, outcome: told ?? honest(control) }];
  });

const vet = (lie: (control: Control) => Told | null | undefined, zones = ZONES) =>
  vetResolver(resultsOf(controls(zones), lie));

/** The same, where zones and TCP are to be looked at. */
const vetDoubted = (lie: (control: Control) => Told | null | undefined, deniesAllOfAws = false) =>
  vetResolver(resultsOf(controls(ZONES, { doubtedZones: ZONES, hasTcp: true }), lie), {
    deniesAllOfAws,
  });

const isOf = (control: Control, kind: Control["kind"], type?: Control["type"]) =>
  control.kind === kind && (type === undefined || control.type === type);

describe("controlsFor", () => {
  it("asks of each zone, and of one that is nobody's, for a name that nobody else asks for", () => {
    const asked = controls().map(({ name, type }) => `${name} ${type}`);
    expect(asked).toEqual([
      " NS",
      "ipv4only.arpa A",
      "ipv4only.arpa AAAA",
      "a.root-servers.net A",
      "a.root-servers.net AAAA",
      "k.root-servers.net A",
      "k.root-servers.net AAAA",
      "egress6-0.amazonaws.com A",
      "egress6-0.amazonaws.com AAAA",
      "egress6-1.api.aws A",
      "egress6-1.api.aws AAAA",
      "egress6-2.root-servers.net A",
      "egress6-2.root-servers.net AAAA",
    ]);
  });

  it("asks for names that exist in zones that are doubted, and knows none in most", () => {
    const known = controls(ZONES, { doubtedZones: [...ZONES, "on.aws"] })
      .filter(({ kind }) => kind === "known")
      .map(({ name, type }) => `${name} ${type}`);
    expect(known).toEqual([
      "s3.dualstack.us-east-1.amazonaws.com A",
      "s3.dualstack.us-east-1.amazonaws.com AAAA",
      "ec2.us-east-1.api.aws A",
      "ec2.us-east-1.api.aws AAAA",
    ]);
  });

  it("asks all but for the root over TCP as well, for other names that are missing", () => {
    const asked = controls(ZONES, { hasTcp: true });
    const overTcp = asked.filter(({ transport }) => transport === "tcp");
    expect(overTcp).toHaveLength(controls().length - 1);
    expect(new Set(asked.map(({ name, type }) => `${name} ${type}`)).size).toBe(13 + 6);
  });

  it("asks no question twice, of whatever zones", () => {
    fc.assert(
      fc.property(fc.array(fc.domain()), (zones) => {
        const asked = controls([...zones, ...zones]).map(({ name, type }) => `${name} ${type}`);
        expect(new Set(asked).size).toBe(asked.length);
        for (const zone of zones) {
          expect(asked.some((question) => question.endsWith(`.${zone} AAAA`))).toBe(true);
        }
      }),
    );
  });
});

describe("vetResolver", () => {
  it("has passed who answers as it should", () => {
    expect(vet(() => undefined)).toEqual({
      state: "vetted",
      nat64Prefixes: [],
      filtersAaaa: false,
      deniedZones: [],
      missingNames: [],
      reasons: [],
    });
    expect(vet(() => undefined, [])).toMatchObject({ state: "vetted" });
  });

  it.each<[string, (control: Control) => Told | null | undefined]>([
    [
      "one of the two addresses of ipv4only.arpa",
      (control) => (isOf(control, "ipv4-only", "A") ? answer("192.0.0.171") : undefined),
    ],
    ["no answer about the root", (control) => (isOf(control, "root") ? null : undefined)],
    ["a root that is denied", (control) => (isOf(control, "root") ? none("nxdomain") : undefined)],
    [
      "one of the root servers not found",
      (control) => (control.name.startsWith("k.") ? none("timeout") : undefined),
    ],
    [
      "no answers about missing names",
      (control) => (isOf(control, "missing") ? none("servfail") : undefined),
    ],
    [
      "stale addresses of a root server",
      (control) =>
        control.name.startsWith("k.")
          ? { ...none("incomplete", "stale"), addresses: honest(control).addresses }
          : undefined,
    ],
  ])("has passed with %s", (_, told) => {
    expect(vet(told)).toMatchObject({ state: "vetted", reasons: [] });
  });

  it.each<[string, string, string, (control: Control) => Told | undefined]>([
    [
      "empties-answers",
      ". NS",
      "has no records",
      (control) => (isOf(control, "root") ? none("nodata") : undefined),
    ],
    [
      "empties-answers",
      "ipv4only.arpa A",
      "has no records",
      (control) => (isOf(control, "ipv4-only", "A") ? none("nodata") : undefined),
    ],
    [
      "answers-for-all",
      "ipv4only.arpa A",
      "is 192.168.8.1",
      (control) => (isOf(control, "ipv4-only", "A") ? answer("192.168.8.1") : undefined),
    ],
    [
      "answers-for-all",
      "ipv4only.arpa A",
      "is 192.0.0.170, 52.94.5.1",
      (control) =>
        isOf(control, "ipv4-only", "A") ? answer("192.0.0.170", "52.94.5.1") : undefined,
    ],
    [
      "answers-for-all",
      "ipv4only.arpa AAAA",
      `is ${MADE_UP}`,
      (control) => (isOf(control, "ipv4-only", "AAAA") ? answer(MADE_UP) : undefined),
    ],
    [
      "answers-for-all",
      "a.root-servers.net A",
      "is 0.0.0.0",
      (control) =>
        control.name.startsWith("a.") && control.type === "A" ? answer("0.0.0.0") : undefined,
    ],
    [
      "answers-for-all",
      "k.root-servers.net AAAA",
      "is fd00::1",
      (control) =>
        control.name.startsWith("k.") && control.type === "AAAA" ? answer("fd00::1") : undefined,
    ],
    [
      "empties-answers",
      "a.root-servers.net A",
      "has no records",
      (control) => (isOf(control, "dual", "A") ? none("nodata") : undefined),
    ],
    [
      "filters-aaaa",
      "a.root-servers.net AAAA",
      "has no records",
      (control) => (isOf(control, "dual", "AAAA") ? none("nodata") : undefined),
    ],
    [
      "filters-aaaa",
      "k.root-servers.net AAAA",
      "is blocked",
      (control) =>
        control.name.startsWith("k.") && control.type === "AAAA"
          ? none("incomplete", "filtered")
          : undefined,
    ],
    [
      "filters-aaaa",
      "a.root-servers.net AAAA",
      "is out of date",
      (control) => (isOf(control, "dual", "AAAA") ? none("incomplete", "stale") : undefined),
    ],
    [
      "replaces-aaaa",
      "a.root-servers.net AAAA",
      "is 64:ff9b::c629:4",
      (control) => (isOf(control, "dual", "AAAA") ? answer("64:ff9b::c629:4") : undefined),
    ],
    [
      "filters-aaaa",
      "egress6-1.api.aws AAAA",
      "has no records",
      (control) =>
        control.zone === "api.aws" && control.type === "AAAA" ? none("nodata") : undefined,
    ],
    [
      "empties-answers",
      "egress6-1.api.aws A",
      "has no records",
      (control) =>
        control.zone === "api.aws" && control.type === "A" ? none("nodata") : undefined,
    ],
    [
      "blocks",
      "egress6-0.amazonaws.com A",
      "is blocked",
      (control) => (control.zone === "amazonaws.com" ? none("incomplete", "filtered") : undefined),
    ],
    [
      "answers-missing-names",
      "a random name under amazonaws.com",
      "is 198.41.9.9, 198.41.9.9",
      (control) => (isOf(control, "missing") ? answer("198.41.9.9") : undefined),
    ],
  ])("is contradicted: %s, by %s with %s", (cause, name, came, told) => {
    const { state, reasons, filtersAaaa } = vet(told);
    expect(state).toBe("lies");
    expect(reasons[0]).toMatchObject({ cause, control: name, came });
    expect(filtersAaaa).toBe(cause === "filters-aaaa");
  });

  it.each<[string, string, string, (control: Control) => Told | undefined]>([
    [
      "filters-aaaa",
      "s3.dualstack.us-east-1.amazonaws.com AAAA",
      "has no records",
      (control) =>
        control.name.startsWith("s3.") && control.type === "AAAA" ? none("nodata") : undefined,
    ],
    [
      "filters-aaaa",
      "s3.dualstack.us-east-1.amazonaws.com AAAA",
      "is blocked",
      (control) =>
        control.name.startsWith("s3.") && control.type === "AAAA"
          ? none("incomplete", "filtered")
          : undefined,
    ],
    [
      "empties-answers",
      "ec2.us-east-1.api.aws A",
      "has no records",
      (control) => (control.name.startsWith("ec2.") ? none("nodata") : undefined),
    ],
    [
      "replaces-aaaa",
      "ec2.us-east-1.api.aws AAAA",
      "is 64:ff9b::342e:501",
      (control) =>
        control.name.startsWith("ec2.") && control.type === "AAAA"
          ? answer("64:ff9b::342e:501")
          : undefined,
    ],
    [
      "answers-for-all",
      "ipv4only.arpa A",
      "is 192.168.8.1",
      ({ transport, type }) =>
        transport === "tcp" && type === "A" ? answer("192.168.8.1") : undefined,
    ],
    [
      "filters-aaaa",
      "a.root-servers.net AAAA",
      "has no records",
      ({ transport, type }) =>
        transport === "tcp" && type === "AAAA" ? none("nodata") : undefined,
    ],
  ])("is contradicted in zones and over TCP: %s, by %s with %s", (cause, name, came, told) => {
    const { state, reasons } = vetDoubted(told);
    expect(state).toBe("lies");
    expect(reasons[0]).toMatchObject({ cause, control: name, came });
  });

  it.each<[string, (control: Control) => Told | undefined]>([
    ["nothing else", () => undefined],
    [
      "private addresses of names that exist",
      (control) => {
        if (!isOf(control, "known")) return undefined;
        return control.type === "A" ? answer("10.0.0.9") : none("nodata");
      },
    ],
    [
      "private names with IPv6 addresses alone",
      (control) => {
        if (!isOf(control, "known")) return undefined;
        return control.type === "A" ? none("nodata") : answer("fd00::9");
      },
    ],
    [
      "no answer about names that exist",
      (control) => (isOf(control, "known") ? none("servfail") : undefined),
    ],
    [
      "known names without AAAA, as an invented zone may have them",
      (control) => (isOf(control, "known", "AAAA") ? none("nodata") : undefined),
    ],
    [
      "known names that do not exist, as in an invented zone",
      (control) => (isOf(control, "known") ? none("nxdomain") : undefined),
    ],
    ["no answer over TCP", ({ transport }) => (transport === "tcp" ? none("timeout") : undefined)],
  ])("has passed in zones and over TCP with %s", (_, told) => {
    expect(vetDoubted(told)).toMatchObject({ state: "vetted", reasons: [], deniedZones: [] });
  });

  it("knows the zones in which it denies what exists, and lies when it denies all of AWS", () => {
    const denial = (control: Control) => (isOf(control, "known") ? none("nxdomain") : undefined);
    const denialOfOne = (control: Control) =>
      control.name.startsWith("ec2.") ? none("nxdomain") : undefined;
    expect(vetDoubted(denialOfOne)).toMatchObject({ state: "vetted", deniedZones: ["api.aws"] });
    expect(vetDoubted(denial, true)).toMatchObject({
      state: "lies",
      reasons: [{ cause: "blocks", control: "s3.dualstack.us-east-1.amazonaws.com A" }],
    });
    expect(vetDoubted(() => undefined, true)).toMatchObject({ state: "vetted" });
    expect(vetDoubted(() => none("nxdomain"), true)).toMatchObject({ state: "unvetted" });
  });

  it("names first what says most", () => {
    const portal = vet(({ type }) => (type === "A" ? answer("192.168.8.1") : none("nodata")));
    expect(portal.reasons[0]).toMatchObject({
      cause: "answers-for-all",
      control: "ipv4only.arpa A",
    });
    const broken = vet(() => none("nodata"));
    expect(broken.reasons[0]).toMatchObject({ cause: "empties-answers", control: ". NS" });
  });

  it.each<[string, OutcomeKind, NoFactReason | undefined]>([
    ["are silent", "timeout", undefined],
    ["are refused", "refused", undefined],
    ["fail", "servfail", undefined],
    ["are denied", "nxdomain", undefined],
    ["are denied by a root of its own", "incomplete", "filtered"],
  ])("could not be vetted when all controls %s", (_, kind, reason) => {
    const result = vet(() => none(kind, reason));
    expect(result).toMatchObject({ state: "unvetted", reasons: [{ cause: "no-controls" }] });
    expect(result.reasons[0]?.control).toBe("ipv4only.arpa and root-servers.net");
  });

  it.each<[string, string, (control: Control) => Told | undefined]>([
    [
      "ipv4only.arpa",
      "ipv4only.arpa",
      (control) => (isOf(control, "ipv4-only") ? none("timeout") : undefined),
    ],
    [
      "the AAAA of both root servers",
      "root-servers.net",
      (control) => (isOf(control, "dual", "AAAA") ? none("timeout") : undefined),
    ],
  ])("could not be vetted without %s", (_, lacking, told) => {
    expect(vet(told)).toMatchObject({ state: "unvetted", reasons: [{ control: lacking }] });
  });

  it("could not be vetted without any result", () => {
    expect(vetResolver([])).toMatchObject({ state: "unvetted" });
  });

  it("takes what one zone alone has for missing names for a wildcard of that zone", () => {
    const wildcard = vet(({ zone, type }) =>
      zone === "api.aws"
        ? { ...answer(type === "A" ? "52.94.66.66" : MADE_UP), cname: ["page.test"] }
        : undefined,
    );
    expect(wildcard).toMatchObject({
      state: "vetted",
      missingNames: [
        {
          zone: "api.aws",
          addresses: ["52.94.66.66", MADE_UP],
          targets: ["page.test", "page.test"],
        },
      ],
    });
  });

  it.each([
    ["64:ff9b::c000:aa", "64:ff9b::/96"],
    ["64:ff9b::c000:ab", "64:ff9b::/96"],
    ["2a0f:64:c000:aa::", "2a0f:64::/32"],
    ["2a0f:64:64:c000:0:aa00::", "2a0f:64:64::/48"],
  ])("finds the prefix of the DNS64 that made %s", (address, text) => {
    const { state, nat64Prefixes } = vet((control) =>
      isOf(control, "ipv4-only", "AAAA") ? answer(address) : undefined,
    );
    expect(state).toBe("vetted");
    expect(nat64Prefixes.map((prefix) => 8 * prefix.length)).toEqual([Number(text.split("/")[1])]);
  });

  const told = fc.record({
    kind: fc.constantFrom<OutcomeKind>(
      "answer",
      "nodata",
      "nxdomain",
      "servfail",
      "timeout",
      "incomplete",
    ),
    addresses: fc.array(
      fc.constantFrom("192.0.0.170", "192.0.0.171", "52.94.5.1", "64:ff9b::c000:aa", MADE_UP, "::"),
      { maxLength: 3 },
    ),
    cname: fc.constant([]),
    reason: fc.constantFrom("filtered" as const, "stale" as const),
  });
  const anything = fc
    .array(told, { minLength: controls().length, maxLength: controls().length })
    .map((outcomes) =>
      controls().flatMap((control, index) => {
        const outcome = outcomes[index];
        return outcome === undefined ? [] : [{ control, outcome }];
      }),
    );

  it("gives reasons exactly when it has not passed, whatever comes", () => {
    fc.assert(
      fc.property(anything, (results) => {
        const { state, reasons } = vetResolver(results);
        expect(reasons.length === 0).toBe(state === "vetted");
        expect(reasons.some(({ cause }) => cause === "no-controls")).toBe(state === "unvetted");
      }),
      { numRuns: 1000 },
    );
  });

  it("does not depend on the order of the results", () => {
    fc.assert(
      fc.property(anything, (results) => {
        const causes = (reversed: readonly ControlResult[]) =>
          vetResolver(reversed)
            .reasons.map(({ cause }) => cause)
            .toSorted();
        const turned = results.toReversed();
        expect(vetResolver(turned).state).toBe(vetResolver(results).state);
        expect(causes(turned)).toEqual(causes(results));
      }),
      { numRuns: 1000 },
    );
  });
});
