import { addressKind } from "../address/address-kind.js";
import { isNat64Address, type Nat64Prefix, nat64PrefixOf } from "../address/nat64.js";
import type { Outcome } from "./outcome.js";
import type { MissingNameAnswer, Vetting, WitnessCause, WitnessReason } from "./witness.js";

/** Exists with exactly these IPv4 addresses and without AAAA (RFC 7050, section 8.2). */
export const IPV4_ONLY_NAME = "ipv4only.arpa";
const IPV4_ONLY_ADDRESSES = ["192.0.0.170", "192.0.0.171"];
/** Have had addresses of both families for many years, and are reached by every resolver. */
const DUAL_NAMES = ["a.root-servers.net", "k.root-servers.net"];
/** A zone that is nobody's customer: who answers for names that are not there answers for all such names. */
const NEUTRAL_ZONE = "root-servers.net";

/**
 * Of AWS's largest zones, a name that has had addresses of both families for years: who filters or denies one of
 * these zones alone contradicts nothing else.
 * @source AWS service endpoints in the General Reference, S3 and EC2
 */
const KNOWN_NAMES: ReadonlyMap<string, string> = new Map([
  ["amazonaws.com", "s3.dualstack.us-east-1.amazonaws.com"],
  ["api.aws", "ec2.us-east-1.api.aws"],
]);

/** Who answers for everything also empties, and who empties everything also filters AAAA. */
const MOST_TELLING: readonly WitnessCause[] = [
  "answers-for-all",
  "answers-missing-names",
  "replaces-aaaa",
  "empties-answers",
  "filters-aaaa",
  "blocks",
];

/** A question whose true answer is known. */
export interface Control {
  readonly kind: "root" | "ipv4-only" | "dual" | "missing" | "known";
  readonly name: string;
  readonly type: "A" | "AAAA" | "NS";
  /** Of a missing name where it is missing, of a known one where it is. */
  readonly zone: string;
  /** Missing: UDP, and TCP for what is too long for it. */
  readonly transport?: "tcp";
}

interface ControlQuestion {
  /** AWS's zones that are asked about. */
  readonly zones: Iterable<string>;
  /** A label that nobody has registered, another one at each call. */
  readonly newLabel: () => string;
  /** Those of which the resolver has told so little that it may filter or deny them whole. */
  readonly doubtedZones?: Iterable<string>;
  /** Whether it answers over TCP as well, which may lead elsewhere. */
  readonly hasTcp?: boolean;
}

export function controlsFor({
  zones,
  newLabel,
  doubtedZones = [],
  hasTcp = false,
}: ControlQuestion): readonly Control[] {
  const controls: Control[] = [{ kind: "root", name: "", type: "NS", zone: "" }];
  // All of them: one speaks for a resolver that knows AWS's zones, and so against what it says of another.
  const isDoubted = [...doubtedZones].some((zone) => KNOWN_NAMES.has(zone));
  for (const way of hasTcp ? [{}, { transport: "tcp" } as const] : [{}]) {
    const add = (kind: Control["kind"], name: string, zone = "") => {
      for (const type of ["A", "AAAA"] as const) controls.push({ kind, name, type, zone, ...way });
    };
    add("ipv4-only", IPV4_ONLY_NAME);
    for (const name of DUAL_NAMES) add("dual", name);
    if (isDoubted) for (const [zone, name] of KNOWN_NAMES) add("known", name, zone);
    for (const zone of new Set([...zones, NEUTRAL_ZONE])) {
      add("missing", `${newLabel()}.${zone}`, zone);
    }
  }
  return controls;
}

export interface ControlResult {
  readonly control: Control;
  readonly outcome: Pick<Outcome, "kind" | "reason" | "addresses" | "cname">;
}

/**
 * What the answers to the controls say of a resolver. What could not be had contradicts nothing; one
 * contradiction is enough.
 * @param names.deniesAllOfAws whether all names of AWS that were asked for, and many were, are said not to exist
 */
export function vetResolver(
  results: readonly ControlResult[],
  { deniesAllOfAws = false }: { readonly deniesAllOfAws?: boolean } = {},
): Vetting {
  const nat64Prefixes = prefixesOf(results);
  const missingNames = missingNameAnswers(results);
  const isBlocking = knowsControls(results);
  const vouched = vouchedZones(results);
  const denied = deniedZones(results);
  const contradictions = [
    ...results.flatMap((result) => contradictionOf(result, nat64Prefixes, isBlocking) ?? []),
    ...deniedFamilies(results, vouched),
    ...emptiedNames(results, vouched),
    ...filteredMissingNames(results),
    ...rewrittenMissingNames(missingNames),
    ...(isBlocking && deniesAllOfAws ? blockedZones(results, denied) : []),
  ].toSorted((one, other) => MOST_TELLING.indexOf(one.cause) - MOST_TELLING.indexOf(other.cause));
  const common = {
    nat64Prefixes,
    missingNames,
    deniedZones: denied.filter((zone) => isVouchedElsewhere(zone, vouched)),
    filtersAaaa: contradictions.some(({ cause }) => cause === "filters-aaaa"),
  };
  if (contradictions.length > 0) return { ...common, state: "lies", reasons: contradictions };
  const lacking = lackingControls(results);
  if (lacking.length === 0) return { ...common, state: "vetted", reasons: [] };
  const reason: WitnessReason = {
    cause: "no-controls",
    control: lacking.join(" and "),
    came: "has no usable answer",
    truth: "every resolver with a way to public DNS answers for it",
  };
  return { ...common, state: "unvetted", reasons: [reason] };
}

/**
 * Whether a resolver has any of the names that all have. Where it has none, what looks blocked is what a
 * network with a root of its own says of names that are not there.
 */
function knowsControls(results: readonly ControlResult[]): boolean {
  return results.some(
    ({ control: { kind }, outcome }) =>
      (kind === "ipv4-only" || kind === "dual") && outcome.kind === "answer",
  );
}

/** Which of the controls that every vetted resolver has to pass were not passed. */
function lackingControls(results: readonly ControlResult[]): readonly string[] {
  const isPassed = (name: string, type: "A" | "AAAA") =>
    results.some(
      ({ control, outcome }) =>
        control.name === name && control.type === type && outcome.kind === "answer",
    );
  return [
    ...(isPassed(IPV4_ONLY_NAME, "A") ? [] : [IPV4_ONLY_NAME]),
    ...(DUAL_NAMES.some((name) => isPassed(name, "A") && isPassed(name, "AAAA"))
      ? []
      : ["root-servers.net"]),
  ];
}

function contradictionOf(
  { control, outcome }: ControlResult,
  prefixes: readonly Nat64Prefix[],
  isBlocking: boolean,
): WitnessReason | null {
  const { kind, reason, addresses } = outcome;
  const isBlocked = isBlocking && reason === "filtered";
  const contradiction = (cause: WitnessCause, truth: string): WitnessReason => ({
    cause,
    control: `${control.name === "" ? "." : control.name} ${control.type}`,
    came: cameText(outcome),
    truth,
  });
  switch (control.kind) {
    case "root":
      return kind === "nodata"
        ? contradiction("empties-answers", "the root has name servers")
        : null;
    case "ipv4-only": {
      const truth = "it is 192.0.0.170 and 192.0.0.171";
      if (control.type === "AAAA") {
        const isSynthesized = addresses.every((address) => nat64PrefixOf(address) !== null);
        return isSynthesized ? null : contradiction("answers-for-all", "it has no IPv6 address");
      }
      if (kind === "nodata") return contradiction("empties-answers", truth);
      const isTrue = addresses.every((address) => IPV4_ONLY_ADDRESSES.includes(address));
      return kind !== "answer" || isTrue ? null : contradiction("answers-for-all", truth);
    }
    case "dual": {
      const truth = "it has IPv4 and IPv6 addresses";
      const isOldDenial = reason === "stale" && addresses.length === 0;
      if (kind === "nodata" || isBlocked || isOldDenial) {
        return contradiction(control.type === "A" ? "empties-answers" : "filters-aaaa", truth);
      }
      if (addresses.some((address) => isNat64Address(address, prefixes))) {
        return contradiction("replaces-aaaa", truth);
      }
      const isSane = addresses.every((address) => addressKind(address) === "internet");
      return isSane ? null : contradiction("answers-for-all", truth);
    }
    case "known":
      return addresses.some((address) => isNat64Address(address, prefixes))
        ? contradiction("replaces-aaaa", "it has IPv4 and IPv6 addresses")
        : null;
    case "missing":
      return isBlocked
        ? contradiction(
            "blocks",
            "no such name exists, and what does not exist has no zone of its own",
          )
        : null;
  }
}

/** Zones of AWS whose known name came with addresses of both families: this resolver reaches AWS's zones. */
function vouchedZones(results: readonly ControlResult[]): readonly string[] {
  const [withA, withAaaa] = (["A", "AAAA"] as const).map(
    (type) =>
      new Set(
        results
          .filter(
            ({ control, outcome }) =>
              control.kind === "known" && outcome.kind === "answer" && control.type === type,
          )
          .filter(({ outcome }) =>
            outcome.addresses.some((each) => addressKind(each) === "internet"),
          )
          .map(({ control }) => control.zone),
      ),
  );
  return [...(withA ?? [])].filter((zone) => withAaaa?.has(zone));
}

/** An invented zone, as of a laboratory, has none of the known names, or has them by chance. */
function isVouchedElsewhere(zone: string, vouched: readonly string[]): boolean {
  return vouched.some((other) => other !== zone);
}

/** Names with addresses of both families, of which those of the one are there and those of the other are not. */
function deniedFamilies(
  results: readonly ControlResult[],
  vouched: readonly string[],
): readonly WitnessReason[] {
  const onInternet = new Set(
    results.filter(isOnInternet).map(({ control }) => nameAndTransport(control)),
  );
  return results
    .filter(({ control, outcome }) => {
      const { kind, type } = control;
      const isDenied =
        outcome.kind === "nxdomain" ||
        (kind === "known" && isWithout(outcome) && isVouchedElsewhere(control.zone, vouched));
      const isDual = kind === "dual" || kind === "known";
      return isDual && type === "AAAA" && isDenied && onInternet.has(nameAndTransport(control));
    })
    .map(({ control, outcome }) => ({
      cause: "filters-aaaa",
      control: `${control.name} ${control.type}`,
      came: cameText(outcome),
      truth: "it has IPv4 and IPv6 addresses",
    }));
}

function nameAndTransport({ name, transport }: Control): string {
  return `${name} ${transport ?? "udp"}`;
}

/** A private zone has addresses of its own for a name, of one family at times. */
function isOnInternet({ control: { type }, outcome: { kind, addresses } }: ControlResult): boolean {
  const isAnswer = type === "A" && kind === "answer";
  return isAnswer && addresses.some((address) => addressKind(address) === "internet");
}

function isWithout({ kind, reason, addresses }: ControlResult["outcome"]): boolean {
  return kind === "nodata" || (reason !== undefined && addresses.length === 0);
}

/** Names of AWS that exist and are said to have addresses of neither family. */
function emptiedNames(
  results: readonly ControlResult[],
  vouched: readonly string[],
): readonly WitnessReason[] {
  const without = results.filter(
    ({ control, outcome }) =>
      control.kind === "known" &&
      outcome.kind === "nodata" &&
      isVouchedElsewhere(control.zone, vouched),
  );
  const withoutAaaa = new Set(
    without
      .filter(({ control }) => control.type === "AAAA")
      .map(({ control }) => nameAndTransport(control)),
  );
  return without
    .filter(({ control }) => control.type === "A" && withoutAaaa.has(nameAndTransport(control)))
    .map(({ control, outcome }) => ({
      cause: "empties-answers",
      control: `${control.name} ${control.type}`,
      came: cameText(outcome),
      truth: "it has IPv4 and IPv6 addresses",
    }));
}

/** Who denies all names of AWS, and among them one that exists, blocks them, or has lost its way to them. */
function blockedZones(
  results: readonly ControlResult[],
  zones: readonly string[],
): readonly WitnessReason[] {
  return results
    .filter(
      ({ control: { kind, type, zone } }) =>
        kind === "known" && type === "A" && zones.includes(zone),
    )
    .slice(0, 1)
    .map(({ control, outcome }) => ({
      cause: "blocks",
      control: `${control.name} ${control.type}`,
      came: cameText(outcome),
      truth: "it exists",
    }));
}

/** A network may have its own reasons to deny one name: what else it denies of the zone decides. */
function deniedZones(results: readonly ControlResult[]): readonly string[] {
  return zonesOfKnown(results, ({ outcome }) => outcome.kind === "nxdomain");
}

/** Zones of AWS of which a name that exists was said to. */
export function affirmedZones(results: readonly ControlResult[]): readonly string[] {
  return zonesOfKnown(results, isOnInternet);
}

function zonesOfKnown(
  results: readonly ControlResult[],
  isSo: (result: ControlResult) => boolean,
): readonly string[] {
  const zones = results
    .filter(({ control: { kind, type } }) => kind === "known" && type === "A")
    .filter(isSo)
    .map(({ control }) => control.zone);
  return [...new Set(zones)];
}

/** Names that do not exist and yet are said to, but without AAAA. */
function filteredMissingNames(results: readonly ControlResult[]): readonly WitnessReason[] {
  const denied = new Set(
    results
      .filter(({ control, outcome }) => control.kind === "missing" && outcome.kind === "nxdomain")
      .map(({ control }) => control.name),
  );
  return results
    .filter(({ control, outcome }) => outcome.kind === "nodata" && denied.has(control.name))
    .map(({ control, outcome }) => ({
      cause: control.type === "AAAA" ? ("filters-aaaa" as const) : ("empties-answers" as const),
      control: `${control.name} ${control.type}`,
      came: cameText(outcome),
      truth: "no such name exists",
    }));
}

/** In one zone alone it may be a wildcard of that zone. */
function rewrittenMissingNames(answers: readonly MissingNameAnswer[]): readonly WitnessReason[] {
  if (answers.length < 2) return [];
  return answers.slice(0, 1).map(({ zone, addresses, targets }) => ({
    cause: "answers-missing-names",
    control: `a random name under ${zone}`,
    came: `is ${[...targets, ...addresses].join(", ")}`,
    truth: "no such name exists",
  }));
}

function missingNameAnswers(results: readonly ControlResult[]): readonly MissingNameAnswer[] {
  const zones = new Map<string, { addresses: string[]; targets: string[] }>();
  for (const { control, outcome } of results) {
    if (control.kind !== "missing" || outcome.kind !== "answer") continue;
    const seen = zones.get(control.zone) ?? { addresses: [], targets: [] };
    seen.addresses.push(...outcome.addresses);
    seen.targets.push(...outcome.cname);
    zones.set(control.zone, seen);
  }
  return [...zones].map(([zone, seen]) => ({ zone, isVarying: false, ...seen }));
}

function prefixesOf(results: readonly ControlResult[]): readonly Nat64Prefix[] {
  const prefixes = new Map<string, Nat64Prefix>();
  for (const { control, outcome } of results) {
    if (control.kind !== "ipv4-only" || control.type !== "AAAA") continue;
    for (const address of outcome.addresses) {
      const prefix = nat64PrefixOf(address);
      if (prefix !== null) prefixes.set(prefix.join("."), prefix);
    }
  }
  return [...prefixes.values()];
}

function cameText({ kind, addresses, reason }: ControlResult["outcome"]): string {
  if (addresses.length > 0) return `is ${addresses.join(", ")}`;
  if (reason === "filtered") return "is blocked";
  if (reason === "stale") return "is out of date";
  return kind === "nodata" ? "has no records" : "does not exist";
}
