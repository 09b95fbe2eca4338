import { compare, type Exact, isZero, roundedText, ZERO } from "../price/exact.js";
import { type PriceId, unitOf } from "../price/price-id.js";
import { mostGb, type Volume } from "../workload/volume.js";
import { type Blocker, ipv6VerdictText } from "./blockers.js";
import type { BreakEvens } from "./break-evens.js";
import type { DesignPlan } from "./design-plan.js";
import type { Destination } from "./destination.js";
import { pathWords, shortPathWords } from "./egress-paths.js";
import type { PathId } from "./flows.js";
import { inputDoubts } from "./input-doubts.js";
import type { PlanInput } from "./plan-input.js";
import {
  costText,
  gigabytesText,
  pricesCommand,
  STATUS_WORDS,
  usdText,
  variationText,
} from "./plan-words.js";
import type { Plan } from "./plan-workload.js";
import { pricesUsedText } from "./prices-used.js";
import { reachTo } from "./reach.js";
import { riskColumn } from "./risk.js";
import type { Item, Section } from "./section.js";
import type { Solution } from "./solve-design.js";
import { sourcesSections } from "./sources-section.js";
import { unbuiltAtLow } from "./unbuilt-at-low.js";
import { changesSections } from "./way/changes-section.js";

const MOST_DESTINATIONS = 12;

export function planSections(plan: Plan): readonly Section[] {
  const [best] = plan.designs;
  return [
    ...sourcesSections(plan.input.workload),
    designsSection(plan, "Look now with --live."),
    ...changesSections(plan),
    ...(best === undefined ? [] : designSections(best, plan)),
    ipv4FreeSection(plan),
    ...notWorkingSections(plan),
    breakEvenSection(plan),
    variationSection(plan),
    assumptionSection(plan),
  ];
}

/** What a design is made of, which way what goes in it, and what to set for it; none if it does not work. */
export function designSections(design: DesignPlan, _plan: Plan): readonly Section[] {
  if (design.network === null) return [];
  return [
    billSection(design),
    pathsSection(design),
    riskSection(design),
    ...settingsSection(design),
    ...notesSection(design),
  ];
}

/** `shop · us-east-1 · 2 zones · prices of 2026-08-31 to 2026-09-24` */
export function headline({ input, pricesUsed }: Plan): string {
  const { workload } = input;
  const zones = workload.zones === 1 ? "1 zone" : `${workload.zones} zones`;
  return [workload.name, workload.region, zones, pricesUsedText(pricesUsed)].join(" · ");
}

/** What is left out; then today, the cheapest design, and the cheapest that AWS runs: a line for each. */
export function headlineLines({ headlines, setAside }: Plan): readonly string[] {
  const { today, cheapest, cheapestManaged } = headlines;
  return [
    ...setAside.map(({ text }) => text),
    `Today: ${today.words}`,
    `Cheapest: ${cheapest.words}`,
    `Cheapest managed: ${cheapestManaged.words}`,
  ];
}

/** @param howToLook what to do about destinations without a verdict */
export function designsSection(plan: Plan, howToLook: string): Section {
  return {
    title: "Designs",
    lines: [
      ...inputDoubts(plan.input, plan.destinations),
      ...unknownLines(plan, howToLook),
      ...volumeLines(plan),
      ...privateLines(plan),
      ...unpricedLines(plan),
      ...weakPriceLines(plan),
    ],
    table: {
      head: ["#", "design", "USD a month", "id", "status and risk"],
      numbers: [0, 2],
      rows: plan.designs
        .filter(isInTable)
        .map((each) => [
          each.rank === null ? "–" : String(each.rank),
          each.design.title,
          costText(each),
          each.design.id,
          [remarkOf(each, plan), each.rank === null ? "" : riskColumn(each.risks)]
            .filter((text) => text !== "")
            .join("; "),
        ]),
    },
  };
}

/** Other kinds of subnets that are no way out stand below, with the reason. */
const isInTable = ({ design, status }: DesignPlan): boolean =>
  design.subnets === undefined || (status !== "blocked" && status !== "excluded");

function privateLines({ destinations }: Plan): readonly string[] {
  return destinations
    .filter(({ ipv6 }) => ipv6.privateAddresses.length > 0)
    .map(
      ({ name, ipv6 }) =>
        `${name} is answered by private DNS from here: ${ipv6.privateAddresses.join(", ")} (interface endpoint or private zone). The plan takes its public names; the dual-stack setting leaves that endpoint.`,
    );
}

/** Unknown is not zero. */
function volumeLines({ destinations }: Plan): readonly string[] {
  const open = destinations.filter(({ volume }) => mostGb(volume) === null).length;
  if (open === 0) return [];
  const of = `${open} of ${destinations.length} ${destinations.length === 1 ? "destination" : "destinations"}`;
  return [
    `We do not know how much data goes to ${of}. A design that charges by the GB then shows only what it costs at least, after "from". Add \`gbPerMonth\` to the workload to compare the figures.`,
  ];
}

/** Designs that carry everything and have no rank for want of a price. */
const unpricedIn = ({ designs }: Plan): readonly DesignPlan[] =>
  designs.filter(({ status }) => status === "not-priceable");

/** Where none has a rank, or one without might be cheaper than the first that has. */
function unpricedLines(plan: Plan): readonly string[] {
  const unpriced = unpricedIn(plan);
  if (unpriced.length === 0) return [];
  const { region } = plan.input.workload;
  const [best] = plan.designs;
  const isOne = unpriced.length === 1;
  if (best?.rank !== 1) {
    const work = isOne ? "1 design works, but lacks" : `${unpriced.length} designs work, but lack`;
    return [`${work} a price in ${region}.`];
  }
  const cheaper = unpriced.filter(
    ({ low, pricedPart }) =>
      best.high === null || compare(low ?? pricedPart ?? ZERO, best.high) < 0,
  );
  if (cheaper.length === 0) return [];
  return [
    `We lack prices in ${region}. ${cheaper.length === 1 ? "1 design that has none" : `${cheaper.length} designs that have none`} may cost less than the first.`,
  ];
}

function remarkOf(
  { status, rank, network, isOverBudget, missingPrices }: DesignPlan,
  plan: Plan,
): string {
  if (status === "unsure" && network?.doubt === "volume") return "unsure: the data may not fit";
  if (status === "unsure" && network?.doubt === "peak") {
    return network.isLargerUnpriced
      ? "unsure: peak; larger sizes are not priced here"
      : "unsure: peak";
  }
  if (status !== "works") return STATUS_WORDS[status];
  if (isOverBudget) return "over budget";
  if (missingPrices.length === 0) {
    const unpriced = rank === 1 ? unpricedIn(plan).length : 0;
    if (unpriced === 0) return "";
    return unpriced === 1 ? "1 other unpriced" : `${unpriced} others unpriced`;
  }
  const areEndpoints = missingPrices.every((id) => id.startsWith("interfaceEndpoint"));
  return `${areEndpoints ? "endpoints" : "some ways"} not weighed: no price`;
}

function unknownLines({ destinations }: Plan, howToLook: string): readonly string[] {
  const unknown = destinations.filter(({ ipv6 }) => ipv6.support === "unknown");
  if (unknown.length === 0) return [];
  const of = `${destinations.length} ${destinations.length === 1 ? "destination" : "destinations"}`;
  const have = unknown.length === 1 ? "has" : "have";
  return [
    `Of ${of}, ${unknown.length} ${have} no verdict on IPv6. A range runs from all of them having IPv6 to none; a ranked design works either way, an unsure one only if they have it. ${howToLook}`,
  ];
}

/** Prices to look up before somebody relies on the figures. */
function weakPriceLines({ pricesUsed, input }: Plan): readonly string[] {
  const { weak } = pricesUsed;
  if (weak.length === 0) return [];
  const names = weak.map(({ id, asOf, certainty }) => `${id} (${asOf}, ${certainty} certainty)`);
  const shown = names.slice(0, 3).join(", ");
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  return [
    `Weak prices: ${shown}${more}. Get AWS's own: \`${pricesCommand(input.workload.region)}\`.`,
  ];
}

function billSection({ design, network, lowNetwork, low, high }: DesignPlan): Section {
  const lines = network?.lines ?? [];
  const priced = lines.map(({ item, quantity, priceId, usd, isOpen }) => [
    item,
    amountText(quantity, priceId, isOpen),
    `${isOpen ? "from " : ""}${usdText(usd)}`,
  ]);
  const unpriced = (network?.unpriced ?? []).map(({ item, quantity, priceId, isOpen }) => [
    item,
    amountText(quantity, priceId, isOpen),
    "no price",
  ]);
  const isRange = low !== null && high !== null && compare(low, high) !== 0;
  const rows = [...priced, ...unpriced];
  return {
    title: `Bill of “${design.title}”`,
    isDetail: true,
    lines: [
      rows.length === 0 ? "Nothing that AWS charges for." : "",
      isRange ? "Assumes that no unchecked destination has IPv6." : "",
      isRange ? lowNetworkText(low, network, lowNetwork) : "",
    ].filter((line) => line !== ""),
    ...(rows.length === 0
      ? {}
      : { table: { head: ["item", "amount", "USD a month"], rows, numbers: [1, 2] } }),
  };
}

/** The low figure may be that of another network than the one that is written. */
function lowNetworkText(low: Exact, network: Solution | null, lowNetwork: Solution | null): string {
  if (network === null || lowNetwork === null) return "";
  const unbuilt = unbuiltAtLow(network, lowNetwork);
  const without = unbuilt.length === 0 ? "" : ` and these are not built: ${unbuilt.join(", ")}`;
  return `The low figure is ${usdText(low)} if all of them have IPv6${without}.`;
}

function amountText(quantity: Exact, priceId: PriceId, isOpen: boolean): string {
  const unit = unitOf(priceId);
  if (isOpen && isZero(quantity)) return `unknown ${unit}`;
  return `${isOpen ? "at least " : ""}${roundedText(quantity, 2).replace(/\.00$/, "")} ${unit}`;
}

function pathsSection({ design, network, input }: DesignPlan): Section {
  const byPath = new Map<PathId, Map<Destination, Set<string>>>();
  for (const { flow, path } of network?.routes ?? []) {
    const destinations = byPath.get(path) ?? new Map<Destination, Set<string>>();
    byPath.set(path, destinations);
    for (const { destination, compute } of flow.flows) {
      const senders = destinations.get(destination) ?? new Set<string>();
      destinations.set(destination, senders.add(compute.name));
    }
  }
  return {
    title: `Routes of “${design.title}”`,
    isDetail: true,
    lines: [],
    items: [...byPath].map(([path, destinations]) => {
      const shown = [...destinations].slice(0, MOST_DESTINATIONS);
      const more = destinations.size - shown.length;
      return {
        text: pathWords(path),
        under: [
          ...shown.map(
            ([destination, senders]) =>
              `${destination.name}, ${volumeText(destination.volume)}, from ${[...senders].join(", ")}; ${ipv6VerdictText(destination)}${otherWays(destination, path, input)}`,
          ),
          ...(more > 0 ? [`and ${more} more`] : []),
        ],
      };
    }),
  };
}

/** The paths that would do as well, in a few words. */
function otherWays(destination: Destination, taken: PathId, input: PlanInput): string {
  const reach = reachTo(destination, input);
  const words = reach.flatMap(({ yes }) => yes).filter((path) => path !== taken);
  const others = [...new Set(words.map((path) => shortPathWords(path)))].filter(
    (word) => word !== shortPathWords(taken),
  );
  return others.length === 0 ? "" : `; also over ${others.join(", ")}`;
}

function volumeText(volume: Volume): string {
  switch (volume.kind) {
    case "known":
      return gigabytesText(volume.gb);
    case "range":
      return volume.high === null
        ? `at least ${gigabytesText(volume.low)}`
        : gigabytesText(volume.low, volume.high);
    case "unknown":
      return "unknown GB";
  }
}

function riskSection({ design, risks }: DesignPlan): Section {
  return {
    title: `Risks of “${design.title}”`,
    isDetail: true,
    lines: [],
    items: risks.map(({ level, text }) => ({
      text: `${level === "none" ? "no risk" : level}: ${text}`,
      under: [],
    })),
  };
}

function settingsSection({ design, settings }: DesignPlan): readonly Section[] {
  if (settings.length === 0) return [];
  return [
    {
      title: `Settings of “${design.title}”`,
      lines: [],
      items: settings.map((text) => ({ text, under: [] })),
    },
  ];
}

function notesSection({ design, notes }: DesignPlan): readonly Section[] {
  if (notes.length === 0) return [];
  return [
    {
      title: `Caveats of “${design.title}”`,
      isDetail: true,
      lines: [],
      items: notes.map((text) => ({ text, under: [] })),
    },
  ];
}

export function ipv4FreeSection({ ipv4Free, designs }: Plan): Section {
  const { verdict, design, blockers } = ipv4Free;
  const isUnpriced = designs.some(
    (each) => each.design.id === design && each.status === "not-priceable",
  );
  const groups = groupedBlockers(blockers);
  const shown = groups.slice(0, MOST_DESTINATIONS);
  const more = groups.length - shown.length;
  const answer = {
    yes: `Yes, with ${design}${isUnpriced ? ", which has no price here" : ""}.`,
    unsure: `Perhaps, with ${design}: it depends on what is unknown.`,
    no: "No.",
  }[verdict];
  const rest = blockers.length === 0 ? "" : " Not reachable without IPv4:";
  return {
    title: "Can you drop public IPv4?",
    isDetail: true,
    lines: [`${answer}${rest}`],
    items: [...shown, ...(more > 0 ? [{ text: `and ${more} more`, under: [] }] : [])],
  };
}

/** What the same compute cannot reach for the same reason is one item. */
function groupedBlockers(blockers: readonly Blocker[]): readonly Item[] {
  const groups = new Map<string, Blocker[]>();
  for (const blocker of blockers) {
    const key = [blocker.why, blocker.certainty, ...blocker.from].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), blocker]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = namesText(group.map(({ destination }) => destination.name));
    const word = first.certainty === "known" ? "blocked" : "unknown";
    const ways = [...new Set(group.flatMap(({ unblock }) => unblock))];
    return [
      {
        text: `${names}, from ${first.from.join(", ")} (${word}); ${first.why}`,
        under: ways.map((way) => `→ ${way}`),
      },
    ];
  });
}

export function notWorkingSections({ designs, input }: Plan): readonly Section[] {
  const others = designs.filter(({ status }) => status !== "works" && status !== "unsure");
  if (others.length === 0) return [];
  const isAnyMissing = others.some(({ missingPrices }) => missingPrices.length > 0);
  return [
    {
      title: "Designs without a price, and why",
      isDetail: true,
      lines: isAnyMissing
        ? [`Get the prices of the region with \`${pricesCommand(input.workload.region)}\`.`]
        : [],
      items: others.map((each) => ({
        text: `${each.design.id}: ${whyNot(each, input)}`,
        under: [],
      })),
    },
  ];
}

/** Why a design has no figure, in half a sentence. */
export function whyNot(
  { design, status, exclusion, missingPrices, blockers, pricedPart }: DesignPlan,
  { workload }: PlanInput,
): string {
  if (exclusion !== null) return exclusion;
  const reasons = new Set(blockers.map(({ why }) => why));
  const [reason] = reasons;
  const fixed = blockers.filter(({ why }) => why.startsWith("stableEgressAddresses"));
  if (fixed.length > 0 && fixed.length === blockers.length) {
    return `stableEgressAddresses: ${namesText(fixed.map(({ destination }) => destination.name))} would see public addresses that change`;
  }
  if (design.subnets !== undefined && reasons.size === 1 && reason !== undefined) return reason;
  if (status === "not-priceable") {
    const rest = pricedPart === null ? "" : `; the rest costs ${usdText(pricedPart)} a month`;
    return `no price for ${missingPrices.join(", ")} in ${workload.region}${rest}`;
  }
  return `does not reach ${namesText(blockers.map(({ destination }) => destination.name))}`;
}

function namesText(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, 4).join(", ");
  return distinct.length > 4 ? `${shown} and ${distinct.length - 4} more` : shown;
}

export function breakEvenSection({ breakEvens }: Plan): Section {
  const { endpointsNeeded, endpointsBreakEvenGb: gb, isVolumeOpen } = breakEvens;
  const equals = (value: Exact | null, what: string): string =>
    value === null ? `${what}: no price` : `${shortText(value)} ${what}`;
  const texts: string[] = [
    `a NAT gateway with its address = ${equals(breakEvens.publicIpv4PerNatGateway, "public IPv4 addresses")}; this workload would need ${shortText(breakEvens.publicIpv4PerZone)} for each zone`,
    `a NAT gateway with its address = ${equals(breakEvens.endpointsPerNatGateway, "interface endpoints")}; this workload would need ${endpointsNeeded} in each zone`,
    ...(gb === null || isZero(gb) || isVolumeOpen
      ? []
      : [
          `${endpointsNeeded} interface endpoints cost no more than a NAT gateway from ${roundedText(gb, 1)} GB a month on`,
        ]),
  ];
  texts.push(...dataBreakEvens(breakEvens));
  return {
    title: "Break-even per zone, fixed charges only",
    lines: [],
    items: texts.map((text) => ({ text, under: [] })),
  };
}

/** From how much data on, and from how many VPCs on. */
function dataBreakEvens({ endpointBesideNatGb, centralEgress }: BreakEvens): readonly string[] {
  return [
    endpointBesideNatGb === null
      ? "one interface endpoint beside a NAT gateway that stays: no price, or it never pays"
      : `beside a NAT gateway that stays, one interface endpoint pays for itself from ${roundedText(endpointBesideNatGb, 1)} GB a month on, in each zone`,
    centralText(centralEgress),
  ];
}

function centralText(central: BreakEvens["centralEgress"]): string {
  if (central === null) return "a central egress over a transit gateway: no price";
  const { vpcs, zones, gb } = central;
  const like = `VPCs like this one (${zones === 1 ? "1 zone" : `${zones} zones`}, ${roundedText(gb, 0)} GB a month)`;
  return vpcs === null
    ? `a central egress over a transit gateway never costs less than NAT gateways in each of several ${like}`
    : `a central egress over a transit gateway costs no more than NAT gateways in each from ${vpcs} ${like} on`;
}

/** With two places, and without zeros at the end. */
const shortText = (value: Exact): string => roundedText(value, 2).replace(/\.?0+$/, "");

export function variationSection({ breakEvens }: Plan): Section {
  if (breakEvens.isVolumeOpen) return dataBreakEvenSection(breakEvens);
  return {
    title: "The cheapest design, what if",
    isDetail: true,
    lines: ["Each row changes one thing. Combinations of several paths are left out."],
    table: {
      head: ["there were", "design", "USD a month"],
      numbers: [2],
      rows: breakEvens.variations.map((variation) => [
        variationText(variation),
        variation.title ?? "none with a price",
        variation.usd === null ? "–" : usdText(variation.usd),
      ]),
    },
  };
}

/** What stands for the table of variations where nobody knows how much data there is. */
function dataBreakEvenSection({ endpointsNeeded, ...gb }: BreakEvens): Section {
  const { endpointsBreakEvenGb: all, endpointBesideNatGb: one } = gb;
  const endpoints =
    endpointsNeeded === 1 ? "interface endpoint" : `${endpointsNeeded} interface endpoints`;
  const texts = [
    ...(endpointsNeeded === 0 || all === null
      ? []
      : [
          isZero(all)
            ? `NAT gateways cost more than the ${endpoints} of this workload at any amount.`
            : `NAT gateways cost more than the ${endpoints} of this workload from ${roundedText(all, 1)} GB a month on, in each zone.`,
        ]),
    ...(one === null
      ? []
      : [
          `Beside a NAT gateway that stays, an interface endpoint pays for itself from ${roundedText(one, 1)} GB a month on, in each zone.`,
        ]),
  ];
  return {
    title: "Break-even by the amount of data",
    lines: texts.length === 0 ? ["We lack prices for this region."] : [],
    items: texts.map((text) => ({ text, under: [] })),
  };
}

export function assumptionSection({ assumptions }: Plan): Section {
  return {
    title: "Assumptions",
    isDetail: true,
    lines: [],
    items: assumptions.map(({ text, asOf }) => ({
      text: asOf === null ? text : `${text} (${asOf})`,
      under: [],
    })),
  };
}
