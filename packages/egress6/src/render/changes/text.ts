import { type ChangeGroup, changeTitle, groupChanges } from "@egress6/core/changes/change-groups";
import type { ChangesDocument } from "@egress6/core/changes/changes-document";
import type { Tone } from "../style.js";

const MOST_REGIONS_LISTED = 6;

/** Shows a part of a text as what it is. */
type Toner = (tone: Tone, text: string) => string;
const plain: Toner = (_, text) => text;

/** By day, newest first; one line per service and variant. Empty when there are no changes. */
export function changesText(document: ChangesDocument, tone: Toner = plain): string {
  const days = new Map<string, string[]>();
  for (const group of groupChanges(document)) {
    const line = `  ${group.isReachable ? tone("good", "+") : tone("bad", "-")} ${changeTitle(group)}${regionsText(group)}`;
    const before = days.get(group.day);
    if (before === undefined) days.set(group.day, [line]);
    else before.push(line);
  }
  return [...days]
    .map(([day, lines]) => `${[tone("strong", day), ...lines].join("\n")}\n`)
    .join("\n");
}

function regionsText({ regions }: ChangeGroup): string {
  if (regions.length === 0) return "";
  if (regions.length <= MOST_REGIONS_LISTED) return ` in ${regions.join(", ")}`;
  return ` in ${regions.length} regions (${regions.slice(0, MOST_REGIONS_LISTED).join(", ")} …)`;
}
