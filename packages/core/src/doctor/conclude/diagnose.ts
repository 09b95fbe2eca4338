import type { TrapFinding } from "../../finding/find-traps.js";
import type { WitnessJson } from "../../observation/witness-words.js";
import type { DoctorFacts } from "../doctor-facts.js";
import { STEP_IDS, type StepId } from "../host-observations.js";
import type { Step } from "../step.js";
import { addressesFinding } from "../steps/addresses.js";
import { credentialsFinding } from "../steps/credentials.js";
import { dns64Finding } from "../steps/dns64.js";
import { endpointsFinding } from "../steps/endpoints.js";
import { metadataFinding } from "../steps/metadata.js";
import { resolverJson, resolversFinding } from "../steps/resolvers.js";
import { routesFinding } from "../steps/routes.js";
import { settingsFinding } from "../steps/settings.js";
import type { TargetResult } from "../target.js";
import { type Verdict, verdictOf } from "./diagnosis-verdict.js";

export interface Diagnosis {
  readonly verdict: Verdict;
  readonly steps: readonly Step[];
  /** How far the word of each goes; empty while that was not finished. */
  readonly resolvers: readonly WitnessJson[];
  readonly targets: readonly TargetResult[];
  readonly region: string | null;
  /** The traps that what is set here walks into, the worst first. */
  readonly findings: readonly TrapFinding[];
}

const TITLES: Readonly<Record<StepId, string>> = {
  addresses: "Addresses",
  routes: "Default routes",
  resolvers: "DNS resolvers",
  dns64: "DNS64 and NAT64",
  metadata: "Metadata service",
  credentials: "Credentials",
  settings: "Settings",
  endpoints: "Endpoints",
};

/** What the observations say, link by link, and which link is broken first. */
export function diagnose(facts: DoctorFacts): Diagnosis {
  const { host, targets, isFinished, region } = facts;
  const findings = {
    addresses: addressesFinding(host),
    routes: routesFinding(host),
    resolvers: resolversFinding(host),
    dns64: dns64Finding(host, isFinished ? targets : null),
    metadata: metadataFinding(host),
    credentials: credentialsFinding(host),
    settings: settingsFinding(host),
    endpoints: endpointsFinding(targets, isFinished),
  };
  const steps = STEP_IDS.flatMap((id) => {
    const found = findings[id];
    if (found === null) return [];
    return [{ id, title: TITLES[id], ...found, ms: host.durations[id] ?? null }];
  });
  const resolvers = (host.resolvers ?? []).map(resolverJson);
  const traps = host.settingNotes.flatMap(({ finding }) => finding ?? []);
  return { verdict: verdictOf(facts), steps, resolvers, targets, region, findings: traps };
}
