export type { EndpointVariant } from "./candidates.js";
export type { ChoiceReason } from "./choose-candidate.js";
export { type AwsClient, ipv6 } from "./ipv6.js";
export type { LookUp, LookUpResult } from "./look-up.js";
export { nodeLookUp } from "./node-look-up.js";
export type { Choice, Ipv6Options, NameKnowledge } from "./options.js";
export { seedFromExport } from "./seed-from-export.js";
export type { Egress6Error, OutcomeKind, Support } from "./vocabulary.js";
