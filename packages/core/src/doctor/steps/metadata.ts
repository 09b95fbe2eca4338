import { printable } from "../../printable.js";
import { hostOfUrl } from "../../settings/resolve/endpoint-url.js";
import { REMEDIES } from "../conclude/remedies.js";
import type { HostObservations, MetadataAnswer, MetadataSettings } from "../host-observations.js";
import { finding, NOT_FINISHED, type StepFinding } from "../step.js";
import { tcpWords } from "../words.js";

const IPV4_HOST = "169.254.169.254";

type Metadata = Pick<HostObservations, "metadata" | "metadataSettings">;

/** Whether SDKs can ask the metadata service the way they are told to. */
export function metadataFinding({ metadata, metadataSettings }: Metadata): StepFinding {
  if (metadata === null) return NOT_FINISHED;
  const { ipv6, ipv4 } = metadata;
  const details = [
    `[fd00:ec2::254]: ${answerWords(ipv6)}`,
    `${IPV4_HOST}: ${answerWords(ipv4)}`,
    ...settingWords(metadataSettings),
  ];
  const { mode, endpoint, disabledBy, containerCredentials } = metadataSettings;
  if (disabledBy !== null) return finding("ok", `turned off by ${disabledBy}`, { details });
  if (mode === null) {
    const { value, place } = metadataSettings.modeSetting ?? { value: "", place: "" };
    const summary = `${place} is “${printable(value)}”: SDKs want exactly IPv4 or IPv6`;
    return finding("failed", summary, { details, remedy: REMEDIES.spellImdsMode });
  }
  const isIpv6 = ipv6.status !== null;
  const isIpv4 = ipv4.status !== null;
  if (!isIpv6 && !isIpv4) {
    const summary = "does not answer: this is not EC2, or it is turned off";
    const isWanted = mode === "IPv6" && metadataSettings.modeSetting !== null;
    return finding("note", summary, { details, remedy: isWanted ? REMEDIES.enableImdsIpv6 : null });
  }
  const where = isIpv6 && isIpv4 ? "IPv6 and IPv4" : isIpv6 ? "IPv6 only" : "IPv4 only";
  const summary = `answers over ${where}; SDKs ask over ${mode}`;
  const state = containerCredentials === null ? "failed" : "note";
  if (endpoint !== null) {
    const asked = `answers over ${where}; SDKs ask ${endpoint.place}`;
    // Of other hosts nothing is known here.
    if (isIpv4 || hostOfUrl(endpoint.value) !== IPV4_HOST)
      return finding("note", asked, { details });
    return finding(state, `${asked}, which is ${IPV4_HOST}`, {
      details,
      remedy: REMEDIES.imdsEndpointOverIpv6,
    });
  }
  if (mode === "IPv6" ? isIpv6 : isIpv4) {
    const { tokenStatus } = mode === "IPv6" ? ipv6 : ipv4;
    if (tokenStatus !== null) return finding("ok", summary, { details });
    return finding(state, `${summary}, and get no token`, { details, remedy: REMEDIES.moreHops });
  }
  const remedy = mode === "IPv6" ? REMEDIES.enableImdsIpv6 : REMEDIES.setImdsMode;
  return finding(state, summary, { details, remedy });
}

function answerWords({ tcp, status, tokenStatus }: MetadataAnswer): string {
  const token = tokenStatus === null ? "; the answer to a request for a token stays away" : "";
  if (status !== null) return `answers (HTTP ${status} without a token)${token}`;
  return tcp.kind === "connected" ? "connects, and says nothing" : tcpWords(tcp);
}

function settingWords(settings: MetadataSettings): readonly string[] {
  const { modeSetting, endpoint, containerCredentials } = settings;
  return [
    ...[modeSetting, endpoint].flatMap((setting) =>
      setting === null ? [] : [`${setting.place}: ${setting.value}`],
    ),
    ...(containerCredentials === null
      ? []
      : [`${containerCredentials} is set: credentials come from there, not from this service`]),
  ];
}
