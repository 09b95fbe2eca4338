import { flowsVerdict, flowUsdText, shareText, sizeText } from "@egress6/core/flow/flow-amounts";
import {
  FLOW_CLASS_WORDS,
  FLOW_CLASSES,
  isMovableClass,
  UNKNOWN_REASON_WORDS,
} from "@egress6/core/flow/flow-class";
import { NOT_COUNTED_WORDS } from "@egress6/core/flow/flow-group";
import { FLOW_MODE_ERROR } from "@egress6/core/flow/flow-mode";
import type { FlowUsd } from "@egress6/core/flow/flow-money";
import type { FlowReport, NatSum } from "@egress6/core/flow/flow-report";
import { flowCautions, flowChange, flowVerify, NOT_CLAIMED } from "@egress6/core/flow/flow-words";
import { printable } from "@egress6/core/printable";
import type { FlowResult } from "../../ports.js";
import { alignColumns } from "../text-columns.js";
import { number, plural } from "../words.js";
import { wrapText } from "../wrap-text.js";
import { timeText } from "./json.js";

const COLUMNS = 80;
const MOST_SHOWN = 10;

/** What `egress6 flows` prints. */
export function flowsText(result: FlowResult): string {
  const { report } = result;
  const parts = [
    wrapText(flowsVerdict(report, result.isComplete), "", COLUMNS),
    basisText(result),
    ...(report.bytes === 0n
      ? []
      : [classesText(report), actionsText(report), blockersText(report)]),
    natsText(report),
    notCountedText(report),
    ...flowCautions(report).map((caution) => wrapText(`Note: ${caution}`, "  ", COLUMNS)),
    wrapText(NOT_CLAIMED, "  ", COLUMNS),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function basisText({ report, engine, isComplete, resolver, coverage }: FlowResult): string {
  const { window, files, records } = report.tallies;
  const lines = [
    ...(isComplete ? [] : ["Stopped before the end: these are the results so far."]),
    `${timeText(window.from) ?? "–"} to ${timeText(window.to) ?? "–"}, ${hoursText(window.coveredSeconds)} covered`,
    `${plural(files, "file")}, ${plural(records, "record")}, ${plural(resolver.queries, "DNS query", "DNS queries")}, engine ${engine}`,
    ...(coverage === null ? [] : [`The logs have ${coverage} % of the bytes that are billed`]),
    ...report.modes.map((mode) => `Counted by ${mode}: ${FLOW_MODE_ERROR[mode]}`),
  ];
  return lines.map((line) => wrapText(line, "  ", COLUMNS)).join("\n");
}

/** From today down to what stays: what each way takes off the gateways. */
function classesText({ classes, bytes, unknown, usdPerMonth }: FlowReport): string {
  const isPriced = isKnown(usdPerMonth);
  const money = (usd: FlowUsd) => (isPriced ? [flowUsdText(usd)] : []);
  let left = bytes;
  const rows = FLOW_CLASSES.flatMap((each) => {
    const sum = classes.get(each);
    if (sum === undefined || sum.bytes === 0n) return [];
    const size = sizeText(sum.bytes);
    const row = [
      FLOW_CLASS_WORDS[each],
      size,
      shareText(sum.bytes, bytes),
      ...money(sum.usdPerMonth),
    ];
    if (!isMovableClass(each)) return [row];
    left -= sum.bytes;
    return [[...row, sizeText(left)]];
  });
  const today = [
    "all through NAT",
    sizeText(bytes),
    "100 %",
    ...money(usdPerMonth),
    sizeText(bytes),
  ];
  const reasons = [...unknown].flatMap(([reason, each]) =>
    each === 0n ? [] : [`    ${sizeText(each)}: ${UNKNOWN_REASON_WORDS[reason]}`],
  );
  return [
    "What could become of the bytes",
    alignColumns(
      [
        ["", "in the window", "share", ...(isPriced ? ["a month"] : []), "left then"],
        today,
        ...rows,
      ],
      "  ",
    ),
    ...(reasons.length > 0 ? ["  Cannot tell, because:", ...reasons] : []),
  ].join("\n");
}

function actionsText(report: FlowReport): string {
  if (report.actions.length === 0) return "";
  const blocks = report.actions.slice(0, MOST_SHOWN).map((action, index) => {
    const { hosts, workloads, sources, confidence } = action;
    const shown = hosts.slice(0, 3).map(printable).join(", ");
    const more = hosts.length > 3 ? ` and ${number(hosts.length - 3)} more` : "";
    const isOfIpv6 = action.class !== "free-fix";
    const ready =
      isOfIpv6 && sources.no > 0n
        ? [`${shareText(sources.no, action.bytes)} is from subnets that cannot send IPv6 yet.`]
        : [];
    return [
      `${index + 1}. ${sizeText(action.bytes)}${monthText(action.usdPerMonth)}, confidence ${confidence}`,
      `   ${flowChange(action)}`,
      `   Hosts: ${shown}${more}; ${plural(workloads.length, "source")}`,
      ...ready.map((line) => `   ${line}`),
      `   Check: ${flowVerify(action)}`,
    ]
      .map((line) => wrapText(line, "   ", COLUMNS))
      .join("\n");
  });
  const rest = report.actions.length - blocks.length;
  return [
    "What to change",
    ...blocks,
    ...(rest > 0 ? [`   ${plural(rest, "smaller change")} more: --json has all.`] : []),
  ].join("\n");
}

const monthText = (usd: FlowUsd): string => (isKnown(usd) ? `, ${flowUsdText(usd)} a month` : "");

function blockersText({ blockers, usdPerMonth: all }: FlowReport): string {
  if (blockers.length === 0) return "";
  const rows = blockers
    .slice(0, MOST_SHOWN)
    .map(({ host, bytes, usdPerMonth }) => [
      printable(host),
      sizeText(bytes),
      ...(isKnown(all) ? [flowUsdText(usdPerMonth)] : []),
    ]);
  const rest = blockers.length - rows.length;
  return [
    "What keeps NAT gateways busy: IPv4 only",
    alignColumns(rows, "  "),
    ...(rest > 0 ? [`  ${plural(rest, "host")} more: --json has all.`] : []),
  ].join("\n");
}

function natsText({ nats, usdPerMonth }: FlowReport): string {
  if (nats.length === 0) return "";
  const isPriced = isKnown(usdPerMonth);
  const rows = nats
    .slice(0, 2 * MOST_SHOWN)
    .map((nat) => [
      nat.id ?? nat.eni ?? "",
      nat.az ?? "–",
      sizeText(nat.bytes),
      nat.crossAzBytes === null ? "not known" : sizeText(nat.crossAzBytes),
      sizeText(restOf(nat)),
      ...(isPriced ? [flowUsdText(nat.usdPerMonth)] : []),
    ]);
  return [
    "NAT gateways",
    alignColumns(
      [["", "zone", "bytes", "across zones", "stays", ...(isPriced ? ["a month"] : [])], ...rows],
      "  ",
    ),
  ].join("\n");
}

const restOf = ({ bytes, classes }: NatSum): bigint =>
  (["free-fix", "v6-now", "v6-config"] as const).reduce(
    (rest, each) => rest - (classes.get(each) ?? 0n),
    bytes,
  );

function notCountedText({ notCounted }: FlowReport): string {
  if (notCounted.length === 0) return "";
  const rows = notCounted.map(({ reason, bytes, records }) => [
    sizeText(bytes),
    records === 0 ? "" : plural(records, "record"),
    NOT_COUNTED_WORDS[reason],
  ]);
  return ["Not counted", alignColumns(rows, "  ")].join("\n");
}

const isKnown = ({ low }: FlowUsd): boolean => low !== null;

function hoursText(seconds: number): string {
  if (seconds < 7200) return `${(seconds / 60).toFixed(0)} minutes`;
  return seconds < 3 * 86_400
    ? `${(seconds / 3600).toFixed(1)} hours`
    : `${(seconds / 86_400).toFixed(1)} days`;
}
