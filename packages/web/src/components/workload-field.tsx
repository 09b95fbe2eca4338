import { pathText, type WorkloadPath } from "@egress6/core/workload/workload-problems";
import { valueAt } from "../planner/edit-document.js";
import { type FieldKind, TEXT } from "../planner/field-text.js";
import { edit, leaveField, problemAt, typeIn, workload } from "../state/planner-state.js";

/** Of the field for that place of the workload. */
export const fieldId = (place: string): string => `w-${place}`;

interface FieldProps {
  readonly label: string;
  readonly path: WorkloadPath;
  readonly kind?: FieldKind;
  readonly placeholder?: string;
  /** The id of a datalist. */
  readonly list?: string;
  readonly isNumber?: boolean;
  /** Told what was typed when the field is left. */
  readonly onLeave?: (text: string) => void;
}

export function Field({ label, path, kind = TEXT, onLeave, ...rest }: FieldProps) {
  const { placeholder, list, isNumber } = rest;
  const place = pathText(path);
  const problem = problemAt.value.get(place);
  return (
    <div class={isNumber ? "field is-narrow" : "field"}>
      <label for={fieldId(place)}>{label}</label>
      <input
        id={fieldId(place)}
        value={kind.textOf(valueAt(workload.value, path))}
        placeholder={placeholder}
        list={list}
        inputMode={isNumber ? "decimal" : undefined}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${fieldId(place)}-problem`}
        onInput={(event) => typeIn(path, kind.valueOf(event.currentTarget.value))}
        onChange={onLeave && ((event) => onLeave(event.currentTarget.value))}
        onBlur={leaveField}
        onKeyDown={(event) => event.key === "Enter" && leaveField()}
      />
      <Problem place={place} />
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly path: WorkloadPath;
  /** Value and words. */
  readonly options: readonly (readonly [value: string, words: string])[];
  /** What it means when the workload says nothing: choosing it leaves the key out. */
  readonly otherwise: string;
  /** Its words are long. */
  readonly isWide?: boolean;
}

export function Choice({ label, path, options, otherwise, isWide }: ChoiceProps) {
  const place = pathText(path);
  const given = valueAt(workload.value, path);
  const value = given === undefined ? otherwise : String(given);
  const isKnown = options.some(([known]) => known === value);
  return (
    <div class={isWide ? "field is-wide" : "field"}>
      <label for={fieldId(place)}>{label}</label>
      <select
        id={fieldId(place)}
        value={value}
        aria-invalid={problemAt.value.has(place)}
        aria-describedby={problemAt.value.has(place) ? `${fieldId(place)}-problem` : undefined}
        onChange={({ currentTarget }) =>
          edit(path, currentTarget.value === otherwise ? undefined : currentTarget.value)
        }
      >
        {!isKnown && <option value={value}>{value || "–"}</option>}
        {options.map(([known, words]) => (
          <option key={known} value={known}>
            {words}
          </option>
        ))}
      </select>
      <Problem place={place} />
    </div>
  );
}

interface CheckProps {
  readonly label: string;
  readonly path: WorkloadPath;
}

export function Check({ label, path }: CheckProps) {
  return (
    <label class="check">
      <input
        id={fieldId(pathText(path))}
        type="checkbox"
        checked={valueAt(workload.value, path) === true}
        indeterminate={Array.isArray(valueAt(workload.value, path))}
        onChange={(event) => edit(path, event.currentTarget.checked ? true : undefined)}
      />
      <span>{label}</span>
    </label>
  );
}

function Problem({ place }: { readonly place: string }) {
  const problem = problemAt.value.get(place);
  if (problem === undefined) return null;
  return (
    <span class="problem" id={`${fieldId(place)}-problem`}>
      {problem}
    </span>
  );
}
