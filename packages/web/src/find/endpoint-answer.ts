import {
  additionalEndpointsIn,
  type Catalog,
  endpointOf,
  partitionOfRegion,
} from "@egress6/core/endpoint/catalog";
import { type Service, VARIANTS, type Variant } from "@egress6/core/endpoint/types";
import type { StatedEvidence } from "@egress6/core/evidence/evidence";
import { uncheckedText } from "@egress6/core/evidence/evidence-words";
import type { SettingFacts } from "@egress6/core/facts/setting-facts-json";
import { settingOf } from "@egress6/core/facts/shared-setting-facts";
import { foreseeTraps } from "@egress6/core/finding/find-traps";
import { trapSentences } from "@egress6/core/finding/trap-words";
import type { FindData } from "@egress6/core/identify/find-data";
import type { IdentifiedMatch } from "@egress6/core/identify/identified";
import { isFips } from "@egress6/core/identify/is-fips";
import type { EvidenceMatrix } from "@egress6/core/map/evidence-matrix";
import type { MapData } from "@egress6/core/map/map-data";
import { cellPlace } from "@egress6/core/map/map-layout";
import { UNOBSERVED_NAME } from "@egress6/core/map/name-status";
import { ownUrl } from "@egress6/core/settings/choose/own-url";
import { remedyOf } from "@egress6/core/settings/choose/remedy";
import type { SettingsChoice } from "@egress6/core/settings/choose/settings-choice";
import { serviceIdentifiers } from "@egress6/core/settings/read/service-identifiers";
import { env } from "@egress6/core/settings/write/targets/env";
import { type Cell, cellOf } from "@egress6/core/verdict/cell";
import { evidenceOf, type NameEvidence, readinessOf } from "@egress6/core/verdict/readiness";
import type { NameSupport, Support } from "@egress6/core/verdict/support";

/** All that answers are made of; nothing of it depends on what is asked. */
export interface AnswerSource {
  readonly catalog: Catalog;
  readonly map: Pick<MapData, "layout" | "statusMatrix">;
  readonly data: FindData;
  readonly settings: SettingFacts;
  /** What others say of names that were never asked about; null: nothing. */
  readonly evidence: EvidenceMatrix | null;
  /** For lines that name none. */
  readonly region: string;
}

export interface HeldEndpoint {
  readonly service: Service;
  readonly region: string;
  /** Whether the line says the region; else it is the one chosen for the rest. */
  readonly isRegionGiven: boolean;
  /** Whether the name that the line means is one for a whole partition. */
  readonly isForAllRegions: boolean;
  readonly purpose: string | null;
  readonly state: Cell;
  /** What follows, the most important sentence first. */
  readonly sentences: readonly string[];
  /** What others say while nobody has looked from here. */
  readonly evidence: StatedEvidence | null;
  /** The one thing to paste; null: nothing helps, or nothing has to. */
  readonly setting: PasteableSetting | null;
  /** The same for this service alone, where `setting` counts for all. */
  readonly alone: PasteableSetting | null;
  readonly names: readonly AnsweredName[];
  readonly traps: readonly string[];
}

export interface PasteableSetting {
  /** What to do with it: `Set`. */
  readonly how: string;
  readonly text: string;
}

export interface AnsweredName {
  readonly variant: Variant;
  readonly hostname: string;
  readonly ipv4: Support;
  readonly ipv6: Support;
  /** Whether this is what the line names. */
  readonly isAsked: boolean;
}

/** What is known of one region, and what was chosen for all services that were asked about there. */
export interface RegionAnswer {
  /** Null: by their FIPS names only. */
  readonly choice: SettingsChoice | null;
  /** By the name that was looked up. */
  readonly observed: ReadonlyMap<string, NameSupport>;
}

/** Null: a name of one resource, which no rule of the catalog builds and nobody has looked up. */
export function endpointAnswer(
  match: IdentifiedMatch,
  service: Service,
  region: string,
  source: AnswerSource,
  known: RegionAnswer,
): HeldEndpoint | null {
  const names = answeredNames(match, service, region, source.catalog, known.observed);
  if (match.purpose !== null && names.length === 0) return null;
  const asked = names.find(({ isAsked }) => isAsked) ?? null;
  const place = { service, region, source, asked, names, ...known };
  const about = {
    service,
    region,
    isRegionGiven: match.region !== null,
    isForAllRegions: match.region === null && match.hostname !== null,
    purpose: match.purpose,
    names,
  };
  if (match.purpose !== null) return { ...about, ...ofAdditional(match, place) };
  return { ...about, ...(isFips(match.variant) ? ofFips(place) : ofService(place)) };
}

interface Place extends RegionAnswer {
  readonly service: Service;
  readonly region: string;
  readonly source: AnswerSource;
  readonly asked: AnsweredName | null;
  readonly names: readonly AnsweredName[];
}

type Verdict = Pick<
  HeldEndpoint,
  "state" | "sentences" | "evidence" | "setting" | "alone" | "traps"
>;

function ofService({ service, region, source, asked, choice: whole, observed }: Place): Verdict {
  const { catalog, settings } = source;
  const readiness = readinessOf({ catalog, service, region, observed });
  const { cell, byDefault, byOptIn, switchEffect } = readiness;
  const dualstack = settingOf(settings.settings, "dualstack").env;
  const own = byOptIn?.ipv6 === "yes" ? ownUrl(catalog, readiness, byOptIn) : null;
  const url =
    own !== null && "url" in own
      ? { how: "Set", text: `${serviceIdentifiers(service.serviceId).env}=${own.url}` }
      : null;
  const choice = whole?.services.find((each) => each.service === service);
  const one = whole && {
    ...whole,
    services: choice === undefined ? [] : [choice],
    switchBlockers: [],
    otherNames: whole.otherNames.filter((name) => name.service === service),
  };
  const cautions =
    one === null
      ? []
      : foreseeTraps({
          choice: one,
          target: env,
          rules: `${catalog.rules.source} ${catalog.rules.version}`,
          settings: settings.settings,
          formerHosts: [],
        });
  const evidence = cell === "unknown" ? evidenceFor(source, service, region) : null;
  const traps = [
    ...(switchEffect === "breaks" && cell !== "none"
      ? [
          `\`${dualstack}=true\`, set for all services, would break ${service.cliName}: the name it leads to does not exist, and SDKs do not fall back.`,
        ]
      : []),
    ...(one?.otherNames ?? []).map(({ purpose, name }) => otherNameSentence(purpose, name)),
    ...cautions.map((each) => trapSentences(each)),
  ];
  const ofAsked = asked === null ? [] : [nameSentence(asked)];
  if (service.endpointDiscovery === "required") {
    return {
      state: "unknown",
      sentences: [
        ...ofAsked,
        "That says nothing of the host that serves requests: clients ask for it at run time (endpoint discovery), and it was not checked. A URL of its own would turn that off.",
      ],
      evidence: null,
      setting: null,
      alone: null,
      traps: [],
    };
  }
  const about = { state: cell, evidence, traps };
  switch (choice?.means) {
    case "nothing":
      return {
        ...about,
        sentences: [...ofAsked, `Nothing to set: ${choice.name.hostname} answers over IPv6.`],
        setting: null,
        alone: null,
      };
    case "switch":
      return {
        ...about,
        sentences: [
          ...ofAsked,
          `With this, calls go to ${choice.name.hostname}, which has AAAA. It counts for all services of a process: ask about all of them.`,
        ],
        setting: { how: "Set", text: `${dualstack}=true` },
        alone: url,
      };
    case "url":
      return {
        ...about,
        sentences: [...ofAsked, `With this, calls go to ${choice.name.hostname}, which has AAAA.`],
        setting: {
          how: "Set",
          text: `${serviceIdentifiers(service.serviceId).env}=${choice.url}`,
        },
        alone: null,
      };
    case "impossible":
      return {
        ...about,
        sentences: [...ofAsked, remedyOf(choice)],
        setting: null,
        alone: null,
      };
    default:
      return {
        ...about,
        sentences: [
          ...ofAsked,
          evidence === null
            ? `Not known: ${[byDefault, byOptIn]
                .flatMap((name) => (name?.ipv6 === "unknown" ? [name.hostname] : []))
                .join(" and ")} gave no verdict from here.`
            : `Not known from here. IPv6 is ${uncheckedText(evidence)}.`,
        ],
        setting: null,
        alone: null,
      };
  }
}

function otherNameSentence(purpose: string, { hostname, ipv6 }: NameEvidence): string {
  const has = ipv6 === "no" ? "has no IPv6 address" : "was not seen to have IPv6 addresses";
  return `Some uses stay on IPv4, or may: ${hostname} (${purpose}) ${has}.`;
}

function nameSentence({ hostname, ipv4, ipv6 }: AnsweredName): string {
  if (ipv6 === "yes") return `${hostname} answers over IPv6.`;
  if (ipv6 === "unknown") return `Whether ${hostname} answers over IPv6 is not known.`;
  return ipv4 === "no"
    ? `${hostname} does not exist: it has no address.`
    : `${hostname} has no IPv6 address.`;
}

function ofFips({ asked, service, region, source, observed }: Place): Verdict {
  const { catalog, settings } = source;
  const { cell, byDefault, byOptIn } = readinessOf({
    catalog,
    service,
    region,
    observed,
    isFips: true,
  });
  const [fips, dualstack] = (["fips", "dualstack"] as const).map(
    (id) => settingOf(settings.settings, id).env,
  );
  const ofAsked = asked === null ? [] : [nameSentence(asked)];
  const about = { state: cell, evidence: null, alone: null, traps: [] };
  switch (cell) {
    case "ipv6":
      return {
        ...about,
        sentences: [...ofAsked, `Nothing else to set: ${byDefault?.hostname} answers over IPv6.`],
        setting: null,
      };
    case "opt-in":
      return {
        ...about,
        sentences: [
          ...ofAsked,
          `With both, calls go to ${byOptIn?.hostname}, which has AAAA. They count for all services of a process.`,
        ],
        setting: { how: "Set", text: `${fips}=true\n${dualstack}=true` },
      };
    case "ipv4":
      return {
        ...about,
        sentences: [
          ...ofAsked,
          "No setting helps: none of its FIPS hostnames here has an IPv6 address.",
        ],
        setting: null,
      };
    case "none":
      return { ...about, sentences: ["It has no FIPS endpoint here."], setting: null };
    case "unknown":
      return {
        ...about,
        sentences: [
          ...ofAsked,
          "Not known: its FIPS names have not been checked, or gave no conclusive answer.",
        ],
        setting: null,
      };
  }
}

/** Of a registry, of an operation: there the name itself is what is configured. */
function ofAdditional(
  { purpose, variant }: IdentifiedMatch,
  { names, asked, source: { catalog }, service, region }: Place,
): Verdict {
  const wanted: readonly Variant[] = isFips(variant)
    ? ["fips", "fips-dualstack"]
    : ["default", "dualstack"];
  const [byDefault = null, byOptIn = null] = wanted.map(
    (each) => names.find((name) => name.variant === each) ?? null,
  );
  const state = cellOf({ default: byDefault, dualstack: byOptIn });
  const retired = additionalEndpointsIn(catalog, service, region).find(
    (each) => each.purpose === purpose && each.retired !== null,
  )?.retired;
  const isOther = byOptIn !== null && byOptIn.hostname !== asked?.hostname;
  const sentences = asked === null ? [] : [nameSentence(asked)];
  const about = {
    state,
    evidence: null,
    alone: null,
    traps: retired == null ? [] : [`AWS took this name out of service on ${retired}.`],
  };
  if (state === "opt-in" && isOther) {
    return {
      ...about,
      sentences: [...sentences, "This name for the same use has AAAA."],
      setting: { how: "Use", text: byOptIn.hostname },
    };
  }
  const rest: Readonly<Record<Cell, readonly string[]>> = {
    ipv6: ["Nothing to set."],
    "opt-in": [],
    ipv4: ["No setting helps: no hostname for this use has an IPv6 address."],
    none: [],
    unknown:
      asked === null || asked.ipv6 !== "unknown"
        ? ["Not known: not checked yet, or no conclusive answer."]
        : [],
  };
  return { ...about, sentences: [...sentences, ...rest[state]], setting: null };
}

function answeredNames(
  match: IdentifiedMatch,
  service: Service,
  region: string,
  catalog: Catalog,
  observed: ReadonlyMap<string, NameSupport>,
): readonly AnsweredName[] {
  // A name with values of somebody's own was not looked up: what was is the one that it is made of.
  const built = additionalEndpointsIn(catalog, service, region);
  const asked = match.hostname?.toLowerCase() ?? null;
  return VARIANTS.flatMap((variant) => {
    const template =
      match.purpose === null
        ? partitionOfRegion(catalog, region) && endpointOf(catalog, service, region, variant)
        : built.find((each) => each.variant === variant && each.purpose === match.purpose);
    if (template == null) return [];
    const hostname = match.siblings[variant] ?? template.hostname;
    const { ipv4, ipv6 } = evidenceOf(template, observed);
    const isAsked = asked !== null && hostname.toLowerCase() === asked;
    return [{ variant, hostname, ipv4, ipv6, isAsked }];
  });
}

/** Of the name to opt into, else of the default one, as on the map. */
function evidenceFor(
  { map: { layout, statusMatrix }, evidence }: AnswerSource,
  service: Service,
  region: string,
): StatedEvidence | null {
  const [row, column] = [layout.serviceIndex.get(service.cliName), layout.regionIndex.get(region)];
  if (evidence === null || row === undefined || column === undefined) return null;
  for (const variant of ["dualstack", "default"] as const) {
    const place = cellPlace(layout, variant, row, column);
    const said = evidence.sources[(evidence.places[place] ?? 0) - 1];
    if (said !== undefined && statusMatrix[place] === UNOBSERVED_NAME) return said;
  }
  return null;
}
