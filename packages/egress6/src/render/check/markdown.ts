import { placeText } from "@egress6/core/finding/place";
import { TRAP_SEVERITIES, trapSentences } from "@egress6/core/finding/trap-words";
import { witnessLines } from "@egress6/core/observation/witness-words";
import type { CheckReport } from "@egress6/core/settings/check-report";
import { type CheckedRegion, checkedLabel } from "@egress6/core/settings/choose/check-services";
import type {
  CheckedConfiguration,
  ConfigurationFinding,
} from "@egress6/core/settings/resolve/check-configuration";
import { CREDENTIALS_TITLE, credentialAdvice, summaryLine } from "./document.js";
import { meansText } from "./text.js";

/** For an issue, a pull request or a wiki. */
export function checkMarkdown(report: CheckReport): string {
  const { configuration } = report;
  const sections = [
    ...witnessLines(report.witnesses).map(cell),
    "# Ready for IPv6-only?",
    summaryLine(report),
    ...report.regions.flatMap(regionSections),
    ...credentialSections(configuration?.clients ?? []),
    ...(configuration === null || configuration.findings.length === 0
      ? []
      : ["## Traps in the configuration", configuration.findings.map(findingItem).join("\n")]),
  ];
  return `${sections.join("\n\n")}\n`;
}

function credentialSections(clients: CheckedConfiguration["clients"]): readonly string[] {
  const advice = credentialAdvice(clients);
  return advice.length === 0
    ? []
    : ["## Credentials", CREDENTIALS_TITLE, advice.map((line) => `- ${cell(line)}`).join("\n")];
}

function regionSections({
  region,
  services,
  dualstackSwitch,
  operations,
  versionNotes,
}: CheckedRegion): readonly string[] {
  const rows = services.map((each) =>
    row([
      checkedLabel(each),
      each.works,
      meansText(each),
      each.observedAt?.slice(0, 10) ?? "",
      each.wayOut ?? "",
    ]),
  );
  const { breaks } = dualstackSwitch;
  return [
    `## ${region}`,
    [
      row(["Service", "IPv6", "By", "Observed", "Workaround"]),
      "|---|---|---|---|---|",
      ...rows,
    ].join("\n"),
    ...(breaks.length === 0
      ? []
      : [`\`AWS_USE_DUALSTACK_ENDPOINT=true\` would break: ${breaks.map(cell).join(", ")}`]),
    ...[operations, versionNotes].flatMap((lines) =>
      lines.length === 0 ? [] : [lines.map((line) => `- ${cell(line)}`).join("\n")],
    ),
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(" | ")} |`;
}

/** Nothing of a name or a path may end a cell or begin markup. */
function cell(text: string): string {
  return text.replace(/[\\|`*_<>[\]]/g, "\\$&").replace(/\s+/g, " ");
}

function findingItem(finding: ConfigurationFinding): string {
  const { ruleId, level, place, helpUri } = finding;
  const at = placeText(place);
  const where = at === null ? "" : ` (${cell(at)})`;
  return `- **${TRAP_SEVERITIES[level]}** [${ruleId}](${helpUri})${where}: ${cell(trapSentences(finding))}`;
}
