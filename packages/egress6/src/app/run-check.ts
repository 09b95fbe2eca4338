import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { Service } from "@egress6/core/endpoint/types";
import type { InVpcServices } from "@egress6/core/facts/in-vpc-service";
import { checkedMatch } from "@egress6/core/identify/checked-match";
import type { IdentifiedMatch } from "@egress6/core/identify/identified";
import { judgeMatch, namesOfMatch } from "@egress6/core/identify/judge-match";
import {
  fixedRegion,
  isOtherName,
  type MeantService,
  meantWords,
  regionFor,
  type UnknownText,
  unknownWords,
} from "@egress6/core/identify/meant-service";
import { parseHandedOut } from "@egress6/core/identify/parse-handed-out";
import { placedIn } from "@egress6/core/identify/place-match";
import type { CheckReport } from "@egress6/core/settings/check-report";
import { type CheckedRegion, checkServices } from "@egress6/core/settings/choose/check-services";
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
  readonly services: readonly MeantService[];
  /** What was asked for besides, and is no service. */
  readonly unknown?: readonly UnknownText[];
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
  /** Texts of services that are meant to be in another region. */
  readonly elsewhere?: readonly string[] | undefined;
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
  const { services: meant, configuration, sdk, inVpc, isApiCalled, unknown = [] } = request;
  const warnings: string[] = [];
  const onWarning = (warning: string) => {
    warnings.push(warning);
    request.onWarning?.(warning);
  };
  for (const text of unknown) onWarning(unknownWords(text));
  const asked = request.regions?.map((region) => region.toLowerCase()) ?? [];
  for (const each of meant) {
    if (request.elsewhere?.includes(each.text)) continue;
    for (const words of meantWords(each, asked, "host")) onWarning(words);
  }
  const catalog = await catalogForSdk(request.catalog, sdk, request.loadVersions);
  const services = [...new Set(meant.map(({ service }) => service))];
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
  const isRegionNeeded = meant.some(
    (each) =>
      fixedRegion(each) === null && (request.regions !== null || regionFor(catalog, each) === null),
  );
  const regions = isRegionNeeded ? chosenRegions({ ...request, onWarning }, ofTyped) : [];
  const groups = groupsOf(catalog, meant, regions);
  const names = [
    ...groups.flatMap((group) => [
      ...choiceNames(catalog, group.services, group.region, handedOut),
      ...group.others.flatMap(({ match }) => namesOfMatch(catalog, match)),
    ]),
    ...resolved.flatMap(namesToObserve),
  ];
  const { support: observed, witnesses } = await request.findSupport([...new Set(names)]);
  const question = { catalog, observed, sdk, sdks: [] };
  return {
    warnings,
    witnesses,
    unknown,
    regions: groups.flatMap((group): readonly CheckedRegion[] =>
      checkServices({
        catalog,
        services: group.services,
        regions: [group.region],
        observed,
        sdk,
        handedOut,
        inVpc,
        isApiCalled,
        others: group.others.map(({ service, match }) =>
          checkedMatch(service, judgeMatch(question, match)),
        ),
      }),
    ),
    configuration:
      configuration === null ? null : judgeConfiguration(resolved, configuration, observed),
  };
}

/** What is checked in one region. */
interface Group {
  readonly region: string;
  readonly services: Service[];
  /** Names beside the services' own endpoints. */
  readonly others: { readonly service: Service; readonly match: IdentifiedMatch }[];
}

/** Hosts are judged in the region that they name, all else in each of the regions asked for. */
function groupsOf(
  catalog: Catalog,
  meant: readonly MeantService[],
  regions: readonly string[],
): readonly Group[] {
  const groups = new Map<string, Group>(
    regions.map((region) => [region, { region, services: [], others: [] }]),
  );
  for (const each of meant) {
    const own = fixedRegion(each) ?? (regions.length === 0 ? regionFor(catalog, each) : null);
    for (const region of own === null ? regions : [own]) {
      const group = groups.get(region) ?? { region, services: [], others: [] };
      groups.set(region, group);
      const { service, match } = each;
      if (match === null || !isOtherName(each)) {
        if (!group.services.includes(service)) group.services.push(service);
        continue;
      }
      const placed = placedIn(catalog, match, region);
      const isNew = group.others.every((other) => other.match.hostname !== placed.hostname);
      if (isNew) group.others.push({ service, match: placed });
    }
  }
  return [...groups.values()];
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
