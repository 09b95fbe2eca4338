import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { Service } from "@egress6/core/endpoint/types";
import { configCommand } from "@egress6/core/settings/config-command";
import { parseSettingFacts, type SettingFacts } from "@egress6/core/settings/setting-facts-json";
import { TARGETS } from "@egress6/core/settings/targets";
import { afterwords, writeSettings } from "@egress6/core/settings/write-settings";
import type { NameSupport } from "@egress6/core/verdict/support";
import { useEffect, useState } from "preact/hooks";
import { loadJson } from "../state/load-json.js";
import { readSaved, save } from "../state/saved.js";
import { CopyButton } from "./copy-button.js";

const KEY = "egress6.target";

interface MakeItWorkProps {
  readonly catalog: Catalog;
  readonly service: Service;
  readonly region: string;
  readonly observed: ReadonlyMap<string, NameSupport>;
}

/** Settings to paste for this service in this region, in the form of one's own tool or language. */
export function MakeItWork({ catalog, service, region, observed }: MakeItWorkProps) {
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
  if (fault !== null) return <p class="notice">{fault}</p>;
  if (facts === null || target === undefined || fact === undefined) return null;
  const { settings } = facts;
  const written = writeSettings({
    catalog,
    services: [service],
    region,
    observed,
    target,
    fact,
    settings,
  });
  return (
    <div class="make-it-work">
      <label>
        Make it work in{" "}
        <select
          value={target.id}
          onChange={(event) => {
            setId(event.currentTarget.value);
            save(KEY, event.currentTarget.value);
          }}
        >
          {TARGETS.map(({ id: each, title }) => (
            <option key={each} value={each}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {written.forms.map(({ id: form, title, fileName, text, isBare }) => (
        <figure key={form}>
          <figcaption>
            <span>
              {title} <small>{fileName}</small>
            </span>
            <CopyButton text={text} name={title} />
          </figcaption>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs a tab stop */}
          <pre tabIndex={0}>{text}</pre>
          {isBare &&
            afterwords(written).map((sentence) => (
              <p key={sentence} class="fine">
                {sentence}
              </p>
            ))}
        </figure>
      ))}
      <p class="fine">
        The same from the command line: <code>{configCommand([service], region, target.id)}</code>
      </p>
    </div>
  );
}
