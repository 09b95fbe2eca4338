import type { NamePlace } from "../endpoint/catalog.js";
import { formerHosts } from "../settings/choose/former-hosts.js";
import { observedWords } from "../settings/resolve/evidence-words.js";
import { notKnownWords } from "../settings/resolve/version-words.js";
import type { FormerHost } from "./former-host.js";
import { isSwitched, type Situation } from "./situation.js";
import { trap } from "./trap.js";
import type { TrapFix } from "./trap-words.js";

/** An SDK builds names by the rules of the day it was released. */
export const staleSdk = trap({
  id: "stale-sdk",
  title: "An SDK builds dual-stack names by the rules of its day",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html",
  applies: isSwitched,
  find: (situation) => {
    const { catalog, sdk, readiness, service } = situation;
    const hit = { level: "note", fix: { code: "stale-sdk", args: {} }, place: null } as const;
    const subject = [service.cliName];
    if (sdk?.sdk.endOfSupport !== undefined) {
      const { value: end, source } = sdk.sdk.endOfSupport;
      const args = { sdk: sdk.sdk.name, end };
      return { ...hit, message: { code: "stale-sdk.end-of-support", args }, source };
    }
    const { release } = catalog;
    if (release !== undefined) {
      const doubt = notKnownWords(catalog, switchedPlace(situation));
      if (doubt !== null) {
        const fix = { code: "stale-sdk.not-known", args: {} } as const;
        return { ...hit, fix, message: { code: "stale-sdk.not-known", args: { doubt } }, subject };
      }
      const fix = updateFix(situation);
      // Where the name is known to be missing, that is the trap.
      if (fix === null || readiness.switchEffect === "breaks") return null;
      return {
        level: readiness.byOptIn?.ipv6 === "yes" ? "note" : "warning",
        message: {
          code: "stale-sdk.older",
          args: {
            client: release.client,
            hostname: readiness.byOptIn?.hostname ?? null,
            observed: observedWords(readiness.byOptIn),
            todays: todaysHostname(situation),
          },
        },
        fix,
        place: null,
        subject,
      };
    }
    const former = formerOf(situation);
    if (former.length === 0) return null;
    const now = readiness.byOptIn?.hostname ?? null;
    const rules = `${catalog.rules.source} ${catalog.rules.version}`;
    const args = { rules, names: { now, former } };
    return { ...hit, message: { code: "stale-sdk", args }, subject };
  },
  foresee: ({ choice, rules, formerHosts: former }) =>
    !choice.isByItself && choice.services.some(({ means }) => means === "switch")
      ? [
          {
            level: "note",
            message: {
              code: "stale-sdk",
              args: { rules, names: former.length === 0 ? null : { now: null, former } },
            },
            fix: { code: "stale-sdk", args: {} },
            place: null,
          },
        ]
      : [],
});

/** What to do where a version that is named builds another name than today's; null: it does not. */
export function updateFix(situation: Situation): TrapFix | null {
  const { release } = situation.catalog;
  const change = release?.changeOf(switchedPlace(situation)) ?? null;
  if (release === undefined || change === null) return null;
  const { byDefault } = situation.readiness;
  return {
    code: "stale-sdk.update",
    args: {
      version: release.versionWith(change),
      date: change.date,
      byDefault: byDefault?.ipv6 === "yes" ? byDefault.hostname : null,
    },
  };
}

/** The name that the switch leads to. */
function switchedPlace({ service, region, resolved }: Situation): NamePlace {
  const variant = resolved.fips.value ? "fips-dualstack" : "dualstack";
  return { service: service.cliName, region, variant };
}

function todaysHostname(situation: Situation): string | null {
  const change = situation.catalog.release?.changeOf(switchedPlace(situation));
  return change?.after?.replaceAll(change.region, situation.region) ?? null;
}

function formerOf({
  catalog,
  service,
  region,
  resolved,
  observed,
}: Situation): readonly FormerHost[] {
  const variant = resolved.fips.value ? "fips-dualstack" : "dualstack";
  return formerHosts(catalog, { service, region, variant }, observed ?? new Map());
}
