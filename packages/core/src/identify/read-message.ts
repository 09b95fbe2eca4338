import type { Found, Known } from "./known.js";
import { serviceMatch } from "./match.js";
import type { ErrorMessage } from "./names.js";
import { readAction, readArn } from "./read-arn.js";
import { readEndpointService } from "./read-endpoint-service.js";
import { readAwsHost, readOtherHost } from "./read-host.js";
import { readSetting } from "./read-setting.js";
import { readType } from "./read-type.js";
import { listedRegions } from "./region-in-name.js";
import { bare } from "./service-words.js";

/** Ids of the messages that a line is an example of, those that say most of it first. */
export function errorsIn(messages: readonly ErrorMessage[], line: string): readonly string[] {
  const text = `${line.toLowerCase()} ${familiesIn(line)}`;
  return messages
    .map(({ id, patterns }) => ({
      id,
      length: Math.max(
        0,
        ...patterns
          .filter((all) => all.every((part) => text.includes(part)))
          .map((all) => all.join("").length),
      ),
    }))
    .filter(({ length }) => length > 0)
    .sort((a, b) => b.length - a.length)
    .map(({ id }) => id);
}

/** What surely is what it looks like, wherever it stands; plain words are not. */
export function readCertain(known: Known, word: string): Found | null {
  return (
    readAwsHost(known, word) ??
    readEndpointService(known, word) ??
    readArn(known, word) ??
    readAction(known, word) ??
    readType(known, word) ??
    (/[_.]/.test(word) ? readSetting(known, word) : null)
  );
}

/** Between words of a message; `=` too, but not inside an address. */
const BETWEEN = /[\s"'`<>(),;|]+/;
/** What punctuation leaves at the ends of a word; a bracket may belong to an address. */
const LOOSE_START = /^[{[(=:.!?*#&+-]+(?!:)/;
const LOOSE_END = /[\]}):.!?=]+$/;
/** Names of files and code look like hosts. */
const CODE =
  /\.(?:[cm]?[jt]sx?|py|go|java|rb|rs|cs|php|kt|swift|so|sh|json|ya?ml|toml|ini|cfg|conf|log|txt|md|xml|html?|css|jar|zip|gz|tf|hcl|lock|exe|dll|pid|sock|service|local|internal|client|resource|exceptions)$/i;

const IPV4 = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\w)/;
/** Global, unique local and link-local addresses; times and names of code have colons, too. */
const IPV6 = /(?<![\w:.])(?:[23][0-9a-f]{3}|f[cde][0-9a-f]{2}):/i;
const NAT64 = /(?<![\w:.])64:ff9b:/i;

/** The families of the addresses in a line, as patterns of messages have them. */
function familiesIn(line: string): string {
  const hasIpv6 = IPV6.test(line);
  return [
    IPV4.test(line) ? "{ipv4}" : "{no ipv4}",
    ...(hasIpv6 ? ["{ipv6}"] : NAT64.test(line) ? [] : ["{no ipv6}"]),
  ].join(" ");
}

/** Everything in a line of text that is certain, in its order. */
export function readMessage(known: Known, line: string): readonly Found[] {
  const found: Found[] = [
    ...cliCommand(known, line),
    ...clientCalls(known, line),
    ...operationErrors(known, line),
  ];
  // What is there twice says nothing new.
  for (const raw of new Set(line.split(BETWEEN))) {
    const one = raw === "" ? null : readToken(known, raw);
    if (one !== null) found.push(one);
  }
  return found;
}

function readToken(known: Known, raw: string): Found | null {
  // Most words of a text are plain.
  if (!/[.:_/\\@-]|Client$/.test(raw)) return null;
  for (const word of new Set(formsOf(raw))) {
    if (word === "") continue;
    if (listedRegions(known.catalog).has(word)) return { kind: "region", regions: [word] };
    const found = readCertain(known, word) ?? certainOther(known, word);
    if (found !== null) return found;
  }
  return null;
}

/** The word without its punctuation, and what stands behind a `key=`. */
function formsOf(raw: string): readonly string[] {
  const bracket = raw.indexOf("[");
  const isAddress = bracket >= 0 && raw.includes(":", bracket) && raw.includes("]", bracket);
  const trimmed = raw.replace(LOOSE_START, "").replace(LOOSE_END, "");
  const address = isAddress ? raw.slice(bracket).replace(/[.:,]+$/, "") : "";
  const value = trimmed.slice(trimmed.indexOf("=") + 1);
  // In `connect ENETUNREACH host:443:` and in `host->host` more than one name may be joined.
  return [trimmed, address, value, trimmed.replace(/^.*->/, "").replace(/\/(?:tcp|udp)$/, "")];
}

/** Other hosts and addresses, as far as they cannot be names of files or code. */
function certainOther(known: Known, text: string): Found | null {
  // Node writes `2600:1f18::1:443`, without brackets.
  const word = text.replace(/^([0-9a-f]*:[0-9a-f:]+):443$/i, "$1");
  const found = readOtherHost(known, word);
  if (found === null) return null;
  if ((found.addresses ?? []).length > 0) return isVersion(word) ? null : found;
  if (word.includes("://")) return found;
  const isPlain = word === word.toLowerCase() && !word.includes("/") && !word.includes("_");
  const [host = ""] = found.hosts ?? [];
  if (!isPlain || CODE.test(host) || host.split(".").some((label) => label === "")) return null;
  return host.split(".").every((label) => label.length > 1) ? found : null;
}

/** `1.2.3.4` in `agent/1.2.3.4` is a version. */
const isVersion = (word: string): boolean => /[a-z]\/\d+(\.\d+){3}/i.test(word);

/** `aws --region eu-west-1 sqs list-queues` */
function cliCommand({ catalog, words }: Known, line: string): readonly Found[] {
  const [first, ...rest] = line
    .slice(0, LONGEST_CALL)
    .replace(/^[$#]\s+/, "")
    .split(/\s+/);
  if (first !== "aws") return [];
  const command = rest.find((word, index) => {
    const before = rest[index - 1] ?? "";
    const isValue = before.startsWith("--") && !before.includes("=");
    return !word.startsWith("-") && !isValue;
  });
  const service = catalog.services.find(
    ({ cliName, cliCommands }) => cliName === command || cliCommands?.includes(command ?? ""),
  );
  if (service === undefined || !words.byCliName.has(service.cliName)) return [];
  return [{ kind: "service", matches: [serviceMatch(catalog, service, {})] }];
}

/** `boto3.client("sqs")` has quotes and parentheses, which otherwise end a word. */
function clientCalls(known: Known, line: string): readonly Found[] {
  const at = line.search(
    /\b(?:boto3|session|client|botocore|aioboto3)\.[a-z_.]*(?:client|resource)\(/i,
  );
  const call = at < 0 ? null : readType(known, line.slice(at, at + LONGEST_CALL));
  return call === null ? [] : [call];
}

const LONGEST_CALL = 120;

/** What SDKs write before the reason: `operation error SQS: SendMessage`, `(Service: Sqs, Status Code: 403`. */
function operationErrors({ catalog, words }: Known, line: string): readonly Found[] {
  const named =
    /\boperation error ([A-Za-z0-9 ]{1,40}): [A-Z]/.exec(line)?.[1] ??
    /\(Service: (?:Amazon|AWS)?([A-Za-z0-9 ]{1,40})[;,]/.exec(line)?.[1];
  const services = named === undefined ? [] : (words.ids.get(bare(named)) ?? []);
  if (services.length === 0) return [];
  return [{ kind: "iac-type", matches: services.map((each) => serviceMatch(catalog, each, {})) }];
}
