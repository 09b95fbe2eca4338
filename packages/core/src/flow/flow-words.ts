import type { FlowAction, FlowReport } from "./flow-report.js";

/** What has to be done, in a sentence or two. */
export function flowChange({ subject }: Pick<FlowAction, "subject">): string {
  switch (subject.kind) {
    case "gateway-endpoint":
      return `Create a gateway endpoint for ${serviceWord(subject.service)}, free of charge, and associate it with the route tables of these workloads.`;
    case "ipv6-egress":
      return "Give the workloads' subnets IPv6 and a route ::/0 to an egress-only internet gateway. These hostnames have IPv6 addresses already.";
    case "dual-stack-name":
      return (
        subject.change ??
        (subject.setting === null
          ? `Call ${subject.ipv6Hostname ?? "the dual-stack hostname"} in place of the default hostname.`
          : `Set ${subject.setting}: SDKs then call ${subject.ipv6Hostname ?? "the dual-stack hostname"}.`)
      );
  }
}

/** How to see that the change has worked. */
export function flowVerify({ subject, bytes }: Pick<FlowAction, "subject" | "bytes">): string {
  const again = "Run the same command on logs from after the change";
  switch (subject.kind) {
    case "gateway-endpoint":
      return `${again}: ${serviceWord(subject.service)} of this region is gone from the gateways.`;
    case "ipv6-egress":
      return `${again}: the bytes of these hosts are gone from the gateways. \`egress6 doctor\` on a workload shows that IPv6 works.`;
    case "dual-stack-name":
      return `${again}: ${bytes === 0n ? "the service" : serviceWord(subject.service)} is gone from the gateways. \`egress6 endpoint\` shows which hostname an SDK calls.`;
  }
}

const SERVICE_WORDS: Readonly<Record<string, string>> = {
  s3: "S3",
  dynamodb: "DynamoDB",
  s3express: "S3 Express One Zone",
};

export const serviceWord = (service: string): string => SERVICE_WORDS[service] ?? service;

/** What stops a reader from taking the figures for more than they are. */
export function flowCautions(report: FlowReport): readonly string[] {
  const { tallies, hasNames, modes } = report;
  const { coveredSeconds, from, to } = tallies.window;
  const cautions: string[] = [];
  if (!hasNames && report.bytes > 0n) {
    cautions.push(
      "Without resolver query logs about half of the bytes stay unknown. Turn them on: `aws route53resolver create-resolver-query-log-config`, then give them with --resolver-logs.",
    );
  }
  const unchecked = report.unknown.get("not-checked") ?? 0n;
  if (unchecked > 0n) {
    cautions.push(
      "Nobody has asked yet whether some of the hostnames have IPv6 addresses: --live asks DNS, through --resolver.",
    );
  }
  if (report.bytes > 0n && report.usdPerMonth.low === null && coveredSeconds > 0) {
    cautions.push(
      report.region === null
        ? "The region of the gateways is not known, so there are no dollars: give --topology."
        : `No price for NAT gateways in ${report.region} is known, so there are no dollars: get it with \`egress6 prices update --region ${report.region}\`, and run this again.`,
    );
  }
  const unlogged = report.nats.filter(({ records, bytes }) => records === 0 && bytes === 0n);
  const isPartly = unlogged.length > 0 && unlogged.length < report.nats.length;
  if (isPartly && !modes.includes("topology")) {
    const shown = unlogged.slice(0, 3).map(({ id, eni }) => id ?? eni ?? "");
    const more = unlogged.length > 3 ? ` and ${unlogged.length - 3} more` : "";
    const names = `${shown.join(", ")}${more}`;
    cautions.push(
      `These logs have no record of ${names}: what they carried is not known. Turn on a flow log of the whole VPC.`,
    );
  }
  if (tallies.skipData > 0) {
    cautions.push(
      `AWS lost records (${tallies.skipData} SKIPDATA): the bytes of these intervals are missing.`,
    );
  }
  if (tallies.badLines > 0) cautions.push(`${tallies.badLines} lines could not be read.`);
  if (modes.includes("topology") && report.bytes > 0n) {
    cautions.push(
      "These logs do not name the gateway. Route tables say which bytes passed it, as they are now.",
    );
  }
  if (coveredSeconds > 0 && coveredSeconds < 7 * 86_400) {
    cautions.push(
      "The window is shorter than a week: days differ, so a month may come to more or less.",
    );
  }
  if (from !== null && to !== null && to - from > 0 && coveredSeconds < 0.9 * (to - from)) {
    const percent = Math.round((100 * coveredSeconds) / (to - from));
    cautions.push(`The logs cover ${percent} % of the window. The rest is not in them.`);
  }
  return cautions;
}

/** What no figure holds. */
export const NOT_CLAIMED =
  "Not claimed: internet data transfer out (IPv6 pays it, too), and the hours and address of a gateway that keeps other traffic.";
