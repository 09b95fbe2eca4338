import { refusesOwnUrl } from "../endpoint/catalog.js";
import { findProfile } from "../settings/read/aws-config.js";
import { serviceIdentifiers } from "../settings/read/service-identifiers.js";
import type { EndpointSource, TrailStep } from "../settings/resolve/endpoint-trail.js";
import { placeOf } from "./place.js";
import { type Situation, sdkIds, urlInUse } from "./situation.js";
import { type Hit, trap } from "./trap.js";

/** A switch and an endpoint URL: some SDKs drop the switch, others refuse to call at all. */
export const dualstackWithUrl = trap({
  id: "dualstack-with-url",
  title: "A switch together with an endpoint URL",
  source: "https://github.com/hashicorp/terraform-provider-aws/issues/37878",
  applies: ({ resolved: { dualstack, fips } }) => dualstack.value || fips.value,
  find: (situation) => {
    const { dualstack, fips } = situation.resolved;
    const on = dualstack.value ? dualstack : fips;
    const url = urlInUse(situation);
    if (url === undefined) return null;
    const place = placeOf(on);
    return {
      ...switchBesideUrl(situation, dualstack.value ? "dualstack" : "fips"),
      fix: {
        code: "dualstack-with-url",
        args: {
          switch: on.name,
          switchPlace: on.place ?? on.source,
          url: url.name,
          urlPlace: url.place,
        },
      },
      place: placeOf(url),
      related: place === null ? [] : [place],
      source: situation.sdk?.sdk.switchAndUrl.source,
    };
  },
});

function switchBesideUrl(
  { sdk, sdks }: Situation,
  what: "dualstack" | "fips",
): Pick<Hit, "level" | "message"> {
  const effect = sdk?.sdk.switchAndUrl.value ?? "unknown";
  if (sdk === null || effect === "unknown") {
    const refusing = sdkIds(sdks, (each) => each.switchAndUrl.value === "refuses");
    const dropping = sdkIds(sdks, (each) => each.switchAndUrl.value === "url-wins");
    return {
      level: "error",
      message: { code: "dualstack-with-url.unknown", args: { what, refusing, dropping } },
    };
  }
  const args = { sdk: sdk.sdk.name, what };
  return effect === "url-wins"
    ? { level: "warning", message: { code: "dualstack-with-url.url-wins", args } }
    : { level: "error", message: { code: "dualstack-with-url.refuses", args } };
}

/** A URL says where to call, not what to sign for: partition-wide services then refuse the signature. */
export const urlSigningRegion = trap({
  id: "url-signing-region",
  title: "An endpoint URL whose service wants signatures for another region",
  source: "https://github.com/hashicorp/terraform-provider-aws/issues/47412",
  applies: ({ variant, signing, region }) =>
    variant !== null && signing.region !== region && signing.region !== "*",
  find: (situation) => {
    const { signing, region, service } = situation;
    const url = urlInUse(situation);
    if (url === undefined) return null;
    return {
      level: "error",
      message: {
        code: "url-signing-region",
        args: { service: service.cliName, region, wanted: signing.region },
      },
      fix: { code: "url-signing-region", args: { url: url.name, region: signing.region } },
      place: placeOf(url),
      subject: [service.cliName],
    };
  },
});

/** The service's own rules do not take its dual-stack name as a URL. */
export const urlRefused = trap({
  id: "url-refused",
  title: "A dual-stack name that AWS's rules refuse as an endpoint URL",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html",
  applies: ({ catalog, variant, service }) =>
    variant === "dualstack" && refusesOwnUrl(catalog, service),
  find: (situation) => {
    const { service, hostname } = situation;
    const url = urlInUse(situation);
    if (url === undefined) return null;
    return {
      level: "error",
      message: { code: "url-refused", args: { hostname, service: service.cliName } },
      fix: { code: "url-refused", args: { url: url.name } },
      place: placeOf(url),
      subject: [service.cliName],
    };
  },
});

/** The URL is a name of AWS, and not one at which this service answers, or not in this region. */
export const urlOfOtherService = trap({
  id: "url-of-other-service",
  title: "An endpoint URL that is another service's or region's name",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html",
  applies: ({ misledTo }) => misledTo !== null,
  find: (situation) => {
    const { misledTo, service, region, hostname, readiness } = situation;
    const url = urlInUse(situation);
    if (url === undefined || misledTo === null) return null;
    const other = misledTo.service;
    const isOwn = other.cliName === service.cliName;
    const args = { service: service.cliName, region, hostname, otherRegion: misledTo.region };
    return {
      level: "error",
      message: isOwn
        ? { code: "url-of-other-service.region", args }
        : { code: "url-of-other-service", args: { ...args, other: other.displayName } },
      fix: isOwn
        ? {
            code: "url-of-other-service.region",
            args: {
              url: url.name,
              region: misledTo.region,
              own: readiness.ipv6Name?.hostname ?? null,
            },
          }
        : {
            code: "url-of-other-service",
            args: {
              url: url.name,
              variable: URLS_FOR_ALL.includes(url.source)
                ? serviceIdentifiers(other.serviceId).env
                : null,
              service: other.cliName,
            },
          },
      place: placeOf(url),
      subject: [service.cliName],
    };
  },
});

/** A URL from there is that of every service. */
const URLS_FOR_ALL: readonly EndpointSource[] = ["env-global", "config-global"];

/** URLs are set, and a switch drops them all. */
export const ignoredEndpointUrls = trap({
  id: "ignored-endpoint-urls",
  title: "Endpoint URLs that a switch drops",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html",
  applies: ({ resolved }) => resolved.trail.some(isIgnored),
  find: ({ resolved }) => {
    const ignored = resolved.trail.filter(isIgnored);
    const names = ignored.map(({ name }) => name);
    const by = resolved.ignoreUrls.name ?? "";
    return {
      level: "warning",
      message: { code: "ignored-endpoint-urls", args: { ignored: names, by } },
      fix: { code: "ignored-endpoint-urls", args: { by } },
      place: placeOf(resolved.ignoreUrls),
      related: ignored.flatMap((step) => placeOf(step) ?? []),
      subject: names,
    };
  },
});

function isIgnored({ outcome }: TrailStep): boolean {
  return outcome === "ignored";
}

const INHERITED_KEYS = ["endpoint_url", "services", "use_dualstack_endpoint", "use_fips_endpoint"];

/** With role chaining, the settings of the profile behind do not come along. */
export const sourceProfileUrl = trap({
  id: "source-profile-url",
  title: "A setting of the source profile, which does not count",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html",
  applies: ({ resolved }) => resolved.profileEntries.has("source_profile"),
  find: ({ resolved, files }) => {
    const behind = resolved.profileEntries.get("source_profile")?.value;
    const profile = resolved.profile.value;
    if (behind === undefined || behind === profile) return null;
    const entries = findProfile(files, behind);
    const key = INHERITED_KEYS.find(
      (each) => entries?.has(each) && !resolved.profileEntries.has(each),
    );
    if (key === undefined) return null;
    return {
      level: "warning",
      message: { code: "source-profile-url", args: { behind, key, profile } },
      fix: { code: "source-profile-url", args: { key, profile } },
      place: placeOf({ name: key, place: entries?.get(key)?.place ?? null }),
    };
  },
});
