import { momentText } from "@egress6/core/map/outcome-words";
import { address, changeAddress } from "../state/address-state.js";
import { loadMap, map, mapFault, meta } from "../state/map-state.js";
import type { Tab } from "../state/page-address.js";
import { Details } from "./details.js";
import { Hosts } from "./hosts.js";
import { Matrix } from "./matrix.js";
import { ScanBar } from "./scan-bar.js";
import { Summary } from "./summary.js";
import { Toolbar } from "./toolbar.js";

const TABS: readonly { readonly tab: Tab; readonly title: string }[] = [
  { tab: "map", title: "Map" },
  { tab: "hosts", title: "Other hosts" },
];

export function Page() {
  return (
    <>
      <Header />
      <Content />
    </>
  );
}

function Header() {
  return (
    <header class="top">
      <h1>AWS endpoints over IPv6</h1>
      <nav aria-label="Pages">
        {TABS.map(({ tab, title }) => (
          <a
            key={tab}
            href={tab === "map" ? "./" : `?tab=${tab}`}
            aria-current={address.value.tab === tab ? "page" : undefined}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              changeAddress({ tab, openCell: null });
            }}
          >
            {title}
          </a>
        ))}
      </nav>
      <p class="source">
        {sourceWords()} <a href="data/export.json">JSON</a> <a href="data/export.csv">CSV</a>
      </p>
    </header>
  );
}

function sourceWords(): string {
  const rules = map.value?.catalog.rules;
  const observedTo = meta.value?.observedTo ?? null;
  const words = [
    observedTo === null ? [] : [`observed until ${momentText(observedTo)}`],
    rules === undefined ? [] : [`rules: ${rules.source} ${rules.version}`],
    ["data:"],
  ];
  return words.flat().join(" · ");
}

function Content() {
  if (map.value === null) return <Loading />;
  const { tab, openCell } = address.value;
  if (tab === "hosts") {
    return (
      <>
        <ScanBar />
        <main class="content">
          <Hosts />
        </main>
      </>
    );
  }
  return (
    <>
      <Toolbar map={map.value} />
      <ScanBar />
      <Summary />
      <main class="content">
        <Matrix map={map.value} />
        {openCell !== null && <Details map={map.value} cell={openCell} />}
      </main>
    </>
  );
}

function Loading() {
  if (mapFault.value === null) return <p class="notice">Loading the map…</p>;
  return (
    <main class="content">
      <p class="notice" role="alert">
        The map could not be loaded. {mapFault.value}{" "}
        <button type="button" onClick={() => void loadMap()}>
          Try again
        </button>
      </p>
    </main>
  );
}
