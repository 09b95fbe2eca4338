import type { AdditionalVariantName, VariantName } from "../../endpoint/answer-endpoint.js";
import type { Variant } from "../../endpoint/types.js";
import { Egress6Error } from "../../errors.js";
import { printable } from "../../printable.js";

interface FilledName extends VariantName {
  /** What is looked up for it: the zones behind are wildcards, so an example shows it for all. */
  readonly observedAs: string;
  /** What requests are signed for, where that is not what the service's other names have. */
  readonly signingName?: string;
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
  if (given.join() === "Bucket" && DIRECTORY_BUCKET.test(parameters["Bucket"] ?? "")) {
    return directoryBucketName(additional, variant, parameters["Bucket"] ?? "");
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

/**
 * Directory buckets, and access points of them: they are called at a host of their zone, which stands in their name.
 * @source https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-bucket-naming-rules.html
 */
const DIRECTORY_BUCKET = /--xa?-s3$/;
const ZONE = /^[a-z0-9]+(-[a-z0-9]+)*-az\d+$/;

/** In the place where the names of the zones have the zone, that of bucket-level operations has `control`. */
function directoryBucketName(
  additional: readonly AdditionalVariantName[],
  variant: Variant,
  bucket: string,
): FilledName | null {
  const [zone = "", ...before] = bucket.split("--").slice(0, -1).reverse();
  const name = before.join("--");
  if (!ZONE.test(zone) || !/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name)) {
    throw new Egress6Error(
      "PARAM_INVALID",
      "input",
      `--param Bucket: "${printable(bucket)}" ends like a directory bucket and is none: these are called NAME--ZONE--x-s3, such as logs--use1-az4--x-s3.`,
    );
  }
  const operations = additional.find(
    (each) => each.variant === variant && each.purpose.includes("operations on directory buckets"),
  );
  if (operations === undefined) return null;
  const host = operations.hostname
    .replace("-control-fips.", `-fips-${zone}.`)
    .replace("-control.", `-${zone}.`);
  const hostname = `${bucket}.${host}`;
  return {
    hostname,
    scope: operations.scope,
    observedAs: hostname,
    signingName: labelBefore(host),
  };
}

/** `s3express` of `s3express-use1-az4.…`: these are signed for a service of their own. */
function labelBefore(host: string): string {
  return host.slice(0, host.indexOf("-"));
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
      `--param ${name}: "${printable(value)}" cannot be part of a host name by itself. Give lower case letters, digits and hyphens; for ARNs, names with dots and the like, give AWS's full rules with --rules DIR, the data folder of a botocore checkout or wheel.`,
    );
  });
}
