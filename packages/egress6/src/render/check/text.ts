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
import { supportTone, toned } from "../style.js";
import { alignColumns } from "../text-columns.js";
import { wrapText } from "../wrap-text.js";
import { CREDENTIALS_TITLE, credentialAdvice, summaryLine } from "./document.js";

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
    meansText(each),
    each.observedAt === null ? "" : `observed ${each.observedAt.slice(0, 10)}`,
  ]);
  const waysOut = (isMeant: (means: CheckedMeans) => boolean) =>
    services.flatMap((each) =>
      each.wayOut === null || !isMeant(each.means)
        ? []
        : [wrapText(`  ${checkedLabel(each)}: ${each.wayOut}`, "    ")],
    );
  const lines = [
    toned("strong", region),
    alignColumns([["  SERVICE", "IPv6", "BY", "EVIDENCE"], ...rows.map(indented)]),
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

function indented([first = "", ...rest]: readonly string[]): readonly string[] {
  return [`  ${first}`, ...rest];
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
      : ["", `What AWS_USE_DUALSTACK_ENDPOINT=true does is unknown for: ${unknown.join(", ")}`]),
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
