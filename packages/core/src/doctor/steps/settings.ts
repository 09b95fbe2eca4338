import type { HostObservations, SettingNote } from "../host-observations.js";
import type { HostsEntry } from "../hosts-file.js";
import { isExcepted, type ProxyVariable, usesProxy } from "../proxy-variables.js";
import { finding, type StepFinding } from "../step.js";

type Settings = Pick<HostObservations, "proxies" | "settingNotes" | "hostsEntries">;

const METADATA_HOSTS = ["fd00:ec2::254", "169.254.169.254"];

/** What is set on this host that leads requests elsewhere. */
export function settingsFinding({ proxies, settingNotes, hostsEntries }: Settings): StepFinding {
  const notes = [...settingNotes, ...hostsNotes(hostsEntries ?? []), ...proxyNotes(proxies)];
  if (notes.length === 0) return finding("ok", "no proxy, no endpoint setting");
  const breaking = notes.filter(({ severity }) => severity === "breaks");
  const worst = breaking[0] ?? notes.find(({ severity }) => severity === "caution");
  if (worst === undefined) return finding("ok", notes.map(({ text }) => text).join("; "));
  const remedy = worst.remedy === null ? null : { text: worst.remedy, command: null };
  const details = notes.filter((note) => note !== worst).map(noteWords);
  return finding(breaking.length > 0 ? "failed" : "note", noteWords(worst), { details, remedy });
}

function noteWords({ place, text, finding: trap }: SettingNote): string {
  const id = trap === null ? "" : ` [${trap.ruleId}]`;
  return place === null || text.includes(place) ? `${text}${id}` : `${place}: ${text}${id}`;
}

function hostsNotes(entries: readonly HostsEntry[]): readonly SettingNote[] {
  return entries.map(({ name, address, place }) => ({
    severity: "caution",
    finding: null,
    place,
    text: `${name} is ${address} on this host; programs take that, and DNS is not asked`,
    remedy: `Take the line out of the hosts file, unless it is meant: ${place}.`,
  }));
}

function proxyNotes(proxies: readonly ProxyVariable[]): readonly SettingNote[] {
  if (!usesProxy(proxies)) return [];
  const set = proxies.map(({ name, value }) => `${name}=${value}`).join(", ");
  const unexcepted = METADATA_HOSTS.filter((host) => !isExcepted(proxies, host));
  const around: SettingNote = {
    severity: "caution",
    finding: null,
    place: null,
    text: `${set}: the AWS CLI and many SDKs go through it; the checks here go around it`,
    remedy:
      "Check the same from the proxy, or take the proxy variables away where IPv6 goes out directly.",
  };
  if (unexcepted.length === 0) return [around];
  return [
    {
      severity: "caution",
      finding: null,
      place: "NO_PROXY",
      text: `NO_PROXY does not name ${unexcepted.join(" and ")}: the proxy gets the requests for credentials`,
      remedy: `Add ${unexcepted.join(",")} to NO_PROXY.`,
    },
    around,
  ];
}
