import { isBuiltBySdks, isRegistry } from "../settings/choose/additional-names.js";
import type { SdkChoice } from "../settings/read/find-sdk.js";
import { isSettingRead } from "../settings/read/is-setting-read.js";
import { S3_ENDPOINT_FIRST } from "../settings/resolve/endpoint-advice.js";
import {
  ASK_AGAIN,
  isAllAsked,
  observedWords,
  privateWords,
  unknownNamesWords,
} from "../settings/resolve/evidence-words.js";
import { type NameEvidence, privateAddressesOf, type Readiness } from "../verdict/readiness.js";

import { isOtherNameOfService } from "./match.js";

interface OtherName {
  /** Of the names for that purpose. */
  readonly readiness: Readiness;
  /** The one that is asked about; null: there is none. */
  readonly used: NameEvidence | null;
  /** As in the catalog. */
  readonly purpose: string;
  /** Null: no SDK in particular. */
  readonly sdk: SdkChoice | null;
}

interface OtherNameAdvice {
  readonly advice: readonly string[];
  /** Ready to paste; null: there is none. */
  readonly setting: string | null;
}

export const DUALSTACK_SWITCH = "AWS_USE_DUALSTACK_ENDPOINT=true";

/** What to do about a name besides the service's own endpoint: switches lead to some of them only. */
export function otherNameAdvice({ readiness, used, purpose, sdk }: OtherName): OtherNameAdvice {
  const { ipv6Name, byDefault, byOptIn, cell, service, region } = readiness;
  const only = (text: string): OtherNameAdvice => ({ advice: [text], setting: null });
  if (used?.ipv6 === "yes") {
    return only(`Nothing to change: ${used.hostname} answers over IPv6 (${observedWords(used)}).`);
  }
  if (privateAddressesOf(byDefault).length > 0) {
    return only(`${privateWords(byDefault)} Keep this name, or make the endpoint dual-stack.`);
  }
  if (ipv6Name !== null) {
    const answers = `${ipv6Name.hostname} answers over IPv6 (${observedWords(ipv6Name)})`;
    if (isRegistry(purpose)) {
      return only(
        `Name images after ${ipv6Name.hostname}, and log in there: it answers over IPv6 (${observedWords(ipv6Name)}). No setting of an SDK changes the host in an image's name.`,
      );
    }
    const isSwitched = isBuiltBySdks(purpose) || isOtherNameOfService(purpose);
    if (!isSwitched || !isSettingRead(sdk, "dualstack", "env")) {
      return only(
        `Put ${ipv6Name.hostname} in the place of ${used?.hostname}, in URLs and configuration files: ${answers}. It is for ${purpose}; no setting of an SDK leads there.`,
      );
    }
    const check = `egress6 check --service ${service.cliName} --region ${region}`;
    return {
      advice: [
        `Set ${DUALSTACK_SWITCH}: SDKs then build ${ipv6Name.hostname}, which answers over IPv6 (${observedWords(ipv6Name)}). It holds for all services of the process: first check what it would break, with \`${check}\`.`,
        ...(service.cliName === "s3" ? [S3_ENDPOINT_FIRST] : []),
      ],
      setting: DUALSTACK_SWITCH,
    };
  }
  if (cell === "unknown") {
    const remedy = isAllAsked(readiness) ? ASK_AGAIN : "Look now with --live.";
    return only(`${unknownNamesWords(readiness)} ${remedy}`);
  }
  const names = [...new Set([byDefault, byOptIn].flatMap((name) => name?.hostname ?? []))];
  if (cell === "none")
    return only(`${names.join(" and ")} do${names.length === 1 ? "es" : ""} not exist.`);
  return only(
    `No setting helps: ${names.join(" and ")} ${names.length === 1 ? "has" : "have"} no IPv6 address (${observedWords(byDefault ?? byOptIn)}). Workarounds: NAT64 with DNS64, or an IPv4 path.`,
  );
}
