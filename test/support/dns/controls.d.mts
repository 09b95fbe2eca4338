import type { Sections } from "./faults.js";

interface Addresses {
  readonly A: readonly string[];
  readonly AAAA?: readonly string[];
}

export const CONTROL_RECORDS: Readonly<Record<string, Addresses>>;
export const KNOWN_RECORDS: Readonly<Record<string, Required<Addresses>>>;
export const CONTROL_ZONES: Readonly<Record<string, string>>;
export const ROOT_ZONE: string;
export function controlSections(name: string, type: string): Sections | null;
export function isControl(name: string): boolean;
