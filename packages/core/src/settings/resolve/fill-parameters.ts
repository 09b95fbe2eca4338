import type { AdditionalVariantName, VariantName } from "../../endpoint/answer-endpoint.js";
import type { Variant } from "../../endpoint/types.js";
import { Egress6Error } from "../../errors.js";
import { printable } from "../../printable.js";

interface FilledName extends VariantName {
  /** What is looked up for it: the zones behind are wildcards, so an example shows it for all. */
  readonly observedAs: string;
}

interface Names {
  readonly service: string;
  readonly variants: Readonly<Record<Variant, VariantName | null>>;
  readonly additional: readonly AdditionalVariantName[];
}

/**
 * The name that the rules build when they know more than region and variant: that of a bucket, an account.
 * The catalog keeps such names with placeholders; which of them is meant, the parameters say.
 * @returns null when the rules build no such name with this variant
 * @throws Egress6Error PARAM_UNKNOWN naming what can be given, PARAM_INVALID
 */
export function fillParameters(
  { service, variants, additional }: Names,
  variant: Variant,
  parameters: Readonly<Record<string, string>>,
): FilledName | null {
  const given = Object.keys(parameters).sort();
  if (given.length === 0) {
    const name = variants[variant];
    return name && { ...name, observedAs: name.hostname };
  }
  const names = [variants[variant], ...additional.filter((name) => name.variant === variant)];
  const all = [...Object.values(variants), ...additional];
  const found = names.find((name) => name !== null && placeholders(name).join() === given.join());
  if (found !== undefined && found !== null) {
    const { hostname, scope } = found;
    return { hostname: fill(hostname, parameters), scope, observedAs: hostname };
  }
  if (all.some((name) => name !== null && placeholders(name).join() === given.join())) return null;
  const known = [...new Set(all.flatMap((name) => (name === null ? [] : placeholders(name))))];
  throw new Egress6Error(
    "PARAM_UNKNOWN",
    "input",
    `The catalog has no name of ${service} with ${given.join(" and ")}. It knows Region, UseDualStack, UseFIPS and Endpoint${known.length === 0 ? "" : `, and for ${service} also ${known.join(", ")}`}. For all other parameters give AWS's full rules: --rules DIR, the data folder of a botocore checkout or wheel.`,
  );
}

function placeholders({ hostname }: VariantName): readonly string[] {
  return [...hostname.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)).sort();
}

function fill(hostname: string, parameters: Readonly<Record<string, string>>): string {
  return hostname.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name] ?? "";
    if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(value)) return value;
    throw new Egress6Error(
      "PARAM_INVALID",
      "input",
      `--param ${name}: "${printable(value)}" cannot be part of a host name by itself. Give lower case letters, digits and hyphens; for names with dots and the like, give AWS's full rules with --rules DIR.`,
    );
  });
}
