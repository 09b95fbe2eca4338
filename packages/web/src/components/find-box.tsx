import { momentText } from "@egress6/core/map/time-words";
import { useEffect, useRef } from "preact/hooks";
import { summaryOf } from "../find/answers-summary.js";
import { snippetFormat } from "../find/snippet-format.js";
import {
  answers,
  chooseFindRegion,
  findFault,
  findRegion,
  loadFindBox,
} from "../state/find-box-state.js";
import { heldText } from "../state/find-state.js";
import { map, meta } from "../state/map-state.js";
import { AnswerCard } from "./answer-card.js";
import { CopyButton } from "./copy-button.js";
import { lazy } from "./lazy.js";
import { LoadNotice } from "./load-notice.js";
import { Words } from "./words.js";

const SnippetFindings = lazy(() => import("./snippet-answer.js"), "SnippetFindings");

/** What was asked last, for as long as the page is open. */
let before = "";

const PLACEHOLDER = `Could not connect to the endpoint URL: "https://logs.us-east-2.amazonaws.com/"
111122223333.dkr.ecr.us-east-1.amazonaws.com
fargate eu-central-1`;

/** Says of whatever people hold what it is, whether it works over IPv6, and what to set. */
export function FindBox() {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (heldText.peek() === "") heldText.value = before;
    // A closed dialog is not seen: it waits for its style. Naming it above would cost every page's first load.
    const open = () => {
      dialog.current?.showModal();
      field.current?.focus();
    };
    void import("../styles/find.css").then(open, open);
    void loadFindBox();
  }, []);
  const take = (text: string) => {
    before = text;
    heldText.value = text;
  };
  const text = heldText.value ?? "";
  if (text !== "") before = text;
  const format = snippetFormat(text);
  return (
    <dialog
      ref={dialog}
      class="find"
      aria-labelledby="find-title"
      onClose={() => {
        heldText.value = null;
      }}
    >
      <header>
        <h2 id="find-title">What is it, and does it work over IPv6?</h2>
        <button type="button" aria-label="Close" onClick={() => dialog.current?.close()}>
          ✕
        </button>
      </header>
      <label for="find-text">
        Host names, URLs, ARNs, error messages, names of services and tools: one or many lines. Or a
        snippet of Terraform, CloudFormation, Kubernetes, Compose, an ECS task definition or a
        Dockerfile
      </label>
      <textarea
        id="find-text"
        ref={field}
        rows={4}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        placeholder={PLACEHOLDER}
        aria-describedby="find-private"
        value={text}
        onInput={(event) => take(event.currentTarget.value)}
      />
      <div class="find-tools">
        <RegionChoice />
        {text !== "" && (
          <button type="button" class="small" onClick={() => take("")}>
            Clear
          </button>
        )}
        <p id="find-private" class="fine">
          Stays in this page: it is not sent, not kept, and not in the address.
        </p>
      </div>
      {findFault.value !== null ? (
        <LoadNotice what="The answers" fault={findFault.value} again={() => void loadFindBox()} />
      ) : (
        text.trim() !== "" &&
        (format === null ? (
          <Found />
        ) : (
          <SnippetFindings text={text} format={format} region={findRegion.value} />
        ))
      )}
    </dialog>
  );
}

function RegionChoice() {
  const regions = map.value?.layout.regions.filter(({ isPublic }) => isPublic) ?? [];
  if (regions.length === 0) return null;
  return (
    <label>
      Region, where a line names none{" "}
      <select
        value={findRegion.value}
        onChange={(event) => chooseFindRegion(event.currentTarget.value)}
      >
        {regions.map(({ id }) => (
          <option key={id}>{id}</option>
        ))}
      </select>
    </label>
  );
}

function Found() {
  const found = answers.value;
  if (found === null) return <LoadNotice what="The answers" fault={null} again={loadFindBox} />;
  const { lines, unanswered, together, commonTraps } = found;
  const observedTo = meta.value?.observedTo ?? null;
  return (
    <section class="found" aria-label="Answers">
      <p class="found-summary" role="status">
        {summaryOf(found)}
      </p>
      {together.map(({ region, services, text }) => (
        <figure key={region}>
          <figcaption>
            <span>
              For all {services} services in {region} <small>environment</small>
            </span>
            <CopyButton text={text} name={`settings for ${region}`} />
          </figcaption>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs a tab stop */}
          <pre tabIndex={0}>{text}</pre>
        </figure>
      ))}
      <ol>
        {lines.map((answer, index) => (
          <AnswerCard
            key={`${index} ${answer.input}`}
            answer={answer}
            isOnly={lines.length === 1}
          />
        ))}
      </ol>
      {commonTraps.length > 0 && (
        <>
          <h3>For several of these</h3>
          <ul class="traps">
            {commonTraps.map((trap) => (
              <li key={trap}>
                <Words text={trap} />
              </li>
            ))}
          </ul>
        </>
      )}
      {unanswered > 0 && (
        <p class="notice">
          {unanswered} more lines are not answered here: <code>egress6 find -</code> takes any
          number.
        </p>
      )}
      <p class="fine">
        {observedTo === null
          ? "Nothing has been observed yet, so everything is unknown."
          : `Observed in DNS until ${momentText(observedTo)}.`}
      </p>
    </section>
  );
}
