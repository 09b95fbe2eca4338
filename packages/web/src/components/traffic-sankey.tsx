import { sizeText } from "@egress6/core/flow/flow-amounts";
import type { ReportedFlows } from "@egress6/core/flow/read-flows-document";
import { type PlacedNode, placeSankey } from "../traffic/sankey.js";
import { type PictureNode, trafficPicture } from "../traffic/traffic-picture.js";

const WIDTH = 1000;
const NODE_WIDTH = 12;
/** Labels stand right of their bars. */
const LEFTS = [0, 400, 760] as const;
const SIZES = { lefts: LEFTS, nodeWidth: NODE_WIDTH, bodyHeight: 340, slotHeight: 30 };
const HEAD = 24;
const TITLES = ["NAT gateway", "what could become of it", "destination"] as const;

/** Which bytes pass which gateway, and where they go. The tables below say the same. */
export function TrafficSankey({ report }: { readonly report: ReportedFlows }) {
  const { columns, links } = trafficPicture(report);
  const { nodes, links: ribbons, height } = placeSankey(columns, links, SIZES);
  const labels = new Map(columns.flat().map((node: PictureNode) => [node.id, node.label]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class="wide-table sankey" aria-label="Picture of the traffic" tabIndex={0}>
      <svg
        viewBox={`0 0 ${WIDTH} ${height + HEAD}`}
        role="img"
        aria-label={`Bytes from ${columns[0]?.length ?? 0} NAT gateways by what could become of them, to their destinations. The tables below have the same figures.`}
      >
        {TITLES.map((title, column) => (
          <text key={title} class="small" x={LEFTS[column]} y={12}>
            {title}
          </text>
        ))}
        <g transform={`translate(0 ${HEAD})`}>
          {ribbons.map((link) => (
            <path
              key={`${link.from}>${link.to}`}
              d={link.path}
              class="ribbon"
              data-class={classOf(link.from) ?? classOf(link.to)}
            >
              <title>{`${labels.get(link.from)} → ${labels.get(link.to)}: ${sizeText(link.bytes)}`}</title>
            </path>
          ))}
          {nodes.map((node) => (
            <Bar key={node.id} node={node} label={labels.get(node.id) ?? ""} />
          ))}
        </g>
      </svg>
    </section>
  );
}

const classOf = (id: string): string | undefined => /^(?:class|to) (\S+)/.exec(id)?.[1];

function Bar({ node, label }: { readonly node: PlacedNode; readonly label: string }) {
  const { x, y, height, bytes, id } = node;
  const middle = y + height / 2;
  return (
    <g>
      <rect x={x} y={y} width={NODE_WIDTH} height={height} data-class={classOf(id) ?? "gateway"} />
      <text x={x + NODE_WIDTH + 6} y={middle - 1}>
        {shortened(label)}
      </text>
      <text class="small" x={x + NODE_WIDTH + 6} y={middle + 12}>
        {sizeText(bytes)}
      </text>
      <title>{`${label}: ${sizeText(bytes)}`}</title>
    </g>
  );
}

const MOST_LETTERS = 30;

const shortened = (label: string): string =>
  label.length <= MOST_LETTERS
    ? label
    : `${label.slice(0, MOST_LETTERS / 2 - 1)}…${label.slice(-MOST_LETTERS / 2)}`;
