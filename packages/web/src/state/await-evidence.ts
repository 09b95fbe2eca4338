import { effect } from "@preact/signals";
import { evidenceJson } from "./map-state.js";
import { shownEvidence } from "./shown-evidence.js";

/** Loads what shows what others say, when there is some. @returns ends it */
export function awaitEvidence(): () => void {
  return effect(() => {
    if (evidenceJson.value === null) shownEvidence.value = null;
    else void import("./show-evidence.js").then((loaded) => loaded.showEvidence());
  });
}
