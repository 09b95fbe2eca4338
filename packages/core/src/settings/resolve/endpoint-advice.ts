import type { Catalog } from "../../endpoint/catalog.js";
import type { FamilySupport } from "../../verdict/cell.js";
import type { HandedOut } from "../../verdict/handed-out.js";
import { type NameEvidence, privateAddressesOf, type Readiness } from "../../verdict/readiness.js";
import { ownUrl } from "../choose/own-url.js";
import type { SdkChoice } from "../read/find-sdk.js";
import { isSettingRead } from "../read/is-setting-read.js";
import { serviceIdentifiers } from "../read/service-identifiers.js";
import type { EndpointSource } from "./endpoint-trail.js";
import {
  ASK_AGAIN,
  handedOutDoubt,
  isAllAsked,
  observedWords,
  privateWords,
  unknownNamesWords,
} from "./evidence-words.js";
import { optionsPastList } from "./own-endpoints.js";
import type { ResolvedSettings } from "./resolve-settings.js";
import { ASK_RULES, notKnownWords } from "./version-words.js";

interface AdviceQuestion {
  readonly catalog: Catalog;
  readonly readiness: Readiness;
  readonly settings: ResolvedSettings;
  readonly source: EndpointSource;
  readonly hostname: string | null;
  /** Of `hostname`. */
  readonly seen: FamilySupport | null;
  /** What `hostname` is among the names of the service; null: none of them. */
  readonly name: NameEvidence | null;
  /** The remedy of a trap by which calls fail wherever they go; null: there is none. */
  readonly mendFirst: string | null;
  /** What it takes besides for calls to go to `hostname` at all; null: nothing. */
  readonly takesAlso: string | null;
  /** Null: no SDK in particular. */
  readonly sdk: SdkChoice | null;
  /** That it is not known where this version of the SDK calls; null: it is. */
  readonly doubt: string | null;
  /** The names that today's rules build, where `readiness` is of a version's; else null. */
  readonly todays: Readiness | null;
  /** Whether `hostname` is a name of one zone, which `readiness` knows nothing of. */
  readonly isZonal: boolean;
  /** Where calls go after `hostname` handed it out; null: they go there. */
  readonly handedOut: HandedOut | null;
}

/** What to do so that calls work over IPv6, in sentences; each says what it rests on. */
export function endpointAdvice(question: AdviceQuestion): readonly string[] {
  const { readiness, seen, hostname, name, mendFirst, takesAlso, source } = question;
  if (source === "client" && seen?.ipv6 !== "yes") return adviceForOwnList(question);
  if (readiness.region.endsWith("-global")) {
    return [
      "Give STS clients a region: its regional names can have IPv6, the global one is of the past.",
    ];
  }
  if (question.doubt !== null) return [`${question.doubt} ${ASK_RULES}`, ...urlOfToday(question)];
  if (mendFirst !== null) return [`First fix what makes calls fail. ${mendFirst}`];
  const byHost = adviceForHandedOut(question);
  if (byHost !== null) return byHost;
  if (seen?.ipv6 === "yes") {
    const isDefault = source === "rules" && name !== null && name === readiness.byDefault;
    const basis = name === null ? "" : ` (${observedWords(name)})`;
    if (takesAlso !== null) {
      return [`${hostname} answers over IPv6${basis}, once calls go there. ${takesAlso}`];
    }
    return [
      `${isDefault ? "Nothing to set" : "Nothing else to set"}: ${hostname} answers over IPv6${basis}.`,
    ];
  }
  if (question.isZonal) return [adviceForZonalHost(question)];
  if (source !== "rules" && name === null) return [adviceForHost(question)];
  return waysOut(question);
}

/** Null: calls go to the endpoint, or the host that it hands out has AAAA, or the endpoint has none itself. */
function adviceForHandedOut({
  readiness,
  handedOut,
  hostname,
  source,
}: AdviceQuestion): readonly string[] | null {
  if (handedOut === null || handedOut.ipv6 === "yes") return null;
  if (source !== "rules" && source !== "client") {
    return [
      `Remove the endpoint URL: with it, clients do not ask for the host that calls of ${readiness.service.cliName} go to, and ${hostname} is known only to hand it out.`,
    ];
  }
  const { byDefault, byOptIn } = readiness;
  const hasEntry = [byDefault, byOptIn].some((name) => name?.ipv6 !== "no" && name !== null);
  if (!hasEntry) return null;
  if (handedOut.ipv6 === "unknown") return [handedOutDoubt(readiness, handedOut)];
  return [
    `No setting helps: calls go to ${handedOut.hostname}, which was handed out and has no IPv6 address (${observedWords(handedOut)}). ${WAYS_OUT}`,
  ];
}

/** A client with a list of its own: settings do not help, only options of the call do. */
function adviceForOwnList(question: AdviceQuestion): readonly string[] {
  const { catalog, readiness, settings, sdk } = question;
  const { ipv6Name } = readiness;
  const options = optionsPastList(catalog, readiness, ipv6Name, settings.region.value);
  if (options === null) return waysOut(question);
  return [
    `Pass ${options}: that hostname answers over IPv6 (${observedWords(ipv6Name)}). ${sdk?.sdk.name} takes no setting for it; AWS CLI v2 does.`,
  ];
}

/** What was observed of the service's names in the region says nothing of those in its zones. */
function adviceForZonalHost({ hostname, seen, settings }: AdviceQuestion): string {
  const ask =
    seen?.ipv6 === "no"
      ? `${hostname} has no IPv6 address.`
      : `${hostname} was not observed; --live looks it up now.`;
  return settings.dualstack.value
    ? ask
    : `${ask} The dual-stack switch leads to another name of the same zone: look at that one with --dualstack --live.`;
}

function adviceForHost({ hostname, seen }: AdviceQuestion): string {
  return seen?.ipv6 === "no"
    ? `${hostname} has no IPv6 address: it is none of AWS's public names, so only whoever runs it can change that.`
    : `${hostname} was not observed; --live looks it up now.`;
}

function waysOut(question: AdviceQuestion): readonly string[] {
  const { readiness, settings, source } = question;
  const { service, ipv6Name, byDefault, byOptIn, region } = readiness;
  if (ipv6Name !== null && ipv6Name === byDefault) {
    const off = settings.dualstack.value && source === "rules";
    return [
      `${off ? "Turn the dual-stack switch off for this service" : "Remove the endpoint URL"}: ${ipv6Name.hostname} answers over IPv6 by itself (${observedWords(ipv6Name)}).`,
    ];
  }
  if (privateAddressesOf(byDefault).length > 0) {
    return [
      `${privateWords(byDefault)} Keep the default name, or make the endpoint dual-stack with its DNS record type and look again.`,
    ];
  }
  if (ipv6Name !== null) {
    return waysTo(ipv6Name, question);
  }
  const byUrl = urlOfToday(question);
  if (byUrl.length > 0) return byUrl;
  const doubt = optInDoubt(question);
  if (doubt !== null) return [`${doubt} ${ASK_RULES}`];
  if (readiness.cell === "unknown") {
    if (isAllAsked(readiness)) return [`${unknownNamesWords(readiness)} ${ASK_AGAIN}`];
    return [adviceUnobserved(question.catalog, service.cliName, region)];
  }
  const names = [byDefault, byOptIn].flatMap((each) => each?.hostname ?? []);
  if (names.length === 0 || readiness.cell === "none") {
    return [
      `${service.cliName} has no name in ${region} that exists: use a region where it has one.`,
    ];
  }
  return [
    `No setting helps: ${[...new Set(names)].join(" and ")} ${new Set(names).size === 1 ? "has" : "have"} no IPv6 address (${observedWords(byDefault ?? byOptIn)}). ${WAYS_OUT}`,
  ];
}

const WAYS_OUT =
  "Workarounds: an interface endpoint (AWS PrivateLink) in the VPC, NAT64 with DNS64, or an IPv4 path.";

/** Where nobody has asked about any of the names. A scan knows the listed regions only. */
export function adviceUnobserved(catalog: Catalog, cliName: string, region: string): string {
  const isListed = catalog.partitions.some(({ regions }) =>
    regions.some(({ id }) => id === region),
  );
  if (!isListed) return "Check now with --live.";
  return `Check now with --live, or run \`egress6 scan --service ${cliName} --region ${region}\`.`;
}

/** The dual-stack name of today's rules, for an SDK whose own does not lead there: its URL does. */
function urlOfToday({ catalog, todays, readiness, sdk }: AdviceQuestion): readonly string[] {
  const name = todays?.byOptIn;
  if (privateAddressesOf(readiness.byDefault).length > 0) return [];
  if (name?.ipv6 !== "yes" || name.hostname === readiness.byOptIn?.hostname) return [];
  const own = ownUrl(catalog, readiness, name);
  if (!("url" in own) || !isSettingRead(sdk, "endpoint-url", "env")) return [];
  const { env } = serviceIdentifiers(readiness.service.serviceId);
  return [
    `Set ${env}=${own.url} and leave the dual-stack switch off: that hostname answers over IPv6 (${observedWords(name)}), whatever version calls it.`,
  ];
}

/** That it is not known where the switch leads; null: it is. */
function optInDoubt({ catalog, readiness, settings }: AdviceQuestion): string | null {
  const { service, region } = readiness;
  const variant = settings.fips.value ? "fips-dualstack" : "dualstack";
  return notKnownWords(catalog, { service: service.cliName, region, variant });
}
export const S3_ENDPOINT_FIRST =
  "If the VPC has an S3 endpoint, set its address type to dualstack first: by default it is ipv4, and calls to the dual-stack hostname leave it.";

/** The settings by which this SDK goes to a name; one that it does not read is never advised. */
function waysTo(
  name: NameEvidence,
  { catalog, readiness, sdk }: AdviceQuestion,
): readonly string[] {
  const { service, region } = readiness;
  const { env } = serviceIdentifiers(service.serviceId);
  const own = ownUrl(catalog, readiness, name);
  const ways: string[] = [];
  const isSwitchInEnv = isSettingRead(sdk, "dualstack", "env");
  if (isSwitchInEnv || isSettingRead(sdk, "dualstack", "config")) {
    const setting = isSwitchInEnv
      ? "Set AWS_USE_DUALSTACK_ENDPOINT=true"
      : "Set use_dualstack_endpoint = true in the profile";
    ways.push(
      `${setting}: calls then go to ${name.hostname}, which answers over IPv6 (${observedWords(name)}). It holds for all services of the process: first check what it would break, with \`egress6 check --service … --region ${region}\`.`,
    );
  }
  if ("url" in own && isSettingRead(sdk, "endpoint-url", "env")) {
    ways.push(
      `${ways.length === 0 ? "Set" : "Or"} for ${service.cliName} alone: ${env}=${own.url}`,
    );
  }
  if (ways.length > 0) return service.cliName === "s3" ? [...ways, S3_ENDPOINT_FIRST] : ways;
  const version = sdk?.version == null ? "" : ` ${sdk.version}`;
  return [
    `${name.hostname} answers over IPv6 (${observedWords(name)}), but ${sdk?.sdk.name}${version} reads no setting that leads there: give the client that endpoint in its code, or use a newer SDK.`,
  ];
}
