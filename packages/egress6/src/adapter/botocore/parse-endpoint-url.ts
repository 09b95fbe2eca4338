/** What the rules' `parseURL` gives. */
type EndpointUrl = {
  scheme: string;
  authority: string;
  path: string;
  normalizedPath: string;
  isIp: boolean;
};

const URL_PARTS = /^(https?):\/\/([^/?#]+)([^?#]*)$/i;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/**
 * `parseURL` of the rules language, in place of the engine's: that one gives the path `/` for a URL
 * without a path, so that names built from it end in a slash which AWS's own expectations lack, and
 * it writes to the console when a text is not a URL.
 * @returns null for what is not an http(s) URL, or has a query
 */
export function parseEndpointUrl(value: unknown): EndpointUrl | null {
  if (typeof value !== "string" || !URL.canParse(value)) return null;
  const [, scheme, authority, path] = URL_PARTS.exec(value) ?? [];
  if (scheme === undefined || authority === undefined || path === undefined) return null;
  const host = authority.replace(/:\d+$/, "");
  return {
    scheme: scheme.toLowerCase(),
    authority,
    path,
    normalizedPath: path.endsWith("/") ? path : `${path}/`,
    isIp: IPV4.test(host) || host.startsWith("["),
  };
}
