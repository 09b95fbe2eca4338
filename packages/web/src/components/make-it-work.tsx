import "../styles/make-it-work.css";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { Service } from "@egress6/core/endpoint/types";
import { parseSettingFacts, type SettingFacts } from "@egress6/core/facts/setting-facts-json";
import type { ConfigTarget } from "@egress6/core/settings/write/target";
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
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { loadJson } from "../state/load-json.js";
import { readSaved, save } from "../state/saved.js";
import { CopyButton } from "./copy-button.js";
import { SettingToPaste } from "./setting-to-paste.js";
import { TargetSelect } from "./target-select.js";
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
  /** Whether there is little room: the lines to paste first, all else folded below them. */
  readonly isBrief?: boolean;
  readonly risks?: readonly ComponentChildren[];
}

/** Settings to paste for exactly these services in this region, for one's own tool or language. */
export function MakeItWork(props: MakeItWorkProps) {
  const { services, region, isBrief = false, risks = [] } = props;
  const [facts, setFacts] = useState<SettingFacts | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [id, setId] = useState(readSaved(KEY));
  useEffect(() => {
    loadJson("data/settings.json")
      .then((json) => setFacts(parseSettingFacts(json)))
      .catch((error: unknown) => setFault(error instanceof Error ? error.message : `${error}`));
  }, []);
  if (fault !== null) {
    return (
      <p class="notice" role="alert">
        What tools can be told could not be loaded. {fault}
      </p>
    );
  }
  const target = TARGETS.find((each) => each.id === id) ?? TARGETS[0];
  const written = facts && target && settingsFor(target, facts, props);
  if (!written || target === undefined) return null;
  const choose = ({ id: next }: ConfigTarget) => {
    setId(next);
    save(KEY, next);
  };
  const command = configCommandLine(services, region, target.id);
  if (isBrief) {
    return (
      <div class="make-it-work">
        <TargetSelect chosen={target} choose={choose} />
        <SettingToPaste written={written} command={command} risks={risks} />
      </div>
    );
  }
  return (
    <div class="make-it-work">
      <TargetTabs chosen={target} choose={choose} panel={PANEL} />
      <div id={PANEL} role="tabpanel" aria-labelledby={`tab-${target.id}`}>
        <Undone written={written} />
        {formsAskedFor(written, null).map((form) => (
          <Form key={form.id} form={form} written={written} />
        ))}
      </div>
      <p class="fine">
        The same from the command line: <code>{command}</code>
      </p>
    </div>
  );
}

/** Null: nothing is known of the target. */
function settingsFor(
  target: ConfigTarget,
  { targets, settings }: SettingFacts,
  { catalog, services, region, observed }: MakeItWorkProps,
): WrittenSettings | null {
  const fact = targets.get(target.id);
  if (fact === undefined) return null;
  return writeSettings({ catalog, services, region, observed, target, fact, settings });
}

function Undone({ written }: { readonly written: WrittenSettings }) {
  return (
    <>
      {written.undone.map((sentence) => (
        <p key={sentence} class="undone">
          {sentence}
        </p>
      ))}
    </>
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
