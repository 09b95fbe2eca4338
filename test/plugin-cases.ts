import { readFileSync } from "node:fs";
import type { FaultKind } from "./support/dns/faults.js";
import type { Records } from "./support/dns/server.js";

/** The names and the signing scope that the rules give a client of a service. */
export interface ServiceNames {
  readonly title: string;
  /** The CLI's name for it. */
  readonly service: string;
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly defaultHost: string;
  readonly dualStackHost: string;
  /** What is looked up for them; without it, the host itself. */
  readonly defaultName?: string;
  readonly dualStackName?: string;
  readonly scope: string;
}

/** What DNS says of the two names of STS, and what follows. */
export interface PluginCase {
  readonly title: string;
  readonly records: { readonly default: Records | null; readonly dualStack: Records | null };
  readonly otherRecords?: Readonly<Record<string, Records>>;
  /** What resolvers are vetted with, where that is not the truth. */
  readonly controls?: Readonly<Record<string, Records>>;
  readonly faults?: readonly {
    readonly kind: FaultKind;
    readonly type?: "A" | "AAAA";
    /** `default`, `dualStack`, or a name itself; all names without it. */
    readonly name?: string;
  }[];
  readonly lookUpTimeoutMs?: number;
  readonly dualStackSwitch?: boolean;
  /** A host that the user has set. */
  readonly endpoint?: string;
  readonly goes: "default" | "dualStack" | "endpoint";
  readonly reason: string;
}

interface PluginCases {
  readonly controls: Readonly<Record<string, Records>>;
  readonly services: readonly ServiceNames[];
  readonly cases: readonly PluginCase[];
}

/** What both plugins must choose alike. */
const FILE: PluginCases = JSON.parse(
  readFileSync(new URL("plugin-cases.json", import.meta.url), "utf8"),
);
export const SERVICE_NAMES = FILE.services;
export const PLUGIN_CASES = FILE.cases;

const [sts] = SERVICE_NAMES;
if (sts === undefined) throw new Error("plugin-cases.json begins with STS");
export const STS_NAMES = sts;
const { defaultHost, dualStackHost } = sts;

export function recordsOf({ records, otherRecords, controls, endpoint }: PluginCase) {
  return {
    ...(controls ?? FILE.controls),
    ...otherRecords,
    ...(records.default && { [defaultHost]: records.default }),
    ...(records.dualStack && { [dualStackHost]: records.dualStack }),
    ...(endpoint === undefined ? {} : { [endpoint]: { A: ["52.94.5.1"] } }),
  };
}

export function faultsOf({ faults = [] }: PluginCase) {
  return faults.map(({ kind, type, name }) => ({
    kind,
    ...(type === undefined ? {} : { type }),
    ...(name === undefined ? {} : { names: nameOf(name) }),
  }));
}

const nameOf = (name: string) => ({ default: defaultHost, dualStack: dualStackHost })[name] ?? name;

export function hostOf({ goes, endpoint = "" }: PluginCase): string {
  return { default: defaultHost, dualStack: dualStackHost, endpoint }[goes];
}
