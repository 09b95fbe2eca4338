import type { DoctorFacts } from "../doctor-facts.js";
import type { HostsEntry } from "../hosts-file.js";
import type { TargetResult } from "../target.js";
import { labels } from "../target-words.js";
import type { Broken } from "./broken.js";

/** @returns null unless all that fails does so by a name that the hosts file gives an address */
export function misleadingHostsLine(
  { host: { hostsEntries = [] } }: DoctorFacts,
  failing: readonly TargetResult[],
): Broken | null {
  const lines = failing.map((result) => lineOf(result, hostsEntries));
  const [line] = lines;
  if (line === undefined || lines.includes(undefined)) return null;
  const { name, address, place } = line;
  return {
    brokenLink: "setting",
    text: `${place} makes ${name} ${address} on this host. Not reached over IPv6 that way: ${labels(failing)}.`,
    remedy: {
      text: "See the line, and take it out unless it is meant: DNS is then asked again.",
      command: `grep -n -i ${name} ${place.replace(/:\d+$/, "")}`,
    },
  };
}

function lineOf({ names }: TargetResult, entries: readonly HostsEntry[]): HostsEntry | undefined {
  const used = names.find(({ isUsed }) => isUsed)?.hostname;
  return entries.find(({ name }) => name === used);
}
