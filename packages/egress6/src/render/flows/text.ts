import {
  FLOW_CLASS_WORDS,
  FLOW_CLASSES,
  isMovableClass,
  UNKNOWN_REASON_WORDS,
} from "@egress6/core/flow/flow-class";
import { NOT_COUNTED_WORDS } from "@egress6/core/flow/flow-group";
import { FLOW_MODE_ERROR } from "@egress6/core/flow/flow-mode";
import { addUsd, type FlowUsd } from "@egress6/core/flow/flow-money";
import { type FlowReport, movableBytes, type NatSum } from "@egress6/core/flow/flow-report";
import { flowCautions, flowChange, flowVerify, NOT_CLAIMED } from "@egress6/core/flow/flow-words";
import { usdText } from "@egress6/core/plan/plan-words";
import { compare } from "@egress6/core/price/exact";
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

/** The first line of every form: what can move, what it saves, and how much cannot be told. */
export function flowsVerdict(report: FlowReport, isComplete: boolean): string {
  const { bytes, classes, usdPerMonth } = report;
  if (bytes === 0n) {
    return isComplete
      ? "No bytes of a NAT gateway are in these logs."
      : "Stopped before any bytes of a NAT gateway were counted.";
  }
  const open = (classes.get("unknown")?.bytes ?? 0n) + (classes.get("ambiguous")?.bytes ?? 0n);
  const movable = movableBytes(report);
  const money = movableUsd(report);
  const saving = isKnown(money) ? `, ${usdRangeText(money)} a month` : "";
  const total = isKnown(usdPerMonth) ? ` (${usdRangeText(usdPerMonth)} a month)` : "";
  const half = report.hasNames ? "" : " No resolver query logs were given.";
  return `${percent(movable, bytes)} of the NAT bytes can move${saving}; ${percent(open, bytes)} cannot be told. NAT carried ${sizeText(bytes)}${total}.${half}`;
}

function movableUsd({ classes }: FlowReport): FlowUsd {
  const all = ["free-fix", "v6-now", "v6-config"] as const;
  return all
    .map((each) => classes.get(each)?.usdPerMonth ?? { low: null, high: null })
    .reduce(addUsd);
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
  const money = (usd: FlowUsd) => (isPriced ? [usdRangeText(usd)] : []);
  let left = bytes;
  const rows = FLOW_CLASSES.flatMap((each) => {
    const sum = classes.get(each);
    if (sum === undefined || sum.bytes === 0n) return [];
    const size = sizeText(sum.bytes);
    const row = [
      FLOW_CLASS_WORDS[each],
      size,
      percent(sum.bytes, bytes),
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
        ? [`${percent(sources.no, action.bytes)} is from subnets that cannot send IPv6 yet.`]
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

const monthText = (usd: FlowUsd): string => (isKnown(usd) ? `, ${usdRangeText(usd)} a month` : "");

function blockersText({ blockers, usdPerMonth: all }: FlowReport): string {
  if (blockers.length === 0) return "";
  const rows = blockers
    .slice(0, MOST_SHOWN)
    .map(({ host, bytes, usdPerMonth }) => [
      printable(host),
      sizeText(bytes),
      ...(isKnown(all) ? [usdRangeText(usdPerMonth)] : []),
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
      ...(isPriced ? [usdRangeText(nat.usdPerMonth)] : []),
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

const UNITS = ["bytes", "KB", "MB", "GB", "TB", "PB"];

/** In units of 1,024, as AWS bills. */
export function sizeText(bytes: bigint): string {
  let value = Number(bytes);
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? number(value) : value.toFixed(value < 10 ? 2 : 1)} ${UNITS[unit]}`;
}

export function percent(part: bigint, total: bigint): string {
  if (total === 0n) return "0 %";
  const tenths = Number((2000n * part + total) / (2n * total));
  if (part > 0n && tenths === 0) return "under 0.1 %";
  return `${(tenths / 10).toFixed(1)} %`;
}

export function usdRangeText({ low, high }: FlowUsd): string {
  if (low === null) return "price not known";
  if (high === null) return `${usdText(low)} or more`;
  return compare(low, high) === 0 ? usdText(low) : `${usdText(low)} to ${usdText(high)}`;
}

const isKnown = ({ low }: FlowUsd): boolean => low !== null;

function hoursText(seconds: number): string {
  if (seconds < 7200) return `${(seconds / 60).toFixed(0)} minutes`;
  return seconds < 3 * 86_400
    ? `${(seconds / 3600).toFixed(1)} hours`
    : `${(seconds / 86_400).toFixed(1)} days`;
}
