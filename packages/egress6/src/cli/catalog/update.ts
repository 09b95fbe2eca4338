import { clientPackageOf } from "@egress6/core/endpoint/client-package";
import { Egress6Error } from "@egress6/core/errors";
import {
  catalogChangesText,
  catalogSummaryText,
  summarizeCatalog,
} from "../../adapter/botocore/catalog-summary.js";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { type RuleSources, readRuleSources } from "../../adapter/botocore/rule-sources.js";
import { updateCatalog } from "../../adapter/botocore/update-catalog.js";
import { lookForClients } from "../../adapter/sdk-clients/look-for-clients.js";
import { openNpmRegistry } from "../../adapter/sdk-clients/npm-registry.js";
import { DATA_FOLDER } from "../../data-folder.js";
import type { ClientsFound } from "../../ports.js";
import { refuseOutput } from "../../write-file.js";
import type { CliContext } from "../context.js";
import { outputRules, refuseLoneForce } from "../output-rules.js";
import { usageFault } from "../usage-fault.js";

/** Of the npm package. */
const LATEST = "latest";

/** As commander gives them. */
export interface TypedUpdate {
  readonly source: string;
  readonly packageVersion: string;
  readonly clients?: "npm" | "none";
  readonly rebuild?: true;
  readonly out?: string;
  readonly force?: true;
}

/** @throws Egress6Error also when it is interrupted: then nothing was written */
export async function runCatalogUpdate(options: TypedUpdate, context: CliContext): Promise<void> {
  refuseLoneForce(options.out, options, "--out");
  if (options.packageVersion !== LATEST && options.source !== "npm") {
    throw usageFault("--package-version goes with --source npm: it is a version of that package.");
  }
  try {
    await update(options, context);
  } catch (error) {
    throw context.interrupt.aborted ? interrupted(error) : error;
  }
}

function interrupted(cause: unknown): Egress6Error {
  return new Egress6Error(
    "INTERRUPTED",
    "incomplete",
    "Stopped. Nothing was written, and the catalog is as it was; the same command begins anew.",
    { cause },
  );
}

async function update(options: TypedUpdate, context: CliContext): Promise<void> {
  const { source, packageVersion, out, rebuild } = options;
  const rules = outputRules(options, context);
  if (out !== undefined) refuseOutput(out, rules);
  const known = readRuleSources(DATA_FOLDER);
  const updated = await updateCatalog(
    source,
    out,
    {
      packageVersion,
      known,
      clients: takesClients(options) ? await findClients(known, context) : null,
      isForced: rebuild === true,
      today: new Date(context.now()).toISOString().slice(0, 10),
      signal: context.interrupt,
      onStep: (step) => context.stderr.write(`${step}\n`),
    },
    rules,
  );
  if (updated.kind === "current") {
    const { version, date } = known.base;
    context.stdout.write(
      `no newer rules there (botocore ${version}, ${date}; clients as of ${known.checked}). Nothing was written.\n`,
    );
    return;
  }
  const { before, after, files } = updated;
  context.stdout.write(
    `${catalogSummaryText(summarizeCatalog(after))}${catalogChangesText(before, after)}${files.map((file) => `written to ${file}\n`).join("")}`,
  );
}

const REGISTRIES: ReadonlySet<string> = new Set(["newest", "pypi", "npm"]);

function takesClients({ source, clients }: TypedUpdate): boolean {
  return (clients ?? (REGISTRIES.has(source) ? "npm" : "none")) === "npm";
}

const PROGRESS_EVERY = 50;

async function findClients(
  { clients, core }: RuleSources,
  { interrupt, stderr }: CliContext,
): Promise<ClientsFound> {
  stderr.write("asking npm's registry for clients …\n");
  const registry = await openNpmRegistry(interrupt);
  const names = loadCatalog().services.map(({ serviceId }) => clientPackageOf(serviceId));
  return lookForClients(registry, clients, core.version, names, (done, total) => {
    if (done % PROGRESS_EVERY === 0) stderr.write(`  ${done} of ${total} clients\n`);
  });
}
