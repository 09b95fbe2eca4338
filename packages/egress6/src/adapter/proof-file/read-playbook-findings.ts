import { readFileSync } from "node:fs";
import type { PlaybookFinding } from "@egress6/core/playbook/finding-steps";
import type { KnownAccount } from "@egress6/core/playbook/known-account";
import { documentKind } from "@egress6/core/prove/document-kind";
import { playbookSchema, playbookSurveySchema } from "./document-schemas.js";

/** What the files of a plan say beside its workload. */
export interface PlaybookSources {
  readonly findings: readonly PlaybookFinding[];
  /** Null: none of them is a survey. */
  readonly account: KnownAccount | null;
}

/** From those files that are documents of an audit or a survey; other workload files have nothing of it. */
export function readPlaybookSources(paths: readonly string[]): PlaybookSources {
  const documents = paths.map(documentIn);
  const surveys = documents.flatMap((value) => accountIn(value) ?? []);
  return {
    findings: documents.flatMap(findingsIn),
    account: surveys.length === 0 ? null : surveys.reduce(together),
  };
}

function findingsIn(value: unknown): readonly PlaybookFinding[] {
  const kind = documentKind(value);
  if (kind !== "audit" && kind !== "survey") return [];
  const read = playbookSchema.safeParse(value);
  if (!read.success) return [];
  return read.data.findings
    .filter(({ suppressed }) => suppressed === null)
    .map((finding) => ({
      by: kind,
      ruleId: finding.ruleId,
      level: finding.level,
      isSure: finding.kind === "fail",
      message: finding.message,
      fix: finding.fix,
      file: finding.file,
      line: finding.line ?? null,
      resource: finding.resource,
      related: finding.related.map(({ file, line, resource }) => ({
        file,
        line: line ?? null,
        resource,
      })),
      services: [
        ...(finding.args.services ?? []),
        ...(finding.args.service === undefined ? [] : [finding.args.service]),
      ],
      fingerprint: finding.fingerprint,
    }));
}

function accountIn(value: unknown): KnownAccount | null {
  if (documentKind(value) !== "survey") return null;
  const read = playbookSurveySchema.safeParse(value);
  if (!read.success) return null;
  const { meta, topology, flowLogs, queryLogs } = read.data;
  return { takenAt: meta.takenAt, flowLogs, queryLogs, topology };
}

/** Surveys of several accounts or regions side by side. */
function together(one: KnownAccount, other: KnownAccount): KnownAccount {
  const [a, b] = [one.topology, other.topology];
  const days = [one.takenAt, other.takenAt].flatMap((at) => at ?? []).sort();
  return {
    takenAt: days.at(-1) ?? null,
    flowLogs: [...one.flowLogs, ...other.flowLogs],
    queryLogs: [...one.queryLogs, ...other.queryLogs],
    topology: {
      vpcs: [...a.vpcs, ...b.vpcs],
      subnets: [...a.subnets, ...b.subnets],
      routeTables: [...a.routeTables, ...b.routeTables],
      natGateways: [...a.natGateways, ...b.natGateways],
      egressOnlyGateways: [...a.egressOnlyGateways, ...b.egressOnlyGateways],
      endpoints: [...a.endpoints, ...b.endpoints],
      securityGroups: [...a.securityGroups, ...b.securityGroups],
      networkAcls: [...a.networkAcls, ...b.networkAcls],
      compute: [...a.compute, ...b.compute],
      publicIpv4: [...a.publicIpv4, ...b.publicIpv4],
    },
  };
}

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
