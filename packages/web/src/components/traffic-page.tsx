import { flowsVerdict, flowUsdText, shareText, sizeText } from "@egress6/core/flow/flow-amounts";
import {
  type ByteClass,
  FLOW_CLASS_WORDS,
  FLOW_CLASSES,
  MOVABLE_CLASSES,
  UNKNOWN_REASON_WORDS,
} from "@egress6/core/flow/flow-class";
import { NOT_COUNTED_WORDS } from "@egress6/core/flow/flow-group";
import { addUsd, NO_USD } from "@egress6/core/flow/flow-money";
import type { ReportedAction, ReportedFlows } from "@egress6/core/flow/read-flows-document";
import { momentText } from "@egress6/core/map/time-words";
import { countText } from "@egress6/core/plan/count-words";
import type { ComponentChildren } from "preact";
import {
  closeTraffic,
  takeExampleTraffic,
  takeTrafficFile,
  traffic,
  trafficFault,
} from "../state/traffic-state.js";
import { namedDestinations } from "../traffic/traffic-picture.js";
import { Commands } from "./commands.js";
import { FileDrop } from "./file-drop.js";
import { lazy } from "./lazy.js";
import { PlanPages } from "./plan-pages.js";
import { PlanTable } from "./plan-section.js";
import { SiteHeader } from "./site-header.js";
import { Words } from "./words.js";

const TrafficSankey = lazy(() => import("./traffic-sankey.js"), "TrafficSankey");

export function TrafficPage() {
  const shown = traffic.value;
  return (
    <>
      <SiteHeader current="planner.html" />
      <main class="page traffic">
        <PlanPages current="traffic.html" />
        <h1>Traffic of NAT gateways</h1>
        {shown === null ? <Start /> : <Report report={shown.report} />}
      </main>
    </>
  );
}

const COMMAND = "egress6 flows LOGS --resolver-logs DNS_LOGS --json > flows.json";

function Start() {
  return (
    <>
      <p class="lead">
        Which bytes pass your NAT gateways, where they go, and which of them could leave without
        charge.
      </p>
      <FileBox>
        <p>
          <code>egress6 flows</code> reads your VPC flow logs. Write its report to a file, then open
          it here or drop it:
        </p>
        <Commands lines={[COMMAND]} name="the command" />
        <p class="fine">The file stays in this browser: nothing is uploaded.</p>
      </FileBox>
    </>
  );
}

function FileBox({ children }: { readonly children?: ComponentChildren }) {
  const isEmpty = traffic.value === null;
  return (
    <FileDrop
      words={isEmpty ? "Open a report" : "Open another report"}
      label="Report of egress6 flows"
      accept=".json"
      onFiles={([file]) => file && void takeTrafficFile(file)}
      buttons={
        isEmpty ? (
          <button type="button" onClick={() => void takeExampleTraffic()}>
            Show an example
          </button>
        ) : (
          <button type="button" onClick={closeTraffic}>
            Close it
          </button>
        )
      }
    >
      {trafficFault.value !== null && (
        <p class="notice" role="alert">
          {trafficFault.value}
        </p>
      )}
      {children}
    </FileDrop>
  );
}

function Report({ report }: { readonly report: ReportedFlows }) {
  const shown = traffic.value;
  return (
    <>
      {shown?.isExample && (
        <p class="notice" role="note">
          <b>An invented example.</b> It is the shop of docs/journey.md, one day of its logs.
        </p>
      )}
      {!report.isComplete && (
        <p class="notice">
          Stopped before the end: these are the results so far. Run the command again for all.
        </p>
      )}
      <p class="verdict">
        <Words text={flowsVerdict({ ...report, hasNames: true }, report.isComplete)} />
      </p>
      <p class="fine">
        {shown?.name}: {windowWords(report)}. A month is 730 hours like those that are covered.
      </p>
      {report.cautions.map((caution) => (
        <p key={caution} class="fine caution">
          <Words text={caution} />
        </p>
      ))}
      {report.bytes > 0n && <Figures report={report} />}
      <Coverage report={report} />
      <FileBox>
        <p class="fine">
          The file stays in this browser: nothing is uploaded.{" "}
          {shown?.isKept
            ? "This tab keeps it until you close it."
            : "It is too large to survive a reload: then open it again."}
        </p>
      </FileBox>
    </>
  );
}

function windowWords({ window: { from, to, coveredSeconds }, region }: ReportedFlows): string {
  const hours = (coveredSeconds / 3600).toLocaleString("en-US", { maximumFractionDigits: 1 });
  const when =
    from === null
      ? "no records"
      : `${timeWords(from)} to ${to === null ? "now" : timeWords(to)}, ${hours} hours covered`;
  return region === null ? when : `${region}, ${when}`;
}

/** What is no time stays as it was written. */
function timeWords(iso: string): string {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? iso : momentText(ms);
}

function Figures({ report }: { readonly report: ReportedFlows }) {
  return (
    <>
      <Cards report={report} />
      <Part title="Where the bytes go">
        <TrafficSankey report={report} />
        <ClassTable report={report} />
        <DestinationTable report={report} />
      </Part>
      <Actions actions={report.actions} total={report.bytes} />
      <Blockers report={report} />
      <Part title="NAT gateways">
        <NatTable report={report} />
      </Part>
    </>
  );
}

function Cards({ report }: { readonly report: ReportedFlows }) {
  const { bytes, usdPerMonth, classes } = report;
  const sumOf = (list: readonly ByteClass[]) => {
    const parts = list.map((each) => classes.get(each) ?? { bytes: 0n, usdPerMonth: NO_USD });
    return {
      bytes: parts.reduce((sum, part) => sum + part.bytes, 0n),
      usd: parts.map((part) => part.usdPerMonth).reduce(addUsd),
    };
  };
  const cards = [
    { title: "Through NAT gateways", bytes, usd: usdPerMonth },
    { title: "Can move", ...sumOf(MOVABLE_CLASSES) },
    { title: "Stays: IPv4 only", ...sumOf(["v4-only"]) },
    { title: "Cannot tell", ...sumOf(["ambiguous", "unknown"]) },
  ];
  return (
    <div class="cards">
      {cards.map(({ title, bytes: part, usd }) => (
        <section key={title} class="card" aria-label={title}>
          <h2>{title}</h2>
          <p class="card-figure">{sizeText(part)}</p>
          <p class="fine">
            {shareText(part, bytes)}, {flowUsdText(usd)}
            {usd.low !== null && " a month"}
          </p>
        </section>
      ))}
    </div>
  );
}

function Part({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="part" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function ClassTable({ report: { classes, bytes, unknown } }: { readonly report: ReportedFlows }) {
  const rows = FLOW_CLASSES.flatMap((each) => {
    const sum = classes.get(each);
    if (sum === undefined || sum.bytes === 0n) return [];
    return [
      [
        FLOW_CLASS_WORDS[each],
        sizeText(sum.bytes),
        shareText(sum.bytes, bytes),
        flowUsdText(sum.usdPerMonth),
      ],
    ];
  });
  const reasons = unknown.filter(([, part]) => part > 0n);
  return (
    <>
      <PlanTable
        title="By what could become of them"
        table={{
          head: ["what could become of it", "bytes", "share", "USD a month"],
          rows,
          numbers: [1, 2, 3],
        }}
      />
      {reasons.map(([reason, part]) => (
        <p key={reason} class="fine">
          Cannot tell {sizeText(part)}: {UNKNOWN_REASON_WORDS[reason]}.
        </p>
      ))}
    </>
  );
}

const MOST_ROWS = 25;

function DestinationTable({ report }: { readonly report: ReportedFlows }) {
  const named = namedDestinations(report);
  const table = (list: typeof named) => ({
    head: ["destination", "what could become of it", "bytes", "share"],
    rows: list.map(({ label, class: each, bytes }) => [
      label,
      FLOW_CLASS_WORDS[each],
      sizeText(bytes),
      shareText(bytes, report.bytes),
    ]),
    numbers: [2, 3],
  });
  const more = named.slice(MOST_ROWS);
  return (
    <>
      <PlanTable title="By destination" table={table(named.slice(0, MOST_ROWS))} />
      {more.length > 0 && (
        <details>
          <summary>{more.length.toLocaleString("en-US")} smaller destinations</summary>
          <PlanTable title="Smaller destinations" table={table(more)} />
        </details>
      )}
    </>
  );
}

interface ActionsProps {
  readonly actions: readonly ReportedAction[];
  readonly total: bigint;
}

function Actions({ actions, total }: ActionsProps) {
  if (actions.length === 0) return null;
  return (
    <Part title="What to change">
      <ol class="action-list">
        {actions.map((action) => (
          <li key={action.id}>
            <p>
              <b>
                {sizeText(action.bytes)} ({shareText(action.bytes, total)}),{" "}
                {flowUsdText(action.usdPerMonth)}
                {action.usdPerMonth.low !== null && " a month"}
              </b>
              <small>
                {" "}
                {FLOW_CLASS_WORDS[action.class]}; confidence {action.confidence}
              </small>
            </p>
            <p>
              <Words text={action.change} />
            </p>
            {action.class !== "free-fix" && action.notReadyBytes > 0n && (
              <p>
                {shareText(action.notReadyBytes, action.bytes)} is from subnets that cannot send
                IPv6 yet.
              </p>
            )}
            <p class="fine">
              Hosts: {listWords(action.hosts, action.hostCount)}. From{" "}
              {listWords(action.workloads, action.workloadCount)}.
            </p>
            <p class="fine">
              Check: <Words text={action.verify} />
            </p>
          </li>
        ))}
      </ol>
    </Part>
  );
}

const MOST_NAMES = 4;

function listWords(names: readonly string[], count: number): string {
  const shown = names.slice(0, MOST_NAMES).join(", ");
  const more = count - Math.min(names.length, MOST_NAMES);
  return more > 0 ? `${shown} and ${more.toLocaleString("en-US")} more` : shown;
}

function Blockers({ report: { blockers, bytes } }: { readonly report: ReportedFlows }) {
  if (blockers.length === 0) return null;
  return (
    <Part title="What keeps NAT gateways busy">
      <p class="fine">These hosts answer over IPv4 only. Ask their owners, or keep one gateway.</p>
      <PlanTable
        title="Hosts with IPv4 only"
        table={{
          head: ["host", "bytes", "share", "USD a month"],
          rows: blockers.map((each) => [
            each.host,
            sizeText(each.bytes),
            shareText(each.bytes, bytes),
            flowUsdText(each.usdPerMonth),
          ]),
          numbers: [1, 2, 3],
        }}
      />
    </Part>
  );
}

function NatTable({ report: { nats } }: { readonly report: ReportedFlows }) {
  const classes = FLOW_CLASSES.filter((each) =>
    nats.some((nat) => (nat.classes.get(each) ?? 0n) > 0n),
  );
  return (
    <PlanTable
      title="NAT gateways"
      table={{
        head: [
          "gateway",
          "zone",
          "bytes",
          ...classes.map((each) => FLOW_CLASS_WORDS[each]),
          "stays",
          "across zones",
          "USD a month",
        ],
        rows: nats.map((nat) => [
          nat.name,
          nat.az ?? "not known",
          sizeText(nat.bytes),
          ...classes.map((each) => sizeText(nat.classes.get(each) ?? 0n)),
          sizeText(nat.restBytes),
          nat.crossAzBytes === null ? "not known" : sizeText(nat.crossAzBytes),
          flowUsdText(nat.usdPerMonth),
        ]),
        numbers: [
          2,
          ...classes.map((_, index) => index + 3),
          ...[3, 4, 5].map((n) => n + classes.length),
        ],
      }}
    />
  );
}

function Coverage({ report }: { readonly report: ReportedFlows }) {
  const { exactness, coveragePercent, notCounted, notClaimed } = report;
  const count = (amount: number) => amount.toLocaleString("en-US");
  const lines = [
    `${[
      countText(report.files, "file"),
      countText(report.records, "record"),
      countText(report.resolverQueries, "DNS query", "DNS queries"),
    ].join(", ")}.`,
    `${exactness.slice(0, 1).toUpperCase()}${exactness.slice(1)}.`,
    coveragePercent === null
      ? "Not compared with a bill: `egress6 flows --bill` says how much of what AWS bills is in these logs."
      : `The logs have ${coveragePercent} % of the bytes that are billed.`,
    `SKIPDATA, records that AWS lost: ${count(report.skipData)}. NODATA, intervals without traffic: ${count(report.noData)}.`,
    ...(report.badLines === 0 ? [] : [`${count(report.badLines)} lines could not be read.`]),
    ...(report.damaged === 0 ? [] : [`${count(report.damaged)} files are damaged.`]),
    notClaimed,
  ];
  return (
    <Part title="What this rests on">
      <ul class="plan-items">
        {lines
          .filter((line) => line !== "")
          .map((line) => (
            <li key={line}>
              <Words text={line} />
            </li>
          ))}
      </ul>
      {notCounted.length > 0 && (
        <PlanTable
          title="Not counted"
          table={{
            head: ["not counted", "bytes", "records"],
            rows: notCounted.map(({ reason, bytes, records }) => [
              wordsOf(reason),
              sizeText(bytes),
              records === 0 ? "" : count(records),
            ]),
            numbers: [1, 2],
          }}
        />
      )}
    </Part>
  );
}

const wordsOf = (reason: string): string =>
  Object.entries(NOT_COUNTED_WORDS).find(([known]) => known === reason)?.[1] ?? reason;
