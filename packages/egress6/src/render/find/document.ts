import type { ToolFacts } from "@egress6/core/facts/sdk-facts";
import type { FoundEntry, FoundList } from "@egress6/core/identify/judge-identified";
import { type JudgedMatch, trapsAhead } from "@egress6/core/identify/judge-match";
import type { ErrorMessage } from "@egress6/core/identify/names";
import type { ObservedName } from "@egress6/core/settings/resolve/explain-endpoint";
import { trapJson } from "../finding/json.js";
import { toolCommand } from "./tool-command.js";

/** One entry of what `egress6 find --json` prints. */
export type FindDocument = ReturnType<typeof entryJson>;

/** One entry each, in the order of the input. */
export function findDocument(found: FoundList): readonly FindDocument[] {
  return found.entries.map((entry) => entryJson(entry, found));
}

function entryJson(entry: FoundEntry, { question }: Pick<FoundList, "question">) {
  const { input, kind, matches, verdict, advice, note, nearest, hosts, regions } = entry;
  return {
    input,
    kind,
    matches: matches.map((match) => ({
      ...matchJson(match),
      traps: trapsAhead(question, match).map(trapJson),
    })),
    verdict,
    advice,
    note,
    nearest,
    hosts,
    regions,
    observed: entry.observed,
    resource: entry.resource,
    causes: entry.causes.map(causeJson),
    tools: entry.tools.map(toolJson),
  };
}

const matchJson = ({
  service,
  region,
  partition,
  variant,
  hostname,
  purpose,
  siblings,
  observed,
  state,
  verdict,
  setting,
  ipv6Hostname,
  advice,
}: JudgedMatch) => ({
  service,
  region,
  partition,
  variant,
  hostname,
  purpose,
  siblings,
  observed: {
    default: askedOrNull(observed.default),
    dualstack: askedOrNull(observed.dualstack),
    fips: askedOrNull(observed.fips),
    "fips-dualstack": askedOrNull(observed["fips-dualstack"]),
  },
  state,
  verdict,
  setting,
  ipv6Hostname,
  advice,
});

/** Null of a name that nobody has asked about. */
function askedOrNull(name: ObservedName | null): ObservedName | null {
  return name?.outcomes.aaaa == null ? null : name;
}

const causeJson = ({ id, cause, fix, link, source, date }: ErrorMessage) => ({
  id,
  cause,
  fix,
  link,
  source,
  date,
});

const toolJson = (tool: ToolFacts) => ({
  id: tool.id,
  name: tool.name,
  mechanism: tool.mechanism,
  setting: tool.setting,
  place: tool.place ?? null,
  limits: tool.limits,
  sources: tool.sources,
  date: tool.date,
  command: toolCommand(tool),
});
