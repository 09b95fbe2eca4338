import type { UnknownText } from "@egress6/core/identify/meant-service";
import { quoted } from "@egress6/core/identify/nearest";
import { type WitnessJson, witnessJson } from "@egress6/core/observation/witness-words";
import type { CheckReport } from "@egress6/core/settings/check-report";
import {
  type CheckedRegion,
  type CheckedService,
  worst,
} from "@egress6/core/settings/choose/check-services";
import type {
  CheckedConfiguration,
  ConfigurationFinding,
} from "@egress6/core/settings/resolve/check-configuration";
import type { Support } from "@egress6/core/verdict/support";
import { trapJson } from "../finding/json.js";

/** What `egress6 check --json` prints. */
export interface CheckDocument {
  /** `no`: something needs IPv4, a service or a configured client · `unknown`: not all is known. */
  readonly works: Support;
  readonly summary: string;
  /** What the command says on standard error, besides. */
  readonly warnings: readonly string[];
  readonly services: readonly (CheckedService & { readonly region: string })[];
  /** What was asked for and is no service. */
  readonly unknown: readonly UnknownText[];
  readonly regions: readonly Omit<CheckedRegion, "services">[];
  readonly configuration: ReturnType<typeof configurationJson> | null;
  /** The resolvers that were asked now; empty without `--live`. */
  readonly resolvers: readonly WitnessJson[];
}

/** The report as one JSON document: services in one list, for `jq`. */
export function checkDocument(report: CheckReport): CheckDocument {
  return {
    works: worksOf(report),
    summary: summaryLine(report),
    warnings: report.warnings,
    services: report.regions.flatMap(({ region, services }) =>
      services.map((service) => ({ ...service, region })),
    ),
    unknown: report.unknown,
    regions: report.regions.map(({ services: _, ...rest }) => rest),
    configuration: report.configuration && configurationJson(report.configuration),
    resolvers: report.witnesses.map(witnessJson),
  };
}

function configurationJson({ clients, findings }: CheckedConfiguration) {
  return {
    clients,
    findings: findings.map((finding) => {
      const { profile, region, services } = finding;
      return { ...trapJson(finding), profile, region, services };
    }),
  };
}

/** Whether all works over IPv6: the services, and the clients as they are configured. */
export function worksOf({ regions, unknown, configuration }: CheckReport): Support {
  const clients = configuration?.clients.map(({ verdict }) => verdict["ipv6-only"]) ?? [];
  const ofUnknown = unknown.map((): Support => "unknown");
  return worst([...regions.map(({ works }) => works), ...ofUnknown, ...clients]);
}

/** One line for all. */
export function summaryLine({ regions, unknown, configuration }: CheckReport): string {
  const texts = unknown.map(({ text }) => quoted(text)).join(", ");
  const lines = [
    ...regions.map(({ summary }) => summary),
    ...(texts === "" ? [] : [`Not recognised: ${texts}.`]),
  ];
  return [...lines, ...(configuration === null ? [] : [configurationLine(configuration)])].join(
    " ",
  );
}

function configurationLine({ clients, findings }: CheckedConfiguration): string {
  const faults = findings.filter(isFault);
  const servicesThat = (support: Support) =>
    [
      ...new Set(
        clients
          .filter(({ verdict }) => verdict["ipv6-only"] === support)
          .map(({ service }) => service),
      ),
    ].join(", ");
  const parts = [
    faults.length === 0 ? "no trap" : `traps: ${idsOf(faults)}`,
    ...(servicesThat("no") === "" ? [] : [`needs IPv4 as configured: ${servicesThat("no")}`]),
    ...(servicesThat("unknown") === "" ? [] : [`unknown: ${servicesThat("unknown")}`]),
  ];
  return `Configuration: ${parts.join("; ")}.`;
}

/** Whether a finding is more than a note. */
export function isFault({ level }: Pick<ConfigurationFinding, "level">): boolean {
  return level !== "note";
}

function idsOf(findings: readonly ConfigurationFinding[]): string {
  return [...new Set(findings.map(({ ruleId }) => ruleId))].join(", ");
}
