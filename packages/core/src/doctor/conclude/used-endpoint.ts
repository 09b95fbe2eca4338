import { hostOfUrl, portOfUrl } from "../../settings/resolve/endpoint-url.js";
import type { ResolvedEndpoint } from "../../settings/resolve/resolve-endpoint-settings.js";
import type { ResolvedSettings } from "../../settings/resolve/resolve-settings.js";
import type { UsedEndpoint } from "../make-targets.js";
import type { SettingPlace } from "../target.js";

/** Where SDKs on this host send the requests of a service. */
export function usedEndpoint({ settings, variant }: ResolvedEndpoint): UsedEndpoint {
  const url = settings.endpointUrl;
  const hostname = url === null ? null : hostOfUrl(url);
  if (url === null || hostname === null) return { variant, url: null, ...bySwitch(settings) };
  return {
    variant,
    url: { hostname, isTls: /^https:/i.test(url), port: portOfUrl(url) },
    ...byUrl(settings),
  };
}

type SetBy = { readonly setBy?: SettingPlace };

function bySwitch({ dualstack, fips }: ResolvedSettings): SetBy {
  for (const { value, name, place } of [dualstack, fips]) {
    if (value && name !== null) return { setBy: { name, file: place } };
  }
  return {};
}

function byUrl({ trail }: ResolvedSettings): SetBy {
  const used = trail.find(({ outcome }) => outcome === "used");
  if (used === undefined) return {};
  const isInFile = used.source === "config-service" || used.source === "config-global";
  return { setBy: { name: used.name, file: isInFile ? used.place : null } };
}
