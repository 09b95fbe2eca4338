import type { Diagnosis } from "@egress6/core/doctor/conclude/diagnose";
import type { ConnectionAttempt } from "@egress6/core/doctor/connection";
import {
  type ConnectionReach,
  type ProbedName,
  privateAddresses,
  type TargetResult,
} from "@egress6/core/doctor/target";
import type { Outcome } from "@egress6/core/observation/outcome";
import { trapJson } from "../finding/json.js";

/** What `egress6 doctor --json` prints. Times are milliseconds. */
export type DiagnosisDocument = ReturnType<typeof diagnosisDocument>;

/** @param warnings what is to be known of the files and of the region that were named */
export function diagnosisDocument(diagnosis: Diagnosis, warnings: readonly string[]) {
  const { verdict, region, steps, resolvers, targets, findings } = diagnosis;
  return {
    verdict,
    region,
    steps,
    resolvers,
    targets: targets.map(targetJson),
    findings: findings.map(trapJson),
    warnings,
  };
}

export function diagnosisJson(diagnosis: Diagnosis, warnings: readonly string[] = []): string {
  return `${JSON.stringify(diagnosisDocument(diagnosis, warnings), null, 2)}\n`;
}

function targetJson({ target, state, ipv6Name, names }: TargetResult) {
  return {
    kind: target.kind,
    label: target.label,
    isNeeded: target.isNeeded,
    service: target.kind === "service" ? target.label : (target.endpoint?.service ?? null),
    resource: target.resource ?? null,
    state,
    ipv6Name: ipv6Name?.hostname ?? null,
    names: names.map(nameJson),
  };
}

function nameJson({ hostname, port, variant, isUsed, probe, reach }: ProbedName) {
  return {
    hostname,
    port,
    variant,
    isUsed,
    ipv6: wayJson(reach.ipv6, probe.dns?.aaaa ?? null, probe.ipv6),
    ipv4: wayJson(reach.ipv4, probe.dns?.a ?? null, probe.ipv4),
    private: reach.private && { ...reach.private, addresses: privateAddresses(probe) },
    nat64: probe.nat64 && { ...reach.nat64, connection: probe.nat64 },
    happyEyeballs: reach.first,
  };
}

function wayJson(
  reach: ConnectionReach,
  dns: Outcome | null,
  connection: ConnectionAttempt | null,
) {
  return { ...reach, dns: dns && outcomeJson(dns), connection };
}

/** `reason`, `ignored` and `witness` stand there only where they say something. */
function outcomeJson({ kind, synthesized = [], ...rest }: Outcome) {
  const { reason, witness, addresses, ignored, cname, attempts, resolver, ms } = rest;
  const where = { cname, attempts, resolver, ms };
  return { outcome: kind, reason, witness, addresses, synthesized, ignored, ...where };
}
