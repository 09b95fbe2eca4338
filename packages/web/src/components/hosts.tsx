import { type HostDetails, parseHostDetails } from "@egress6/core/map/host-details";
import { outcomeWords } from "@egress6/core/map/outcome-words";
import { UNASKED } from "@egress6/core/map/question-detail";
import { momentText } from "@egress6/core/map/time-words";
import { cellOf } from "@egress6/core/verdict/cell";
import { useEffect, useState } from "preact/hooks";
import { loadJson } from "../state/load-json.js";
import { Swatch } from "./swatch.js";

/** Hosts outside AWS, observed like endpoints. */
export function Hosts() {
  const [loaded, setLoaded] = useState<HostDetails | null>(null);
  const [fault, setFault] = useState<string | null>(null);
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
    // A scan may go on while the page is in the background.
    const loadOnReturn = () => {
      if (document.visibilityState === "visible") void load();
    };
    void load();
    document.addEventListener("visibilitychange", loadOnReturn);
    return () => {
      isStopped = true;
      document.removeEventListener("visibilitychange", loadOnReturn);
    };
  }, []);

  if (loaded === null)
    return (
      <main class="page">
        <h1>GitHub, Docker Hub and other hosts</h1>
        {fault === null ? (
          <p class="fine">Loading the hosts…</p>
        ) : (
          <p class="notice" role="alert">
            The hosts could not be loaded. {fault}
          </p>
        )}
      </main>
    );
  return (
    <main class="page">
      <h1>GitHub, Docker Hub and other hosts</h1>
      <p class="lead">
        Machines and containers download from these hosts when they boot. We check them in DNS like
        AWS endpoints.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs a tab stop */}
      <section class="wide-table" aria-label="Hosts outside AWS" tabIndex={0}>
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
                    <Swatch state={state} />
                    {outcomeWords("AAAA", ipv6)}
                  </td>
                  <td>{outcomeWords("A", ipv4)}</td>
                  <td>{group}</td>
                  <td>{ipv6.outcome === null ? "never" : checkedText(ipv6.checkedAt)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </main>
  );
}

const checkedText = (checkedAt: number | null): string =>
  checkedAt === null ? "at an unknown time" : momentText(checkedAt);
