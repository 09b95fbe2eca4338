import type { Service } from "@egress6/core/endpoint/types";
import { type FoundTool, observedAdditional } from "@egress6/core/identify/find-data";
import type {
  Identified,
  IdentifiedKind,
  IdentifiedMatch,
} from "@egress6/core/identify/identified";
import { identify } from "@egress6/core/identify/identify";
import { isFips } from "@egress6/core/identify/is-fips";
import type { ErrorMessage, ResourceHost } from "@egress6/core/identify/names";
import { observedOfStatusMatrix } from "@egress6/core/map/observed-of-status-matrix";
import { chooseSettings } from "@egress6/core/settings/choose/choose-settings";
import type { SettingsChoice } from "@egress6/core/settings/choose/settings-choice";
import { environmentOf } from "@egress6/core/settings/write/shared-settings";
import { SHARED_SETTINGS } from "@egress6/core/settings/write/target";
import { env } from "@egress6/core/settings/write/targets/env";
import {
  type AnswerSource,
  endpointAnswer,
  type HeldEndpoint,
  type RegionAnswer,
} from "./endpoint-answer.js";

export interface Answers {
  readonly lines: readonly LineAnswer[];
  /** Lines of a message or a file that add nothing to the others, and are not among them. */
  readonly passedOver: number;
  /** Lines beyond those that are answered. */
  readonly unanswered: number;
  /** Traps of more than one endpoint: said once, and not beside each. */
  readonly commonTraps: readonly string[];
  /** Settings for all that was asked about, by region; only where they are of several services. */
  readonly together: readonly RegionSettings[];
}

/** Settings that are safe for the services asked about, in one region. */
interface RegionSettings {
  readonly region: string;
  readonly services: number;
  /** Lines of an environment. */
  readonly text: string;
}

/** What one line is, and whether it works over IPv6. */
export interface LineAnswer {
  readonly input: string;
  readonly kind: IdentifiedKind;
  readonly endpoints: readonly HeldEndpoint[];
  /** Further ones that the line may mean. */
  readonly more: number;
  readonly errors: readonly ErrorMessage[];
  readonly resource: ResourceHost | null;
  readonly tools: readonly FoundTool[];
  readonly note: string | null;
  /** CLI names. */
  readonly nearest: readonly string[];
  readonly regions: readonly string[];
}

const MOST_LINES = 200;
const MOST_ENDPOINTS = 4;

export function answersTo(text: string, source: AnswerSource): Answers {
  const all = identify(text, source.catalog, source.data.names);
  const identified = all.length === 1 ? all : withoutRepetition(all);
  const lines = identified.slice(0, MOST_LINES);
  const regions = knownOfRegions(lines, source);
  const answers = lines.map((line) => answerTo(line, source, regions));
  const commonTraps = repeated(answers.flatMap(({ endpoints }) => endpoints));
  return {
    lines: answers.map((answer) => ({
      ...answer,
      endpoints: answer.endpoints.map((each) => ({
        ...each,
        traps: each.traps.filter((trap) => !commonTraps.includes(trap)),
      })),
    })),
    commonTraps,
    passedOver: all.length - identified.length,
    unanswered: identified.length - lines.length,
    together: [...regions.values()].flatMap(({ choice }) => {
      if (choice === null || choice.services.length < 2) return [];
      const text = environmentText(choice, source);
      return text === "" ? [] : [{ region: choice.region, services: choice.services.length, text }];
    }),
  };
}

/** The traps that stand beside more than one service. */
function repeated(endpoints: readonly HeldEndpoint[]): readonly string[] {
  const services = new Map<string, Set<string>>();
  for (const { service, traps } of endpoints) {
    for (const trap of traps) {
      services.set(trap, (services.get(trap) ?? new Set()).add(service.cliName));
    }
  }
  return [...services].flatMap(([trap, of]) => (of.size > 1 ? [trap] : []));
}

/** A message of several lines often names its host in more than one. */
function withoutRepetition(lines: readonly Identified[]): readonly Identified[] {
  const said = new Set<string>();
  return lines.filter((line) => {
    if (line.kind !== "error") return !isProse(line);
    const key = JSON.stringify([line.errors, line.matches, line.note]);
    return !said.has(key) && said.add(key);
  });
}

/** Such as a line of a stack trace. */
function isProse({ kind, input, nearest }: Identified): boolean {
  return kind === "unknown" && nearest.length === 0 && /\s/.test(input);
}

/** All of a region at once: what suits one service may break the one in the next line. */
function knownOfRegions(
  lines: readonly Identified[],
  source: AnswerSource,
): ReadonlyMap<string, RegionAnswer> {
  const asked = new Map<string, { all: Set<Service>; plain: Set<Service> }>();
  for (const { matches } of lines) {
    for (const match of matches.slice(0, MOST_ENDPOINTS)) {
      const { service, variant, purpose } = match;
      const found = serviceOf(source, service);
      if (found === null) continue;
      const place = regionOf(match, source);
      const services = asked.get(place) ?? { all: new Set(), plain: new Set() };
      services.all.add(found);
      if (purpose === null && !isFips(variant)) services.plain.add(found);
      asked.set(place, services);
    }
  }
  const { catalog, map, data } = source;
  return new Map(
    Array.from(asked, ([region, { all, plain }]) => {
      const observed = new Map([
        ...[...all].flatMap((service) => [...observedAdditional(catalog, service, data)]),
        ...observedOfStatusMatrix(catalog, map, {
          services: [...all],
          regions: new Set([region]),
        }),
      ]);
      const services = [...plain];
      const powers = SHARED_SETTINGS;
      const choice =
        services.length === 0
          ? null
          : chooseSettings({ catalog, services, region, observed, powers });
      return [region, { choice, observed }];
    }),
  );
}

function serviceOf({ catalog }: AnswerSource, cliName: string): Service | null {
  return catalog.services.find((each) => each.cliName === cliName) ?? null;
}

/** The chosen one where the line names none, as long as it is of the partition that the line means. */
function regionOf(
  { region, partition }: IdentifiedMatch,
  { catalog, region: chosen }: AnswerSource,
) {
  if (region !== null) return region;
  const meant = catalog.partitions.find(({ id }) => id === partition);
  const isInside = meant?.regions.some(({ id }) => id === chosen) ?? true;
  return isInside ? chosen : (meant?.homeRegion ?? chosen);
}

function environmentText(choice: SettingsChoice, source: AnswerSource): string {
  const { settings, targets } = source.settings;
  const fact = targets.get(env.id);
  if (fact === undefined) return "";
  return environmentOf({ choice, settings, fact, occasional: [] })
    .map(({ name, value }) => `${name}=${value}`)
    .join("\n");
}

function answerTo(
  line: Identified,
  source: AnswerSource,
  known: ReadonlyMap<string, RegionAnswer>,
): LineAnswer {
  const { names, tools } = source.data;
  const { input, kind, matches, note, nearest, regions } = line;
  const resource = names.resourceHosts.find(({ id }) => id === line.resource) ?? null;
  return {
    input,
    kind,
    endpoints: matches.slice(0, MOST_ENDPOINTS).flatMap((match) => {
      const service = serviceOf(source, match.service);
      const region = regionOf(match, source);
      const there = known.get(region);
      return service === null || there === undefined
        ? []
        : (endpointAnswer(match, service, region, source, there) ?? []);
    }),
    more: Math.max(0, matches.length - MOST_ENDPOINTS),
    errors: names.errorMessages.filter(({ id }) => line.errors.includes(id)),
    resource: resource && {
      ...resource,
      switchedHost: matches[0]?.siblings.dualstack ?? resource.switchedHost,
    },
    tools: tools.filter(({ id }) => line.tools.includes(id)),
    note,
    nearest,
    regions,
  };
}
