import { observedWords } from "../settings/resolve/evidence-words.js";
import { isSwitched } from "./situation.js";
import type { Trap } from "./trap.js";

/** The switch is on, and the name that it leads to does not exist: there is no fallback. */
export const dualstackNameMissing: Trap = (situation) => {
  const { readiness, settled, service, region } = situation;
  if (!isSwitched(situation) || readiness.switchEffect !== "breaks") return null;
  if (region.endsWith("-global")) return null; // See sts-aws-global.
  const name = readiness.byOptIn;
  return {
    id: "dualstack-name-missing",
    severity: "breaks",
    message:
      name === null
        ? `The dual-stack switch is on, and AWS's rules build no dual-stack name for ${service.cliName} in ${region}: every call fails, there is no fallback.`
        : `The dual-stack switch leads to ${name.hostname}, which does not exist (${observedWords(name)}): every call fails with ENOTFOUND or EndpointConnectionError, there is no fallback.`,
    remedy: `Leave the switch off for clients of ${service.cliName}; it works per process, so give the other services their URLs one by one, or call this one from a process of its own.`,
    place: settled.dualstack.place ?? settled.dualstack.name,
    source: "https://github.com/boto/botocore/issues/3060",
  };
};

/** The default name has IPv6 already: the switch leads away from it for nothing. */
export const switchNotNeeded: Trap = (situation) => {
  const { readiness, settled } = situation;
  const { byDefault, byOptIn } = readiness;
  if (!isSwitched(situation) || byDefault?.ipv6 !== "yes") return null;
  if (byOptIn?.hostname === byDefault.hostname) return null;
  return {
    id: "switch-not-needed",
    severity: "caution",
    message: `${byDefault.hostname} answers over IPv6 by itself (${observedWords(byDefault)}); the switch leads to ${byOptIn?.hostname ?? "no name at all"}, which may be missing in other regions or be unknown to other SDK versions.`,
    remedy: "Leave the switch off, unless another service of this process needs it.",
    place: settled.dualstack.place ?? settled.dualstack.name,
    source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html",
  };
};

/** Services whose dual-stack name AWS's rules once built otherwise, and where that is described. */
const MOVED: ReadonlyMap<string, string> = new Map([
  ["ecr", "https://github.com/kubernetes/cloud-provider-aws/issues/1330"],
  ["secretsmanager", "https://docs.aws.amazon.com/general/latest/gr/asm.html"],
]);
const MOVED_TO_GLOBAL = "https://github.com/hashicorp/terraform-provider-aws/issues/47412";

/** An SDK builds names by the rules of the day it was released. */
export const staleSdk: Trap = (situation) => {
  const { sdk, readiness, service, region } = situation;
  if (!isSwitched(situation)) return null;
  const end = sdk?.sdk.endOfSupport?.value;
  const isMoved = readiness.byOptIn?.scope === "partition" || MOVED.has(service.cliName);
  if (end === undefined && !isMoved) return null;
  return {
    id: "stale-sdk",
    severity: "caution",
    message:
      end === undefined
        ? `${readiness.byOptIn?.hostname ?? "The dual-stack name"} is what present rules build. Older SDKs build another name, such as ${service.cliName === "ecr" ? "api.ecr" : service.cliName}.${region}.api.aws, which need not exist.`
        : `${sdk?.sdk.name} is without support since ${end}: its rules no longer follow AWS, and the names that it builds may never have existed.`,
    remedy: "Take an SDK of this year, and look which host it calls.",
    place: null,
    source: sdk?.sdk.endOfSupport?.source ?? MOVED.get(service.cliName) ?? MOVED_TO_GLOBAL,
  };
};

/** `aws-global` stands for the one STS of the past, which has no dual-stack name. */
export const stsAwsGlobal: Trap = ({ service, region, settled }) => {
  if (service.cliName !== "sts" || !settled.dualstack.value || !region.endsWith("-global"))
    return null;
  return {
    id: "sts-aws-global",
    severity: "breaks",
    message: `For STS in ${region} the dual-stack switch builds sts.${region}.api.aws, which does not exist.`,
    remedy: "Give STS clients a region, such as us-east-1.",
    place: settled.region.place ?? settled.region.name,
    source:
      "https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html",
  };
};
