import type { SupportChange } from "@egress6/core/changes/changes-document";
import { isoTime, isoTimeOrNull } from "@egress6/core/observation/iso-time";
import { witnessJson } from "@egress6/core/observation/witness-words";
import type { HeldTurn } from "@egress6/core/verdict/brake";
import { FAMILIES, type Family } from "@egress6/core/verdict/support";
import type { ScanSummary, SupportCounts } from "../../ports.js";
import { toned } from "../style.js";
import { duration, number, plural } from "../words.js";

const MOST_CHANGES_LISTED = 20;

export function beginText(
  scan: { readonly isResumed: boolean; readonly names: number; readonly resumedNames: number },
  resolvers: string,
  rate: number,
): string {
  const left = scan.names - scan.resumedNames;
  const resumed = scan.isResumed
    ? `Resuming the scan that was interrupted: ${number(scan.resumedNames)} of ${plural(scan.names, "name")} are done.\n`
    : "";
  const pace = Number.isFinite(rate)
    ? `at most ${number(rate)} queries per second, about ${duration((left * 2 * 1000) / rate)}`
    : "without a rate limit";
  return `${resumed}Asking for ${plural(left, "name")} through ${resolvers}; ${pace}.\n`;
}

/** What stays to be said beside the result; empty for a scan that finished and whose resolvers are vetted. */
export function endText(summary: ScanSummary): string {
  const reason = summary.reason === null ? "" : `egress6: ${summary.reason}\n`;
  switch (summary.state) {
    case "done":
    case "held":
      return reason + unusedText(summary);
    case "interrupted":
      return `egress6: interrupted; all that was observed is kept. ${GO_ON}\n`;
    case "failed":
      return `${reason}${keptText(summary)} ${GO_ON}\n`;
  }
}

function keptText({ resolvers }: ScanSummary): string {
  return resolvers.some(({ state }) => state === "lies")
    ? "What it said is not stored; what was observed before is kept."
    : "All that was observed is kept.";
}

/** Resolvers beside vetted ones. */
function unusedText({ state, resolvers }: ScanSummary): string {
  if (state !== "done") return "";
  return resolvers
    .filter((witness) => witness.state === "unvetted" && !witness.isTrusted)
    .map(
      ({ address }) =>
        `egress6: ${address} could not be vetted, so its "no" did not count. The other resolvers were asked instead.\n`,
    )
    .join("");
}

const GO_ON = "Run the same command again to continue.";

export function summaryText(summary: ScanSummary): string {
  const sections = [
    toned("strong", headline(summary)),
    supportTable(summary.support),
    inconclusiveText(summary),
    changesText(summary),
    heldText(summary),
    lossesText(summary),
    NEXT_STEPS,
  ];
  return `${sections.filter((section) => section !== "").join("\n")}\n`;
}

const NEXT_STEPS =
  "Next: `egress6 serve` shows the map, `egress6 export --format csv` writes the table.";

function headline({ state, names, resumedNames, observedNames, durationMs }: ScanSummary): string {
  const done = resumedNames + observedNames;
  const what =
    state === "done" || state === "held"
      ? `Scan of ${plural(names, "name")} finished`
      : `Scan stopped after ${number(done)} of ${plural(names, "name")}`;
  const resumed = resumedNames > 0 ? ` (${number(resumedNames)} of them before)` : "";
  return `${what}${resumed} in ${duration(durationMs)}.`;
}

function supportTable(support: Readonly<Record<Family, SupportCounts>>): string {
  const line = (cells: readonly string[]) => cells.map((cell) => cell.padStart(9)).join("");
  const row = (label: string, { yes, no, unknown }: SupportCounts) =>
    `  ${label}${line([yes, no, unknown].map(number))}`;
  return [
    `      ${line(["yes", "no", "unknown"])}`,
    row("IPv6", support.ipv6),
    row("IPv4", support.ipv4),
  ].join("\n");
}

function inconclusiveText({ inconclusive }: ScanSummary): string {
  const kinds = Object.entries(inconclusive).sort();
  if (kinds.length === 0) return "";
  const list = kinds.map(([kind, count]) => `${kind} ${number(count)}`).join(", ");
  return `Questions that ended without saying anything about the name: ${list}. What was known before stays.`;
}

function changesText({ changes, scan }: ScanSummary): string {
  if (changes.length === 0) return "No changes of what was known before.";
  const lines = changes.slice(0, MOST_CHANGES_LISTED).map(changeLine);
  const more = changes.length - lines.length;
  if (more > 0) {
    lines.push(`  … and ${number(more)} more: egress6 changes --since ${isoTime(scan.startedAt)}`);
  }
  return [`${plural(changes.length, "change")} of what was known before:`, ...lines].join("\n");
}

function changeLine({ name, family, to }: Pick<SupportChange, "name" | "family" | "to">): string {
  const [sign, what] =
    to === "yes" ? [toned("good", "+"), "became"] : [toned("bad", "-"), "stopped being"];
  return `  ${sign} ${name} ${what} reachable over ${FAMILY_NAMES[family]}`;
}

function heldText({ held }: ScanSummary): string {
  if (held.length === 0) return "";
  const lines = held.slice(0, MOST_CHANGES_LISTED).map((turn) => changeLine(withTo(turn)));
  const more = held.length - lines.length;
  if (more > 0) lines.push(`  … and ${number(more)} more: --json lists them all`);
  return [`${plural(held.length, "change")} held and not recorded:`, ...lines].join("\n");
}

function withTo(turn: HeldTurn): HeldTurn & { readonly to: "yes" | "no" } {
  return { ...turn, to: turn.from === "yes" ? "no" : "yes" };
}

function lossesText({ unconfirmedLosses, voices }: ScanSummary): string {
  if (unconfirmedLosses.length === 0) return "";
  const remedy =
    voices < 2
      ? "Give a second resolver of another operator with --resolver to have it confirmed."
      : "A later scan asks again.";
  return (
    `${plural(unconfirmedLosses.length, "possible loss", "possible losses")}, seen by one resolver only ` +
    `and not counted: ${listed(unconfirmedLosses.map(({ name, family }) => `${name} (${FAMILY_NAMES[family]})`))}. ${remedy}`
  );
}

function listed(items: readonly string[]): string {
  const more = items.length - 5;
  return more > 0 ? `${items.slice(0, 5).join(", ")} and ${number(more)} more` : items.join(", ");
}

const FAMILY_NAMES: Readonly<Record<Family, string>> = { ipv4: "IPv4", ipv6: "IPv6" };

/** What `egress6 scan --json` prints. */
export type ScanDocument = ReturnType<typeof summaryJson>;

export function summaryJson(summary: ScanSummary) {
  return {
    state: summary.state,
    reason: summary.reason,
    scope: summary.scan.scope,
    startedAt: isoTime(summary.scan.startedAt),
    endedAt: isoTimeOrNull(summary.scan.endedAt),
    durationMs: Math.round(summary.durationMs),
    isResumed: summary.isResumed,
    names: summary.names,
    resumedNames: summary.resumedNames,
    observedNames: summary.observedNames,
    ...Object.fromEntries(FAMILIES.map((family) => [family, summary.support[family]])),
    inconclusive: summary.inconclusive,
    changes: summary.changes.map((change) => ({ ...change, at: isoTime(change.at) })),
    unconfirmedLosses: summary.unconfirmedLosses,
    held: summary.held.map((turn) => {
      const { name, family, from, to, at } = withTo(turn);
      return { name, family, from, to, at: isoTime(at) };
    }),
    resolvers: summary.resolvers.map(witnessJson),
  };
}
