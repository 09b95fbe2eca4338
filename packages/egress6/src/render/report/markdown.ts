import { escapedMarkdown, sectionMarkdown } from "@egress6/core/plan/section-markdown";
import { stepsText } from "@egress6/core/playbook/steps-markdown";
import { type ReportInput, reportParts } from "./sections.js";

/** The report for a wiki or an issue. */
export function reportMarkdown(input: ReportInput): string {
  const {
    title,
    whereYouAre,
    networks,
    changes,
    plan: ofPlan,
    details,
    madeFrom,
  } = reportParts(input);
  const { way, playbook, plan } = input;
  const parts = [
    `# ${escapedMarkdown(title)}`,
    sectionMarkdown(whereYouAre),
    ...networks.map((each) =>
      sectionMarkdown({
        title: `Network. ${each.title}`,
        lines: [],
        items: each.sentences.map((text) => ({ text, under: [] })),
      }),
    ),
    ...(changes === null ? [] : [sectionMarkdown(changes.section)]),
    ...ofPlan.map(sectionMarkdown),
    ...(way === null || playbook === null ? [] : [oneDeeper(stepsText(way, plan, playbook))]),
    ...details.map(sectionMarkdown),
    sectionMarkdown(madeFrom),
  ];
  return `${parts.map((part) => part.trimEnd()).join("\n\n")}\n`;
}

/** The checklist begins with a heading of its own. */
const oneDeeper = (text: string): string => text.replaceAll(/^#/gm, "##");
