import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Finding, Level, Place, Suppression } from "@egress6/core/finding/finding";
import { placeText } from "@egress6/core/finding/place";

interface SarifRule {
  readonly id: string;
  readonly title: string;
  readonly helpUri: string;
  /** Of most of its results. */
  readonly level?: Level | undefined;
  readonly description?: string | undefined;
  /** `7.5`, of rules on security alone. */
  readonly securitySeverity?: string | undefined;
}

/** What the tool has to say of itself: a file that it could not read. */
interface SarifNotification {
  readonly level: Level;
  readonly text: string;
  readonly file: string | null;
}

interface SarifResult {
  readonly finding: Finding;
  /** What happens, and what to do. */
  readonly text: string;
  /** What the finding is of, besides its place. */
  readonly properties?: Readonly<Record<string, string | readonly string[]>>;
}

export interface SarifRun {
  /** Of egress6. */
  readonly version: string;
  /** All of them, so that alerts of rules without a result are closed. */
  readonly rules: readonly SarifRule[];
  readonly results: readonly SarifResult[];
  readonly notifications?: readonly SarifNotification[];
  /** The folder that paths are told from, absolute. */
  readonly folder: string;
  /** The file that findings without a file are shown at; null: there is none. */
  readonly input: string | null;
}

/**
 * SARIF 2.1.0, as code scanning takes it.
 * @source https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifText(run: SarifRun): string {
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "egress6",
            version: run.version,
            semanticVersion: run.version,
            rules: run.rules.map(ruleSarif),
          },
        },
        columnKind: "utf16CodeUnits",
        invocations: [invocationSarif(run)],
        results: run.results.map((result) => resultSarif(result, run)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleSarif({ id, title, helpUri, level, description, securitySeverity }: SarifRule) {
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: title },
    ...(description !== undefined && { fullDescription: { text: description } }),
    helpUri,
    ...(level !== undefined && { defaultConfiguration: { level } }),
    ...(securitySeverity !== undefined && {
      properties: { tags: ["security"], "security-severity": securitySeverity },
    }),
  };
}

/** Results count, though not all was read. */
function invocationSarif(run: SarifRun) {
  const { notifications = [] } = run;
  return {
    executionSuccessful: true,
    ...(notifications.length > 0 && {
      toolExecutionNotifications: notifications.map(({ level, text, file }) => ({
        level,
        message: messageSarif(text),
        ...(file !== null && {
          locations: [{ physicalLocation: physicalSarif(file, null, run.folder) }],
        }),
      })),
    }),
  };
}

/** `DualstackNameMissing`. */
function pascalCase(id: string): string {
  return id.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}

function resultSarif({ finding, text, properties }: SarifResult, run: SarifRun) {
  const { ruleId, kind, level, place, evidence, related, fingerprint, suppressed, goal } = finding;
  const location = locationSarif(place, run);
  const relatedPlaces = [
    ...related.map((each) => ({ place: each, text: placeText(each) ?? "" })),
    ...evidence,
  ];
  return {
    ruleId,
    ruleIndex: run.rules.findIndex(({ id }) => id === ruleId),
    kind,
    // § 3.27.10: whatever is no failure has no level.
    level: kind === "fail" ? level : "none",
    message: messageSarif(text),
    locations: location === null ? [] : [location],
    relatedLocations: relatedPlaces.map((each, id) => ({
      id,
      ...locationSarif(each.place, { ...run, input: null }),
      message: messageSarif(each.text),
    })),
    partialFingerprints: { "egress6/v1": fingerprint },
    suppressions: suppressed === null ? [] : [suppressionSarif(suppressed)],
    properties: { ...properties, ...(goal !== null && { goal }) },
  };
}

/**
 * A plain text message (§ 3.11.3) that is read as it stands. `[text](target)` would be an embedded link (§ 3.11.6): a
 * backslash takes its bracket for a bracket. Other brackets are left, since not every reader takes a backslash off.
 * Placeholders (§ 3.11.5) stand for `arguments`, and a message of ours has none, so that `{0}` is no placeholder.
 */
function messageSarif(text: string) {
  return { text: text.replace(/\[(?=[^[\]]*\]\()|\](?=\()/g, "\\$&") };
}

function locationSarif(place: Place | null, { folder, input }: SarifRun) {
  const file = place?.file ?? input;
  const physical = file === null ? {} : { physicalLocation: physicalSarif(file, place, folder) };
  const { resource = null } = place ?? {};
  const logical = resource === null ? {} : { logicalLocations: [{ fullyQualifiedName: resource }] };
  return file === null && resource === null ? null : { ...physical, ...logical };
}

function physicalSarif(file: string, place: Place | null, folder: string) {
  const { line = null, column = null } = place?.file === null ? {} : (place ?? {});
  return {
    artifactLocation: artifactSarif(file, folder),
    ...(line !== null && {
      region: { startLine: line, ...(column !== null && { startColumn: column }) },
    }),
  };
}

/** Relative where the file is in the folder, so that it means the same on another machine. */
function artifactSarif(file: string, folder: string) {
  const base = pathToFileURL(`${folder}/`).href;
  const uri = pathToFileURL(resolve(folder, file)).href;
  return uri.startsWith(base) ? { uri: uri.slice(base.length), uriBaseId: "%SRCROOT%" } : { uri };
}

function suppressionSarif({ kind, reason, until }: Suppression) {
  return {
    kind: kind === "in-source" ? "inSource" : "external",
    status: "accepted",
    justification: until === null ? reason : `${reason} (until ${until})`,
  };
}
