import { REFUSED_AS_URL } from "../settings/choose/own-url.js";
import { findProfile } from "../settings/read/aws-config.js";
import { placeOfStep, sdkNames, urlInUse } from "./situation.js";
import type { Trap, TrapSeverity } from "./trap.js";

/** A switch and an endpoint URL: some SDKs drop the switch, others refuse to call at all. */
export const dualstackWithUrl: Trap = (situation) => {
  const { settled, sdk, sdks } = situation;
  const { dualstack, fips } = settled;
  const on = dualstack.value ? dualstack : fips;
  const url = urlInUse(situation);
  if (url === undefined || !on.value) return null;
  const what = dualstack.value ? "dual-stack" : "FIPS";
  const effect = sdk?.sdk.switchAndUrl.value ?? "unknown";
  const severity: TrapSeverity = effect === "url-wins" ? "no-effect" : "breaks";
  const messages = {
    "url-wins": `${sdk?.sdk.name} takes the endpoint URL and drops the ${what} switch, without a word.`,
    refuses: `${sdk?.sdk.name} refuses the ${what} switch together with an endpoint URL: every call fails.`,
    unknown: `The ${what} switch and an endpoint URL are both set. ${sdkNames(sdks, (each) => each.switchAndUrl.value === "refuses")} refuse that, and every call fails; ${sdkNames(sdks, (each) => each.switchAndUrl.value === "url-wins")} take the URL and drop the switch.`,
  };
  return {
    id: "dualstack-with-url",
    severity,
    message: messages[effect],
    remedy: `Keep one of the two: remove ${on.name} (${on.place ?? on.source}) or ${url.name} (${url.place}).`,
    place: placeOfStep(url),
    source:
      sdk?.sdk.switchAndUrl.source ??
      "https://github.com/hashicorp/terraform-provider-aws/issues/37878",
  };
};

/** A URL says where to call, not what to sign for: partition-wide services then refuse the signature. */
export const urlSigningRegion: Trap = (situation) => {
  const { variant, signing, region, service } = situation;
  const url = urlInUse(situation);
  if (url === undefined || variant === null) return null;
  if (signing.region === region || signing.region === "*") return null;
  return {
    id: "url-signing-region",
    severity: "breaks",
    message: `With a URL, SDKs sign for the client's own region, ${region}; ${service.cliName} takes requests that are signed for ${signing.region} only, and refuses the others.`,
    remedy: `Use the dual-stack switch in place of ${url.name}, or give this client the region ${signing.region}.`,
    place: placeOfStep(url),
    source: "https://github.com/hashicorp/terraform-provider-aws/issues/47412",
  };
};

/** The service's own rules do not take its dual-stack name as a URL. */
export const urlRefused: Trap = (situation) => {
  const { variant, service, hostname } = situation;
  const url = urlInUse(situation);
  if (url === undefined || variant !== "dualstack") return null;
  if (!REFUSED_AS_URL.includes(service.cliName)) return null;
  return {
    id: "url-refused",
    severity: "breaks",
    message: `AWS's rules refuse https://${hostname} as an endpoint URL of ${service.cliName}: every call fails with "Endpoint override is not supported for dual-stack endpoints".`,
    remedy: `Use the dual-stack switch in place of ${url.name}, for all clients or in code for this one.`,
    place: placeOfStep(url),
    source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html",
  };
};

/** URLs are set, and a switch drops them all. */
export const ignoredEndpointUrls: Trap = ({ settled }) => {
  const ignored = settled.trail.filter(({ outcome }) => outcome === "ignored");
  const [first] = ignored;
  if (first === undefined) return null;
  const { name, place } = settled.ignoreUrls;
  return {
    id: "ignored-endpoint-urls",
    severity: "no-effect",
    message: `${ignored.map((step) => step.name).join(", ")} ${ignored.length === 1 ? "is" : "are"} set and without effect: ${name} drops all endpoint URLs but those in code.`,
    remedy: `Remove ${name}, or the URLs.`,
    place: place ?? name,
    source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html",
  };
};

const INHERITED_KEYS = ["endpoint_url", "services", "use_dualstack_endpoint", "use_fips_endpoint"];

/** With role chaining, the settings of the profile behind do not come along. */
export const sourceProfileUrl: Trap = ({ settled, files }) => {
  const behind = settled.profileEntries.get("source_profile");
  if (behind === undefined || behind.value === settled.profile.value) return null;
  const entries = findProfile(files, behind.value);
  const key = INHERITED_KEYS.find(
    (each) => entries?.has(each) && !settled.profileEntries.has(each),
  );
  if (key === undefined) return null;
  return {
    id: "source-profile-url",
    severity: "no-effect",
    message: `The profile ${behind.value} sets ${key}, and it does not count: of a role and its source_profile, only the chosen profile (${settled.profile.value}) decides about endpoints.`,
    remedy: `Repeat ${key} in [profile ${settled.profile.value}].`,
    place: entries?.get(key)?.place ?? null,
    source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html",
  };
};
