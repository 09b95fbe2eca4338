import type { Service } from "../endpoint/types.js";
import { isBuiltBySdks } from "../settings/choose/additional-names.js";
import type { CheckedMeans, CheckedService } from "../settings/choose/check-services.js";
import { cellOf } from "../verdict/cell.js";
import type { SwitchEffect } from "../verdict/readiness.js";
import type { Support } from "../verdict/support.js";
import type { JudgedMatch, MatchState } from "./judge-match.js";

/** A name beside the endpoint of its service, as a line of a check. */
export function checkedMatch({ cliName, serviceId }: Service, judged: JudgedMatch): CheckedService {
  const { state, setting, ipv6Hostname, hostname, purpose, observed, siblings } = judged;
  const means = state === "sibling" ? (setting === null ? "client" : "switch") : MEANS[state];
  const answering = (["default", "dualstack", "fips", "fips-dualstack"] as const).find(
    (variant) => siblings[variant] === (ipv6Hostname ?? hostname),
  );
  const seen = answering === undefined ? null : observed[answering];
  return {
    service: cliName,
    serviceId,
    asked: hostname === null ? null : { hostname, purpose },
    cell: cellOf({ default: observed.default, dualstack: observed.dualstack }),
    works: WORKS[means],
    means,
    hostname: ipv6Hostname,
    setting,
    observedAt: seen?.confirmedAt ?? null,
    switchEffect: switchEffectOf(judged),
    wayOut: means === "default" || means === "switch" ? null : judged.advice.join(" "),
    privateAddresses: seen?.privateAddresses ?? [],
  };
}

const MEANS: Readonly<Record<Exclude<MatchState, "sibling">, CheckedMeans>> = {
  ipv6: "default",
  ipv4: "none",
  absent: "none",
  private: "private",
  unknown: "unknown",
  "no-region": "unknown",
};

const WORKS: Readonly<Record<CheckedMeans, Support>> = {
  default: "yes",
  switch: "yes",
  url: "yes",
  client: "yes",
  private: "unknown",
  none: "no",
  unknown: "unknown",
};

function switchEffectOf({ purpose, siblings, observed }: JudgedMatch): SwitchEffect {
  const name = observed.dualstack;
  const isSwitched = purpose === null || isBuiltBySdks(purpose);
  if (!isSwitched || name === null || siblings.dualstack === siblings.default) return "same";
  if (name.ipv6 !== "no") return name.ipv6 === "yes" ? "ipv6" : "unknown";
  if (name.ipv4 !== "no") return name.ipv4 === "yes" ? "ipv4" : "unknown";
  return "breaks";
}
