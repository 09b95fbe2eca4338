import { changeTitle, groupChanges } from "./change-groups.js";
import type { ChangesDocument } from "./changes-document.js";
import { isoTime } from "./iso-time.js";

export interface FeedHead {
  /** Canonical text of the filter: another filter is another feed. */
  readonly scope: string;
  /** Stands as the feed's date while there are no changes. Milliseconds since the epoch. */
  readonly generatedAt: number;
}

/**
 * The changes as an Atom feed (RFC 4287), newest first: one entry per day, service, variant and direction.
 * An entry keeps its id while further regions join it during the day.
 */
export function changesAtom(document: ChangesDocument, { scope, generatedAt }: FeedHead): string {
  const groups = groupChanges(document);
  const updated = groups.length === 0 ? generatedAt : Math.max(...groups.map(({ at }) => at));
  const filter = scope === "all" ? "" : ` (${scope})`;
  const entries = groups.map((group) => {
    const { day, subject, variant, family, isReachable, regions, hostnames } = group;
    const id = [day, subject, variant ?? "host", family, isReachable ? "yes" : "no"];
    const where = regions.length === 0 ? [] : [`Regions: ${regions.join(", ")}`];
    return [
      "  <entry>",
      `    <id>urn:egress6:change:${id.map(encodeURIComponent).join(":")}</id>`,
      `    <title>${xml(changeTitle(group))}</title>`,
      `    <updated>${isoTime(group.at)}</updated>`,
      `    <category term="${xml(subject)}"/>`,
      `    <content type="text">${xml([...where, `Names: ${hostnames.join(", ")}`].join("\n"))}</content>`,
      "  </entry>",
    ].join("\n");
  });
  return `${[
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `  <id>urn:egress6:changes:${encodeURIComponent(scope)}</id>`,
    `  <title>${xml(`AWS endpoints over IPv6: changes${filter}`)}</title>`,
    `  <updated>${isoTime(updated)}</updated>`,
    "  <author><name>egress6</name></author>",
    "  <generator>egress6</generator>",
    ...entries,
    "</feed>",
  ].join("\n")}\n`;
}

function xml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
