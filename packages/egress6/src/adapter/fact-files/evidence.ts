import { existsSync, statSync } from "node:fs";
import { VARIANTS } from "@egress6/core/endpoint/types";
import {
  EVIDENCE_KINDS,
  type EvidenceBase,
  type EvidencePlace,
  evidenceBase,
  NO_EVIDENCE,
  type StatedEvidence,
} from "@egress6/core/evidence/evidence";
import { z } from "zod";
import { DATA_FOLDER } from "../../data-folder.js";
import { factFile } from "./fact-file.js";
import { fileHead, text } from "./provenance-schema.js";

const FILE = "evidence.json";

const names = z.strictObject({
  variant: z.enum(VARIANTS),
  services: z.array(text).min(1).describe("CLI names"),
  in: z.array(text).min(1).exactOptional().describe("only in these regions of the entry"),
  notIn: z.array(text).min(1).exactOptional().describe("in all regions of the entry but these"),
});

const entry = z.strictObject({
  says: z
    .enum(EVIDENCE_KINDS)
    .describe(
      "declared: AWS, in the data of its SDKs; documented: AWS, on a page; seen-by-others: somebody else, in DNS",
    ),
  date: z.iso.date().describe("the day that the statement is of, not of its reading"),
  source: z.url({ protocol: /^https$/ }),
  license: text.describe("under which the source may be passed on, as an SPDX id; see NOTICE"),
  note: text.exactOptional(),
  regions: z.array(text).min(1).describe("those that the entry is about"),
  names: z.array(names).min(1),
});

/** `data/evidence.json`: only what speaks for IPv6; that a name is missing in a source means nothing. */
export const evidenceFile = z.strictObject({ ...fileHead, entries: z.array(entry) });

export type EvidenceFile = z.infer<typeof evidenceFile>;
export type EvidenceStatements = EvidenceFile["entries"][number];

/** @throws Egress6Error FACTS_INVALID */
export const readEvidenceFile: (folder?: URL) => EvidenceFile = factFile(FILE, evidenceFile);

/**
 * What others say of names. No verdict rests on it, so a file that is missing or empty is no fault.
 * @throws Egress6Error FACTS_INVALID when there is one that is not of its schema
 */
export function loadEvidence(folder: URL = DATA_FOLDER): EvidenceBase {
  const file = new URL(FILE, folder);
  if (!existsSync(file) || statSync(file).size === 0) return NO_EVIDENCE;
  return evidenceBase(readEvidenceFile(folder).entries.flatMap((entry) => [...statements(entry)]));
}

export function* statements(
  entry: EvidenceStatements,
): Generator<readonly [EvidencePlace, StatedEvidence]> {
  const { says, date, source } = entry;
  const evidence = { says, date, source };
  for (const row of entry.names) {
    for (const service of row.services) {
      for (const region of regionsOf(entry, row)) {
        yield [{ service, region, variant: row.variant }, evidence];
      }
    }
  }
}

function regionsOf(
  { regions }: EvidenceStatements,
  { in: only, notIn = [] }: EvidenceStatements["names"][number],
): readonly string[] {
  return only ?? regions.filter((region) => !notIn.includes(region));
}
