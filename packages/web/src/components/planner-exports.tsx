import type { DesignPlan } from "@egress6/core/plan/design-plan";
import type { Plan } from "@egress6/core/plan/plan-workload";
import { useState } from "preact/hooks";
import type { DesignFormat } from "../planner/design-file.js";
import { downloadText } from "../planner/download-text.js";
import { formatPlannerQuery } from "../planner/planner-query.js";
import { isOfFiles, plannerQuery, workload } from "../state/planner-state.js";
import { CopyButton } from "./copy-button.js";

const FORMATS: readonly (readonly [DesignFormat, string])[] = [
  ["terraform", "Terraform"],
  ["cloudformation", "CloudFormation"],
  ["markdown", "Markdown"],
];

interface PlannerExportsProps {
  readonly design: DesignPlan;
  readonly plan: Plan;
}

/** The design as a file, and the address that shows it. */
export function PlannerExports({ design, plan }: PlannerExportsProps) {
  const [fault, setFault] = useState<string | null>(null);
  const save = async (format: DesignFormat) => {
    setFault(null);
    try {
      const { designFile } = await import("../planner/design-file.js");
      const { name, text } = designFile(plan, design, format);
      downloadText(name, text);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  const query = { ...plannerQuery.value, workload: workload.value, design: design.design.id };
  const link = new URL(`planner.html${formatPlannerQuery(query)}`, location.href).href;
  return (
    <div class="exports">
      {FORMATS.map(([format, words]) => (
        <button key={format} type="button" class="small" onClick={() => void save(format)}>
          {words}
        </button>
      ))}
      {!isOfFiles.value && (
        <>
          <a href={link}>Link to this design</a>
          <CopyButton text={link} name="the link to this design" />
        </>
      )}
      {fault !== null && (
        <p class="notice" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
