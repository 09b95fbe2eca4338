import {
  type CheckedRegion,
  type CheckedService,
  checkedLabel,
} from "../settings/choose/check-services.js";
import type { ConfiguredClient } from "../settings/resolve/check-configuration.js";
import type { Support } from "../verdict/support.js";
import type { Finding, Message } from "./finding.js";
import { fingerprintOf } from "./fingerprint.js";

const SOURCE = "https://docs.aws.amazon.com/vpc/latest/userguide/aws-ipv6-support.html";

/** What a check finds without looking for traps: whether a client without IPv4 reaches its services. */
export const REACH_RULES = [
  { id: "needs-ipv4", title: "A service that is not reached over IPv6", source: SOURCE },
  { id: "not-observed", title: "A service of which IPv6 is not known", source: SOURCE },
] as const;

export type ReachMessage =
  | Message<"service", { readonly service: string; readonly region: string }>
  | Message<
      "client",
      {
        readonly service: string;
        readonly region: string;
        readonly profile: string;
        readonly url: string | null;
      }
    >;
/** In the words that the check itself has for it. */
type ReachFix = Message<"way-out", { readonly text: string }>;

export type ReachFinding = Finding<(typeof REACH_RULES)[number]["id"], ReachMessage, ReachFix>;

/** One for each service, and each configured client, that does not surely work over IPv6. */
export function reachFindings(
  regions: readonly CheckedRegion[],
  clients: readonly ConfiguredClient[],
): readonly ReachFinding[] {
  return [
    ...regions.flatMap(({ region, services }) =>
      services.filter(({ works }) => works !== "yes").map((each) => ofService(each, region)),
    ),
    ...clients.filter(({ verdict }) => verdict["ipv6-only"] !== "yes").map(ofClient),
  ];
}

function ofService(checked: CheckedService, region: string): ReachFinding {
  const { works, wayOut } = checked;
  const service = checkedLabel(checked);
  return {
    ...judged(works, "service", [region, service]),
    message: { code: "service", args: { service, region } },
    fix: wayOut === null ? null : { code: "way-out", args: { text: wayOut } },
  };
}

function ofClient({ service, region, profile, url, verdict }: ConfiguredClient): ReachFinding {
  return {
    ...judged(verdict["ipv6-only"], "client", [profile, region, service]),
    message: { code: "client", args: { service, region, profile, url } },
    fix: null,
  };
}

/** Unknown is no fault: somebody has to look. */
function judged(works: Support, format: string, resource: readonly string[]) {
  const isKnown = works === "no";
  const ruleId = isKnown ? ("needs-ipv4" as const) : ("not-observed" as const);
  return {
    ruleId,
    level: isKnown ? ("error" as const) : ("note" as const),
    kind: isKnown ? ("fail" as const) : ("review" as const),
    place: null,
    goal: "ipv6-only" as const,
    evidence: [],
    related: [],
    fingerprint: fingerprintOf({ ruleId, format, resource, attribute: [] }),
    suppressed: null,
    helpUri: SOURCE,
  };
}
