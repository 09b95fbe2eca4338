import { readFileSync } from "node:fs";
import {
  joinedPlaybookSources,
  type PlaybookSources,
  playbookSourcesOf,
} from "@egress6/core/playbook/playbook-sources";

/** From those files that are documents of an audit or a survey; other workload files have nothing of it. */
export const readPlaybookSources = (paths: readonly string[]): PlaybookSources =>
  joinedPlaybookSources(paths.map((path) => playbookSourcesOf(documentIn(path))));

/** The file was read as a workload already, so that a fault in it has been named. */
function documentIn(path: string): unknown {
  const text = readFileSync(path, "utf8");
  if (!text.trimStart().startsWith("{")) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
