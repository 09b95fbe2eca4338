import { readFileSync } from "node:fs";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { z } from "zod";

const release = { version: z.string(), date: z.iso.date() };

const ruleSources = z.strictObject({
  note: z.string(),
  /** Of botocore. */
  base: z.strictObject({
    ...release,
    /** Of the npm package that carries it; missing: it came from elsewhere. */
    packageVersion: z.string().optional(),
    source: z.url(),
  }),
  /** When clients were looked for. */
  checked: z.iso.date(),
  /** Of `@aws-sdk/core`, for partitions and regions. */
  core: z.strictObject(release),
  clients: z.record(
    z.string(),
    z.strictObject({ ...release, differs: z.literal(true).optional() }).nullable(),
  ),
});

/** The content of `data/rule-sources.json`: which rules the catalog was built from. */
export type RuleSources = z.infer<typeof ruleSources>;

export const RULE_SOURCES_FILE = "rule-sources.json";

/** @throws Egress6Error CATALOG_SOURCE_INVALID */
export function readRuleSources(dataFolder: URL): RuleSources {
  try {
    return ruleSources.parse(
      JSON.parse(readFileSync(new URL(RULE_SOURCES_FILE, dataFolder), "utf8")),
    );
  } catch (cause) {
    throw new Egress6Error(
      "CATALOG_SOURCE_INVALID",
      "input",
      `data/${RULE_SOURCES_FILE} cannot be read (${reasonOf(cause)}). Take it from the last commit.`,
      { cause },
    );
  }
}

/** One client per line, so that a diff shows what is newer. */
export function formatRuleSources({ clients, ...rest }: RuleSources): string {
  const members = Object.entries(rest).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const lines = Object.entries(clients)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, client]) => `    ${JSON.stringify(name)}: ${JSON.stringify(client)}`);
  return `{\n${members.join(",\n")},\n  "clients": {\n${lines.join(",\n")}\n  }\n}\n`;
}
