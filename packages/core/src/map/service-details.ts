import { asObject, asText } from "./json-reader.js";
import { parseQuestionDetail, type QuestionDetail, questionDetailJson } from "./question-detail.js";

export interface NameDetail {
  readonly ipv4: QuestionDetail;
  readonly ipv6: QuestionDetail;
}

/** What the page loads when a cell of the service is opened. */
export interface ServiceDetails {
  readonly service: string;
  /** By the name that was looked up; a name that is not in it was never asked. */
  readonly names: ReadonlyMap<string, NameDetail>;
}

export function serviceDetailsJson(details: ServiceDetails): object {
  return { service: details.service, names: namesJson(details.names) };
}

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function parseServiceDetails(json: unknown): ServiceDetails {
  const details = asObject(json, "service details");
  return {
    service: asText(details["service"], "service"),
    names: parseNames(details["names"]),
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
