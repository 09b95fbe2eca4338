import { trapSentences } from "@egress6/core/finding/trap-words";
import {
  formsAskedFor,
  type WrittenForm,
  type WrittenSettings,
} from "@egress6/core/settings/write/write-settings";
import type { ComponentChildren } from "preact";
import { CopyButton } from "./copy-button.js";
import { Words } from "./words.js";

interface SettingToPasteProps {
  readonly written: WrittenSettings;
  /** Writes the same from the command line. */
  readonly command: string;
  /** What it does beside what it is for: said before what the settings themselves know. */
  readonly risks?: readonly ComponentChildren[];
}

/** The lines to paste, then what to know before one does, then the reasons, folded. */
export function SettingToPaste({ written, command, risks = [] }: SettingToPasteProps) {
  const [first, ...others] = formsAskedFor(written, null);
  const allRisks = [
    ...risks,
    ...written.operations,
    ...written.cautions.map((caution) => trapSentences(caution)),
  ];
  const reasons = [...written.explanation, ...written.evidence, ...written.notes];
  return (
    <>
      {written.undone.map((sentence) => (
        <p key={sentence} class="undone">
          <Words text={sentence} />
        </p>
      ))}
      {first !== undefined && <Lines form={first} isFirst />}
      {allRisks.length > 0 && (
        <>
          <h4>What it can break</h4>
          <ul class="risks">
            {allRisks.map((risk, index) => (
              <li key={String(index)}>{typeof risk === "string" ? <Words text={risk} /> : risk}</li>
            ))}
          </ul>
        </>
      )}
      {others.length > 0 && (
        <details>
          <summary>Other ways to write it ({others.length})</summary>
          {others.map((form) => (
            <Lines key={form.id} form={form} />
          ))}
        </details>
      )}
      <details>
        <summary>Why, and the whole file</summary>
        <ol class="reasons">
          {reasons.map((sentence) => (
            <li key={sentence}>
              <Words text={sentence} />
            </li>
          ))}
        </ol>
        {first !== undefined && !first.isBare && (
          <figure>
            <figcaption>
              <span>
                With comments <small>{first.fileName}</small>
              </span>
              <CopyButton text={first.text} name={`${first.title} with comments`} />
            </figcaption>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs a tab stop */}
            <pre tabIndex={0} class="with-comments">
              {first.text}
            </pre>
          </figure>
        )}
        <p class="fine">
          From the command line: <code>{command}</code>
        </p>
      </details>
    </>
  );
}

interface LinesProps {
  readonly form: WrittenForm;
  readonly isFirst?: boolean;
}

function Lines({ form, isFirst = false }: LinesProps) {
  const { title, fileName, settingLines, words } = form;
  if (settingLines === "") return null;
  return (
    <figure class={isFirst ? "first" : undefined}>
      <figcaption>
        <span>
          {title} <small>{fileName}</small>
        </span>
        <CopyButton text={settingLines} name={title} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs a tab stop */}
      <pre tabIndex={0} class="lines">
        {settingLines}
      </pre>
      {words.map((sentence) => (
        <p key={sentence} class="fine">
          <Words text={sentence} />
        </p>
      ))}
    </figure>
  );
}
