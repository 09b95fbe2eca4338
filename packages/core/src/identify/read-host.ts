import { apexOf } from "../endpoint/apexes.js";
import { endpointsNamed } from "./endpoints-named.js";
import { type HostText, hostTextOf } from "./host-text.js";
import type { IdentifiedMatch } from "./identified.js";
import type { Found, Known } from "./known.js";
import { serviceMatch } from "./match.js";
import type { CarriedHost } from "./names.js";
import { addressNote } from "./read-address.js";
import { listedRegions } from "./region-in-name.js";
import { type ResourceFit, resourceHostOf } from "./resource-host.js";
import { bare } from "./service-words.js";

/** A host of AWS, by itself or in a URL; null for what is none. */
export function readAwsHost(known: Known, word: string): Found | null {
  const text = hostTextOf(word);
  if (text === null) return readTemplate(known, word);
  if (text.scheme === "s3" || text.scheme === "s3a" || text.scheme === "s3n") {
    return {
      kind: "url",
      ...inService(known, ["s3"]),
      note: "An object's address in S3; it names no host.",
    };
  }
  if (text.isAddress) return null;
  const about = aboutHost(known, text.host);
  if (about === null) return null;
  return { ...about, kind: kindOf(text, about), hosts: [text.host] };
}

/** What people write in place of a region: `<region>`, `${AWS_REGION}`, `{region}`. */
const ANY_REGION = /(^|[./])(?:<[\w-]{1,40}>|\$?\{[\w.:-]{1,40}\})(?=\.)/;
/** Has the shape of one, and is none. */
const NO_REGION = "xx-any-1";

/** `logs.<region>.amazonaws.com`: the service, in no region. */
function readTemplate({ catalog, words }: Known, word: string): Found | null {
  if (!ANY_REGION.test(word)) return null;
  const text = hostTextOf(word.replace(ANY_REGION, `$1${NO_REGION}`));
  if (text === null) return null;
  const matches = endpointsNamed(catalog, text.host, words.called).flatMap(
    ({ service, variant, region }) => {
      const called = words.byCliName.get(service);
      if (called === undefined || region !== NO_REGION) return [];
      return [serviceMatch(catalog, called, { variant })];
    },
  );
  return matches.length === 0 ? null : { kind: "endpoint", matches };
}

/** Any other host or address with a port, a path or a scheme, and hosts by themselves. */
export function readOtherHost(known: Known, word: string): Found | null {
  const text = hostTextOf(word);
  if (text === null) return null;
  const isBare = text.scheme === null && !text.hasPort && text.path === "";
  if (text.isAddress) {
    const isPrefix = text.scheme === null && !text.hasPort && /^\/\d{1,3}$/.test(text.path);
    return {
      kind: isBare || isPrefix ? "address" : "url",
      addresses: [text.host],
      note: addressNote(text.host),
    };
  }
  const isImage = text.scheme === null && isImagePath(known, text);
  return { kind: isImage ? "image" : isBare ? "host" : "url", hosts: [text.host] };
}

function isImagePath({ names }: Known, { host, path }: HostText): boolean {
  if (path.length < 2) return false;
  return names.registries.includes(host) || /^\/[\w./-]+(?::[\w.-]+|@sha256:[0-9a-f]+)$/.test(path);
}

function kindOf(text: HostText, about: Found): Found["kind"] {
  if (text.scheme === null && text.path.length > 1 && isRegistry(about)) return "image";
  if (text.scheme !== null || text.hasPort || text.path !== "") return "url";
  return about.kind;
}

const isRegistry = ({ matches = [] }: Found): boolean =>
  matches.some(({ purpose }) => purpose?.includes("registry") ?? false);

/** @param host lower case, without a trailing dot */
function aboutHost(known: Known, host: string): Found | null {
  const { catalog, names, words } = known;
  const fit = resourceHostOf(catalog, names.resourceHosts, host);
  const resource = fit?.resource.id ?? null;
  const matches = endpointsNamed(catalog, host, words.called);
  if (matches.length > 0) {
    return {
      kind: "endpoint",
      matches,
      resource,
      note: fit?.resource.note ?? null,
      ...regionsOf(matches),
    };
  }
  const interfaceEndpoint = fit === null ? null : interfaceEndpointHost(known, host, fit);
  if (interfaceEndpoint !== null) return interfaceEndpoint;
  if (fit !== null) {
    const { service, note, name } = fit.resource;
    const of = service === null ? [] : [service];
    const siblings = { default: host, dualstack: fit.switched, fips: null, "fips-dualstack": null };
    return {
      kind: "resource-host",
      matches: inService(known, of, fit.region).matches.map((match) => ({
        ...match,
        hostname: host,
        purpose: name,
        siblings,
      })),
      resource,
      note,
      regions: fit.region === null ? [] : [fit.region],
    };
  }
  return (
    carriedHost(known, host) ??
    withoutWildcard(known, host) ??
    principal(known, host) ??
    (apexOf(host) === null ? null : unknownHostOfAws(known, host))
  );
}

/** The service's own endpoint without a hostname: clients do not call it by this text. */
function inService(
  { catalog, words }: Known,
  services: readonly string[],
  region: string | null = null,
): { readonly matches: readonly IdentifiedMatch[] } {
  return {
    matches: services.flatMap((cliName) => {
      const service = words.byCliName.get(cliName);
      return service === undefined ? [] : [serviceMatch(catalog, service, { region })];
    }),
  };
}

const regionsOf = (matches: readonly IdentifiedMatch[]) => ({
  regions: [...new Set(matches.flatMap(({ region }) => region ?? []))],
});

const carried = new WeakMap<readonly CarriedHost[], ReadonlyMap<string, readonly CarriedHost[]>>();

/** A host that an older client has in a list of its own. */
function carriedHost(known: Known, host: string): Found | null {
  const list = known.names.carriedHosts;
  let byHost = carried.get(list);
  if (byHost === undefined) {
    const made = new Map<string, CarriedHost[]>();
    for (const each of list) made.set(each.hostname, [...(made.get(each.hostname) ?? []), each]);
    carried.set(list, made);
    byHost = made;
  }
  const all = byHost.get(host);
  if (all === undefined) return null;
  const matches = all.flatMap(({ service, region }) => {
    const [match] = inService(known, [service], listedOrNull(known, region)).matches;
    return match === undefined ? [] : [{ ...match, hostname: host }];
  });
  return {
    kind: "endpoint",
    matches,
    ...regionsOf(matches),
    note: "An older name, which AWS CLI v1 takes from a list of its own.",
  };
}

const listedOrNull = ({ catalog }: Known, region: string): string | null =>
  listedRegions(catalog).has(region) ? region : null;

/**
 * `vpce-0a1b-2c3d.sqs.eu-west-1.vpce.amazonaws.com` is a name of an interface endpoint. What is known of the
 * service's public names says nothing of it.
 */
function interfaceEndpointHost(
  known: Known,
  host: string,
  { resource: { id: resource, name: purpose, note } }: ResourceFit,
): Found | null {
  const labels = host.split(".");
  const at = labels.findIndex((label) => /^vpce-[0-9a-z-]+$/.test(label));
  const zone = labels.indexOf("vpce", at + 1);
  if (at < 0 || zone < 0) return null;
  const inside = [...labels.slice(at + 1, zone), ...labels.slice(zone + 1)].join(".");
  const of = endpointsNamed(known.catalog, inside, known.words.called);
  const siblings = { default: host, dualstack: null, fips: null, "fips-dualstack": null };
  const matches = of.flatMap(({ service, region }) => inService(known, [service], region).matches);
  return {
    kind: "endpoint-service",
    matches: matches.map((match) => ({ ...match, hostname: host, purpose, siblings })),
    resource,
    ...regionsOf(of),
    note,
  };
}

/** `*.sqs.eu-west-1.amazonaws.com`, as in lists of allowed hosts. */
function withoutWildcard(known: Known, host: string): Found | null {
  if (!host.startsWith("*.")) return null;
  const matches = endpointsNamed(known.catalog, host.slice(2), known.words.called);
  return matches.length === 0 ? null : { kind: "endpoint", matches, ...regionsOf(matches) };
}

/** `ecs-tasks.amazonaws.com`: what CloudTrail and roles call a service. */
function principal(known: Known, host: string): Found | null {
  const partition = known.catalog.partitions.find(({ dnsSuffix }) =>
    host.endsWith(`.${dnsSuffix}`),
  );
  if (partition === undefined) return null;
  const name = host.slice(0, -partition.dnsSuffix.length - 1);
  const services = known.words.namespaces.get(bare(name)) ?? [];
  const [service] = services;
  if (service === undefined) return null;
  return {
    kind: "service",
    matches: services.map((each) => serviceMatch(known.catalog, each, {})),
    note: "What roles and CloudTrail call the service. It is no host that clients call.",
  };
}

function unknownHostOfAws(known: Known, host: string): Found {
  const listed = listedRegions(known.catalog);
  const labels = host.split(".");
  const regions = labels.filter((label) => listed.has(label));
  const before = labels.slice(0, labels.indexOf(regions[0] ?? "")).join(".");
  const called = known.words.namespaces.get(bare(before)) ?? [];
  return {
    kind: "host",
    regions,
    nearest: called.map(({ cliName }) => cliName),
    note: "A name in a zone of AWS that its endpoint rules do not build.",
  };
}
