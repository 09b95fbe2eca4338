import { apexOf } from "../../endpoint/apexes.js";
import type { Catalog } from "../../endpoint/catalog.js";
import { serviceCalled } from "../../identify/find-service.js";
import { identify } from "../../identify/identify.js";
import type { IdentifyNames } from "../../identify/names.js";

/** A host of AWS, as written in code or configuration. */
export interface AwsHost {
  /** CLI name; null: AWS's, but no service of the catalog. */
  readonly service: string | null;
  /** Null: not written, or put in when it runs. */
  readonly region: string | null;
  readonly isDualStack: "yes" | "no" | "unknown";
}

/** What names in files mean, looked up in the catalog. */
export interface AwsNames {
  /** By CLI name, service id or alias; null: none. */
  readonly serviceNamed: (text: string) => string | null;
  /** By package, import or type: `@aws-sdk/client-sqs`, `aws_sns_topic`. */
  readonly serviceOfPackage: (text: string) => string | null;
  /** Null: it is not in a zone of AWS. */
  readonly awsHost: (host: string) => AwsHost | null;
  /** Whether a host ends in a zone of AWS's endpoints. */
  readonly isAwsZone: (host: string) => boolean;
}

const MOST_CACHED = 20_000;

export function awsNames(catalog: Catalog, names: IdentifyNames): AwsNames {
  const suffixes = catalog.partitions.flatMap(({ dnsSuffix, dualStackDnsSuffix, homeRegion }) => [
    { suffix: dualStackDnsSuffix, region: homeRegion },
    { suffix: dnsSuffix, region: homeRegion },
  ]);
  const [{ region: usualRegion } = { region: "" }] = suffixes;
  const isAwsZone = (host: string) => apexOf(host) !== null;
  return {
    serviceNamed: cached((text) => serviceCalled(catalog, text)?.cliName ?? null),
    serviceOfPackage: cached((text) => {
      const [entry] = identify(text, catalog, names);
      return entry?.kind === "iac-type" ? (entry.matches[0]?.service ?? null) : null;
    }),
    awsHost: cached((text) => {
      const host = text.toLowerCase().replace(/\.$/, "");
      if (!isAwsZone(host)) return null;
      const place = suffixes.find(({ suffix }) => host.endsWith(`.${suffix}`));
      const region = place?.region ?? usualRegion;
      const isOpen = host.includes("{}");
      // Any name will do for a bucket or an account that is put in when it runs; a region must be one.
      const sample = host
        .replace(/^[^.]*\{\}[^.]*\.(?=(?:s3|dkr|execute-api|s3-\w+)[.-])/, "name.")
        .replaceAll("{}", region);
      const [entry] = identify(sample, catalog, names);
      const match = entry?.matches[0];
      if (match === undefined) return { service: null, region: null, isDualStack: "unknown" };
      const { variant } = match;
      return {
        service: match.service,
        region: isOpen ? null : match.region,
        isDualStack: variant === null ? "unknown" : variant.includes("dualstack") ? "yes" : "no",
      };
    }),
    isAwsZone,
  };
}

/** Remembers what it made of a text: files name the same things over and over. */
function cached<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly made: T }>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before.made;
    const made = make(text);
    if (known.size < MOST_CACHED) known.set(text, { made });
    return made;
  };
}
