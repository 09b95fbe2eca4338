import { headline } from "@egress6/core/plan/plan-sections";
import { escapedMarkdown, sectionMarkdown } from "@egress6/core/plan/section-markdown";
import { type ReportInput, reportSections } from "./sections.js";

/** The report for a wiki or an issue. */
export function reportMarkdown(input: ReportInput): string {
  const parts = [
    `# Off public IPv4: ${escapedMarkdown(headline(input.plan))}`,
    ...reportSections(input).map(sectionMarkdown),
  ];
  return `${parts.join("\n\n")}\n`;
}
