import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { Service } from "@egress6/core/endpoint/types";
import type { InVpcServices } from "@egress6/core/facts/in-vpc-service";
import { parseHandedOut } from "@egress6/core/identify/parse-handed-out";
import type { CheckReport } from "@egress6/core/settings/check-report";
import { checkServices } from "@egress6/core/settings/choose/check-services";
import { choiceNames } from "@egress6/core/settings/choose/choose-settings";
import type { SdkChoice } from "@egress6/core/settings/read/find-sdk";
import {
  type Configuration,
  judgeConfiguration,
  resolveConfiguration,
  servicesNamedIn,
} from "@egress6/core/settings/resolve/check-configuration";
import { GLOBAL_REGION, homeRegion } from "@egress6/core/settings/resolve/global-sts";
import {
  namesToObserve,
  type ResolvedEndpoint,
} from "@egress6/core/settings/resolve/resolve-endpoint-settings";
import type { FindSupport } from "../ports.js";
import { catalogForSdk, type LoadVersions } from "./catalog-for-sdk.js";
import { knownRegion, type OnWarning } from "./known-region.js";

export interface CheckRequest {
  readonly catalog: Catalog;
  /** Empty: the configuration alone is looked through, for what it names. */
  readonly services: readonly Service[];
  /** Null: those of the configuration, else that of this environment. */
  readonly regions: readonly string[] | null;
  /** Null: there is none to look through. */
  readonly configuration: Configuration | null;
  readonly sdk: SdkChoice | null;
  readonly loadVersions: LoadVersions;
  /** Asked for when nothing else names a region. @throws Egress6Error REGION_MISSING */
  readonly regionOfEnvironment: () => string;
  readonly findSupport: FindSupport;
  /** Services whose data stay in the VPC. */
  readonly inVpc: InVpcServices;
  /** Whether the APIs of these are called, too. */
  readonly isApiCalled: boolean;
  /** Hosts that services handed out, as typed. */
  readonly discovered?: readonly string[] | undefined;
  /** Told of each warning of the report at once. */
  readonly onWarning?: OnWarning;
}

/**
 * Says which services work over IPv6 and by which means, and looks through a configuration.
 * @throws Egress6Error USAGE, REGION_UNKNOWN, REGION_MISSING, and what finding support throws
 */
export async function runCheck(request: CheckRequest): Promise<CheckReport> {
  const { services, configuration, sdk, inVpc, isApiCalled } = request;
  const warnings: string[] = [];
  const onWarning = (warning: string) => {
    warnings.push(warning);
    request.onWarning?.(warning);
  };
  const catalog = await catalogForSdk(request.catalog, sdk, request.loadVersions);
  const configured =
    configuration === null ? [] : configuredServices(catalog, configuration, services);
  const handedOut = parseHandedOut(request.discovered ?? [], [
    ...new Set([...services, ...configured]),
  ]);
  const resolved =
    configuration === null
      ? []
      : resolveConfiguration(catalog, { ...configuration, handedOut }, configured, request.regions);
  // Not those that a profile signs in by, which have a region of their own.
  const ofTyped = resolved.filter(({ service }) => services.includes(service));
  const regions = services.length === 0 ? [] : chosenRegions({ ...request, onWarning }, ofTyped);
  const names = [
    ...regions.flatMap((region) => choiceNames(catalog, services, region, handedOut)),
    ...resolved.flatMap(namesToObserve),
  ];
  const { support: observed, witnesses } = await request.findSupport([...new Set(names)]);
  return {
    warnings,
    witnesses,
    regions: checkServices({
      catalog,
      services,
      regions,
      observed,
      sdk,
      handedOut,
      inVpc,
      isApiCalled,
    }),
    configuration:
      configuration === null ? null : judgeConfiguration(resolved, configuration, observed),
  };
}

/** Every client with credentials calls STS, whatever else the configuration is for. */
const CALLED_BY_ALL = "sts";

function configuredServices(
  catalog: Catalog,
  configuration: Configuration,
  typed: readonly Service[],
): readonly Service[] {
  if (typed.length > 0) return typed;
  const named = servicesNamedIn(configuration, catalog.services);
  return named.length > 0
    ? named
    : catalog.services.filter(({ cliName }) => cliName === CALLED_BY_ALL);
}

/** As given; else those of the configuration; else that of the environment. */
function chosenRegions(
  {
    catalog,
    regions: given,
    regionOfEnvironment,
    onWarning,
  }: CheckRequest & { readonly onWarning: OnWarning },
  resolved: readonly ResolvedEndpoint[],
): readonly string[] {
  // STS alone may be given "no region"; the table of services has none.
  const configured = resolved.map(({ settings: { region } }) =>
    region.value === GLOBAL_REGION ? homeRegion(catalog) : region.value,
  );
  const regions =
    given?.map((region) => region.toLowerCase()) ??
    (configured.length > 0 ? configured : [regionOfEnvironment()]);
  return [...new Set(regions)].map((region) => knownRegion(catalog, region, onWarning));
}
