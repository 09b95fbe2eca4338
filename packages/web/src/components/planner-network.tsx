import type { DesignPlan } from "@egress6/core/plan/design-plan";
import {
  type NetworkPicture,
  networkPicture,
  pictureSentences,
  SUBNET_KIND_WORDS,
} from "@egress6/core/plan/network-picture";
import { useRef } from "preact/hooks";
import { useWidth } from "./use-width.js";

/** Where packets of a design go: the VPC with its zones, subnets, gateways and endpoints. */
export function PlannerNetwork({ design }: { readonly design: DesignPlan }) {
  const box = useRef<HTMLElement>(null);
  const width = useWidth(box);
  const picture = networkPicture(design);
  if (picture === null) return null;
  const sentences = pictureSentences(picture);
  return (
    <section class="plan-section" aria-label="Network">
      <h3>Network</h3>
      <figure ref={box} class="network" role="img" aria-label={sentences.join(" ")}>
        {picture.subnets.length > 0 && <Drawing picture={picture} width={Math.min(width, 920)} />}
      </figure>
      {picture.outside.length > 0 && (
        <p>Not in the VPC, so AWS carries its traffic: {picture.outside.join(", ")}.</p>
      )}
      <details>
        <summary>The drawing in words</summary>
        <ul class="plan-items">
          {sentences.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}

/** Zones are alike, so a phone sees one. */
const NARROWEST_ZONE_PX = 200;
const MOST_ZONES_DRAWN = 3;
const MOST_SUBNETS_DRAWN = 4;
const PAD = 10;
const BOX = 40;
const GAP = 12;
const CHARACTER_PX = 6.6;

function Drawing({ picture, width }: { readonly picture: NetworkPicture; readonly width: number }) {
  const fitting = Math.max(1, Math.floor((width - PAD) / NARROWEST_ZONE_PX));
  const drawn = Math.min(picture.zones, fitting, MOST_ZONES_DRAWN);
  const columnWidth = (width - 2 * PAD - (drawn + 1) * PAD) / drawn;
  const rows = rowsOf(picture);
  const zoneHeight = 26 + rows.length * (BOX + GAP) + 2;
  const hasTop =
    picture.hasInternetGateway || picture.hasEgressOnlyGateway || picture.hasTransitGateway;
  const gatewayY = hasTop ? 34 + 30 : 0;
  const vpcY = hasTop ? gatewayY + BOX / 2 : 0;
  const regionalY = vpcY + (hasTop ? BOX / 2 : 0) + 44;
  const zonesY = picture.hasRegionalNat ? regionalY + BOX + 14 : regionalY - 2;
  const vpcBottom = zonesY + zoneHeight + PAD + (picture.gatewayEndpoints.length > 0 ? BOX / 2 : 0);
  const hasServices = picture.interfaceEndpoints.length + picture.gatewayEndpoints.length > 0;
  const servicesY = vpcBottom + BOX / 2 + 26;
  const height = hasServices ? servicesY + 36 : vpcBottom + 2;
  const columns = Array.from(
    { length: drawn },
    (_, index) => 2 * PAD + index * (columnWidth + PAD),
  );
  const gateways = gatewaysOf(picture);
  const gatewayWidth = Math.min(
    250,
    (width - 2 * PAD - (gateways.length + 1) * PAD) / Math.max(1, gateways.length),
  );
  const gatewayX = (kind: "ipv4" | "ipv6"): number => {
    const index = gateways.findIndex((gateway) => gateway.kind === kind);
    return (width / gateways.length) * (index + 0.5);
  };
  const busY = {
    ipv4: (hasTop ? vpcY + BOX / 2 : 0) + 12,
    ipv6: (hasTop ? vpcY + BOX / 2 : 0) + 22,
  };
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      {hasTop && (
        <Box x={PAD} y={0} width={width - 2 * PAD} height={34} kind="outer" text="Internet" />
      )}
      <rect class="vpc" x={PAD} y={vpcY} width={width - 2 * PAD} height={vpcBottom - vpcY} rx={8} />
      {gateways.map(({ kind, text }) => (
        <g key={kind}>
          <path class="flow" data-kind={kind} d={`M${gatewayX(kind)} ${gatewayY}V36`} />
          <Box
            x={gatewayX(kind) - gatewayWidth / 2}
            y={gatewayY}
            width={gatewayWidth}
            kind={kind}
            text={text}
          />
        </g>
      ))}
      <text class="small" x={PAD + 8} y={vpcY + (hasTop ? -6 : 16)}>
        VPC
      </text>
      {picture.hasRegionalNat && (
        <Box
          x={2 * PAD}
          y={regionalY}
          width={width - 4 * PAD}
          kind="ipv4"
          text="Regional NAT gateway"
        />
      )}
      {columns.map((x, index) => (
        <Zone
          key={x}
          picture={picture}
          index={index}
          drawn={drawn}
          x={x}
          y={zonesY}
          width={columnWidth}
          height={zoneHeight}
          rows={rows}
          busY={busY}
          regionalY={picture.hasRegionalNat ? regionalY + BOX : null}
        />
      ))}
      {(["ipv4", "ipv6"] as const).map((kind) => (
        <Bus
          key={kind}
          kind={kind}
          y={busY[kind]}
          to={gatewayY + BOX}
          at={gateways.some((gateway) => gateway.kind === kind) ? gatewayX(kind) : null}
          from={risersOf(picture, kind, columns, columnWidth)}
          regionalY={kind === "ipv4" && picture.hasRegionalNat ? regionalY : null}
        />
      ))}
      {hasServices && (
        <>
          {picture.interfaceEndpoints.length > 0 &&
            columns.map((x) => (
              <path
                key={x}
                class="flow"
                data-kind="endpoint"
                d={`M${x + columnWidth / 4} ${zonesY + zoneHeight - GAP - 2}V${servicesY}`}
              />
            ))}
          {picture.gatewayEndpoints.length > 0 && (
            <>
              <path
                class="flow"
                data-kind="endpoint"
                d={`M${width / 2} ${vpcBottom + BOX / 2}V${servicesY}`}
              />
              <Box
                x={width / 2 - Math.min(260, width - 6 * PAD) / 2}
                y={vpcBottom - BOX / 2}
                width={Math.min(260, width - 6 * PAD)}
                kind="endpoint"
                text={`Gateway endpoint: ${picture.gatewayEndpoints.join(", ")}`}
              />
            </>
          )}
          <Box
            x={PAD}
            y={servicesY}
            width={width - 2 * PAD}
            height={34}
            kind="outer"
            text="AWS services"
          />
        </>
      )}
    </svg>
  );
}

type RowKind = "nat" | "subnet" | "more" | "endpoints";

interface PictureRow {
  readonly kind: RowKind;
  readonly index: number;
}

/** What stands in a zone, from the top. */
function rowsOf({ nat, subnets, interfaceEndpoints }: NetworkPicture): readonly PictureRow[] {
  const shown = subnets.slice(0, MOST_SUBNETS_DRAWN);
  const row = (kind: RowKind, index = 0): PictureRow => ({ kind, index });
  return [
    ...(nat === null ? [] : [row("nat")]),
    ...shown.map((_, index) => row("subnet", index)),
    ...(subnets.length > shown.length ? [row("more")] : []),
    ...(interfaceEndpoints.length > 0 ? [row("endpoints")] : []),
  ];
}

function gatewaysOf(picture: NetworkPicture) {
  const { hasInternetGateway, hasTransitGateway, hasEgressOnlyGateway } = picture;
  return [
    ...(hasInternetGateway || hasTransitGateway
      ? [
          {
            kind: "ipv4" as const,
            text: hasTransitGateway ? "Transit gateway (IPv4)" : "Internet gateway (IPv4)",
          },
        ]
      : []),
    ...(hasEgressOnlyGateway
      ? [{ kind: "ipv6" as const, text: "Egress-only gateway (IPv6)" }]
      : []),
  ];
}

/** Where lines come up out of the zones. */
function risersOf(
  { nat, subnets }: NetworkPicture,
  kind: "ipv4" | "ipv6",
  columns: readonly number[],
  width: number,
): readonly number[] {
  const isSent = subnets.some(({ sendsIpv4, sendsIpv6 }) =>
    kind === "ipv4" ? sendsIpv4 : sendsIpv6,
  );
  if (!isSent) return [];
  const isAt = (index: number) => kind === "ipv6" || nat === null || index < nat.count;
  return columns.filter((_, index) => isAt(index)).map((x) => riserX(x, width, kind));
}

const riserX = (x: number, width: number, kind: "ipv4" | "ipv6"): number =>
  kind === "ipv4" ? x + 11 : x + width - 11;

interface ZoneProps {
  readonly picture: NetworkPicture;
  readonly index: number;
  readonly drawn: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rows: readonly PictureRow[];
  readonly busY: { readonly ipv4: number; readonly ipv6: number };
  /** Where the regional NAT gateway ends; null: there is none. */
  readonly regionalY: number | null;
}

function Zone({ picture, index, drawn, x, y, width, height, rows, busY, regionalY }: ZoneProps) {
  const { zones, zoneNames, nat, subnets, interfaceEndpoints } = picture;
  const named = zoneNames?.[index] ?? `Zone ${index + 1}`;
  const isLast = index === drawn - 1 && zones > drawn;
  const title = isLast ? `${named}, and ${zones - drawn} more like it` : named;
  const rowY = (position: number): number => y + 26 + position * (BOX + GAP);
  const inner = { x: x + 22, width: width - 44 };
  const hasNat = nat !== null && index < nat.count;
  const natBottom = hasNat ? rowY(0) + BOX : null;
  return (
    <g>
      <rect class="zone" x={x} y={y} width={width} height={height} rx={6} />
      <text class="small" x={x + 22} y={y + 17}>
        {fitted(title, width - 44)}
      </text>
      {rows.map(({ kind, index: at }, position) => {
        const subnet = subnets[at];
        const top = rowY(position);
        const middle = top + BOX / 2;
        if (kind === "nat") {
          return hasNat ? (
            <g key="nat">
              <path
                class="flow"
                data-kind="ipv4"
                d={`M${inner.x} ${middle}H${x + 11}V${busY.ipv4}`}
              />
              <Box {...inner} y={top} kind="ipv4" text={nat.words} />
            </g>
          ) : (
            <Box key="nat" {...inner} y={top} kind="absent" text="NAT in the first zone" />
          );
        }
        if (kind === "more") {
          const text = `and ${subnets.length - MOST_SUBNETS_DRAWN} more subnets`;
          return <Box key="more" {...inner} y={top} kind="absent" text={text} />;
        }
        if (kind === "endpoints") {
          return (
            <Box
              key="endpoints"
              {...inner}
              y={top}
              kind="endpoint"
              text={endpointsText(interfaceEndpoints)}
              under="interface endpoints"
            />
          );
        }
        if (subnet === undefined) return null;
        return (
          <g key={`subnet-${at}`}>
            {subnet.sendsIpv4 && (nat === null || hasNat) && (
              <path
                class="flow"
                data-kind="ipv4"
                d={
                  subnet.hasPublicIpv4 || natBottom === null
                    ? `M${inner.x} ${middle}H${x + 11}V${regionalY ?? busY.ipv4}`
                    : `M${inner.x} ${middle}H${x + 15}V${natBottom - 6}H${inner.x}`
                }
              />
            )}
            {subnet.sendsIpv6 && (
              <path
                class="flow"
                data-kind="ipv6"
                d={`M${inner.x + inner.width} ${middle}H${x + width - 11}V${busY.ipv6}`}
              />
            )}
            <Box
              {...inner}
              y={top}
              kind="subnet"
              text={subnet.name}
              under={`${SUBNET_KIND_WORDS[subnet.subnets]} subnet${subnet.hasPublicIpv4 ? ", public IPv4" : ""}`}
            />
          </g>
        );
      })}
    </g>
  );
}

const endpointsText = (endpoints: readonly string[]): string => {
  const shown = endpoints.slice(0, 2).join(", ");
  return endpoints.length > 2 ? `${shown} +${endpoints.length - 2}` : shown;
};

interface BusProps {
  readonly kind: "ipv4" | "ipv6";
  readonly y: number;
  /** The lower edge of the gateway. */
  readonly to: number;
  readonly at: number | null;
  readonly from: readonly number[];
  readonly regionalY: number | null;
}

/** From where lines come up out of the zones to the gateway. */
function Bus({ kind, y, to, at, from, regionalY }: BusProps) {
  if (at === null || from.length === 0) return null;
  if (regionalY !== null)
    return <path class="flow" data-kind={kind} d={`M${at} ${regionalY}V${to}`} />;
  const left = Math.min(at, ...from);
  const right = Math.max(at, ...from);
  return <path class="flow" data-kind={kind} d={`M${left} ${y}H${right}M${at} ${y}V${to}`} />;
}

interface BoxProps {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height?: number;
  readonly kind: "outer" | "ipv4" | "ipv6" | "subnet" | "endpoint" | "absent";
  readonly text: string;
  readonly under?: string;
}

function Box({ x, y, width, height = BOX, kind, text, under }: BoxProps) {
  const middle = x + width / 2;
  return (
    <g class="part" data-kind={kind}>
      <rect x={x} y={y} width={width} height={height} rx={5} />
      <text x={middle} y={y + height / 2 + (under === undefined ? 4 : -3)} text-anchor="middle">
        {fitted(text, width)}
      </text>
      {under !== undefined && (
        <text class="small" x={middle} y={y + height / 2 + 13} text-anchor="middle">
          {fitted(under, width)}
        </text>
      )}
    </g>
  );
}

/** What fits into that many pixels. */
function fitted(text: string, width: number): string {
  const most = Math.floor((width - 8) / CHARACTER_PX);
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}
