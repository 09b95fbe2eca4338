type Environment = Readonly<Record<string, string | undefined>>;

export interface ProxyVariable {
  readonly name: string;
  /** `host:port` of the proxy, without user and password; of NO_PROXY the list. */
  readonly value: string;
}

const PROXY_NAMES = [
  "HTTPS_PROXY",
  "https_proxy",
  "HTTP_PROXY",
  "http_proxy",
  "ALL_PROXY",
  "all_proxy",
];
const EXCEPTION_NAMES = ["NO_PROXY", "no_proxy"];

/** The proxies that are set, without their secrets, and what is to go around them. */
export function proxyVariables(env: Environment): readonly ProxyVariable[] {
  return [...PROXY_NAMES, ...EXCEPTION_NAMES].flatMap((name) => {
    const value = env[name]?.trim();
    if (value === undefined || value === "") return [];
    return [{ name, value: EXCEPTION_NAMES.includes(name) ? value : withoutSecrets(value) }];
  });
}

/** Scheme, user, password, path and query taken off: `http://me:secret@proxy:3128/` → `proxy:3128`. */
function withoutSecrets(url: string): string {
  const afterScheme = url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "");
  const end = afterScheme.search(/[/?#]/);
  const authority = end < 0 ? afterScheme : afterScheme.slice(0, end);
  // An @ further on may end a password that has a slash in it: then all before it is secret.
  if (end >= 0 && afterScheme.includes("@", end)) return "(not shown)";
  return authority.slice(authority.lastIndexOf("@") + 1);
}

/** Whether NO_PROXY keeps a host from the proxy: exact, a domain suffix, or `*`. */
export function isExcepted(variables: readonly ProxyVariable[], host: string): boolean {
  return variables
    .filter(({ name }) => EXCEPTION_NAMES.includes(name))
    .flatMap(({ value }) => value.split(/[\s,]+/))
    .map((entry) =>
      entry
        .replace(/^\[|\]$/g, "")
        .replace(/^\*?\./, "")
        .toLowerCase(),
    )
    .some(
      (entry) => entry === "*" || (entry !== "" && (host === entry || host.endsWith(`.${entry}`))),
    );
}

export function usesProxy(variables: readonly ProxyVariable[]): boolean {
  return variables.some(({ name }) => PROXY_NAMES.includes(name));
}
