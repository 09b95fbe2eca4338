import type { Catalog } from "@egress6/core/endpoint/catalog";
import { expandCatalog } from "@egress6/core/endpoint/catalog";
import type { EvidencePlace } from "@egress6/core/evidence/evidence";
import { type EvidenceFile, type EvidenceStatements, statements } from "./evidence.js";

export interface EvidenceContext {
  readonly catalog: Catalog;
  /** The text of NOTICE. */
  readonly notice: string;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** @returns one sentence for each thing wrong; empty when clean */
export function lintEvidence(
  { entries, date }: EvidenceFile,
  { catalog, notice, today }: EvidenceContext,
): readonly string[] {
  const built = new Set([...expandCatalog(catalog)].map(placeText));
  return [
    ...(date > today ? [`evidence: its date ${date} is after today, ${today}`] : []),
    ...entries.flatMap((entry) => {
      const about = `evidence, ${entry.says} of ${entry.date}`;
      return [
        ...(entry.date > today ? [`${about}: that is after today, ${today}`] : []),
        ...licenceProblems(entry, notice),
        ...regionProblems(entry),
        ...placeProblems(entry, built),
      ].map((problem) => (problem.startsWith(about) ? problem : `${about}: ${problem}`));
    }),
  ];
}

const placeText = ({ service, region, variant }: EvidencePlace) =>
  `${service} ${region} ${variant}`;

/** Who wrote the source, and under which terms, stands in NOTICE beside the address of the repository. */
function licenceProblems(
  { source, license }: EvidenceStatements,
  notice: string,
): readonly string[] {
  const [repository = source] = /^https:\/\/github\.com\/[^/]+\/[^/]+/.exec(source) ?? [];
  return [
    ...(license.trim() === "" ? ["it has no licence"] : []),
    ...(notice.includes(repository) ? [] : [`NOTICE does not name ${repository}`]),
  ];
}

function regionProblems({ regions, names }: EvidenceStatements): readonly string[] {
  const about = new Set(regions);
  return [
    ...unsorted(regions, "regions"),
    ...names.flatMap((row) => {
      const { services, in: only = [], notIn = [] } = row;
      const first = services[0] ?? "";
      return [
        ...unsorted(services, `services of ${first}`),
        ...unsorted(only, `regions of ${first}`),
        ...unsorted(notIn, `regions of ${first}`),
        ...(row.in !== undefined && row.notIn !== undefined
          ? [`${first} has both \`in\` and \`notIn\``]
          : []),
        ...[...only, ...notIn]
          .filter((region) => !about.has(region))
          .map((region) => `${first}: ${region} is not among the regions of the entry`),
      ];
    }),
  ];
}

function unsorted(words: readonly string[], what: string): readonly string[] {
  const index = words.findIndex((word, at) => at > 0 && word <= (words[at - 1] ?? ""));
  return index < 0 ? [] : [`${what}: ${words[index]} is out of order or there twice`];
}

function placeProblems(entry: EvidenceStatements, built: ReadonlySet<string>): readonly string[] {
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const [place] of statements(entry)) {
    const text = placeText(place);
    if (seen.has(text)) problems.push(`${text} is there twice`);
    if (!built.has(text)) problems.push(`the catalog has no name for ${text}`);
    seen.add(text);
  }
  return problems;
}
