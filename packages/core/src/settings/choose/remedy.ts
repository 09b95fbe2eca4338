import type { HandedOut } from "../../verdict/handed-out.js";
import { calledWord, type NameEvidence } from "../../verdict/readiness.js";
import { privateWords } from "../resolve/evidence-words.js";
import type { Obstacle, ServiceChoice } from "./settings-choice.js";

type Impossible = Extract<ServiceChoice, { means: "impossible" }>;

/** Who makes the calls: a program of one's own, or a tool whose code and process are not. */
export type Caller = "program" | "tool";

/** Why settings cannot do it, and what can: two sentences. */
export function remedyOf(
  { readiness, part, obstacle }: Impossible,
  caller: Caller = "program",
): string {
  const remedy =
    part === "additional" && obstacle === "no-setting" && caller === "program"
      ? NAME_IN_PLACE
      : REMEDY[obstacle];
  const { byDefault, byOptIn, handedOut } = readiness;
  return `${REASON[obstacle](calledWord(readiness), byOptIn?.hostname ?? "The dual-stack name", byDefault, handedOut)} ${
    caller === "tool" && remedy === PER_CLIENT ? AROUND_IPV4 : remedy
  }`;
}

const REASON: Readonly<
  Record<
    Obstacle,
    (
      cliName: string,
      optIn: string,
      byDefault: NameEvidence | null,
      handedOut: HandedOut | null,
    ) => string
  >
> = {
  "no-endpoint": (cliName) => `${cliName} has no endpoint in this region.`,
  "ipv4-only": (cliName) => `No setting helps: no hostname of ${cliName} has an IPv6 address.`,
  "signing-region": (_, optIn) =>
    `${optIn} must be signed for another region than the client's: a bare URL would be refused, and there is no switch that is safe for all services listed.`,
  "url-refused": (cliName, optIn) =>
    `SDKs refuse https://${optIn} as an endpoint URL of ${cliName}: only dual-stack settings lead there, and there is no switch that is safe for all services listed.`,
  "no-setting": (_, optIn) => `${optIn} has AAAA, but nothing here sets it safely.`,
  "handed-out-ipv4": (cliName, _, __, handedOut) =>
    `Calls of ${cliName} go to ${handedOut?.hostname}, which its endpoint handed out and which has no AAAA: no setting changes that.`,
  "endpoint-discovery": (cliName, optIn) =>
    `${optIn} has AAAA, and a URL does not do here: with one, SDKs no longer ask for the host that calls of ${cliName} go to.`,
  "not-called": (cliName) => `This target does not call ${cliName}.`,
  "interface-endpoint": (cliName, optIn, byDefault) =>
    `${privateWords(byDefault)} ${optIn} is public: calls of ${cliName} there leave the interface endpoint, its policy and \`aws:SourceVpce\` conditions, and fail in a subnet without another egress path.`,
  "stale-sdk": (_, optIn) =>
    `${optIn} is what this version calls with dual-stack, and it has no AAAA; today's SDKs call another hostname, which has.`,
};

const PER_CLIENT =
  "Set dual-stack on that client alone, in code (`--for python`, `javascript`, `java` and so on), run it as a process of its own with the switch, or use the plugin @egress6/aws-sdk in JavaScript.";

/** SDKs do not build such names. */
const NAME_IN_PLACE = "Write that name where whatever calls it has a URL of its own.";

const AROUND_IPV4 =
  "Workaround: an interface endpoint (PrivateLink) in the VPC where there is one for it, or NAT64 with DNS64.";

const REMEDY: Readonly<Record<Obstacle, string>> = {
  "no-endpoint": "Use a region that has one.",
  "ipv4-only": AROUND_IPV4,
  "signing-region": PER_CLIENT,
  "url-refused": PER_CLIENT,
  "no-setting": PER_CLIENT,
  "handed-out-ipv4": AROUND_IPV4,
  "endpoint-discovery": PER_CLIENT,
  "not-called": "Leave it out, or choose another target.",
  "interface-endpoint":
    "Keep the default name, or make the endpoint dual-stack with its DNS record type and look again.",
  "stale-sdk": "Update the SDK, or give this client the URL of that hostname in its code.",
};
