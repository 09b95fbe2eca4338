import { type ChangeGroup, changeGroups, changeTitle } from "@egress6/core/changes/change-groups";
import type { ChangesDocument } from "@egress6/core/changes/changes-document";
import { type Markup, markup } from "@egress6/core/map/markup";
import { isoTime } from "@egress6/core/observation/iso-time";

export interface FeedHead {
  /** Canonical text of the filter: another filter is another feed. */
  readonly scope: string;
  /** Whether regions are left out: then an entry says less than that of the overall feed, and is another. */
  readonly isOfSomeRegions: boolean;
  /** Stands as the feed's date while there are no changes. Milliseconds since the epoch. */
  readonly generatedAt: number;
  /** Left out of a feed that is a file on its own. */
  readonly links?: {
    /** Where the feed is; relative to itself, or absolute. */
    readonly self: string;
    /** The page of all changes. */
    readonly page: string;
  };
  /** Older entries are left out. */
  readonly mostEntries?: number;
}

/**
 * The changes as an Atom feed (RFC 4287), newest first: one entry per day, service, variant and direction.
 * An entry keeps its id while further regions join it during the day.
 */
export function changesAtom(document: ChangesDocument, head: FeedHead): string {
  const { scope, generatedAt, links, mostEntries = Number.POSITIVE_INFINITY } = head;
  const groups = newestGroups(document, mostEntries);
  const updated = groups.length === 0 ? generatedAt : Math.max(...groups.map(({ at }) => at));
  const filter = scope === "all" ? "" : ` (${scope})`;
  return `${markup`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>urn:egress6:changes:${encodeURIComponent(scope)}</id>
  <title>AWS endpoints over IPv6: changes${filter}</title>
  <updated>${isoTime(updated)}</updated>
  <author><name>egress6</name></author>
  <generator>egress6</generator>
${links === undefined ? [] : feedLinks(links)}${groups.map((group) => entry(group, head))}</feed>
`}`;
}

function newestGroups(document: ChangesDocument, most: number): readonly ChangeGroup[] {
  const newest: ChangeGroup[] = [];
  for (const group of changeGroups(document)) {
    if (newest.length >= most) break;
    newest.push(group);
  }
  return newest;
}

function feedLinks({ self, page }: NonNullable<FeedHead["links"]>): Markup {
  return markup`  <link rel="self" type="application/atom+xml" href="${self}"/>
  <link rel="alternate" type="text/html" href="${page}"/>
`;
}

function entry(group: ChangeGroup, { scope, isOfSomeRegions, links }: FeedHead): Markup {
  const { day, turn, subject, variant, purpose, family, isReachable, regions, hostnames } = group;
  const id = [
    ...[day, subject, variant ?? "host", family, isReachable ? "yes" : "no"],
    ...(purpose === null ? [] : [purpose]),
    ...(turn === 0 ? [] : [`turn ${turn}`]),
    ...(isOfSomeRegions ? [scope] : []),
  ];
  const where = regions.length === 0 ? [] : [`Regions: ${regions.join(", ")}`];
  const content = [...where, `Names: ${hostnames.join(", ")}`].join("\n");
  const link =
    links === undefined
      ? []
      : markup`    <link rel="alternate" type="text/html" href="${links.page}?q=${encodeURIComponent(subject)}#${day}"/>
`;
  return markup`  <entry>
    <id>urn:egress6:change:${id.map(encodeURIComponent).join(":")}</id>
    <title>${changeTitle(group)}</title>
    <updated>${isoTime(group.at)}</updated>
${link}    <category term="${subject}"/>
    <content type="text">${content}</content>
  </entry>
`;
}
