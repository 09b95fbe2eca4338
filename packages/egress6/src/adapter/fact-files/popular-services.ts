import { z } from "zod";
import { factFile } from "./fact-file.js";
import { fileHead, provenance } from "./provenance-schema.js";

/** `data/popular-services.json`. */
export const popularServicesFile = z.strictObject({
  ...fileHead,
  ...provenance,
  downloadsAMonth: z
    .record(z.string(), z.int().positive())
    .refine((downloads) => Object.keys(downloads).length >= 50, "fewer than 50 services")
    .refine((downloads) => isFalling(Object.values(downloads)), "not sorted: the most first")
    .describe("by CLI name"),
});

const isFalling = (counts: readonly number[]) =>
  counts.every((count, index) => index === 0 || count <= (counts[index - 1] ?? 0));

const read = factFile("popular-services.json", popularServicesFile);

/** CLI names of the services that are used most, the most first. @throws Egress6Error FACTS_INVALID */
export function loadPopularServices(folder?: URL): readonly string[] {
  return Object.keys(read(folder).downloadsAMonth);
}
