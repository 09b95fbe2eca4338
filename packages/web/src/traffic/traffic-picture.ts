import { FLOW_CLASS_WORDS, FLOW_CLASSES } from "@egress6/core/flow/flow-class";
import type { ReportedDestination, ReportedFlows } from "@egress6/core/flow/read-flows-document";
import type { SankeyLink, SankeyNode } from "./sankey.js";

/** More would be lines without a thickness. */
const MOST_DESTINATIONS = 12;
const MOST_NATS = 8;

export interface PictureNode extends SankeyNode {
  readonly label: string;
}

export interface TrafficPicture {
  /** Gateways, classes, destinations. */
  readonly columns: readonly (readonly PictureNode[])[];
  readonly links: readonly SankeyLink[];
}

/** `sqs`, `s3 in eu-west-1`, a host, or that it has no name. */
function destinationLabel(
  { host, service, region }: ReportedDestination,
  home: string | null,
): string {
  if (service === null) return host ?? "without a name";
  return region === null || region === home ? service : `${service} in ${region}`;
}

/** Destinations of one label and class are one, the largest first. */
export function namedDestinations({
  destinations,
  region,
}: Pick<ReportedFlows, "destinations" | "region">): readonly (PictureNode & {
  readonly class: ReportedDestination["class"];
})[] {
  const sums = new Map<string, PictureNode & { readonly class: ReportedDestination["class"] }>();
  for (const destination of destinations) {
    const label = destinationLabel(destination, region);
    const id = `to ${destination.class} ${label}`;
    const known = sums.get(id);
    sums.set(id, {
      id,
      label,
      class: destination.class,
      bytes: destination.bytes + (known?.bytes ?? 0n),
    });
  }
  return [...sums.values()].sort((a, b) => (a.bytes < b.bytes ? 1 : a.bytes > b.bytes ? -1 : 0));
}

/** From gateways over classes to destinations: the bytes of each are the same on both sides. */
export function trafficPicture(report: ReportedFlows): TrafficPicture {
  const shownNats = report.nats.slice(0, MOST_NATS);
  const otherNats = report.nats.slice(MOST_NATS);
  const gateways = [
    ...shownNats.map((nat, index) => ({
      id: `nat ${index}`,
      label: nat.name,
      bytes: nat.bytes,
      classes: nat.classes,
    })),
    ...(otherNats.length === 0
      ? []
      : [
          {
            id: "nat others",
            label: `${otherNats.length} more`,
            bytes: otherNats.reduce((sum, { bytes }) => sum + bytes, 0n),
            classes: new Map(
              FLOW_CLASSES.map((each) => [
                each,
                otherNats.reduce((sum, { classes }) => sum + (classes.get(each) ?? 0n), 0n),
              ]),
            ),
          },
        ]),
  ].filter(({ bytes }) => bytes > 0n);
  const classes = FLOW_CLASSES.map((each) => ({
    id: `class ${each}`,
    label: FLOW_CLASS_WORDS[each],
    bytes: report.classes.get(each)?.bytes ?? 0n,
  })).filter(({ bytes }) => bytes > 0n);
  const named = namedDestinations(report).filter(({ bytes }) => bytes > 0n);
  const large = named.slice(0, MOST_DESTINATIONS);
  const destinations = FLOW_CLASSES.flatMap((each) => {
    const own = large.filter((node) => node.class === each);
    const small = named.slice(MOST_DESTINATIONS).filter((node) => node.class === each);
    const rest = small.reduce((sum, { bytes }) => sum + bytes, 0n);
    return [
      ...own,
      ...(small.length === 0
        ? []
        : [
            {
              id: `to ${each} others`,
              label: small.length === 1 ? (small[0]?.label ?? "") : `${small.length} others`,
              class: each,
              bytes: rest,
            },
          ]),
    ];
  });
  return {
    columns: [gateways, classes, destinations],
    links: [
      ...gateways.flatMap(({ id, classes: byClass }) =>
        [...byClass].map(([each, bytes]) => ({ from: id, to: `class ${each}`, bytes })),
      ),
      ...destinations.map(({ id, class: each, bytes }) => ({
        from: `class ${each}`,
        to: id,
        bytes,
      })),
    ],
  };
}
