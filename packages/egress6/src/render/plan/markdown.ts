import { type EvidenceBase, NO_EVIDENCE } from "@egress6/core/evidence/evidence";
import { statedSections } from "@egress6/core/evidence/stated-destinations";
import { witnessLines } from "@egress6/core/observation/witness-words";
import { headline, headlineLines, planSections } from "@egress6/core/plan/plan-sections";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { escapedMarkdown, sectionMarkdown } from "@egress6/core/plan/section-markdown";

/** The plan as Markdown, for a pull request or a wiki. */
export function planMarkdown(plan: Plan, evidence: EvidenceBase = NO_EVIDENCE): string {
  const doubts = witnessLines(plan.input.witnesses ?? []).map(escapedMarkdown);
  return `${[
    ...doubts,
    `# ${escapedMarkdown(headline(plan))}`,
    headlineLines(plan)
      .map((line) => `- ${escapedMarkdown(line)}`)
      .join("\n"),
    ...[...planSections(plan), ...statedSections(plan, evidence)].map(sectionMarkdown),
  ].join("\n\n")}\n`;
}
