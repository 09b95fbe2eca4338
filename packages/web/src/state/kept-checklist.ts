import { keep, readKept } from "./kept-files.js";

const KEY = "egress6.checklist";

/** The steps that this tab shows on the checklist page. @returns whether a reload finds them again */
export const keepChecklist = (document: unknown): boolean => keep(KEY, document);
export const readKeptChecklist = (): unknown => readKept(KEY);
