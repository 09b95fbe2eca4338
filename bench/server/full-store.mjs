import { parseFilter } from "@egress6/core/endpoint/filter";
import { scanNames } from "@egress6/core/endpoint/scan-order";
import { loadCatalog } from "../../packages/egress6/dist/adapter/botocore/load-catalog.js";
import { loadThirdPartyHosts } from "../../packages/egress6/dist/adapter/fact-files/third-party-hosts.js";
import { openStore } from "../../packages/egress6/dist/adapter/store/open-store.js";
import { seededRandom } from "../../test/support/seeded-random.mjs";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const NAMES_AT_ONCE = 5000;

/**
 * A store that knows every name of the catalog, from one scan a day.
 * @param flapping the share of names that each day say otherwise about IPv6 than the day before
 * @returns how many names
 */
export function writeFullStore(path, { days, flapping, until }) {
  const catalog = loadCatalog();
  const hosts = loadThirdPartyHosts().map(({ host }) => host);
  const names = scanNames(catalog, hosts, parseFilter(catalog, {}));
  const random = seededRandom(1);
  const hasIpv6 = new Map(names.map((name) => [name, random() < 0.3]));
  const store = openStore(path);
  const record = (asked, resolver, at) => {
    for (let from = 0; from < asked.length; from += NAMES_AT_ONCE) {
      const batch = asked.slice(from, from + NAMES_AT_ONCE);
      store.record(
        batch.map((name) => observation(name, hasIpv6.get(name), resolver)),
        at,
      );
    }
  };
  for (let day = 0; day < days; day++) {
    const at = until - (days - day) * DAY_MS;
    const scan = store.beginScan("all", names.length, at);
    const flapped = day === 0 ? names : names.filter(() => random() < flapping);
    if (day > 0) for (const name of flapped) hasIpv6.set(name, !hasIpv6.get(name));
    record(flapped, "192.0.2.1:53", at);
    // A loss counts once a second resolver has seen it.
    if (day > 0) record(flapped, "192.0.2.2:53", at + HOUR_MS);
    store.endScan(scan.id, "done", at + 2 * HOUR_MS);
  }
  store.close();
  return names.length;
}

function observation(name, hasIpv6, resolver) {
  const outcome = (kind, addresses) => ({
    kind,
    addresses,
    cname: [],
    attempts: 1,
    resolver,
    ms: 12,
  });
  return {
    name,
    a: outcome("answer", ["192.0.2.7"]),
    aaaa: hasIpv6 ? outcome("answer", ["2001:db8::7"]) : outcome("nodata", []),
  };
}
