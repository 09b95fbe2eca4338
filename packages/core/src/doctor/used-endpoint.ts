import { hostOfUrl } from "../settings/endpoint-url.js";
import type { ResolvedEndpoint } from "../settings/resolve-endpoint-settings.js";
import type { UsedEndpoint } from "./make-targets.js";

/** Where SDKs on this host send the requests of a service. */
export function usedEndpoint({ settled, variant }: ResolvedEndpoint): UsedEndpoint {
  const url = settled.endpointUrl;
  const hostname = url === null ? null : hostOfUrl(url);
  if (url === null || hostname === null) return { variant, url: null };
  const isTls = /^https:/i.test(url);
  const [, port] = /^[^/]*\/\/[^/?#]*:(\d{1,5})(?:[/?#]|$)/.exec(url) ?? [];
  return { variant, url: { hostname, isTls, port: port ? Number(port) : isTls ? 443 : 80 } };
}
