import { credentialsAddress, imdsEndpoint, imdsModeSpelling } from "./credential-traps.js";
import { fileDialect, inlineComment, keyCase, twoDefaultSections } from "./dialect-traps.js";
import { endpointDiscovery } from "./discovery-trap.js";
import { type Finding, type Place, worstFirst } from "./finding.js";
import { fingerprintOf } from "./fingerprint.js";
import { ownEndpoint } from "./own-endpoint-trap.js";
import type { Proposal } from "./proposal.js";
import { nestedClients, regionVariable, settingNotRead, sqsQueueUrl } from "./sdk-traps.js";
import {
  awslogsEndpointOption,
  dynamodbAccountEndpoint,
  ecrRegistryHost,
  ecsDualStackSubnet,
  globalName,
  interfaceEndpoint,
  s3GatewayEndpoint,
  sourceIpConditions,
  ssoStartUrl,
} from "./service-traps.js";
import type { Situation } from "./situation.js";
import { booleanSpelling, serviceIdentifier } from "./spelling-traps.js";
import { dualstackNameMissing, stsAwsGlobal, switchNotNeeded } from "./switch-traps.js";
import type { Hit, Trap } from "./trap.js";
import type { TrapFix, TrapMessage } from "./trap-words.js";
import {
  dualstackWithUrl,
  ignoredEndpointUrls,
  sourceProfileUrl,
  urlOfOtherService,
  urlRefused,
  urlSigningRegion,
} from "./url-traps.js";
import { staleSdk } from "./version-traps.js";

/** Every trap there is. */
const ALL = [
  dualstackNameMissing,
  dualstackWithUrl,
  ownEndpoint,
  urlOfOtherService,
  endpointDiscovery,
  urlSigningRegion,
  urlRefused,
  stsAwsGlobal,
  booleanSpelling,
  imdsModeSpelling,
  inlineComment,
  keyCase,
  twoDefaultSections,
  fileDialect,
  serviceIdentifier,
  settingNotRead,
  regionVariable,
  ignoredEndpointUrls,
  sourceProfileUrl,
  sqsQueueUrl,
  staleSdk,
  switchNotNeeded,
  nestedClients,
  credentialsAddress,
  imdsEndpoint,
  globalName,
  ssoStartUrl,
  dynamodbAccountEndpoint,
  ecrRegistryHost,
  s3GatewayEndpoint,
  interfaceEndpoint,
  sourceIpConditions,
  ecsDualStackSubnet,
  awslogsEndpointOption,
] as const;

export type TrapId = (typeof ALL)[number]["id"];
export const TRAPS: readonly Trap<TrapId>[] = ALL;
export const TRAP_IDS: readonly TrapId[] = ALL.map(({ id }) => id).sort();

/** A trap that a configuration walks into, or would. */
export type TrapFinding = Finding<TrapId, TrapMessage, TrapFix> & { readonly fix: TrapFix };

/** Every trap that the situation is in, the worst first. */
export function findTraps(situation: Situation): readonly TrapFinding[] {
  const resource = [situation.resolved.profile.value, situation.region];
  return worstFirst(
    TRAPS.flatMap((trap) => {
      const hit = trap.applies(situation) ? trap.find(situation) : null;
      return hit === null ? [] : [findingOf(trap, hit, formatOf(hit.place), resource)];
    }),
  );
}

/** Every trap beside the way of settings that are about to be written. */
export function foreseeTraps(proposal: Proposal): readonly TrapFinding[] {
  const resource = [proposal.target.id, proposal.choice.region];
  return TRAPS.flatMap((trap) =>
    (trap.foresee?.(proposal) ?? []).map((hit) => findingOf(trap, hit, "proposal", resource)),
  );
}

function findingOf(
  { id, source }: Trap<TrapId>,
  hit: Hit,
  format: string,
  resource: readonly string[],
): TrapFinding {
  const setting = hit.place?.resource ?? null;
  const attribute = [...(setting === null ? [] : [setting]), ...(hit.subject ?? [])];
  return {
    ruleId: id,
    level: hit.level,
    kind: "fail",
    message: hit.message,
    place: hit.place,
    goal: null,
    fix: hit.fix,
    evidence: [],
    related: hit.related ?? [],
    fingerprint: fingerprintOf({ ruleId: id, format, resource, attribute }),
    suppressed: null,
    helpUri: hit.source ?? source,
  };
}

/** What the place is a part of. */
function formatOf(place: Place | null): string {
  if (place === null) return "client";
  if (place.file !== null) return "aws-config";
  return place.resource?.startsWith("--") ? "command-line" : "environment";
}
