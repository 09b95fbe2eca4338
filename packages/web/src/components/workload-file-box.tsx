import { useRef } from "preact/hooks";
import { downloadText } from "../planner/download-text.js";
import { isDocument, valueAt } from "../planner/edit-document.js";
import { FILE_FORMATS, type FileFormat, workloadFileText } from "../planner/workload-file.js";
import {
  fileFault,
  plannerData,
  takeFile,
  takeWorkload,
  workload,
} from "../state/planner-state.js";

/** Examples, and the workload as a file, in and out. */
export function WorkloadFileBox() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="workload-file">
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
      <div class="file-buttons">
        <button type="button" onClick={() => input.current?.click()}>
          Open file
        </button>
        {FILE_FORMATS.map((format) => (
          <button key={format} type="button" onClick={() => void download(format)}>
            Save {format.toUpperCase()}
          </button>
        ))}
        <input
          ref={input}
          type="file"
          accept=".yaml,.yml,.json"
          hidden
          aria-label="Workload file"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = "";
            if (file !== undefined) void takeFile(file);
          }}
        />
      </div>
      {fileFault.value !== null && (
        <p class="notice" role="alert">
          {fileFault.value}
        </p>
      )}
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
  const text = await workloadFileText(workload.peek(), format);
  downloadText(`workload.${format}`, text);
}
