/**
 * What stands for the parts of a name that belong to an account or a resource.
 * The zones behind are wildcards, so any well-formed value shows what a real one would get.
 */
const EXAMPLES: Readonly<Record<string, string>> = {
  AccountId: "123456789012",
  ApiId: "a1b2c3d4e5",
  Bucket: "egress6-example",
  Distribution: "d111111abcdef8",
  EndpointId: "abc123.456",
  RequestRoute: "io-a1b2c3",
  UrlId: "abcdefghijklmnopqrstuvwxyz012345",
  graphIdentifier: "g-0123456789",
};

/** Every placeholder with its example. */
export const PLACEHOLDERS: ReadonlyMap<string, string> = new Map(Object.entries(EXAMPLES));

/** The name to look up: placeholders filled, lower case. */
export function observableName(hostname: string): string {
  return fillPlaceholders(hostname).toLowerCase();
}

/** Puts the examples in: `{AccountId}` → `123456789012`. Unknown placeholders become `example`. */
export function fillPlaceholders(text: string): string {
  if (!text.includes("{")) return text;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => EXAMPLES[name] ?? "example");
}

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** Whether DNS can carry the name: labels of 1 to 63 octets, 253 in all. */
export function isObservable(name: string): boolean {
  return name.length <= 253 && name.split(".").every((label) => LABEL.test(label));
}
