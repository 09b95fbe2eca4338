import { type HostDetails, parseHostDetails } from "@egress6/core/map/host-details";
import { momentText, outcomeWords } from "@egress6/core/map/outcome-words";
import { UNASKED } from "@egress6/core/map/question-detail";
import { cellOf } from "@egress6/core/verdict/cell";
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
            <th scope="col">IPv6 (AAAA)</th>
            <th scope="col">IPv4 (A)</th>
            <th scope="col">What for</th>
            <th scope="col">Last checked</th>
          </tr>
        </thead>
        <tbody>
          {loaded.hosts.map(({ host, group }) => {
            const { ipv4 = UNASKED, ipv6 = UNASKED } = loaded.names.get(host) ?? {};
            const state = cellOf({
              default: { ipv4: ipv4.known, ipv6: ipv6.known },
              dualstack: null,
            });
            return (
              <tr key={host}>
                <th scope="row">
                  <code>{host}</code>
                </th>
                <td>
                  <span class="swatch" data-state={state} aria-hidden="true">
                    {CELL_WORDS[state].glyph}
                  </span>
                  {outcomeWords("AAAA", ipv6)}
                </td>
                <td>{outcomeWords("A", ipv4)}</td>
                <td>{group}</td>
                <td>{ipv6.checkedAt === null ? "never" : momentText(ipv6.checkedAt)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
