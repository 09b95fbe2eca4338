import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { Service } from "@egress6/core/endpoint/types";
import type { NameSupport } from "@egress6/core/verdict/support";
import { useEffect, useState } from "preact/hooks";
import { fetchCatalog } from "../state/catalog-state.js";
import { loadAndFollow } from "../state/follow-changes.js";
import { map } from "../state/map-state.js";
import { loadObserved } from "../state/observed-services.js";
import { lazy } from "./lazy.js";

const MakeItWork = lazy(() => import("./make-it-work.js"), "MakeItWork");

interface ListSettingsProps {
  readonly services: readonly Service[];
  /** Region ids. */
  readonly regions: readonly string[];
}

/** Settings for the whole list in one region. What they rest on is a lot, so it is loaded when asked for. */
export function ListSettings({ services, regions }: ListSettingsProps) {
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const region = regions.find((id) => id === chosen) ?? regions[0];
  if (region === undefined) return null;
  return (
    <section class="list-settings" aria-labelledby="list-settings-title">
      <h2 id="list-settings-title">Make it work</h2>
      <p class="tools">
        {regions.length > 1 && (
          <label>
            Region{" "}
            <select value={region} onChange={(event) => setChosen(event.currentTarget.value)}>
              {regions.map((id) => (
                <option key={id}>{id}</option>
              ))}
            </select>
          </label>
        )}
        {!isOpen && (
          <button type="button" class="primary" onClick={() => setOpen(true)}>
            Show the settings
          </button>
        )}
      </p>
      {isOpen && <Loaded services={services} region={region} />}
    </section>
  );
}

interface Known {
  readonly list: string;
  readonly catalog: Catalog;
  readonly observed: ReadonlyMap<string, NameSupport>;
}

function Loaded({ services, region }: { services: readonly Service[]; region: string }) {
  const [known, setKnown] = useState<Known | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const list = services.map(({ cliName }) => cliName).join();
  useEffect(() => {
    let isWanted = true;
    const load = async () => {
      try {
        const [catalog, observed] = await Promise.all([
          fetchCatalog(),
          loadObserved(list.split(",")),
        ]);
        if (!isWanted) return;
        setKnown({ list, catalog, observed });
        setFault(null);
      } catch (error) {
        if (isWanted) setFault(error instanceof Error ? error.message : `${error}`);
      }
    };
    const indexes = services.map(
      ({ cliName }) => map.value?.layout.serviceIndex.get(cliName) ?? -1,
    );
    const stop = loadAndFollow(indexes, () => void load());
    return () => {
      isWanted = false;
      stop();
    };
  }, [list]);
  if (fault !== null) {
    return (
      <p class="notice" role="alert">
        What was observed could not be loaded. {fault}
      </p>
    );
  }
  if (known === null || known.list !== list) return <p class="fine">Loading what was observed…</p>;
  return (
    <MakeItWork
      catalog={known.catalog}
      services={services}
      region={region}
      observed={known.observed}
    />
  );
}
