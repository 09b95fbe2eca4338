import type { Variable } from "../shared-settings.js";
import { commentLines } from "../target.js";

/** Variables as a YAML mapping; values quoted, so that `true` stays a text. */
export function yamlMapping(variables: readonly Variable[], indent: string): string {
  return variables
    .map(
      ({ name, value, reasons }) =>
        `${commentLines("#", reasons, indent)}${indent}${name}: "${value}"\n`,
    )
    .join("");
}
