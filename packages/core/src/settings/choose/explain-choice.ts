import { calledWord, leavesPrivateName } from "../../verdict/readiness.js";
import {
  ASK_AGAIN,
  isAllAsked,
  observedWords,
  privateWords,
  unknownNamesWords,
  unsettledWords,
} from "../resolve/evidence-words.js";
import { type Caller, remedyOf } from "./remedy.js";
import {
  isMet,
  type MetChoice,
  type ServiceChoice,
  type SettingsChoice,
} from "./settings-choice.js";

/** What was chosen and why, one sentence a line. */
export function choiceWords(choice: SettingsChoice): readonly string[] {
  return [headline(choice), ...switchBlockerWords(choice), ...nothingWords(choice)];
}

function headline(choice: SettingsChoice): string {
  const met = choice.services.filter(isMet);
  const where = `in ${choice.region}`;
  if (met.length === 0) return `No settings for ${names(choice.services)} ${where}: see below.`;
  if (met.every(({ means }) => means === "nothing")) {
    return `Nothing to set ${where}: IPv6 is on the default name of ${names(met)}.`;
  }
  if (choice.isSwitchOn && choice.isByItself) {
    return `Nothing to set ${where}: it calls dual-stack names by itself, and they have AAAA: ${names(met)}.`;
  }
  if (choice.isSwitchOn) {
    return `The dual-stack setting is safe for these services ${where}: ${names(met)}.`;
  }
  if (met.some(({ means }) => means === "image-name"))
    return `Image names that answer over IPv6 ${where}.`;
  return met.some(({ means }) => means === "url")
    ? `An endpoint URL for each service that needs one ${where}, safe for: ${names(met)}.`
    : `Dual-stack for each client that needs it ${where}, safe for: ${names(met)}.`;
}

function names(choices: readonly ServiceChoice[]): string {
  return [...new Set(choices.map(titleOf))].join(", ");
}

/** Of the service, or what its additional endpoint is called. */
function titleOf({ service, readiness }: ServiceChoice): string {
  return readiness.called ?? service.displayName;
}

function switchBlockerWords({ switchBlockers, isByItself }: SettingsChoice): readonly string[] {
  const not = isByItself ? "It calls dual-stack names by itself" : "Not the switch";
  return switchBlockers.map((readiness) => {
    const { byDefault, byOptIn, switchEffect, notKnown } = readiness;
    const called = calledWord(readiness);
    const name = byOptIn?.hostname ?? "a name";
    const evidence = byOptIn === null ? "" : `, ${observedWords(byOptIn)}`;
    if (leavesPrivateName({ byDefault, byOptIn })) {
      return `${not}: ${called} would leave its interface endpoint. ${privateWords(byDefault)}`;
    }
    switch (switchEffect) {
      case "unknown":
        if (notKnown.byOptIn) {
          return `${not}: we do not know which hostname it leads ${called} to.`;
        }
        return `${not}: ${called} would call ${name}, which ${byOptIn === null ? "was not observed" : unsettledWords(byOptIn)}.`;
      case "breaks":
        return `${not}: it would break ${called}: ${name} does not exist${evidence}.`;
      case "ipv6":
        return `${not}: some versions miss ${name}, which serves all regions.`;
      default:
        return `${not}: ${called} would stay on IPv4: ${name} has no AAAA${evidence}.`;
    }
  });
}

/** Services that need no setting are only spoken of. */
function nothingWords({ services, isSwitchOn }: SettingsChoice): readonly string[] {
  return services.flatMap((choice) =>
    choice.means === "nothing"
      ? [
          `${calledWord(choice.readiness)}: ${choice.name.hostname} has AAAA, ${observedWords(choice.name)}${isSwitchOn ? "; the switch leaves it" : ""}. Nothing to set.`,
        ]
      : [],
  );
}

/** What one line of the settings rests on. */
export function choiceReason({ readiness, name }: MetChoice): string {
  return `${calledWord(readiness)}: ${name.hostname} has AAAA, ${observedWords(name)}`;
}

/** Operations that may stay on IPv4; empty: none are known. */
export function otherNameWords({ otherNames }: SettingsChoice): readonly string[] {
  return otherNames.map(
    ({ service, purpose, name }) =>
      `${service.cliName}, ${purpose}: ${name.hostname} ${name.ipv6 === "no" ? `has no AAAA, ${observedWords(name)}` : unsettledWords(name)}.`,
  );
}

/** What stays undone, and what to do about it; empty: nothing. */
export function undoneWords(choice: SettingsChoice, caller?: Caller): readonly string[] {
  const words = choice.services.flatMap((each) => {
    switch (each.means) {
      case "impossible":
        return [`Not solved: ${titleOf(each)}. ${remedyOf(each, caller)}`];
      case "unobserved":
        return [
          `Not known: ${titleOf(each)}. ${each.doubt ?? `${unknownNamesWords(each.readiness)} ${lookFirst(each, choice)}`}`,
        ];
      default:
        return [];
    }
  });
  // Of an API and its registry the same may hold.
  return [...new Set(words)];
}

function lookFirst(
  { service, readiness }: ServiceChoice,
  { region, isRegionListed }: SettingsChoice,
): string {
  if (isAllAsked(readiness)) return ASK_AGAIN;
  if (!isRegionListed) return "Add `--live` to look now.";
  return `Run \`egress6 scan --service ${service.cliName} --region ${region}\` first, or add \`--live\` to look now.`;
}
