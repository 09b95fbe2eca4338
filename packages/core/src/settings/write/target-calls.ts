import { type CalledName, endpointsCalled } from "../../endpoint/called-name.js";
import type { Catalog } from "../../endpoint/catalog.js";
import { observableName } from "../../endpoint/placeholder.js";
import type { Service } from "../../endpoint/types.js";
import type { ToolCall } from "../../facts/tool-writes.js";
import { type Readiness, readinessOf } from "../../verdict/readiness.js";
import type { NameSupport } from "../../verdict/support.js";
import { additionalReadiness } from "../choose/additional-choice.js";
import { choiceNames } from "../choose/choose-settings.js";
import { observedWords, unsettledWords } from "../resolve/evidence-words.js";

/** All that a target calls for the services that are asked for. */
export interface TargetCalls {
  /** Those asked for, then those that it calls in any case. */
  readonly services: readonly Service[];
  /** Additional endpoints that it calls in any case. */
  readonly names: readonly CalledName[];
  /** What it calls now and then, and nobody asked for. */
  readonly occasional: readonly ToolCall[];
}

/** @param calls of the target; undefined: what is asked for, no more */
export function targetCalls(
  catalog: Catalog,
  asked: readonly Service[],
  calls: readonly ToolCall[] = [],
): TargetCalls {
  const always = calls.filter(({ when }) => when === undefined);
  const serviceOf = ({ service }: ToolCall) =>
    catalog.services.find(({ cliName }) => cliName === service);
  const own = always
    .filter(({ name }) => name === undefined)
    .flatMap((call) => serviceOf(call) ?? []);
  // Of such a service, the tool calls an additional endpoint alone.
  const isByNameOnly = ({ cliName }: Service) => {
    const ofService = calls.filter(({ service }) => service === cliName);
    return ofService.length > 0 && ofService.every(({ name }) => name !== undefined);
  };
  const services = [...new Set([...asked.filter((each) => !isByNameOnly(each)), ...own])];
  const names = always.flatMap((call) => {
    const service = serviceOf(call);
    return service === undefined || call.name === undefined ? [] : [{ service, label: call.name }];
  });
  const isAsked = ({ service, name }: ToolCall) =>
    name === undefined && services.some(({ cliName }) => cliName === service);
  return {
    services,
    names,
    occasional: calls.filter((call) => call.when !== undefined && !isAsked(call)),
  };
}

/** All names to look up before settings for the target can be chosen. */
export function targetNames(
  catalog: Catalog,
  { services, names, occasional }: TargetCalls,
  region: string,
): readonly string[] {
  const here = occasional.filter(({ isElsewhere }) => isElsewhere !== true);
  const others = here
    .filter(({ name }) => name === undefined)
    .flatMap((call) => catalog.services.filter(({ cliName }) => cliName === call.service));
  const called = [...names, ...here.flatMap((call) => calledNameOf(catalog, call) ?? [])];
  return [
    ...new Set([
      ...choiceNames(catalog, [...services, ...others], region),
      ...called
        .flatMap((name) => endpointsCalled(catalog, name, region))
        .filter(({ variant }) => variant === "default" || variant === "dualstack")
        .map(({ hostname }) => observableName(hostname)),
    ]),
  ];
}

/** A call that is made now and then, with what was observed of its names; null: in another region. */
export interface OccasionalCall {
  readonly call: ToolCall;
  readonly readiness: Readiness | null;
}

export function occasionalCalls(
  catalog: Catalog,
  { occasional }: TargetCalls,
  { region, observed }: { region: string; observed: ReadonlyMap<string, NameSupport> },
): readonly OccasionalCall[] {
  return occasional.flatMap((call): readonly OccasionalCall[] => {
    if (call.isElsewhere) return [{ call, readiness: null }];
    const name = calledNameOf(catalog, call);
    const service = catalog.services.find(({ cliName }) => cliName === call.service);
    if (service === undefined) return [];
    const question = { catalog, region, observed };
    const readiness =
      name === null ? readinessOf({ ...question, service }) : additionalReadiness(question, name);
    return [{ call, readiness }];
  });
}

/** What the switch does to calls that nobody asked about, one sentence each. */
export function occasionalWords(calls: readonly OccasionalCall[]): readonly string[] {
  return calls.map(({ call, readiness }) => {
    const called = call.name ?? call.service;
    const when = `${called}, called ${call.when}`;
    if (readiness === null) {
      return `${when}: not in this region, so not checked; \`egress6 check --service ${call.service}\` with \`--region\` says it.`;
    }
    if (isRegistry(call)) return `${when}: ${imageWords(readiness)}.`;
    return `${when}: ${switchWords(readiness)}.`;
  });
}

/** Images are named by their registry's host. */
function isRegistry({ service, name }: ToolCall): boolean {
  return name !== undefined && service.startsWith("ecr");
}

function imageWords({ byDefault, byOptIn }: Readiness): string {
  if (byDefault?.ipv6 === "yes")
    return `${byDefault.hostname} has AAAA, ${observedWords(byDefault)}`;
  return byOptIn?.ipv6 === "yes"
    ? `no setting changes the host in an image's name; ${byOptIn.hostname} has AAAA, ${observedWords(byOptIn)}`
    : "no setting changes the host in an image's name, and none was observed to have AAAA";
}

function switchWords({ byOptIn, byDefault, switchEffect }: Readiness): string {
  if (byOptIn === null) {
    return byDefault === null
      ? "it has no endpoint in this region"
      : "AWS's rules build no dual-stack name for it, so that such calls fail with the switch";
  }
  const { hostname } = byOptIn;
  switch (switchEffect) {
    case "breaks":
      return `${hostname} does not exist, ${observedWords(byOptIn)}: such calls fail with the switch`;
    case "ipv4":
      return `${hostname} has no AAAA, ${observedWords(byOptIn)}: such calls stay on IPv4`;
    case "unknown":
      return `${hostname} ${unsettledWords(byOptIn)}; what the switch does to it is not known`;
    default:
      return byOptIn.ipv6 === "yes"
        ? `${hostname} has AAAA, ${observedWords(byOptIn)}`
        : `${hostname} ${byOptIn.ipv6 === "no" ? `has no AAAA, ${observedWords(byOptIn)}` : unsettledWords(byOptIn)}`;
  }
}

function calledNameOf(catalog: Catalog, { service: cliName, name }: ToolCall): CalledName | null {
  const service = catalog.services.find((each) => each.cliName === cliName);
  return service === undefined || name === undefined ? null : { service, label: name };
}
