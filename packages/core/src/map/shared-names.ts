import { VARIANTS, type Variant } from "../endpoint/types.js";
import { asObject, asText, invalidMapData } from "./json-reader.js";

/** For services with a name that serves a whole partition: a digit per partition, a bit per variant. */
export type SharedNames = ReadonlyMap<string, string>;

/** @throws Egress6Error MAP_DATA_INVALID (input) */
export function parseSharedNames(json: unknown): SharedNames {
  return new Map(
    Object.entries(asObject(json, "shared")).map(([cliName, value]) => {
      const digits = asText(value, `shared.${cliName}`);
      if (!/^[0-9a-f]*$/.test(digits)) throw invalidMapData(`shared.${cliName}`, "digits");
      return [cliName, digits];
    }),
  );
}

/** Whether one name of this variant serves all regions of the partition. */
export function isSharedName(
  shared: SharedNames,
  cliName: string,
  partition: number,
  variant: Variant,
): boolean {
  const digit = Number.parseInt(shared.get(cliName)?.charAt(partition) ?? "", 16) || 0;
  return ((digit >> VARIANTS.indexOf(variant)) & 1) === 1;
}
