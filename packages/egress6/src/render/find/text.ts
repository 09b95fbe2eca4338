import { VARIANTS } from "@egress6/core/endpoint/types";
import { type EvidenceBase, evidenceFor } from "@egress6/core/evidence/evidence";
import type { ToolFacts } from "@egress6/core/facts/sdk-facts";
import {
  type FoundEntry,
  type FoundList,
  isToSwitch,
} from "@egress6/core/identify/judge-identified";
import { type JudgedMatch, type MatchState, trapsAhead } from "@egress6/core/identify/judge-match";
import { regionOfMatch } from "@egress6/core/identify/place-match";
import { printable } from "@egress6/core/printable";
import type { ObservedName } from "@egress6/core/settings/resolve/explain-endpoint";
import { familiesText } from "../endpoint/families-text.js";
import { trapLines } from "../finding/text.js";
import { supportTone, type Tone, toned } from "../style.js";
import { alignColumns } from "../text-columns.js";
import { plural } from "../words.js";
import { wrapText } from "../wrap-text.js";
import { toolCommand } from "./tool-command.js";

interface TextOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What others say of names: said where nobody asked from here. */
  readonly evidence: EvidenceBase;
}

const GUIDE = "https://github.com/egress6/egress6/blob/main/docs/stuck-in-an-ipv6-only-subnet.md";

/** More of them get a line each. */
const MOST_BLOCKS = 3;
/** Of one text; the likeliest come first. */
const MOST_MATCHES = 3;
/** In a line of a list. */
const LONGEST_INPUT = 60;

/** Whether each entry is shown whole, with what others say of its names. */
export function isShownWhole({ entries }: FoundList): boolean {
  return entries.length <= MOST_BLOCKS;
}

/** For people. */
export function findText(found: FoundList, options: TextOptions): string {
  const { entries } = found;
  if (!isShownWhole(found)) {
    const rows = entries.map((entry) => [shortened(entry.input), whatItIs(entry), inShort(entry)]);
    return `${alignColumns(rows)}\n\n${wrapText(summaryOf(entries), "  ")}\n`;
  }
  return entries.map((entry) => blockText(entry, found, options)).join("\n");
}

function blockText(entry: FoundEntry, found: FoundList, options: TextOptions): string {
  const { input, matches, causes, resource, tools, note, nearest } = entry;
  const isResource = isToSwitch(entry);
  const shown = isResource ? [] : matches.slice(0, MOST_MATCHES);
  const paragraphs = [
    [wrapText(`${toned("strong", shortened(input))}: ${whatItIs(entry, found)}`, "  ")],
    ...causes.map(({ cause, fix, link }) => [
      wrapText(`  Cause: ${cause}`, "    "),
      wrapText(`  → ${fix}`, "    "),
      `  ${GUIDE}${link}`,
    ]),
    ...(isResource ? [resourceLines(entry)] : []),
    ...shown.map((match) => matchLines(match, entry, found, options)),
    ...(shown.length === 0 && resource === null && causes.length === 0
      ? [verdictLines(entry)]
      : []),
    ...tools.map(toolLines),
    ...(matches.length > shown.length && resource === null
      ? [
          [
            wrapText(
              `  It may also mean ${matches
                .slice(MOST_MATCHES)
                .map(({ service }) => service)
                .join(", ")}.`,
              "    ",
            ),
          ],
        ]
      : []),
    ...(note === null || resource !== null ? [] : [[wrapText(`  ${note}`, "    ")]]),
    ...(nearest.length === 0 ? [] : [[`  Did you mean ${nearest.join(", ")}?`]]),
  ].filter((lines) => lines.length > 0);
  return paragraphs.map((lines) => `${lines.join("\n")}\n`).join("");
}

function matchLines(
  match: JudgedMatch,
  { matches }: FoundEntry,
  { question }: FoundList,
  { now, evidence }: TextOptions,
): readonly string[] {
  const { service, purpose, siblings, observed, advice, setting } = match;
  const region = regionOfMatch(question.catalog, match);
  const name = matches.length > 1 ? `${matchWords(match, null)}. ` : "";
  if (match.state === "no-region") {
    return [wrapText(`  ${name}Name a region for a verdict: --region.`, "    ")];
  }
  const rows = VARIANTS.flatMap((variant) => {
    const hostname = siblings[variant];
    const seen = observed[variant];
    if (hostname === null || seen === null) return [];
    const said =
      purpose === null && region !== null ? evidenceFor(evidence, service, region, variant) : null;
    const states = isAbsent(seen) ? "does not exist" : familiesText(seen, now, said);
    return [[variant, hostname, states]];
  });
  const traps = trapsAhead(question, match).flatMap((trap) => trapLines(trap));
  return [
    wrapText(`  ${name}${toned(STATE_TONES[match.state], stateSentence(match))}`, "    "),
    ...(setting === null ? [] : ["", `    ${toned("strong", setting)}`, ""]),
    ...advice.map((line) => wrapText(`  → ${line}`, "    ")),
    ...traps.flatMap((line) => line.split("\n").map((each) => `  ${each}`)),
    alignColumns(rows, "  "),
  ];
}

function verdictLines({ verdict, advice, kind }: FoundEntry): readonly string[] {
  if (kind === "tool") return advice.map((line) => wrapText(`  → ${line}`, "    "));
  if (kind !== "host" && kind !== "address") return [];
  const reach = Object.entries(verdict).map(
    ([client, support]) => `${client} ${toned(supportTone(support), support)}`,
  );
  return [
    wrapText(`  Reached by clients that are: ${reach.join(" · ")}.`, "    "),
    ...advice.map((line) => wrapText(`  → ${line}`, "    ")),
  ];
}

function resourceLines({ resource, verdict, advice }: FoundEntry): readonly string[] {
  if (resource === null) return [];
  const { isInVpc, source, date, note, switch: change } = resource;
  const reach = {
    yes: "This host answers over IPv6.",
    no: "This host has no IPv6 address.",
    unknown: "This host was not checked: add --live.",
  }[verdict["ipv6-only"]];
  return [
    wrapText(`  ${reach}${isInVpc ? " Clients reach it inside its VPC only." : ""}`, "    "),
    ...advice.map((line) => wrapText(`  → ${line}`, "    ")),
    ...(change === null ? [] : [wrapText(`  ${note}`, "    ")]),
    wrapText(`  ${source} (${date})`, "    "),
  ];
}

function toolLines(tool: ToolFacts): readonly string[] {
  const { mechanism, setting, place, limits, sources, date } = tool;
  const where = place === undefined ? "" : ` (${place})`;
  return [
    wrapText(`  ${mechanism}${where}`, "    "),
    ...(setting === null ? [] : ["", `    ${setting}`, ""]),
    ...limits.map((limit) => wrapText(`  Mind: ${limit}`, "    ")),
    `  → ${toolCommand(tool)}`,
    wrapText(`  ${sources.join(", ")} (${date})`, "    "),
  ];
}

/** What it is, in a few words. */
function whatItIs(entry: FoundEntry, named: FoundList | null = null): string {
  const { kind, matches, resource, tools, regions } = entry;
  const [best] = matches;
  const more = matches.length > 1 ? ` and ${matches.length - 1} more` : "";
  if (resource !== null && isToSwitch(entry)) {
    const region = best?.region ?? regions[0];
    return `host of one resource: ${resource.name}${region === undefined ? "" : ` · ${region}`}`;
  }
  if (best !== undefined) return `${KIND_WORDS[kind]}${matchWords(best, named)}${more}`;
  if (tools.length > 0) return `tool: ${tools.map(({ name }) => name).join(", ")}`;
  if (kind === "error") return "error message";
  if (kind === "host") return "host that is not AWS's, as far as is known";
  if (kind === "unknown") return "not recognised";
  return kind;
}

const KIND_WORDS: Readonly<Record<FoundEntry["kind"], string>> = {
  url: "",
  endpoint: "",
  "resource-host": "",
  "endpoint-service": "PrivateLink service of ",
  arn: "ARN of ",
  action: "IAM action of ",
  "iac-type": "resource or package of ",
  setting: "setting of ",
  image: "image in a registry: ",
  service: "",
  tool: "",
  error: "message that names ",
  address: "",
  region: "",
  variant: "",
  host: "",
  unknown: "",
};

/** @param named where services are called by their display names, too; null: by their CLI names alone */
function matchWords(
  { service, region, variant, purpose }: JudgedMatch,
  named: FoundList | null,
): string {
  const known = named?.question.catalog.services.find(({ cliName }) => cliName === service);
  return [
    known === undefined ? service : `${known.displayName} (${service})`,
    ...(purpose === null ? [] : [purpose]),
    ...(region === null ? [] : [region]),
    ...(variant === null ? [] : [variant]),
  ].join(" · ");
}

const STATE_TONES: Readonly<Record<MatchState, Tone>> = {
  ipv6: "good",
  sibling: "unsure",
  ipv4: "bad",
  absent: "bad",
  private: "good",
  unknown: "unsure",
  "no-region": "unsure",
};

function stateSentence({ state, hostname, ipv6Hostname, verdict }: JudgedMatch): string {
  switch (state) {
    case "ipv6":
      return `Reachable over IPv6: ${hostname} answers.`;
    case "sibling":
      return verdict["ipv6-only"] === "no"
        ? `${hostname} has no IPv6 address, but ${ipv6Hostname} has.`
        : `Whether ${hostname} has IPv6 is not known, but ${ipv6Hostname} has.`;
    case "ipv4":
      return "IPv4 only: none of its hostnames has an IPv6 address.";
    case "absent":
      return "No such endpoint: none of its hostnames exists.";
    case "private":
      return `This network answers for ${hostname} itself (interface endpoint or private zone).`;
    case "unknown":
      return "Not known whether IPv6 reaches it.";
    case "no-region":
      return "No region is named.";
  }
}

/** What to do, in a few words. */
function inShort(entry: FoundEntry): string {
  const { matches, resource, causes, tools, advice, kind, nearest } = entry;
  const [best] = matches;
  const [cause] = causes;
  if (resource !== null && isToSwitch(entry))
    return resource.switch ?? "see `find` of this host alone";
  if (best !== undefined && best.state !== "no-region") return matchInShort(best);
  if (cause !== undefined) return cause.fix;
  if (best !== undefined) return SHORT_WORDS["no-region"];
  if (tools.length > 0) return tools.map(({ setting }) => setting ?? "no setting").join(", ");
  if (kind === "unknown") return nearest.length === 0 ? "" : `did you mean ${nearest.join(", ")}?`;
  return advice[0] ?? "";
}

function matchInShort({ state, setting, ipv6Hostname }: JudgedMatch): string {
  if (state !== "sibling") return SHORT_WORDS[state];
  return `IPv6 with ${setting ?? ipv6Hostname}`;
}

const SHORT_WORDS: Readonly<Record<MatchState, string>> = {
  ipv6: "IPv6",
  sibling: "IPv6 with a setting",
  ipv4: "IPv4 only",
  absent: "no such endpoint",
  private: "answered by private DNS",
  unknown: "not checked",
  "no-region": "name a region: --region",
};

function summaryOf(entries: readonly FoundEntry[]): string {
  const count = (isMeant: (entry: FoundEntry) => boolean, words: string) => {
    const number = entries.filter(isMeant).length;
    return number === 0 ? [] : [`${number} ${words}`];
  };
  const inState =
    (...states: readonly MatchState[]) =>
    (entry: FoundEntry) =>
      !isToSwitch(entry) &&
      entry.matches[0] !== undefined &&
      states.includes(entry.matches[0].state);
  const parts = [
    ...count(inState("ipv6"), "reachable over IPv6"),
    ...count(inState("sibling"), "with a setting or another hostname"),
    ...count(inState("ipv4"), "IPv4 only"),
    ...count(inState("absent"), "without an endpoint"),
    ...count(inState("private"), "answered by private DNS"),
    ...count(inState("unknown"), "not checked"),
    ...count(inState("no-region"), "without a region"),
    ...count(isToSwitch, "to be switched on the resource"),
    ...count(
      ({ kind, matches, resource }) =>
        kind !== "unknown" && matches.length === 0 && resource === null,
      "of another kind",
    ),
    ...count(({ kind }) => kind === "unknown", "not recognised"),
  ];
  return `${plural(entries.length, "entry", "entries")}: ${parts.join(", ")}.`;
}

function isAbsent({ outcomes }: ObservedName): boolean {
  return outcomes.a === "nxdomain" && outcomes.aaaa === "nxdomain";
}

/** One line, whatever was pasted. */
function shortened(input: string): string {
  const line = printable(input.replace(/\s+/g, " "));
  return line.length > LONGEST_INPUT ? `${line.slice(0, LONGEST_INPUT - 1)}…` : line;
}
