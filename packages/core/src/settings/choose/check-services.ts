import type { Catalog } from "../../endpoint/catalog.js";
import type { Service } from "../../endpoint/types.js";
import type { InVpcService, InVpcServices } from "../../facts/in-vpc-service.js";
import { isoTimeOrNull } from "../../observation/iso-time.js";
import type { Cell } from "../../verdict/cell.js";
import type { HandedOutHost } from "../../verdict/handed-out.js";
import { regionReadiness } from "../../verdict/list-readiness.js";
import {
  type NameEvidence,
  privateAddressesOf,
  type Readiness,
  type SwitchEffect,
} from "../../verdict/readiness.js";
import { type NameSupport, type Support, worst } from "../../verdict/support.js";
import type { SdkChoice } from "../read/find-sdk.js";
import { serviceIdentifiers } from "../read/service-identifiers.js";
import { ASK_AGAIN, isAllAsked, unknownNamesWords } from "../resolve/evidence-words.js";
import { optionsPastList, ownEndpointOf } from "../resolve/own-endpoints.js";
import { SHARED_SETTINGS } from "../write/target.js";
import { chooseSettings } from "./choose-settings.js";
import { otherNameWords } from "./explain-choice.js";
import { remedyOf } from "./remedy.js";
import { isMet, type ServiceChoice, type SettingsChoice } from "./settings-choice.js";
import { versionNotes } from "./version-notes.js";

/**
 * By what a service is reached over IPv6: `default` nothing to set · `switch` the global dual-stack switch ·
 * `url` an endpoint URL of its own · `client` dual-stack on that client alone, in code ·
 * `private` this network answers for its default name, over IPv4 as far as was seen; the dual-stack name would
 * leave that · `none` it is not: it needs IPv4 · `unknown` not enough was observed.
 */
export type CheckedMeans = "default" | "switch" | "url" | "client" | "private" | "none" | "unknown";

/** One service in one region, for a client without IPv4. */
export interface CheckedService {
  readonly service: string;
  readonly serviceId: string;
  /** A name of the service beside its own endpoint that was asked about; null: the service is meant. */
  readonly asked: { readonly hostname: string; readonly purpose: string | null } | null;
  readonly cell: Cell;
  readonly works: Support;
  readonly means: CheckedMeans;
  /** The name that answers over IPv6; null when none is known. */
  readonly hostname: string | null;
  /** What to set, ready to paste: a variable, or options of the call; null: nothing, or neither does it. */
  readonly setting: string | null;
  /** When what `works` rests on was last confirmed; null: never. ISO 8601, UTC. */
  readonly observedAt: string | null;
  /** What the global dual-stack switch does to it. */
  readonly switchEffect: SwitchEffect;
  /** What to do where settings do not help; null where they do. */
  readonly wayOut: string | null;
  /** Addresses of this network's own by which it answers for the default name; empty: it does not. */
  readonly privateAddresses: readonly string[];
  /**
   * The host that calls go to, where the service's endpoint only hands it out; its `hostname` is null while nobody
   * has said which it is. Null: calls go to the endpoint.
   */
  readonly handedOut: { readonly hostname: string | null; readonly ipv6: Support } | null;
  /** What of the service stays in the VPC, where the above is of its API alone; null: there is nothing else. */
  readonly inVpc: InVpcService | null;
}

export interface CheckedRegion {
  readonly region: string;
  /** Whether the APIs of services whose data stay in the VPC were said to be called. */
  readonly isApiCalled: boolean;
  readonly services: readonly CheckedService[];
  /**
   * `yes`: all work over IPv6 · `no`: at least one needs IPv4 · `unknown`: none does, not all are known, or only the
   * APIs of services do whose data stay in the VPC, and nobody has said that they are called.
   */
  readonly works: Support;
  /** The global switch, with these services in this region. CLI names. */
  readonly dualstackSwitch: {
    readonly breaks: readonly string[];
    readonly unknown: readonly string[];
    /** Whether it is the way for all of them. */
    readonly isAdvised: boolean;
  };
  /** Operations with names of their own that may stay on IPv4. */
  readonly operations: readonly string[];
  /** What the version of the SDK that is named calls instead of today's names, or that it is not known. */
  readonly versionNotes: readonly string[];
  /** All that in one line. */
  readonly summary: string;
}

export interface CheckQuestion {
  readonly catalog: Catalog;
  readonly services: readonly Service[];
  readonly regions: readonly string[];
  /** By the name that was looked up. */
  readonly observed: ReadonlyMap<string, NameSupport>;
  /** Null: what holds for most. */
  readonly sdk?: SdkChoice | null;
  /** Hosts that services were seen to hand out. */
  readonly handedOut?: readonly HandedOutHost[] | undefined;
  /** Services whose data stay in the VPC. */
  readonly inVpc?: InVpcServices | undefined;
  /** Whether the APIs of these are called, too. */
  readonly isApiCalled?: boolean | undefined;
  /** Further names that were asked about, judged already. */
  readonly others?: readonly CheckedService[];
}

/** What of a list of services works over IPv6, by which means, and what does not. */
export function checkServices(question: CheckQuestion): readonly CheckedRegion[] {
  return question.regions.map((region) => {
    const { sdk = null } = question;
    const takesSettings = ({ cliName }: Service) =>
      ownEndpointOf(sdk?.sdk, cliName, region) === null;
    const choice = chooseSettings({
      ...question,
      services: question.services.filter(takesSettings),
      region,
      powers: SHARED_SETTINGS,
    });
    const readiness = regionReadiness(
      region,
      choice.services.map((each) => each.readiness),
    );
    const bySettings = choice.services.map((each) => checkedService(each, choice));
    const ofServices = question.services
      .flatMap((service) =>
        takesSettings(service)
          ? bySettings.filter((each) => each.service === service.cliName)
          : checkedCalls(question, service, region),
      )
      .map((each) => ({ ...each, inVpc: question.inVpc?.get(each.service) ?? null }));
    const services = [...ofServices, ...(question.others ?? [])];
    const dualstackSwitch = {
      breaks: readiness.switchBreaks.map(({ service }) => service.cliName),
      unknown: readiness.switchUnknown.map(({ service }) => service.cliName),
      isAdvised: choice.isSwitchOn,
    };
    return {
      region,
      isApiCalled: question.isApiCalled ?? false,
      services,
      works: worst(services.map((each) => (mayBeMeant(each, question) ? "unknown" : each.works))),
      dualstackSwitch,
      operations: otherNameWords(choice),
      versionNotes: versionNotes(question.catalog, question.services, region),
      summary: summaryOf(choice, services, dualstackSwitch.breaks),
    };
  });
}

/** Whether IPv4 is needed only if the API is called, and nobody has said that it is. */
function mayBeMeant({ works, inVpc }: CheckedService, { isApiCalled = false }: CheckQuestion) {
  return works === "no" && inVpc !== null && !isApiCalled;
}

/** CLI name, or the hostname that was asked about. */
export function checkedLabel({ service, asked }: CheckedService): string {
  return asked === null ? service : asked.hostname;
}

/** A service that the client calls by a list of its own: only options of the call lead elsewhere. */
function checkedCalls(
  question: CheckQuestion,
  service: Service,
  region: string,
): readonly CheckedService[] {
  const powers = { ...SHARED_SETTINGS, dualstackSwitch: "none" } as const;
  const whole = chooseSettings({ ...question, services: [service], region, powers });
  return whole.services.map((choice) => {
    const { readiness } = choice;
    const setting = optionsPastList(question.catalog, readiness, readiness.ipv6Name, region);
    const checked: CheckedService = { ...checkedService(choice, whole), switchEffect: "same" };
    if (readiness.ipv6Name === null || setting === null) return checked;
    return {
      ...checked,
      works: "yes",
      means: "url",
      hostname: readiness.ipv6Name.hostname,
      setting,
      wayOut: null,
    };
  });
}

function checkedService(choice: ServiceChoice, whole: SettingsChoice): CheckedService {
  const { service, readiness } = choice;
  const means = meansOf(choice);
  const name = isMet(choice) ? choice.name : means === "client" ? readiness.byOptIn : null;
  const { handedOut } = readiness;
  const both = [readiness.byDefault, readiness.byOptIn];
  return {
    service: service.cliName,
    serviceId: service.serviceId,
    asked: null,
    cell: readiness.cell,
    works: worksBy(means, readiness),
    means,
    hostname: name?.hostname ?? null,
    setting: settingOf(choice),
    observedAt: isoTimeOrNull(
      lastConfirmed([...(name === null && means === "none" ? both : [name]), handedOut]),
    ),
    switchEffect: readiness.switchEffect,
    wayOut: wayOutOf(choice, whole),
    privateAddresses: privateAddressesOf(readiness.byDefault),
    inVpc: null,
    handedOut: handedOut && { hostname: handedOut.hostname, ipv6: handedOut.ipv6 },
  };
}

function worksBy(means: CheckedMeans, { byOptIn }: Readiness): Support {
  switch (means) {
    case "none":
      return "no";
    case "unknown":
      return "unknown";
    // The private name says neither yes nor no: the other one decides, where it surely works.
    case "private":
      return byOptIn?.ipv6 === "yes" ? "yes" : "unknown";
    default:
      return "yes";
  }
}

/** Of the name that was confirmed longest ago: a statement on several is as old as that. */
function lastConfirmed(names: readonly (Pick<NameEvidence, "states"> | null)[]): number | null {
  const times = names.flatMap((name) => name?.states.ipv6.lastConfirmed ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

function meansOf(choice: ServiceChoice): CheckedMeans {
  switch (choice.means) {
    case "nothing":
      return "default";
    case "switch":
    case "url":
      return choice.means;
    case "impossible":
      if (choice.obstacle === "interface-endpoint") return "private";
      return choice.readiness.ipv6Name === null ? "none" : "client";
    default:
      return "unknown";
  }
}

function settingOf(choice: ServiceChoice): string | null {
  if (choice.means === "switch") return "AWS_USE_DUALSTACK_ENDPOINT=true";
  if (choice.means !== "url") return null;
  return `${serviceIdentifiers(choice.service.serviceId).env}=${choice.url}`;
}

function wayOutOf(choice: ServiceChoice, { isRegionListed }: SettingsChoice): string | null {
  if (choice.means === "impossible") return remedyOf(choice);
  if (choice.means !== "unobserved") return null;
  if (choice.doubt !== null) return choice.doubt;
  const look = isRegionListed ? "Look now with --live, or scan first." : "Look now with --live.";
  const remedy = isAllAsked(choice.readiness) ? ASK_AGAIN : look;
  return `${unknownNamesWords(choice.readiness)} ${remedy}`;
}

function summaryOf(
  { region }: SettingsChoice,
  services: readonly CheckedService[],
  breaks: readonly string[],
): string {
  const by = (...means: readonly CheckedMeans[]) =>
    services.filter((each) => means.includes(each.means)).map(checkedLabel);
  const needing = services.filter(({ means }) => means === "none");
  const isWhole = ({ inVpc }: CheckedService) => inVpc === null;
  const working = services.filter(({ works }) => works === "yes");
  const byDefault = by("default").length;
  const parts = [
    `${region}: ${working.length} of ${services.length} ${services.length === 1 ? "service works" : "services work"} over IPv6 (${byDefault} by default, ${working.length - byDefault} with settings)`,
    listed("answered by private DNS", "answered by private DNS", by("private")),
    listed("needs IPv4", "need IPv4", needing.filter(isWhole).map(checkedLabel)),
    listed(
      "control API needs IPv4, while the data stays in the VPC",
      "control APIs need IPv4, while the data stays in the VPC",
      needing.filter((each) => !isWhole(each)).map(checkedLabel),
    ),
    listed("unknown", "unknown", by("unknown")),
    listed("the global switch would break", "the global switch would break", breaks),
  ];
  return `${parts.filter((part) => part !== "").join("; ")}.`;
}

function listed(one: string, many: string, names: readonly string[]): string {
  return names.length === 0 ? "" : `${names.length === 1 ? one : many}: ${names.join(", ")}`;
}
