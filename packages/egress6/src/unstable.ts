/**
 * What the functions of `egress6` are made of. No promise is made for it: any version may rename, change or remove
 * what is here.
 *
 * @example
 * import { loadCatalog } from "egress6";
 * import { endpointOf, findService } from "egress6/unstable";
 *
 * const catalog = loadCatalog();
 * const search = findService(catalog, "CloudWatch Logs");
 * if ("found" in search) console.log(endpointOf(catalog, search.found, "eu-central-1", "dualstack"));
 */
export {
  type ChangesDocument,
  type ChangesSource,
  changesDocument,
  type SupportChange,
} from "@egress6/core/changes/changes-document";
export { type Diagnosis, diagnose } from "@egress6/core/doctor/conclude/diagnose";
export type { Verdict, VerdictState } from "@egress6/core/doctor/conclude/diagnosis-verdict";
export { hostTarget, serviceTarget, type UsedEndpoint } from "@egress6/core/doctor/make-targets";
export { metadataSettings } from "@egress6/core/doctor/metadata-settings";
export { proxyVariables } from "@egress6/core/doctor/proxy-variables";
export type {
  DoctorTarget,
  TargetResult,
  TargetState,
} from "@egress6/core/doctor/target";
export {
  endpointOf,
  parseCatalog,
} from "@egress6/core/endpoint/catalog";
export { type EndpointFilter, matchesFilter, parseFilter } from "@egress6/core/endpoint/filter";
export { observableName } from "@egress6/core/endpoint/placeholder";
export { scanNames } from "@egress6/core/endpoint/scan-order";
export {
  type Partition,
  type Region,
  type Scope,
  type Service,
  VARIANTS,
  type Variant,
} from "@egress6/core/endpoint/types";
export {
  type EvidenceBase,
  evidenceFor,
  type StatedEvidence,
} from "@egress6/core/evidence/evidence";
export type { AwsIpv6Support } from "@egress6/core/facts/aws-ipv6-support";
export type { ComputeKind } from "@egress6/core/facts/compute-kind";
export type { EgressFact } from "@egress6/core/facts/egress-fact";
export type { EgressOption } from "@egress6/core/facts/egress-option";
export type {
  SdkFacts,
  SettingFact,
  SettingId,
  SettingSupport,
} from "@egress6/core/facts/sdk-facts";
export {
  type SharedSettingFacts,
  sharedSettingFacts,
} from "@egress6/core/facts/shared-setting-facts";
export { TRAP_IDS, type TrapFinding, type TrapId } from "@egress6/core/finding/find-traps";
export type { Finding } from "@egress6/core/finding/finding";
export { trapFix, trapMessage } from "@egress6/core/finding/trap-words";
export { findService } from "@egress6/core/identify/find-service";
export {
  IDENTIFIED_KINDS,
  type Identified,
  type IdentifiedKind,
  type IdentifiedMatch,
} from "@egress6/core/identify/identified";
export { identify } from "@egress6/core/identify/identify";
export type { IdentifyNames } from "@egress6/core/identify/names";
export {
  parseServiceList,
  type ServiceList,
  type UnknownWords,
} from "@egress6/core/identify/parse-service-list";
export { cloudFormationText } from "@egress6/core/network/cloudformation/template";
export { networkModel } from "@egress6/core/network/network-model";
export type { NetworkModel } from "@egress6/core/network/network-parts";
export { terraformText } from "@egress6/core/network/terraform/module";
export {
  isConclusive,
  type NameObservation,
  OUTCOME_KINDS,
  type Outcome,
  type OutcomeKind,
} from "@egress6/core/observation/outcome";
export type { DesignPlan } from "@egress6/core/plan/design-plan";
export type { DesignId } from "@egress6/core/plan/designs";
export type { PlanFacts, PlanInput } from "@egress6/core/plan/plan-input";
export { namesOfPlan } from "@egress6/core/plan/plan-names";
export { type Plan, planWorkload } from "@egress6/core/plan/plan-workload";
export type { CollectedOffer } from "@egress6/core/price/collect-offer";
export { decimal, decimalText, type Exact, roundedText } from "@egress6/core/price/exact";
export {
  mergePriceBooks,
  type Price,
  type PriceBook,
  priceOf,
} from "@egress6/core/price/price-book";
export type { PriceId } from "@egress6/core/price/price-id";
export {
  type CheckedRegion,
  type CheckedService,
  type CheckQuestion,
  checkServices,
} from "@egress6/core/settings/choose/check-services";
export { choiceNames, chooseSettings } from "@egress6/core/settings/choose/choose-settings";
export type {
  ServiceChoice,
  SettingPowers,
  SettingsChoice,
} from "@egress6/core/settings/choose/settings-choice";
export {
  type AwsConfigFiles,
  NO_CONFIG_FILES,
} from "@egress6/core/settings/read/aws-config";
export { findSdk, type SdkChoice } from "@egress6/core/settings/read/find-sdk";
export { parseAwsIni } from "@egress6/core/settings/read/parse-aws-ini";
export type { EndpointSource, TrailStep } from "@egress6/core/settings/resolve/endpoint-trail";
export {
  type EndpointExplanation,
  explainEndpoint,
} from "@egress6/core/settings/resolve/explain-endpoint";
export {
  type EndpointQuestion,
  namesToObserve,
  resolveEndpointSettings,
} from "@egress6/core/settings/resolve/resolve-endpoint-settings";
export {
  type ResolvedSettings,
  resolveSettings,
} from "@egress6/core/settings/resolve/resolve-settings";
export type { SettingsInput } from "@egress6/core/settings/settings-input";
export { findTarget } from "@egress6/core/settings/write/find-target";
export type { ConfigTarget, TargetFact, TargetForm } from "@egress6/core/settings/write/target";
export { TARGETS } from "@egress6/core/settings/write/targets";
export {
  type WriteRequest,
  type WrittenForm,
  type WrittenSettings,
  writeSettings,
} from "@egress6/core/settings/write/write-settings";
export type { HeldTurn } from "@egress6/core/verdict/brake";
export { CELLS, type Cell, type CellEvidence, cellOf } from "@egress6/core/verdict/cell";
export {
  type ListQuestion,
  type RegionReadiness,
  readinessOfList,
} from "@egress6/core/verdict/list-readiness";
export {
  type ClientFamilies,
  type NameEvidence,
  type Readiness,
  reachOf,
  readinessOf,
  type SwitchEffect,
} from "@egress6/core/verdict/readiness";
export {
  type Family,
  type NameSupport,
  observeSupport,
  type Support,
  type SupportState,
  UNOBSERVED,
} from "@egress6/core/verdict/support";
export type { Workload } from "@egress6/core/workload/workload";
export { readAwsConfig, readAwsIniFile } from "./adapter/aws-config/read-aws-config.js";
export { type BotocoreFolder, openBotocoreFolder } from "./adapter/botocore/botocore-folder.js";
export { catalogResolver } from "./adapter/botocore/catalog-resolver.js";
export {
  type BatchResolver,
  type BatchSummary,
  resolveBatch,
} from "./adapter/botocore/resolve-batch.js";
export { rulesResolver } from "./adapter/botocore/rules-resolver.js";
export { observeNames } from "./adapter/dns/observe-names.js";
export { parseResolvers, systemResolvers } from "./adapter/dns/resolver-address.js";
export { loadAwsIpv6Support } from "./adapter/fact-files/aws-ipv6-support.js";
export { loadComputeKinds } from "./adapter/fact-files/compute-kinds.js";
export { loadTargetFacts } from "./adapter/fact-files/config-targets.js";
export { loadEgressOptions } from "./adapter/fact-files/egress-options.js";
export { loadEvidence } from "./adapter/fact-files/evidence.js";
export { loadFacts } from "./adapter/fact-files/facts.js";
export { loadIdentifyNames } from "./adapter/fact-files/identify-names.js";
export { loadPlanFacts } from "./adapter/fact-files/plan-facts.js";
export { loadSdkFacts, type SdkFactBase } from "./adapter/fact-files/sdk-facts.js";
export {
  loadThirdPartyHosts,
  type ThirdPartyHost,
} from "./adapter/fact-files/third-party-hosts.js";
export { hostProbe } from "./adapter/host/host-probe.js";
export { loadShippedPrices, readPriceFile } from "./adapter/price-list/price-file.js";
export { type OfferSource, readOffer } from "./adapter/price-list/read-offer.js";
export { openStore, openStoreReader } from "./adapter/store/open-store.js";
export {
  type JoinedWorkload,
  readWorkload,
  readWorkloads,
  readWorkloadText,
} from "./adapter/workload-file/read-workload.js";
export { workloadText } from "./adapter/workload-file/write-workload.js";
export type { DoctorProgress, DoctorRequest } from "./app/doctor-request.js";
export { runDoctor } from "./app/run-doctor.js";
export { runScan, type ScanRequest } from "./app/run-scan.js";
export type {
  ObserveNames,
  ObserveOptions,
  ObserveProgress,
  OutcomeInterval,
  ResolverAddress,
  ScanRecord,
  ScanSummary,
  StoreReader,
  StoreWriter,
} from "./ports.js";
export { changesAtom, type FeedHead } from "./render/changes/atom.js";
export { changesJson } from "./render/changes/json.js";
export { changesText } from "./render/changes/text.js";
export { diagnosisJson } from "./render/diagnosis/json.js";
export { diagnosisText } from "./render/diagnosis/text.js";
export { exportCsv } from "./render/export/csv.js";
export {
  type ExportSource,
  exportDocument,
} from "./render/export/document.js";
export { exportJson } from "./render/export/json.js";
export { writeExportSqlite } from "./render/export/sqlite.js";
export { exportText } from "./render/export/text.js";
export { planJson } from "./render/plan/json.js";
export { planMarkdown } from "./render/plan/markdown.js";
export { planText } from "./render/plan/text.js";
export { coloured, untoned } from "./render/style.js";
