import type { Place } from "./finding.js";

/** As settings keep it: a name, and `file:line` where a file has it. */
interface Named {
  /** The variable, flag or key. */
  readonly name: string | null;
  /** Anything but `file:line` says nothing that the name does not. */
  readonly place: string | null;
}

export function placeOf({ name, place }: Named): Place | null {
  const [, file, line] = /^(.+):(\d+)$/s.exec(place ?? "") ?? [];
  if (file !== undefined) return { file, line: Number(line), column: null, resource: name };
  return name === null ? null : { file: null, line: null, column: null, resource: name };
}

/** `file:line`, else the name of the variable, flag or resource; null: there is no place. */
export function placeText(place: Place | null): string | null {
  if (place === null) return null;
  const { file, line, resource } = place;
  if (file === null) return resource;
  return line === null ? file : `${file}:${line}`;
}
