import { TRAPS } from "@egress6/core/finding/find-traps";
import {
  REACH_RULES,
  type ReachFinding,
  type ReachMessage,
  reachFindings,
} from "@egress6/core/finding/reach-findings";
import { trapSentences } from "@egress6/core/finding/trap-words";
import type { CheckReport } from "@egress6/core/settings/check-report";
import { type SarifRun, sarifText } from "../finding/sarif.js";

/** For code scanning: traps with their lines, and what is not reached over IPv6. */
export function checkSarif(
  { regions, configuration }: CheckReport,
  about: Pick<SarifRun, "version" | "folder" | "input">,
): string {
  const { clients, findings } = configuration ?? { clients: [], findings: [] };
  return sarifText({
    ...about,
    rules: [...TRAPS, ...REACH_RULES].map(({ id, title, source }) => ({
      id,
      title,
      helpUri: source,
    })),
    results: [
      ...findings.map((finding) => ({
        finding,
        text: trapSentences(finding),
        properties: {
          profile: finding.profile,
          region: finding.region,
          services: finding.services,
        },
      })),
      ...reachFindings(regions, clients).map((finding) => ({ finding, text: reachText(finding) })),
    ],
  });
}

function reachText({ kind, message, fix }: ReachFinding): string {
  const verdict = kind === "fail" ? "needs IPv4" : "is not known to work over IPv6";
  const subject = reachSubject(message);
  return `${subject} ${verdict}.${fix === null ? "" : ` ${fix.args.text}`}`;
}

function reachSubject({ code, args }: ReachMessage): string {
  if (code === "service") return `${args.service} in ${args.region}`;
  const where = args.url === null ? "" : `, which calls ${args.url},`;
  return `${args.service} in ${args.region} as the profile ${args.profile} has it${where}`;
}
