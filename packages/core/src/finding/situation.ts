import type { Catalog, SigningScope } from "../endpoint/catalog.js";
import type { Service, Variant } from "../endpoint/types.js";
import type { SdkFacts } from "../facts/sdk-facts.js";
import type { HostPlace } from "../identify/places-of-host.js";
import type { AwsConfigFiles } from "../settings/read/aws-config.js";
import type { CredentialSettings } from "../settings/read/credential-sources.js";
import type { SdkChoice } from "../settings/read/find-sdk.js";
import type { EndpointSource, TrailStep } from "../settings/resolve/endpoint-trail.js";
import type { ResolvedSettings } from "../settings/resolve/resolve-settings.js";
import type { Environment } from "../settings/settings-input.js";
import type { HandedOut } from "../verdict/handed-out.js";
import type { Readiness } from "../verdict/readiness.js";
import type { NameSupport } from "../verdict/support.js";

/** One client of one service, with all that its settings come from: what traps are looked for in. */
export interface Situation {
  readonly catalog: Catalog;
  readonly service: Service;
  readonly services: readonly Service[];
  readonly region: string;
  readonly env: Environment;
  readonly files: AwsConfigFiles;
  readonly resolved: ResolvedSettings;
  readonly readiness: Readiness;
  /** By the name that was looked up. */
  readonly observed?: ReadonlyMap<string, NameSupport> | undefined;
  readonly source: EndpointSource;
  /** Where calls go; null when there is no name. */
  readonly hostname: string | null;
  /** The variant whose name that is; null for a host that is none of the service's names. */
  readonly variant: Variant | null;
  /** Where calls go after that host handed it out; null: they go there. */
  readonly handedOut: HandedOut | null;
  /** Whose name the endpoint URL in use is, where it is none of the service's own; else null. */
  readonly misledTo: HostPlace | null;
  /** Whether that is the one name for all regions, where there is one for each. */
  readonly isGlobalName: boolean;
  /** What AWS wants calls to that name signed for. */
  readonly signing: SigningScope;
  /** Null: no SDK in particular. */
  readonly sdk: SdkChoice | null;
  /** Every SDK of the fact base. */
  readonly sdks: readonly SdkFacts[];
}

/** Whether calls go to the dual-stack name that the rules build, because of the switch. */
export function isSwitched({ source, resolved }: Situation): boolean {
  return source === "rules" && resolved.dualstack.value;
}

/** Whether calls go to a name of its own for dual-stack, by the switch or by a URL. */
export function isOnDualstackName({ variant, readiness }: Situation): boolean {
  const isDualstack = variant === "dualstack" || variant === "fips-dualstack";
  return isDualstack && readiness.byOptIn?.hostname !== readiness.byDefault?.hostname;
}

/** The step whose configured endpoint URL counts; undefined when AWS's rules or the client's own list decide. */
export function urlInUse({ resolved, source }: Situation): TrailStep | undefined {
  if (source === "rules" || source === "client") return undefined;
  return resolved.trail.find((step) => step.source === source);
}

/** What decides where the client gets its credentials from. */
export function credentialSettings({ env, files, resolved }: Situation): CredentialSettings {
  const { profile, profileEntries, reading } = resolved;
  return { env, files, profile: profile.value, entries: profileEntries, dialect: reading.dialect };
}

/** Whether the process runs in an ECS task, by the variables that ECS sets. */
export function isInEcs({ env }: Situation): boolean {
  return (
    env["ECS_CONTAINER_METADATA_URI_V4"] !== undefined ||
    (env["AWS_EXECUTION_ENV"] ?? "").startsWith("AWS_ECS_")
  );
}

export function sdkIds(
  sdks: readonly SdkFacts[],
  isMeant: (sdk: SdkFacts) => boolean,
): readonly string[] {
  return sdks.filter(isMeant).map(({ id }) => id);
}
