import { apexOf } from "@egress6/core/endpoint/apexes";
import type { ThirdPartyHost } from "./third-party-hosts.js";

/** @returns one sentence for each thing wrong; empty when clean */
type Rule = (hosts: readonly ThirdPartyHost[], today: string) => readonly string[];

const isSorted: Rule = (hosts) =>
  hosts.flatMap(({ host }, index) => {
    const previous = hosts[index - 1]?.host;
    if (previous === undefined || previous < host) return [];
    return [
      previous === host
        ? `${host} is listed twice: remove one`
        : `${host} comes after ${previous}: sort by host`,
    ];
  });

const isNotFromTheFuture: Rule = (hosts, today) =>
  hosts.flatMap(({ host, documented }) =>
    documented !== undefined && documented.asOf > today
      ? [`${host}: asOf ${documented.asOf} is after today, ${today}`]
      : [],
  );

const isNotAnAwsEndpoint: Rule = (hosts) =>
  hosts.flatMap(({ host }) =>
    apexOf(host) !== null
      ? [`${host} is an AWS endpoint: it belongs to the catalog or to additional-endpoints.json`]
      : [],
  );

const RULES: readonly Rule[] = [isSorted, isNotFromTheFuture, isNotAnAwsEndpoint];

/** @param today `YYYY-MM-DD` */
export function lintThirdPartyHosts(
  hosts: readonly ThirdPartyHost[],
  today: string,
): readonly string[] {
  return RULES.flatMap((rule) => rule(hosts, today));
}
