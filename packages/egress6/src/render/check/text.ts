import { witnessLines } from "@egress6/core/observation/witness-words";
import type { CheckReport } from "@egress6/core/settings/check-report";
import {
  type CheckedMeans,
  type CheckedRegion,
  type CheckedService,
  checkedLabel,
} from "@egress6/core/settings/choose/check-services";
import type {
  CheckedConfiguration,
  ConfigurationFinding,
} from "@egress6/core/settings/resolve/check-configuration";
import { trapLines } from "../finding/text.js";
import { shownLength, supportTone, toned } from "../style.js";
import { alignColumns } from "../text-columns.js";
import { wrapText } from "../wrap-text.js";
import { CREDENTIALS_TITLE, credentialAdvice, summaryLine } from "./document.js";

/** Of the narrowest terminal that tables are made for. */
const COLUMNS = 80;

/** For people. */
export function checkText(report: CheckReport): string {
  const doubts = witnessLines(report.witnesses).map((line) => `${wrapText(line, "  ")}\n`);
  const sections = [
    `${wrapText(toned("strong", summaryLine(report)), "  ")}\n`,
    ...doubts,
    ...report.regions.map(regionText),
    ...(report.configuration === null ? [] : [configurationText(report.configuration)]),
  ];
  return sections.join("\n");
}

function regionText({
  region,
  services,
  operations,
  versionNotes,
  dualstackSwitch,
}: CheckedRegion): string {
  const rows = services.map((each) => [
    checkedLabel(each),
    toned(supportTone(each.works), each.works),
    each.observedAt === null ? "not yet" : each.observedAt.slice(0, 10),
    meansText(each),
  ]);
  const waysOut = (isMeant: (means: CheckedMeans) => boolean) =>
    services.flatMap((each) =>
      each.wayOut === null || !isMeant(each.means)
        ? []
        : [wrapText(`  ${checkedLabel(each)}: ${each.wayOut}`, "    ")],
    );
  const lines = [
    toned("strong", region),
    serviceTable([["SERVICE", "IPv6", "OBSERVED", "BY"], ...rows]),
    ...titled(
      "Where settings for all clients do not help:",
      waysOut((means) => means !== "unknown" && means !== "private"),
    ),
    ...titled(
      "Answered by private DNS from here:",
      waysOut((means) => means === "private"),
    ),
    ...titled(
      "Not known:",
      waysOut((means) => means === "unknown"),
    ),
    ...titled(
      "Operations with names of their own:",
      operations.map((line) => wrapText(`  ${line}`, "    ")),
    ),
    ...titled(
      "This version of the SDK:",
      versionNotes.map((line) => wrapText(`  ${line}`, "    ")),
    ),
    ...switchLines(dualstackSwitch),
  ];
  return `${lines.join("\n")}\n`;
}

/** What is long comes last, and is broken below itself: the other columns stay in line in every terminal. */
function serviceTable(rows: readonly (readonly string[])[]): string {
  const lines = alignColumns(
    rows.map((row) => [...row.slice(0, -1), ""]),
    "  ",
  ).split("\n");
  const width = Math.max(...lines.map(shownLength)) + 2;
  return rows
    .map((row, index) => {
      const line = lines[index] ?? "";
      const gap = " ".repeat(width);
      const last = wrapText(gap + (row.at(-1) ?? ""), gap, COLUMNS).slice(shownLength(line));
      return line + last;
    })
    .join("\n");
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

/** What to set, or why there is nothing to. */
export function meansText({
  means,
  hostname,
  setting,
  privateAddresses,
  inVpc,
  asked,
}: CheckedService): string {
  switch (means) {
    case "default":
      return `nothing to set: ${hostname}`;
    case "switch":
      return `${setting} → ${hostname}`;
    case "url":
      return `${setting}`;
    case "client":
      return asked === null ? `dual-stack on this client alone → ${hostname}` : `use ${hostname}`;
    case "private":
      return `private DNS: ${privateAddresses.join(", ")}`;
    case "none":
      return inVpc === null
        ? "needs IPv4"
        : `the control API needs IPv4; ${inVpc.connections} stay in the VPC and need no public IPv4`;
    case "unknown":
      return "not known";
  }
}

function switchLines({ breaks, unknown }: CheckedRegion["dualstackSwitch"]): readonly string[] {
  return [
    ...(breaks.length === 0
      ? []
      : ["", `AWS_USE_DUALSTACK_ENDPOINT=true would break: ${breaks.join(", ")}`]),
    ...(unknown.length === 0
      ? []
      : [
          "",
          `Not checked: what AWS_USE_DUALSTACK_ENDPOINT=true would do to ${unknown.join(", ")}`,
        ]),
  ];
}

function configurationText({ clients, findings }: CheckedConfiguration): string {
  const rows = clients.map(({ profile, region, service, url, source, verdict, credentials }) => [
    `  ${service}`,
    profile,
    region,
    `IPv6 ${toned(supportTone(verdict["ipv6-only"]), verdict["ipv6-only"])}`,
    `${url ?? "no endpoint"} (${source}${credentials.length === 0 ? "" : "; for credentials"})`,
  ]);
  const lines = [
    "The configuration",
    alignColumns(rows),
    ...titled(
      CREDENTIALS_TITLE,
      credentialAdvice(clients).map((line) => wrapText(`  ${line}`, "    ")),
    ),
    ...findings.flatMap(findingLines),
  ];
  return `${lines.join("\n")}\n`;
}

function findingLines(finding: ConfigurationFinding): readonly string[] {
  const { profile, services } = finding;
  return ["", ...trapLines(finding), `  (profile ${profile}; ${services.join(", ")})`];
}
