import type { SdkFacts } from "../facts/sdk-facts.js";
import { REPOSITORY } from "../map/repository.js";
import type { FoundEntry } from "./judge-identified.js";

/** Where the documents say what can be done in a language today; elsewhere `other-sdks`. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  boto3: "python",
  "cli-v1": "python",
  "cli-v2": "python",
  "js-v3": "aws-sdk",
};

/** An entry that is nothing else, if it names an SDK: what it reads, and what can be done with it. */
export function withSdk(entry: FoundEntry, sdks: readonly SdkFacts[]): FoundEntry {
  const { kind, input, matches } = entry;
  if ((kind !== "unknown" && kind !== "host") || matches.length > 0) return entry;
  const wanted = input.trim().toLowerCase();
  const sdk = sdks.find(({ id, aliases, name }) =>
    [id, ...aliases, name.toLowerCase()].includes(wanted),
  );
  if (sdk === undefined) return entry;
  const page = DOCUMENTS[sdk.id] ?? "other-sdks";
  return {
    ...entry,
    kind: "tool",
    nearest: [],
    note: `AWS ${sdk.name}. What you can do with it today: ${REPOSITORY}/blob/main/docs/${page}.md`,
    advice: [
      `\`egress6 facts ${sdk.id}\` shows which settings it reads, by version.`,
      `\`egress6 endpoint SERVICE --sdk ${sdk.id}\` shows the endpoint that it calls.`,
    ],
  };
}
