import { flowsVerdict, flowUsdText, shareText, sizeText } from "@egress6/core/flow/flow-amounts";
import { FLOW_CLASS_WORDS, FLOW_CLASSES } from "@egress6/core/flow/flow-class";
import { flowCautions, flowChange, flowVerify, NOT_CLAIMED } from "@egress6/core/flow/flow-words";
import { printable } from "@egress6/core/printable";
import type { FlowResult } from "../../ports.js";
import { timeText } from "./json.js";

const MOST_ROWS = 50;

/** What `egress6 flows --markdown` prints. */
export function flowsMarkdown({ report, isComplete }: FlowResult): string {
  const { tallies, classes, bytes } = report;
  const parts = [
    `# NAT gateway bytes, ${timeText(tallies.window.from) ?? "no records"} to ${timeText(tallies.window.to) ?? "no records"}`,
    `**${flowsVerdict(report, isComplete)}**`,
    ...(isComplete ? [] : ["Stopped before the end: these are the results so far."]),
    table(
      ["Class", "Bytes", "Share", "A month"],
      FLOW_CLASSES.map((each) => {
        const sum = classes.get(each);
        const amount = sum?.bytes ?? 0n;
        return [
          FLOW_CLASS_WORDS[each],
          sizeText(amount),
          shareText(amount, bytes),
          sum === undefined ? "" : flowUsdText(sum.usdPerMonth),
        ];
      }),
    ),
    ...(report.actions.length === 0
      ? []
      : [
          "## What to change",
          table(
            ["Change", "Hosts", "Sources", "Bytes", "A month", "Confidence", "Check"],
            report.actions
              .slice(0, MOST_ROWS)
              .map((action) => [
                flowChange(action),
                action.hosts.slice(0, 5).map(printable).join(", "),
                String(action.workloads.length),
                sizeText(action.bytes),
                flowUsdText(action.usdPerMonth),
                action.confidence,
                flowVerify(action),
              ]),
          ),
        ]),
    ...(report.blockers.length === 0
      ? []
      : [
          "## IPv4 only",
          table(
            ["Host", "Bytes", "A month"],
            report.blockers
              .slice(0, MOST_ROWS)
              .map(({ host, bytes: each, usdPerMonth }) => [
                printable(host),
                sizeText(each),
                flowUsdText(usdPerMonth),
              ]),
          ),
        ]),
    "## NAT gateways",
    table(
      ["Gateway", "Zone", "Bytes", "Across zones"],
      report.nats.map((nat) => [
        nat.id ?? nat.eni ?? "",
        nat.az ?? "",
        sizeText(nat.bytes),
        nat.crossAzBytes === null ? "not known" : sizeText(nat.crossAzBytes),
      ]),
    ),
    ...flowCautions(report).map((caution) => `> ${caution}`),
    NOT_CLAIMED,
  ];
  return `${parts.join("\n\n")}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
