import { escapedMarkdown } from "@egress6/core/plan/section-markdown";
import type { Proof } from "@egress6/core/prove/proof";
import { comparedText, proofSections } from "./sections.js";
import { proofHeadline } from "./words.js";

/** For a pull request or a ticket. */
export function proofMarkdown(proof: Proof): string {
  return `${[
    `# ${escapedMarkdown(proofHeadline(proof))}`,
    escapedMarkdown(comparedText(proof)),
    ...proofSections(proof).map(({ title, items }) =>
      [`## ${title}`, "", ...items.map((item) => `- ${escapedMarkdown(item)}`)].join("\n"),
    ),
  ].join("\n\n")}\n`;
}
