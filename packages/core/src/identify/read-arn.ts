import type { Found, Known } from "./known.js";
import { serviceMatch } from "./match.js";
import { listedRegions } from "./region-in-name.js";
import { bare } from "./service-words.js";

/** `arn:aws:secretsmanager:eu-west-1:1111:secret:x`; null for what is no ARN. */
export function readArn(known: Known, word: string): Found | null {
  const [arn, partition = "", namespace = "", region = ""] = word.split(":", 6);
  if (arn?.toLowerCase() !== "arn" || word.split(":", 6).length < 5 || namespace === "")
    return null;
  const { catalog, words } = known;
  const where = listedRegions(catalog).has(region.toLowerCase()) ? region.toLowerCase() : null;
  const services = words.namespaces.get(bare(namespace)) ?? [];
  return {
    kind: "arn",
    matches: services.map((service) =>
      serviceMatch(catalog, service, { region: where, partition }),
    ),
    regions: where === null ? [] : [where],
  };
}

/** `sqs:SendMessage`, `s3:Get*`; null for what is none of a service that is known. */
export function readAction({ catalog, words }: Known, word: string): Found | null {
  const parts = word.split(":");
  const [namespace = "", action = ""] = parts;
  if (parts.length !== 2 || !/^(?:[A-Z][A-Za-z0-9]*\*?|\*)$/.test(action)) return null;
  if (!/^[a-z0-9-]+$/.test(namespace)) return null;
  const services = words.namespaces.get(bare(namespace)) ?? [];
  if (services.length === 0) return null;
  return { kind: "action", matches: services.map((service) => serviceMatch(catalog, service, {})) };
}
