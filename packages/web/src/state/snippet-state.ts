import type { AuditGoal } from "@egress6/core/audit/goal";
import { parseSnippetData, type SnippetData } from "@egress6/core/audit/snippet-data";
import { isoDay } from "@egress6/core/observation/iso-time";
import { signal } from "@preact/signals";
import { auditSnippet, type SnippetAnswer } from "../find/audit-snippet.js";
import type { SnippetFormat } from "../find/snippet-format.js";
import { fetchCatalog } from "./catalog-state.js";
import { fetchFindData } from "./find-data-state.js";
import { loadJson } from "./load-json.js";
import { loadMap, map, mapFault } from "./map-state.js";

/** Of the snippet that was asked about last. Null: it is not there yet. */
export const snippetAnswer = signal<SnippetAnswer | null>(null);
/** What the person wants; kept while the page is open. */
export const snippetGoal = signal<AuditGoal>("dual-stack");
/** Why there is no answer. */
export const snippetFault = signal<string | null>(null);

let loading: Promise<SnippetData> | null = null;
let last = 0;

/** What is loaded is the same for every snippet. */
function fetchSnippetData(): Promise<SnippetData> {
  loading ??= loadJson("data/audit.json").then(parseSnippetData);
  return loading.catch((error: unknown) => {
    loading = null;
    throw error;
  });
}

/** Answers in `snippetAnswer`, or says in `snippetFault` why not; a later call counts instead. */
export async function askAboutSnippet(
  text: string,
  format: SnippetFormat,
  { region, goal }: { readonly region: string; readonly goal: AuditGoal },
): Promise<void> {
  const own = ++last;
  snippetFault.value = null;
  try {
    const [audit, data, catalog] = await Promise.all([
      fetchSnippetData(),
      fetchFindData(),
      fetchCatalog(),
      map.peek() === null ? loadMap() : null,
    ]);
    const known = map.peek();
    if (known === null) throw new Error(mapFault.peek() ?? "The map could not be loaded.");
    const answer = await auditSnippet(text, format, {
      catalog,
      map: known,
      data,
      audit,
      region,
      goal,
      today: isoDay(Date.now()),
    });
    if (own === last) snippetAnswer.value = answer;
  } catch (error) {
    if (own !== last) return;
    snippetAnswer.value = null;
    snippetFault.value = error instanceof Error ? error.message : `${error}`;
  }
}
