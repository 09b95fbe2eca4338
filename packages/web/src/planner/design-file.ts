import { cloudFormationText } from "@egress6/core/network/cloudformation/template";
import { networkModel } from "@egress6/core/network/network-model";
import { terraformText } from "@egress6/core/network/terraform/module";
import type { DesignPlan } from "@egress6/core/plan/design-plan";
import { designSections, headline, headlineLines } from "@egress6/core/plan/plan-sections";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { escapedMarkdown, sectionMarkdown } from "@egress6/core/plan/section-markdown";

export type DesignFormat = "terraform" | "cloudformation" | "markdown";

/**
 * A design as a file: its network for either tool, or what the plan says of it.
 * @throws Egress6Error DESIGN_UNUSABLE
 */
export function designFile(
  plan: Plan,
  design: DesignPlan,
  format: DesignFormat,
): { readonly name: string; readonly text: string } {
  const { id, title } = design.design;
  switch (format) {
    case "terraform":
      return { name: `${id}.tf`, text: terraformText(networkModel(plan, id)) };
    case "cloudformation":
      return { name: `${id}.yaml`, text: cloudFormationText(networkModel(plan, id)) };
    case "markdown":
      return { name: `${id}.md`, text: designMarkdown(plan, design, title) };
  }
}

function designMarkdown(plan: Plan, design: DesignPlan, title: string): string {
  return `${[
    `# ${escapedMarkdown(title)}`,
    escapedMarkdown(headline(plan)),
    headlineLines(plan)
      .map((line) => `- ${escapedMarkdown(line)}`)
      .join("\n"),
    ...designSections(design, plan).map(sectionMarkdown),
  ].join("\n\n")}\n`;
}
