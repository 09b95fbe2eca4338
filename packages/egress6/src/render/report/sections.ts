import type { EvidenceBase } from "@egress6/core/evidence/evidence";
import { statedSections } from "@egress6/core/evidence/stated-destinations";
import { type Headline, rangeText } from "@egress6/core/plan/headlines";
import {
  type NetworkPicture,
  networkPicture,
  pictureSentences,
} from "@egress6/core/plan/network-picture";
import {
  headline,
  headlineLines,
  ipv4FreeSection,
  planSections,
} from "@egress6/core/plan/plan-sections";
import { usdText } from "@egress6/core/plan/plan-words";
import type { Plan } from "@egress6/core/plan/plan-workload";
import type { Section } from "@egress6/core/plan/section";
import { todaysPicture } from "@egress6/core/plan/todays-picture";
import { changesSections } from "@egress6/core/plan/way/changes-section";
import { type Waterfall, waterfallOf } from "@egress6/core/plan/way/waterfall";
import type { WayToDesign } from "@egress6/core/plan/way/way";
import { bytesText, savedText } from "@egress6/core/plan/way/way-words";
import type { PlaybookFinding } from "@egress6/core/playbook/finding-steps";
import type { Playbook } from "@egress6/core/playbook/playbook";

/** All that a report is made from. */
export interface ReportInput {
  readonly plan: Plan;
  /** Null: no design has a network, so that there are no steps. */
  readonly way: WayToDesign | null;
  readonly findings: readonly PlaybookFinding[];
  /** Null as the way is. */
  readonly playbook: Playbook | null;
  readonly evidence: EvidenceBase;
  /** Files that it was made from. */
  readonly files: readonly string[];
  /** Differences between them that a rule has settled. */
  readonly settled: readonly string[];
  /** `2026-11-30` */
  readonly day: string;
}

const MOST_FINDINGS = 200;
const DRAWN_LOW = "Drawn for the case that all unchecked destinations have IPv6.";
const DRAWN_HIGH = "Drawn for the case that no unchecked destination has IPv6.";

/** A picture with the same in words. */
export interface Pictured {
  readonly title: string;
  readonly picture: NetworkPicture;
  readonly sentences: readonly string[];
}

export interface Figure {
  readonly label: string;
  /** `$71.51`, `from $568.14` */
  readonly amount: string;
  readonly words: string;
}

export interface ReportParts {
  readonly title: string;
  readonly whereYouAre: Section;
  /** Today, the cheapest design, and the cheapest that AWS runs. */
  readonly figures: readonly Figure[];
  /** Today's network and that of the design; without those that nobody knows. */
  readonly networks: readonly Pictured[];
  /** What each change saves; null: no design has a network. */
  readonly changes: { readonly section: Section; readonly waterfall: Waterfall | null } | null;
  /** What blocks, and the designs. */
  readonly plan: readonly Section[];
  /** Where each figure comes from, and what if. */
  readonly details: readonly Section[];
  readonly madeFrom: Section;
}

/** Where you are, what blocks, the plan, and what all that rests on; steps stand beside it. */
export function reportParts(input: ReportInput): ReportParts {
  const { plan, evidence, way } = input;
  const today = todaysPicture(plan);
  const changes = way === null ? null : changesOf(way, plan);
  // Picture and waterfall are of the same outcome of what is not known.
  const isLow = changes?.waterfall?.scenario === "low";
  const target =
    way === null
      ? null
      : networkPicture(isLow ? { ...way.design, network: way.design.lowNetwork } : way.design);
  const isRange = way !== null && way.design.lowNetwork !== way.design.network;
  const own = new Set(changesSections(plan).map(({ title }) => title));
  // Its changes stand with the waterfall, and what needs IPv4 with what blocks.
  const blocking = ipv4FreeSection(plan);
  const others = planSections(plan).filter(
    ({ title }) => title !== blocking.title && (changes === null || !own.has(title)),
  );
  const pictured = (
    title: string,
    picture: NetworkPicture | null,
    ...more: readonly string[]
  ): readonly Pictured[] =>
    picture === null
      ? []
      : [{ title, picture, sentences: [...pictureSentences(picture), ...more] }];
  return {
    title: `Off public IPv4: ${plan.input.workload.name} in ${plan.input.workload.region}`,
    whereYouAre: { title: "Where you are", lines: [...headlineLines(plan), `${headline(plan)}.`] },
    figures: figuresOf(plan),
    networks: [
      ...pictured("Today", today),
      ...pictured(
        `Then: ${way?.design.design.title ?? ""}`,
        target,
        ...(isRange ? [isLow ? DRAWN_LOW : DRAWN_HIGH] : []),
      ),
    ],
    changes,
    plan: [
      ...findingsSections(input),
      blocking,
      ...others.filter(({ isDetail }) => isDetail !== true),
    ],
    details: [
      ...others.filter(({ isDetail }) => isDetail === true),
      ...statedSections(plan, evidence),
    ],
    madeFrom: {
      title: "What this was made from",
      lines: [
        `Written on ${input.day}. Figures are those of that day's files, prices and observations.`,
      ],
      items: [...input.files, ...input.settled].map((text) => ({ text, under: [] })),
    },
  };
}

function figuresOf({ headlines }: Plan): readonly Figure[] {
  const { today, cheapest, cheapestManaged } = headlines;
  const figure = (label: string, { usdPerMonth, words }: Headline): Figure => {
    const amount = usdPerMonth.low === null ? "not known" : rangeText(usdPerMonth);
    const rest = words.startsWith(`${amount} a month`)
      ? words.slice(`${amount} a month`.length).replace(/^[,.] ?/, "")
      : words;
    return { label, amount, words: rest };
  };
  return [
    figure("Today", today),
    figure("Cheapest design", cheapest),
    figure("Cheapest that AWS runs", cheapestManaged),
  ];
}

/** What each change saves once those above it are done. */
function changesOf(way: WayToDesign, plan: Plan): ReportParts["changes"] {
  const waterfall = waterfallOf(way, plan);
  const { changes, isTodayKnown } = way;
  if (changes.length === 0) return null;
  const after = (id: string): string => {
    const step = waterfall?.steps.find(({ change }) => change.id === id);
    return step === undefined ? "not known" : usdText(step.after);
  };
  return {
    waterfall,
    section: {
      title: "What each change saves",
      lines: [
        ...(isTodayKnown
          ? []
          : ["Nobody says what exists today, so no change has a saving: add `existing`."]),
        ...(isTodayKnown && waterfall === null
          ? ["A price or a volume is not known, so the cost after each change is not known."]
          : []),
        ...(waterfall?.isRange === true
          ? [waterfall.scenario === "low" ? DRAWN_LOW : DRAWN_HIGH]
          : []),
      ],
      table: {
        head: ["change", "saves a month", "cost after it", "moves a month", "risk"],
        numbers: [1, 2, 3],
        rows: changes.map(({ id, what, saves, moved, risk }) => [
          what,
          savedText(saves),
          after(id),
          moved === 0n ? "" : bytesText(moved),
          risk,
        ]),
      },
    },
  };
}

function findingsSections({ findings }: ReportInput): readonly Section[] {
  const counted = findings.filter(({ level }) => level !== "note");
  if (counted.length === 0) return [];
  const more = counted.length - MOST_FINDINGS;
  return [
    {
      title: "What blocks IPv6 in code and account",
      lines: more > 0 ? [`The first ${MOST_FINDINGS} of ${counted.length}.`] : [],
      table: {
        head: ["where", "level", "rule", "what"],
        numbers: [],
        rows: counted
          .slice(0, MOST_FINDINGS)
          .map(({ file, line, resource, level, ruleId, message }) => [
            file === null ? (resource ?? "") : line === null ? file : `${file}:${line}`,
            level,
            ruleId,
            message,
          ]),
      },
    },
  ];
}
