import "../styles/reach.css";
import type { ChangeLog } from "@egress6/core/changes/change-log";
import type { MapData } from "@egress6/core/map/map-data";
import { dayText } from "@egress6/core/map/time-words";
import { useMemo } from "preact/hooks";
import { gainOf, type ReachOf, reachOverTime } from "../changes/reach-over-time.js";
import { gainWords, recentGains } from "../changes/recent-gains.js";
import { comparedView, reachScope, shownChanges } from "../state/changes-state.js";
import { Sparkline } from "./sparkline.js";

const GAINS = 6;
/** Of services there are hundreds: the first of each table. */
const ROWS = 12;

interface ReachSectionProps {
  readonly map: MapData;
  readonly log: ChangeLog;
}

/** How much is reachable over IPv6, and how that came about: in all, by region, by service. */
export function ReachSection({ map, log }: ReachSectionProps) {
  const { services, regions } = reachScope.value;
  const view = comparedView.value;
  const reach = useMemo(
    () => reachOverTime({ map, log, view, services, regions }),
    [map, log, view, services, regions],
  );
  const now = reach.all.at(-1) ?? null;
  const gain = gainOf(reach.all);
  const [first] = reach.days;
  const gains = recentGains(shownChanges.value, GAINS);
  if (now === null || first === undefined) return null;
  const nameOf = (service: string) =>
    map.catalog.services[map.layout.serviceIndex.get(service) ?? -1]?.displayName ?? service;
  const gaining = byGain(reach.services);
  return (
    <section class="reach" aria-labelledby="reach-title">
      <div class="reach-all">
        <h2 id="reach-title">{now}% of the checked endpoints are reachable over IPv6</h2>
        <p class="fine">
          {reach.days.length < 2 || gain === null
            ? "Observing has just begun: a curve needs more than one day."
            : `${gain >= 0 ? "+" : "−"}${Math.abs(gain)} points since ${dayText(Date.parse(first))}. By default or with a setting; unknown ones are not counted.`}
        </p>
        {reach.days.length > 1 && <Sparkline shares={reach.all} class="curve" />}
      </div>
      {gains.length > 0 && (
        <div>
          <h3>Newest gains</h3>
          <ul class="gains">
            {gains.map((each) => (
              <li key={`${each.day} ${each.service}`}>
                <a href={`services/${each.service}.html`}>{nameOf(each.service)}</a>:{" "}
                {gainWords(each)} <small>{dayText(Date.parse(each.day))}</small>
              </li>
            ))}
          </ul>
        </div>
      )}
      <details>
        <summary>By region and service</summary>
        <div class="leagues">
          <League
            title="Regions, most reachable first"
            rows={byShare(reach.regions)}
            page="regions"
          />
          <League title="Services that gained most" rows={gaining.slice(0, ROWS)} page="services" />
          <League
            title="Services least reachable"
            rows={[...byShare(reach.services)].reverse().slice(0, ROWS)}
            page="services"
          />
        </div>
      </details>
    </section>
  );
}

const known = (rows: readonly ReachOf[]) =>
  rows.filter(({ shares }) => (shares.at(-1) ?? null) !== null);

const byShare = (rows: readonly ReachOf[]): readonly ReachOf[] =>
  [...known(rows)].sort((a, b) => (b.shares.at(-1) ?? 0) - (a.shares.at(-1) ?? 0));

const byGain = (rows: readonly ReachOf[]): readonly ReachOf[] =>
  known(rows)
    .filter(({ shares }) => (gainOf(shares) ?? 0) > 0)
    .sort((a, b) => (gainOf(b.shares) ?? 0) - (gainOf(a.shares) ?? 0));

interface LeagueProps {
  readonly title: string;
  readonly rows: readonly ReachOf[];
  readonly page: "regions" | "services";
}

function League({ title, rows, page }: LeagueProps) {
  if (rows.length === 0) return null;
  return (
    <table>
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{page === "regions" ? "Region" : "Service"}</th>
          <th scope="col" class="number">
            Now
          </th>
          <th scope="col" class="number">
            Gain
          </th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, shares }) => (
          <tr key={id}>
            <th scope="row">
              <a href={`${page}/${id}.html`}>{id}</a>
            </th>
            <td class="number">{shares.at(-1)}%</td>
            <td class="number">{signed(gainOf(shares) ?? 0)}</td>
            <td>
              <Sparkline shares={shares} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const signed = (points: number) =>
  points === 0 ? "0" : points > 0 ? `+${points}` : `−${Math.abs(points)}`;
