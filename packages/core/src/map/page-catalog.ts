import { asArray, asObject, asText, type JsonObject } from "./json-reader.js";

/** Stands for the service id inside a display name; no name holds a control character. */
const ID = "\u0001";
/** Stands for the CLI name among a service's name rules. */
const CLI_NAME = 0;

/**
 * The catalog as the page loads it, a third smaller than the file: without additional names, which come
 * with a service's details, without signing names, and with what a service's names repeat said once.
 * @param json the content of `data/catalog.json`
 */
export function toPageCatalog(json: unknown): JsonObject {
  const root = asObject(json, "catalog");
  const services = Object.entries(asObject(root["services"], "catalog.services"));
  return {
    ...root,
    services: services.map(([cliName, value]) => {
      const { id, name, names, additional: _, signingName: __, ...rest } = asObject(value, cliName);
      const idText = asText(id, cliName);
      const shortNames = mapValues(asObject(names, cliName), (rule) =>
        rule === cliName ? CLI_NAME : rule,
      );
      const shortName = asText(name, cliName).replace(idText, () => ID);
      return Object.keys(rest).length === 0
        ? [cliName, idText, shortName, shortNames]
        : [cliName, idText, shortName, shortNames, rest];
    }),
  };
}

/** @returns what `parseCatalog` reads */
export function fromPageCatalog(json: unknown): JsonObject {
  const root = asObject(json, "catalog");
  const services = asArray(root["services"], "catalog.services").map((value) => {
    const [name, id, shortName, shortNames, rest = {}] = asArray(value, "catalog.services");
    const cliName = asText(name, "catalog.services");
    const idText = asText(id, cliName);
    const service = {
      id: idText,
      name: asText(shortName, cliName).replace(ID, () => idText),
      ...asObject(rest, cliName),
      names: mapValues(asObject(shortNames, cliName), (rule) =>
        rule === CLI_NAME ? cliName : rule,
      ),
    };
    return [cliName, service];
  });
  return { ...root, services: Object.fromEntries(services) };
}

function mapValues(record: JsonObject, change: (value: unknown) => unknown): JsonObject {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
