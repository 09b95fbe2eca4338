import { bytesText, savedText } from "../plan/way/way-words.js";
import type { PlaybookStep } from "./playbook.js";

/** `saves $57.29, 1,273.1 GB`, `frees nothing by itself; 3 steps rest on it: saves $40.10, 900 GB` */
export function effectText(
  { saves, freed, unblocks }: Pick<PlaybookStep, "saves" | "freed" | "unblocks">,
  isTodayKnown: boolean,
): string {
  if (unblocks === null) {
    const bytes =
      freed === 0n
        ? ""
        : freed === null
          ? ", bytes unknown: run `egress6 flows` first"
          : `, ${bytesText(freed)}`;
    return `${savedText(saves)}${bytes}`;
  }
  const { steps, bytes, saves: then } = unblocks;
  if (steps.length === 0) return "frees nothing by itself, and no step of this design needs it";
  const saved = isTodayKnown ? `${savedText(then)}, ` : "";
  return `frees nothing by itself; ${steps.length === 1 ? "one step rests" : `${steps.length} steps rest`} on it: ${saved}${bytesText(bytes)}`;
}
