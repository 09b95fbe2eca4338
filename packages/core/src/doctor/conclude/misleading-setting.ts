import type { DoctorFacts } from "../doctor-facts.js";
import type { SettingPlace, TargetResult } from "../target.js";
import { configRemedy, labels } from "../target-words.js";
import type { Broken } from "./broken.js";
import type { Remedy } from "./remedies.js";

/** What is wrong, and what to do, where a setting leads to a name that does not answer. */
export function misleadingSetting(
  misled: readonly TargetResult[],
  { targets, region }: DoctorFacts,
): Broken {
  const used = misled.flatMap(({ names }) => names).find(({ isUsed }) => isUsed);
  const setBy = used?.setBy;
  const who = setBy === undefined ? "A setting" : `${setBy.name}${placeWords(setBy)}`;
  return {
    brokenLink: "setting",
    text: `${who} leads ${labels(misled)} to a name that does not answer (${used?.hostname}); without it, IPv6 works.`,
    remedy: (setBy === undefined ? null : removal(setBy)) ?? configRemedy(targets, region),
  };
}

const placeWords = ({ file }: SettingPlace) => (file === null ? "" : ` (${file})`);

/** Only of an endpoint URL: a switch may be what other services need. */
function removal({ name, file }: SettingPlace): Remedy | null {
  if (!/endpoint_url/i.test(name)) return null;
  if (file !== null) return { text: `Take the line out of ${file}, or mend it.`, command: null };
  return {
    text: "Take it away in this shell, and where the program's environment is set.",
    command: `unset ${name}`,
  };
}
