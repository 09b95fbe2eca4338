import type {
  CheckedConfiguration,
  ConfigurationFinding,
} from "@egress6/core/settings/check-configuration";
import {
  type CheckedRegion,
  type CheckedService,
  worst,
} from "@egress6/core/settings/check-services";
import type { Support } from "@egress6/core/verdict/support";

/** What `egress6 check` found. */
export interface CheckReport {
  readonly regions: readonly CheckedRegion[];
  /** Null: none was given. */
  readonly configuration: CheckedConfiguration | null;
}

interface CheckDocument {
  /** `no`: something needs IPv4 · `unknown`: nothing is known to, not all is known. */
  readonly works: Support;
  readonly summary: string;
  readonly services: readonly (CheckedService & { readonly region: string })[];
  readonly regions: readonly Omit<CheckedRegion, "services">[];
  readonly configuration: CheckedConfiguration | null;
}

/** The report as one JSON document: services in one list, for `jq`. */
export function checkDocument(report: CheckReport): CheckDocument {
  return {
    works: worst(report.regions.map(({ works }) => works)),
    summary: summaryLine(report),
    services: report.regions.flatMap(({ region, services }) =>
      services.map((service) => ({ ...service, region })),
    ),
    regions: report.regions.map(({ services: _, ...rest }) => rest),
    configuration: report.configuration,
  };
}

/** One line for all. */
export function summaryLine({ regions, configuration }: CheckReport): string {
  const findings = configuration?.findings.filter(isFault) ?? [];
  const traps =
    configuration === null
      ? []
      : [`Configuration: ${findings.length === 0 ? "no trap" : `traps: ${idsOf(findings)}`}.`];
  return [...regions.map(({ summary }) => summary), ...traps].join(" ");
}

/** Whether a finding is more than a caution. */
export function isFault({ severity }: Pick<ConfigurationFinding, "severity">): boolean {
  return severity !== "caution";
}

function idsOf(findings: readonly ConfigurationFinding[]): string {
  return [...new Set(findings.map(({ id }) => id))].join(", ");
}
