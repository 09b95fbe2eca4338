import type { Service } from "../endpoint/types.js";
import { serviceIdentifiers } from "../settings/read/service-identifiers.js";
import {
  isSettingVariable,
  settingOfKey,
  variablesOfKind,
} from "../settings/read/setting-table.js";
import type { Found, Known } from "./known.js";
import { serviceMatch } from "./match.js";
import { readAwsHost, readOtherHost } from "./read-host.js";
import { listedRegions } from "./region-in-name.js";

/** What stands before a variable or a key in a shell, a container's file, a manifest or a command. */
const BEFORE =
  /^(?:[-*•]\s+)?(?:export\s+|setx?\s+|env\s+|\$env:|name:\s*|-D|--(?:set|env|build-arg)[ =])?["']?/i;
const KEY = /^[A-Za-z_][\w.-]*/;

/** A setting, and the value given to it. */
interface SettingText {
  readonly key: string;
  /** Null: none. */
  readonly value: string | null;
}

/** `export KEY=value`, `KEY: "value",`, `KEY value`, `KEY`; null for other forms. */
function settingText(line: string): SettingText | null {
  const text = line.slice(BEFORE.exec(line)?.[0].length ?? 0);
  const key = KEY.exec(text)?.[0];
  if (key === undefined) return null;
  const rest = text.slice(key.length).replace(/^["']/, "").trim();
  if (rest === "") return { key, value: null };
  const sign = rest.charAt(0);
  if (sign !== "=" && sign !== ":") return null;
  const value = rest
    .slice(1)
    .replace(/^[=>]/, "")
    .replace(/\s+#.*$/, "")
    .trim()
    .replace(/[,;]$/, "")
    .replace(/^["'](.*)["']$/, "$1");
  return { key, value: value === "" ? null : value };
}

/**
 * A setting that has to do with endpoints: the service that it is for, and what its value is.
 * @returns null for what is none, and for several in a line
 */
export function readSetting(known: Known, text: string): Found | null {
  const setting = settingText(text);
  if (setting === null || /\s/.test(setting.value ?? "")) return null;
  const region = regionOfSetting(known, setting);
  const key =
    readSettingKey(known, setting.key) ?? (region === null ? null : { kind: "setting" as const });
  if (key === null) return null;
  const { value } = setting;
  const host = value === null ? null : (readAwsHost(known, value) ?? readOtherHost(known, value));
  const ofHost = host?.matches ?? [];
  // The service of the variable comes first, though its URL may be another's.
  const named = (key.matches ?? []).filter(
    ({ service }) => !ofHost.some((match) => match.service === service),
  );
  return {
    ...host,
    ...key,
    matches: [...named, ...ofHost],
    regions: region === null ? (host?.regions ?? []) : [region],
  };
}

function readSettingKey(known: Known, key: string): Found | null {
  const service = urlSettings(known).get(key.toLowerCase());
  if (service !== undefined) {
    return { kind: "setting", matches: [serviceMatch(known.catalog, service, {})] };
  }
  if (isSettingVariable(key)) return { kind: "setting", ...variantOfKey(key) };
  const isWord = !key.includes("_");
  return !isWord && settingOfKey(key) !== null ? { kind: "setting", ...variantOfKey(key) } : null;
}

/** The region that a setting names. */
function regionOfSetting(known: Known, { key, value }: SettingText): string | null {
  if (value === null || !listedRegions(known.catalog).has(value)) return null;
  const isOfRegion =
    variablesOfKind("region").includes(key) || settingOfKey(key)?.kind === "region";
  return isOfRegion ? value : null;
}

function variantOfKey(key: string): Pick<Found, "variants"> {
  const text = key.toLowerCase();
  if (text.includes("dualstack")) return { variants: ["dualstack"] };
  return text.includes("fips") ? { variants: ["fips"] } : {};
}

const settings = new WeakMap<Known["catalog"], ReadonlyMap<string, Service>>();

/** Variables and properties that set a service's URL. */
function urlSettings({ catalog }: Known): ReadonlyMap<string, Service> {
  const known = settings.get(catalog);
  if (known !== undefined) return known;
  const made = new Map(
    catalog.services.flatMap((service) => {
      const { env, jvmProperty } = serviceIdentifiers(service.serviceId);
      return [
        [env.toLowerCase(), service],
        [jvmProperty.toLowerCase(), service],
      ] as const;
    }),
  );
  settings.set(catalog, made);
  return made;
}
