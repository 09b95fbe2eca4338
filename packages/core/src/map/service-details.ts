import { VARIANTS, type Variant } from "../endpoint/types.js";
import { EVIDENCE_KINDS, type StatedEvidence } from "../evidence/evidence.js";
import type { Support } from "../verdict/support.js";
import { asArray, asObject, asOneOf, asText } from "./json-reader.js";
import {
  parseQuestionDetail,
  type QuestionDetail,
  questionDetailJson,
  SUPPORTS,
} from "./question-detail.js";

export interface NameDetail {
  readonly ipv4: QuestionDetail;
  readonly ipv6: QuestionDetail;
}

/** A further name of a service in one region, with what it is for. */
export interface AdditionalName {
  readonly variant: Variant;
  readonly hostname: string;
  readonly purpose: string;
}

/** A hostname that older SDKs call in place of today's. */
export interface FormerDetail {
  readonly variant: Variant;
  readonly hostname: string;
  /** SDKs released before that day call it: `YYYY-MM-DD`. */
  readonly until: string;
}

/** What AWS documents about VPC endpoints of a service. Not observed, and not by region. */
export interface DocumentedPrivateLink {
  /** After `com.amazonaws.REGION.`; all are needed. Empty: none is known. */
  readonly endpoints: readonly string[];
  /** Whether they may have IPv6 addresses. */
  readonly ipv6: Support;
  /** Whether a gateway endpoint carries IPv6 to it, once its address type says so; `null`: it has none. */
  readonly gatewayIpv6: Support | null;
  /** The month of AWS's list: `2026-04`. */
  readonly asOf: string;
  /** The address of the list. */
  readonly source: string;
}

/** What others say of the names of a service, whatever was observed. */
export interface ServiceEvidence extends StatedEvidence {
  /** Where which name is meant. */
  readonly regions: Readonly<Partial<Record<Variant, readonly string[]>>>;
}

/** What the page loads when a cell of the service is opened. */
export interface ServiceDetails {
  readonly service: string;
  /** By the name that was looked up; a name that is not in it was never asked. */
  readonly names: ReadonlyMap<string, NameDetail>;
  /** By region. */
  readonly additional: ReadonlyMap<string, readonly AdditionalName[]>;
  /** By region. */
  readonly former: ReadonlyMap<string, readonly FormerDetail[]>;
  readonly privateLink: DocumentedPrivateLink;
  readonly evidence: readonly ServiceEvidence[];
}

export function evidenceInDetails(
  { evidence }: ServiceDetails,
  region: string,
  variant: Variant,
): StatedEvidence | null {
  return evidence.find(({ regions }) => regions[variant]?.includes(region)) ?? null;
}

export function serviceDetailsJson(details: ServiceDetails): object {
  return {
    service: details.service,
    names: namesJson(details.names),
    additional: Object.fromEntries(details.additional),
    former: Object.fromEntries(details.former),
    privateLink: details.privateLink,
    evidence: details.evidence,
  };
}

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function parseServiceDetails(json: unknown): ServiceDetails {
  const details = asObject(json, "service details");
  return {
    service: asText(details["service"], "service"),
    names: parseNames(details["names"]),
    additional: new Map(
      Object.entries(asObject(details["additional"], "additional")).map(([region, names]) => [
        region,
        asArray(names, region).map(parseAdditionalName),
      ]),
    ),
    former: new Map(
      Object.entries(asObject(details["former"], "former")).map(([region, names]) => [
        region,
        asArray(names, region).map(parseFormer),
      ]),
    ),
    privateLink: parsePrivateLink(details["privateLink"]),
    evidence: asArray(details["evidence"], "evidence").map(parseServiceEvidence),
  };
}

function parsePrivateLink(json: unknown): DocumentedPrivateLink {
  const documented = asObject(json, "privateLink");
  return {
    endpoints: asArray(documented["endpoints"], "privateLink.endpoints").map((endpoint) =>
      asText(endpoint, "privateLink.endpoints"),
    ),
    ipv6: asOneOf(documented["ipv6"], SUPPORTS, "privateLink.ipv6"),
    gatewayIpv6:
      documented["gatewayIpv6"] == null
        ? null
        : asOneOf(documented["gatewayIpv6"], SUPPORTS, "privateLink.gatewayIpv6"),
    asOf: asText(documented["asOf"], "privateLink.asOf"),
    source: asText(documented["source"], "privateLink.source"),
  };
}

function parseFormer(json: unknown): FormerDetail {
  const name = asObject(json, "former");
  return {
    variant: asOneOf(name["variant"], VARIANTS, "former.variant"),
    hostname: asText(name["hostname"], "former.hostname"),
    until: asText(name["until"], "former.until"),
  };
}

function parseServiceEvidence(json: unknown): ServiceEvidence {
  const said = asObject(json, "evidence");
  return {
    says: asOneOf(said["says"], EVIDENCE_KINDS, "evidence.says"),
    date: asText(said["date"], "evidence.date"),
    source: asText(said["source"], "evidence.source"),
    regions: Object.fromEntries(
      Object.entries(asObject(said["regions"], "evidence.regions")).map(([variant, regions]) => [
        asOneOf(variant, VARIANTS, "evidence.regions"),
        asArray(regions, variant).map((region) => asText(region, variant)),
      ]),
    ),
  };
}

function parseAdditionalName(json: unknown): AdditionalName {
  const name = asObject(json, "additional");
  return {
    variant: asOneOf(name["variant"], VARIANTS, "additional.variant"),
    hostname: asText(name["hostname"], "additional.hostname"),
    purpose: asText(name["purpose"], "additional.purpose"),
  };
}

export function namesJson(names: ReadonlyMap<string, NameDetail>): object {
  const entries = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([name, detail]) => [
      name,
      { ipv4: questionDetailJson(detail.ipv4), ipv6: questionDetailJson(detail.ipv6) },
    ]),
  );
}

export function parseNames(json: unknown): ReadonlyMap<string, NameDetail> {
  return new Map(
    Object.entries(asObject(json, "names")).map(([name, value]) => {
      const detail = asObject(value, name);
      return [
        name,
        {
          ipv4: parseQuestionDetail(detail["ipv4"], `${name}.ipv4`),
          ipv6: parseQuestionDetail(detail["ipv6"], `${name}.ipv6`),
        },
      ];
    }),
  );
}
