import { sightingOf } from "../settings/resolve/evidence-words.js";
import { placeOf } from "./place.js";
import { movedIn } from "./proposal.js";
import { isSwitched } from "./situation.js";
import { type Hit, trap } from "./trap.js";
import { updateFix } from "./version-traps.js";

/** The switch is on, and the name that it leads to does not exist: there is no fallback. */
export const dualstackNameMissing = trap({
  id: "dualstack-name-missing",
  title: "The dual-stack switch leads to a name that does not exist",
  source: "https://github.com/boto/botocore/issues/3060",
  // Of pseudo regions sts-aws-global speaks.
  applies: (situation) => isSwitched(situation) && !situation.region.endsWith("-global"),
  find: (situation) => {
    const { readiness, resolved, region } = situation;
    const { cliName } = situation.service;
    if (readiness.switchEffect !== "breaks") return null;
    const name = readiness.byOptIn;
    return {
      level: "error",
      message:
        name === null
          ? { code: "dualstack-name-missing.no-rules", args: { service: cliName, region } }
          : {
              code: "dualstack-name-missing",
              args: { hostname: name.hostname, observed: sightingOf(name) },
            },
      fix: updateFix(situation) ?? { code: "dualstack-name-missing", args: { service: cliName } },
      place: placeOf(resolved.dualstack),
      subject: [cliName],
    };
  },
});

/** The default name has IPv6 already: the switch leads away from it for nothing. */
export const switchNotNeeded = trap({
  id: "switch-not-needed",
  title: "The dual-stack switch where the default name has IPv6",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html",
  applies: isSwitched,
  find: ({ readiness, resolved, service }) => {
    const { byDefault, byOptIn } = readiness;
    if (byDefault?.ipv6 !== "yes" || byOptIn?.hostname === byDefault.hostname) return null;
    return {
      level: "note",
      message: {
        code: "switch-not-needed",
        args: {
          hostname: byDefault.hostname,
          observed: sightingOf(byDefault),
          dualstack: byOptIn?.hostname ?? null,
        },
      },
      fix: { code: "switch-not-needed", args: {} },
      place: placeOf(resolved.dualstack),
      subject: [service.cliName],
    };
  },
});

const GLOBAL_REGION = "aws-global";

/** `aws-global` stands for the one STS of the past, which has no dual-stack name. */
export const stsAwsGlobal = trap({
  id: "sts-aws-global",
  title: "The global STS has no dual-stack name",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html",
  applies: ({ service, region, resolved }) =>
    service.cliName === "sts" && resolved.dualstack.value && region.endsWith("-global"),
  find: ({ region, resolved }) => ({
    ...globalSts(region),
    level: "error",
    place: placeOf(resolved.region),
  }),
  foresee: (proposal) =>
    proposal.choice.isSwitchOn && movedIn(proposal).includes("sts")
      ? [{ ...globalSts(GLOBAL_REGION), level: "note", place: null }]
      : [],
});

function globalSts(region: string): Pick<Hit, "message" | "fix"> {
  return {
    message: { code: "sts-aws-global", args: { region } },
    fix: { code: "sts-aws-global", args: {} },
  };
}
