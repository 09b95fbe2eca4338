import { fileDialect, inlineComment, keyCase, twoDefaultSections } from "./dialect-traps.js";
import { ownEndpoint } from "./own-endpoint-trap.js";
import {
  nestedClients,
  podIdentityAddress,
  regionVariable,
  settingNotRead,
  sqsQueueUrl,
} from "./sdk-traps.js";
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
import { booleanSpelling, imdsModeSpelling, serviceIdentifier } from "./spelling-traps.js";
import { dualstackNameMissing, staleSdk, stsAwsGlobal, switchNotNeeded } from "./switch-traps.js";
import type { Trap, TrapFinding, TrapSeverity } from "./trap.js";
import {
  dualstackWithUrl,
  ignoredEndpointUrls,
  sourceProfileUrl,
  urlRefused,
  urlSigningRegion,
} from "./url-traps.js";

const TRAPS: readonly Trap[] = [
  dualstackNameMissing,
  dualstackWithUrl,
  ownEndpoint,
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
  podIdentityAddress,
  globalName,
  ssoStartUrl,
  dynamodbAccountEndpoint,
  ecrRegistryHost,
  s3GatewayEndpoint,
  interfaceEndpoint,
  sourceIpConditions,
  ecsDualStackSubnet,
  awslogsEndpointOption,
];

const WORST_FIRST: readonly TrapSeverity[] = ["breaks", "no-effect", "caution"];

/** Every trap that the situation is in, the worst first. */
export function findTraps(situation: Situation): readonly TrapFinding[] {
  const found = TRAPS.flatMap((trap) => trap(situation) ?? []);
  return WORST_FIRST.flatMap((severity) => found.filter((each) => each.severity === severity));
}
