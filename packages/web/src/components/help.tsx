import "../styles/help.css";
import { legendText } from "@egress6/core/evidence/evidence-words";
import { CELL_WORDS } from "@egress6/core/map/cell-words";
import { GLOSSARY } from "@egress6/core/map/glossary";
import { CELLS } from "@egress6/core/verdict/cell";
import { useEffect, useRef } from "preact/hooks";
import { address, changeAddress } from "../state/address-state.js";
import { isHelpOpen } from "../state/help-state.js";
import { plainTableAddress } from "../state/plain-table-address.js";
import { shownEvidence } from "../state/shown-evidence.js";
import { Swatch } from "./swatch.js";

const FILTERS: readonly (readonly [filter: string, meaning: string])[] = [
  ["cloudwatch logs", "services that have both words in one of their names"],
  ["s3 eu-central-1 fips", "a region or a variant needs no token in front"],
  ["parameter store", "other words for a service; also hosts, URLs, ARNs and types of resources"],
  ["status:ipv4", "with an endpoint that answers over IPv4 only, in a region that is shown"],
  ["status:ipv4,none", "with a cell of either state"],
  ["-status:none", "with an endpoint in every region that is shown"],
  ["evidence:declared", "with a cell that AWS declares to have IPv6, not checked from here"],
  ["region:eu", "in the regions that begin with eu, or are called so"],
  ["variant:fips", "by their FIPS names; also default, ds, fips-ds"],
  ["-iot", "without this word"],
];

const KEYS: readonly (readonly [keys: readonly string[], meaning: string])[] = [
  [["/"], "to the filter"],
  [
    ["p"],
    "ask about a host name, an error, a list; what is pasted outside a field goes there, too",
  ],
  [["↑", "↓", "←", "→"], "from cell to cell"],
  [["Home", "End"], "first and last region; with Ctrl the first and last cell"],
  [["Page up", "Page down"], "a screen of services up and down"],
  [["Enter"], "details of the cell"],
  [["c"], "copy the cell’s hostname: the one with IPv6 where there is one"],
  [["Esc"], "close the details, back to the cell"],
  [["?"], "this help"],
];

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help-title"
      onClose={() => {
        isHelpOpen.value = false;
      }}
    >
      <header>
        <h2 id="help-title">How to read and use the map</h2>
        <button type="button" aria-label="Close help" onClick={close}>
          ✕
        </button>
      </header>
      <h3>States</h3>
      <dl class="states">
        {CELLS.map((state) => (
          <div key={state}>
            <dt>
              <Swatch state={state} /> {CELL_WORDS[state].name}
            </dt>
            <dd>{CELL_WORDS[state].sentence}</dd>
          </div>
        ))}
        {shownEvidence.value?.sources.map((words) => (
          <div key={words.source}>
            <dt>
              <Swatch state="unknown" evidence={words} /> {legendText(words.says)}
            </dt>
            <dd>{words.sentence}</dd>
          </div>
        ))}
      </dl>
      <h3>Filter</h3>
      <dl>
        {FILTERS.map(([filter, meaning]) => (
          <div key={filter}>
            <dt>
              <button
                type="button"
                class="small"
                onClick={() => {
                  changeAddress({ query: filter });
                  close();
                }}
              >
                <code>{filter}</code>
              </button>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <h3>Keyboard</h3>
      <dl>
        {KEYS.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <h3>Words</h3>
      <dl class="words">
        {Object.values(GLOSSARY).map(({ term, meaning }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p>
        Prefer a table?{" "}
        <a href={plainTableAddress(address.value)}>Open this view as a plain table.</a> The page
        address contains your selection. Share it.
      </p>
    </dialog>
  );
}
