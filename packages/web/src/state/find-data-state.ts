import { type FindData, parseFindData } from "@egress6/core/identify/find-data";
import { loadJson } from "./load-json.js";

let loading: Promise<FindData> | null = null;

/** Loads what texts are held against, once. @throws Error with a sentence for the person in front of the page */
export function fetchFindData(): Promise<FindData> {
  loading ??= loadJson("data/find.json").then(parseFindData);
  return loading.catch((error: unknown) => {
    loading = null;
    throw error;
  });
}
