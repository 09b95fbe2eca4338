/**
 * The library: one function for each thing that a command does. Arguments are named as the command's options, what
 * comes back is what it prints as JSON.
 *
 * @example
 * import { check } from "egress6";
 *
 * const { works, summary } = await check({ service: ["s3", "logs"], region: ["eu-central-1"], live: true });
 * console.log(works, summary);
 */
export {
  additionalEndpoints,
  type Catalog,
  expandCatalog,
} from "@egress6/core/endpoint/catalog";
export type { AdditionalEndpoint, Endpoint } from "@egress6/core/endpoint/types";
export { Egress6Error, type FaultKind } from "@egress6/core/errors";
export type { PricesDocument } from "@egress6/core/price/price-book-json";
export { loadCatalog } from "./adapter/botocore/load-catalog.js";
export { type AuditArguments, audit } from "./library/audit.js";
export { buildSite, type SiteArguments } from "./library/build-site.js";
export { type CheckArguments, check } from "./library/check.js";
export { type DoctorArguments, examineHost } from "./library/examine-host.js";
export { type ExportArguments, exportEndpoints } from "./library/export-endpoints.js";
export { type FindArguments, find } from "./library/find.js";
export { type EndpointArguments, findEndpoint } from "./library/find-endpoint.js";
export { type FlowsArguments, flows } from "./library/flows.js";
export { type ChangesArguments, listChanges } from "./library/list-changes.js";
export { lookUp } from "./library/look-up.js";
export { type PlanArguments, plan } from "./library/plan.js";
export { type ProveArguments, prove } from "./library/prove.js";
export type { ResolverArguments } from "./library/resolver-arguments.js";
export { type ScanArguments, scan } from "./library/scan.js";
export { type FactsArguments, showFacts } from "./library/show-facts.js";
export { type PricesArguments, showPrices } from "./library/show-prices.js";
export { type SurveyArguments, survey } from "./library/survey.js";
export { type ConfigArguments, writeConfig } from "./library/write-config.js";
export { type ReportArguments, writeReport } from "./library/write-report.js";
export type { AuditDocument } from "./render/audit/document.js";
export type { ChangesJson } from "./render/changes/json.js";
export type { CheckDocument } from "./render/check/document.js";
export type { ConfigDocument } from "./render/config/document.js";
export type { DiagnosisDocument } from "./render/diagnosis/json.js";
export type { EndpointDocument } from "./render/endpoint/document.js";
export type { ExportDocument } from "./render/export/document.js";
export type { FactsDocument } from "./render/facts/json.js";
export type { FindDocument } from "./render/find/document.js";
export type { FlowsDocument } from "./render/flows/json.js";
export type { LookupDocument } from "./render/lookup/json.js";
export type { PlanDocument } from "./render/plan/json.js";
export type { ProofDocument } from "./render/proof/json.js";
export type { ScanDocument } from "./render/scan/text.js";
export type { SurveyDocument } from "./render/survey/document.js";
