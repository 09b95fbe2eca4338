import { type Markup, markup } from "@egress6/core/map/markup";
import { type NetworkPicture, SUBNET_KIND_WORDS } from "@egress6/core/plan/network-picture";

const WIDTH = 460;
const PAD = 8;
const BOX = 36;
const GAP = 10;
const MOST_ZONES = 2;
const MOST_SUBNETS = 4;
const CHARACTER_PX = 6.2;

type PartKind = "outer" | "ipv4" | "ipv6" | "subnet" | "endpoint" | "absent";

/** The VPC with its zones, subnets, gateways and endpoints. What it shows stands in words beside it. */
export function networkSvg(picture: NetworkPicture, label: string): Markup {
  const { zones, zoneNames, subnets, nat } = picture;
  const drawn = Math.min(zones, MOST_ZONES);
  const shown = subnets.slice(0, MOST_SUBNETS);
  const column = (WIDTH - 2 * PAD - (drawn + 1) * PAD) / drawn;
  const columns = Array.from({ length: drawn }, (_, zone) => 2 * PAD + zone * (column + PAD));
  const rowsOf = [
    ...(nat === null ? [] : ["nat" as const]),
    ...shown,
    ...(subnets.length > shown.length ? ["more" as const] : []),
    ...(picture.interfaceEndpoints.length > 0 ? ["endpoints" as const] : []),
  ];
  const top = 46;
  const vpcY = top + BOX / 2;
  const zonesY = vpcY + BOX / 2 + 40 + (picture.hasRegionalNat ? BOX + GAP : 0);
  const zoneHeight = 24 + rowsOf.length * (BOX + GAP);
  const vpcBottom = zonesY + zoneHeight + PAD + (picture.gatewayEndpoints.length > 0 ? BOX / 2 : 0);
  const hasServices = picture.interfaceEndpoints.length + picture.gatewayEndpoints.length > 0;
  const servicesY = vpcBottom + BOX / 2 + 18;
  const height = hasServices ? servicesY + 30 : vpcBottom + 2;
  const has4 = picture.hasInternetGateway || picture.hasTransitGateway;
  const [x4, x6] = [WIDTH * 0.27, WIDTH * 0.73];
  const [bus4, bus6] = [vpcY + BOX / 2 + 10, vpcY + BOX / 2 + 20];
  const rowY = (row: number): number => zonesY + 24 + row * (BOX + GAP);
  const sends4 = subnets.some(({ sendsIpv4 }) => sendsIpv4);
  const sends6 = subnets.some(({ sendsIpv6 }) => sendsIpv6) && picture.hasEgressOnlyGateway;
  const risers4 = columns.filter((_, zone) => nat === null || zone < nat.count).map((x) => x + 8);
  const risers6 = columns.map((x) => x + column - 8);
  const bus = (at: number, y: number, from: readonly number[], kind: PartKind) =>
    line(
      `M${Math.min(at, ...from)} ${y}H${Math.max(at, ...from)}M${at} ${y}V${top + BOX}M${at} ${top}V28`,
      kind,
    );
  return markup`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}">
${box(PAD, 0, WIDTH - 2 * PAD, "outer", "Internet", undefined, 28)}
<rect class="vpc" x="${PAD}" y="${vpcY}" width="${WIDTH - 2 * PAD}" height="${vpcBottom - vpcY}" rx="8"/>
${has4 && sends4 ? bus(x4, bus4, risers4, "ipv4") : []}
${sends6 ? bus(x6, bus6, risers6, "ipv6") : []}
${has4 ? box(x4 - 95, top, 190, "ipv4", picture.hasTransitGateway ? "Transit gateway (IPv4)" : "Internet gateway (IPv4)") : []}
${picture.hasEgressOnlyGateway ? box(x6 - 95, top, 190, "ipv6", "Egress-only gateway (IPv6)") : []}
${picture.hasRegionalNat ? box(2 * PAD, zonesY - BOX - GAP, WIDTH - 4 * PAD, "ipv4", "Regional NAT gateway") : []}
${columns.map((x, zone) => {
  const name = zoneNames?.[zone] ?? `Zone ${zone + 1}`;
  const title = zone === drawn - 1 && zones > drawn ? `${name}, and ${zones - drawn} more` : name;
  const [left, inner] = [x + 18, column - 36];
  const hasNat = nat !== null && zone < nat.count;
  return markup`<rect class="zone" x="${x}" y="${zonesY}" width="${column}" height="${zoneHeight}" rx="6"/>
<text class="small" x="${left}" y="${zonesY + 16}">${fitted(title, inner)}</text>
${rowsOf.map((row, index) => {
  const y = rowY(index);
  const middle = y + BOX / 2;
  if (row === "nat") {
    return hasNat
      ? markup`${line(`M${left} ${middle}H${x + 8}V${bus4}`, "ipv4")}${box(left, y, inner, "ipv4", nat?.words ?? "")}`
      : box(left, y, inner, "absent", "no NAT here");
  }
  if (row === "more") {
    return box(left, y, inner, "absent", `and ${subnets.length - shown.length} more subnets`);
  }
  if (row === "endpoints") {
    const names = picture.interfaceEndpoints;
    const text =
      names.length > 2 ? `${names.slice(0, 2).join(", ")} +${names.length - 2}` : names.join(", ");
    return markup`${line(`M${x + column / 2} ${y + BOX}V${servicesY}`, "endpoint")}${box(left, y, inner, "endpoint", text, "interface endpoints")}`;
  }
  const under = `${SUBNET_KIND_WORDS[row.subnets]} subnet${row.hasPublicIpv4 ? ", public IPv4" : ""}`;
  const to =
    hasNat && !row.hasPublicIpv4
      ? `M${left} ${middle}H${x + 12}V${rowY(0) + BOX - 6}H${left}`
      : `M${left} ${middle}H${x + 8}V${bus4}`;
  const isServed = nat === null || hasNat || row.hasPublicIpv4;
  return markup`${row.sendsIpv4 && isServed ? line(to, "ipv4") : []}${
    row.sendsIpv6 && picture.hasEgressOnlyGateway
      ? line(`M${left + inner} ${middle}H${x + column - 8}V${bus6}`, "ipv6")
      : []
  }${box(left, y, inner, "subnet", row.name, under)}`;
})}`;
})}
${
  picture.gatewayEndpoints.length === 0
    ? []
    : markup`${line(`M${WIDTH / 2} ${vpcBottom}V${servicesY}`, "endpoint")}${box(WIDTH / 2 - 120, vpcBottom - BOX / 2, 240, "endpoint", `Gateway endpoint: ${picture.gatewayEndpoints.join(", ")}`)}`
}
${hasServices ? box(PAD, servicesY, WIDTH - 2 * PAD, "outer", "AWS services", undefined, 28) : []}
</svg>`;
}

const line = (d: string, kind: PartKind): Markup => markup`<path class="flow ${kind}" d="${d}"/>`;

function box(
  x: number,
  y: number,
  width: number,
  kind: PartKind,
  text: string,
  under?: string,
  height = BOX,
): Markup {
  const middle = x + width / 2;
  return markup`<g class="part ${kind}"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="5"/>
<text x="${middle}" y="${y + height / 2 + (under === undefined ? 4 : -2)}" text-anchor="middle">${fitted(text, width)}</text>${
    under === undefined
      ? []
      : markup`<text class="small" x="${middle}" y="${y + height / 2 + 12}" text-anchor="middle">${fitted(under, width)}</text>`
  }</g>
`;
}

/** What fits into that many pixels. */
function fitted(text: string, width: number): string {
  const most = Math.floor((width - 6) / CHARACTER_PX);
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}
