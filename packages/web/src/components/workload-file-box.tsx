import { downloadText } from "../planner/download-text.js";
import { isDocument, valueAt } from "../planner/edit-document.js";
import { FILE_FORMATS, type FileFormat, workloadFileText } from "../planner/workload-file.js";
import { fileFaults } from "../state/planner-files.js";
import {
  areFilesMissing,
  exampleFault,
  isOfFiles,
  plannerData,
  takeExampleFiles,
  takeFiles,
  takeWorkload,
  wholeWorkload,
} from "../state/planner-state.js";
import { FileDrop } from "./file-drop.js";
import { PlannerFiles } from "./planner-files.js";

/** Examples, and the workload as files, in and out. */
export function WorkloadFileBox() {
  const faults = [
    ...fileFaults.value,
    ...(exampleFault.value === null ? [] : [exampleFault.value]),
  ];
  return (
    <div class="workload-file">
      <FileDrop
        words="Open files"
        label="Workload files"
        accept=".yaml,.yml,.json"
        isMultiple
        onFiles={(files) => void takeFiles(files)}
        buttons={FILE_FORMATS.map((format) => (
          <button key={format} type="button" onClick={() => void download(format)}>
            Save {format.toUpperCase()}
          </button>
        ))}
      >
        {isOfFiles.value ? (
          <PlannerFiles />
        ) : (
          <p class="fine">
            Or drop them here: a workload in YAML, or what <code>egress6 audit . --json</code>,{" "}
            <code>survey --format json</code> and <code>flows --json</code> printed. They stay in
            this browser.{" "}
            <button type="button" class="link" onClick={() => void takeExampleFiles()}>
              Show an example
            </button>{" "}
            (invented).
          </p>
        )}
        {areFilesMissing.value && (
          <p class="notice" role="status">
            This address was made with files, which stay in the browser tab that opened them. Open
            them again.
          </p>
        )}
        {faults.length > 0 && (
          <div class="notice file-faults" role="alert">
            {faults.map((fault) => (
              <p key={fault}>{fault}</p>
            ))}
          </div>
        )}
      </FileDrop>
      {!isOfFiles.value && <Examples />}
    </div>
  );
}

function Examples() {
  return (
    <div class="field">
      <label for="example">Example</label>
      <select
        id="example"
        value=""
        onChange={(event) => {
          takeExample(event.currentTarget.value);
          event.currentTarget.value = "";
        }}
      >
        <option value="">Begin with…</option>
        {plannerData.value?.examples.map(({ name, workload: example }) => (
          <option key={name} value={name}>
            {exampleWords(name, example)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** By the name of the workload; of the file, where it has none. */
function exampleWords(file: string, example: unknown): string {
  const name = valueAt(example, ["name"]);
  return typeof name === "string" ? name : file;
}

function takeExample(name: string): void {
  const example = plannerData.peek()?.examples.find((each) => each.name === name);
  if (isDocument(example?.workload)) takeWorkload(example.workload);
}

async function download(format: FileFormat): Promise<void> {
  const text = await workloadFileText(wholeWorkload.peek(), format);
  downloadText(`workload.${format}`, text);
}
