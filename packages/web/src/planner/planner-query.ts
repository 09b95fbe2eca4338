import { VARIED } from "@egress6/core/plan/break-evens";
import type { Varied } from "@egress6/core/plan/cost-curves";
import { DESIGN_IDS, type DesignId } from "@egress6/core/plan/designs";
import { formatQuery, type ParsedQuery, parseQuery } from "../state/query-state.js";
import { isDocument, type WorkloadDocument } from "./edit-document.js";
import { PERIODS, type Period } from "./period.js";

/** All that the planner shows. */
export interface PlannerQuery {
  /** `null`: the first example. */
  readonly workload: WorkloadDocument | null;
  /** The design that is shown whole; `null`: the best. */
  readonly design: DesignId | null;
  /** What the chart goes over. */
  readonly varied: Varied;
  /** Over which time figures are shown. */
  readonly period: Period;
  /** The scenario that `workload` is compared with; `null`: none. */
  readonly kept: WorkloadDocument | null;
  /** Whether files of this tab belong to it; then `workload` is what was typed besides. */
  readonly hasFiles: boolean;
}

export const FIRST_PLANNER_QUERY: PlannerQuery = {
  workload: null,
  design: null,
  varied: "data",
  period: "month",
  kept: null,
  hasFiles: false,
};

/** `?w=` and `?a=` hold a workload file as JSON in base64 for URLs, which survives chats and trackers unharmed. */
export function formatPlannerQuery(query: PlannerQuery): string {
  const { workload, design, varied, period, kept, hasFiles } = query;
  const parts: [string, string][] = [];
  if (workload !== null) parts.push(["w", packed(workload)]);
  if (design !== null) parts.push(["design", design]);
  if (varied !== FIRST_PLANNER_QUERY.varied) parts.push(["by", varied]);
  if (period !== FIRST_PLANNER_QUERY.period) parts.push(["per", period]);
  if (kept !== null) parts.push(["a", packed(kept)]);
  if (hasFiles) parts.push(["files", "1"]);
  return formatQuery(parts);
}

export function parsePlannerQuery(search: string): ParsedQuery<PlannerQuery> {
  return parseQuery<PlannerQuery>(search, FIRST_PLANNER_QUERY, (name, value) => {
    if (name === "w") {
      const workload = unpacked(value);
      return workload === null ? null : { workload };
    }
    if (name === "design") {
      const design = DESIGN_IDS.find((id) => id === value);
      return design === undefined ? null : { design };
    }
    if (name === "a") {
      const kept = unpacked(value);
      return kept === null ? null : { kept };
    }
    if (name === "files") return value === "1" ? { hasFiles: true } : null;
    if (name === "per") {
      const period = PERIODS.find((word) => word === value);
      return period === undefined ? null : { period };
    }
    const varied = VARIED.find((word) => word === value);
    return name !== "by" || varied === undefined ? null : { varied };
  });
}

function packed(workload: WorkloadDocument): string {
  const bytes = new TextEncoder().encode(JSON.stringify(workload));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function unpacked(text: string): WorkloadDocument | null {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isDocument(value) ? value : null;
  } catch {
    return null;
  }
}
