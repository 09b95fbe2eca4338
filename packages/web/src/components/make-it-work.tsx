import "../styles/make-it-work.css";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { Service } from "@egress6/core/endpoint/types";
import { parseSettingFacts, type SettingFacts } from "@egress6/core/facts/setting-facts-json";
import { TARGETS } from "@egress6/core/settings/write/targets";
import {
  afterwords,
  configCommandLine,
  formsAskedFor,
  type WrittenForm,
  type WrittenSettings,
  writeSettings,
} from "@egress6/core/settings/write/write-settings";
import type { NameSupport } from "@egress6/core/verdict/support";
import { useEffect, useState } from "preact/hooks";
import { loadJson } from "../state/load-json.js";
import { readSaved, save } from "../state/saved.js";
import { CopyButton } from "./copy-button.js";
import { TargetTabs } from "./target-tabs.js";

const KEY = "egress6.target";
/** Of the panel below the tabs: there is one on a page. */
const PANEL = "tab-panel";

interface MakeItWorkProps {
  readonly catalog: Catalog;
  readonly services: readonly Service[];
  readonly region: string;
  /** By the name that was looked up. */
  readonly observed: ReadonlyMap<string, NameSupport>;
}

/** Settings to paste for exactly these services in this region, for one's own tool or language. */
export function MakeItWork({ catalog, services, region, observed }: MakeItWorkProps) {
  const [facts, setFacts] = useState<SettingFacts | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [id, setId] = useState(readSaved(KEY));
  useEffect(() => {
    loadJson("data/settings.json")
      .then((json) => setFacts(parseSettingFacts(json)))
      .catch((error: unknown) => setFault(error instanceof Error ? error.message : `${error}`));
  }, []);
  const target = TARGETS.find((each) => each.id === id) ?? TARGETS[0];
  const fact = target && facts?.targets.get(target.id);
  if (fault !== null) {
    return (
      <p class="notice" role="alert">
        What tools can be told could not be loaded. {fault}
      </p>
    );
  }
  if (facts === null || target === undefined || fact === undefined) return null;
  const { settings } = facts;
  const written = writeSettings({
    catalog,
    services,
    region,
    observed,
    target,
    fact,
    settings,
  });
  return (
    <div class="make-it-work">
      <TargetTabs
        chosen={target}
        choose={({ id: next }) => {
          setId(next);
          save(KEY, next);
        }}
        panel={PANEL}
      />
      <div id={PANEL} role="tabpanel" aria-labelledby={`tab-${target.id}`}>
        {written.undone.map((sentence) => (
          <p key={sentence} class="undone">
            {sentence}
          </p>
        ))}
        {formsAskedFor(written, null).map((form) => (
          <Form key={form.id} form={form} written={written} />
        ))}
      </div>
      <p class="fine">
        The same from the command line:{" "}
        <code>{configCommandLine(services, region, target.id)}</code>
      </p>
    </div>
  );
}

function Form({ form, written }: { form: WrittenForm; written: WrittenSettings }) {
  const { title, fileName, text, isBare } = form;
  const beside = isBare
    ? [
        ...written.explanation,
        ...written.evidence,
        ...form.words,
        ...afterwords({ ...written, undone: [] }),
      ]
    : [];
  return (
    <figure>
      <figcaption>
        <span>
          {title} <small>{fileName}</small>
        </span>
        <CopyButton text={text} name={title} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs a tab stop */}
      <pre tabIndex={0}>{text}</pre>
      {beside.map((sentence) => (
        <p key={sentence} class="fine">
          {sentence}
        </p>
      ))}
    </figure>
  );
}
