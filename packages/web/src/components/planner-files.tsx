import { EVIDENCE_SOURCES, type EvidenceSource } from "@egress6/core/workload/evidence";
import { itemsAt } from "../planner/edit-document.js";
import type { PlannerFile } from "../planner/planner-file.js";
import { areFilesKept, plannerFiles, prefer, preferred } from "../state/planner-files.js";
import {
  conflicts,
  editFiles,
  removeFile,
  settledDifferences,
  wholeWorkload,
} from "../state/planner-state.js";
import { Words } from "./words.js";

const WRITER_WORDS = { audit: "code", survey: "account", flows: "flow logs" } as const;

/** The files that make the workload. */
export function PlannerFiles() {
  const files = plannerFiles.value;
  const settled = settledDifferences.value;
  return (
    <>
      {files.some(({ isExample }) => isExample) && (
        <p class="notice" role="note">
          <b>An invented example.</b> Files that you open take its place.
        </p>
      )}
      <ul class="file-list" aria-label="Files of this plan">
        {files.map((file) => (
          <li key={file.name}>
            <span>
              <b>{file.name}</b> <small>{contentWords(file)}</small>
            </span>
            <button
              type="button"
              class="remove"
              aria-label={`Remove ${file.name}`}
              onClick={() => removeFile(file.name)}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <p class="fine">
        They stay in this browser: nothing is uploaded, and the page address does not hold them.{" "}
        {areFilesKept.value
          ? "This tab keeps them until you close it."
          : "They are too large to survive a reload: then open them again."}
      </p>
      {conflicts.value.length > 0 && <Conflicts />}
      {settled.length > 0 && (
        <details>
          <summary>
            {settled.length === 1
              ? "The files differ in one place"
              : `The files differ in ${settled.length} places`}
            ; a rule decides
          </summary>
          <ul class="plan-items">
            {settled.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
      {entriesOf(wholeWorkload.value) <= MOST_EDITED && (
        <p class="fine">
          <button type="button" class="small" onClick={editFiles}>
            Edit in the form
          </button>{" "}
          What the files say then becomes part of the page address.
        </p>
      )}
    </>
  );
}

/** More rows than anybody edits by hand. */
const MOST_EDITED = 200;

const LISTS = ["compute", "services", "hosts"] as const;

const entriesOf = (workload: unknown): number =>
  LISTS.reduce((sum, list) => sum + itemsAt(workload, [list]).length, 0);

/** `code: 3 compute, 8 destinations` */
function contentWords({ by, workload }: PlannerFile): string {
  const [compute = 0, services = 0, hosts = 0] = LISTS.map(
    (list) => itemsAt(workload, [list]).length,
  );
  const destinations = services + hosts;
  const parts = [
    ...(compute === 0 ? [] : [`${compute} compute`]),
    ...(destinations === 0
      ? []
      : [destinations === 1 ? "1 destination" : `${destinations} destinations`]),
    ...(workload["existing"] === undefined ? [] : ["what exists"]),
    ...(workload["constraints"] === undefined ? [] : ["constraints"]),
  ];
  return `${by === null ? "a person" : WRITER_WORDS[by]}: ${parts.join(", ") || "region and zones"}`;
}

const SOURCE_WORDS: Readonly<Record<EvidenceSource, string>> = {
  audit: "the code (audit)",
  survey: "the account (survey)",
  flows: "the flow logs (flows)",
  person: "what a person wrote",
};

function Conflicts() {
  return (
    <div class="notice" role="alert">
      <p>The files contradict each other, so there is no plan yet:</p>
      <ul class="plan-items">
        {conflicts.value.map((line) => (
          <li key={line}>
            <Words text={line} />
          </li>
        ))}
      </ul>
      <div class="field">
        <label for="prefer">Whose word counts</label>
        <select
          id="prefer"
          value={preferred.value ?? ""}
          onChange={({ currentTarget }) =>
            prefer(EVIDENCE_SOURCES.find((source) => source === currentTarget.value) ?? null)
          }
        >
          <option value="">nobody's: I correct a file</option>
          {EVIDENCE_SOURCES.map((source) => (
            <option key={source} value={source}>
              {SOURCE_WORDS[source]}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
