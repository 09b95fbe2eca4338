import { type HostDetails, parseHostDetails } from "@egress6/core/map/host-details";
import { momentText, outcomeWords } from "@egress6/core/map/outcome-words";
import { type QuestionDetail, UNASKED } from "@egress6/core/map/question-detail";
import { useEffect, useState } from "preact/hooks";
import { CELL_WORDS } from "../map/cell-words.js";
import { loadJson } from "../state/load-json.js";
import { scan } from "../state/map-state.js";

const RELOAD_MS = 5_000;

/** Hosts outside AWS, observed like endpoints. */
export function Hosts() {
  const [loaded, setLoaded] = useState<HostDetails | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const phase = scan.value?.phase;
  useEffect(() => {
    let isStopped = false;
    const load = async () => {
      try {
        const hosts = parseHostDetails(await loadJson("data/hosts.json"));
        if (!isStopped) setLoaded(hosts);
      } catch (error) {
        if (!isStopped) setFault(error instanceof Error ? error.message : `${error}`);
      }
    };
    void load();
    const timer = phase === "running" ? setInterval(load, RELOAD_MS) : undefined;
    return () => {
      isStopped = true;
      clearInterval(timer);
    };
  }, [phase]);

  if (loaded === null) return <p class="notice">{fault ?? "Loading the hosts…"}</p>;
  return (
    // A wide table scrolls inside its own region, which the keyboard has to reach.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region needs a tab stop
    <section class="hosts" aria-label="Hosts outside AWS" tabIndex={0}>
      <p>
        Start-ups of hosts and containers depend on these as much as on AWS. They are observed like
        endpoints, not believed.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">Host</th>
            <th scope="col">What for</th>
            <th scope="col">IPv6 (AAAA)</th>
            <th scope="col">IPv4 (A)</th>
            <th scope="col">Last checked</th>
          </tr>
        </thead>
        <tbody>
          {loaded.hosts.map(({ host, group }) => {
            const { ipv4 = UNASKED, ipv6 = UNASKED } = loaded.names.get(host) ?? {};
            return (
              <tr key={host}>
                <th scope="row">
                  <code>{host}</code>
                </th>
                <td>{group}</td>
                <td>
                  <Support detail={ipv6} type="AAAA" />
                </td>
                <td>
                  <Support detail={ipv4} type="A" />
                </td>
                <td>{ipv6.checkedAt === null ? "never" : momentText(ipv6.checkedAt)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

const STATES = {
  AAAA: { yes: "ipv6", no: "ipv4", unknown: "unknown" },
  A: { yes: "none", no: "none", unknown: "unknown" },
} as const;

function Support({
  detail,
  type,
}: {
  readonly detail: QuestionDetail;
  readonly type: "A" | "AAAA";
}) {
  const state = STATES[type][detail.known];
  return (
    <>
      {type === "AAAA" && (
        <span class="swatch" data-state={state} aria-hidden="true">
          {CELL_WORDS[state].glyph}
        </span>
      )}
      {outcomeWords(type, detail)}
    </>
  );
}
