import { clientPackageOf } from "@egress6/core/endpoint/client-package";
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
import type { CliContext } from "../context.js";
import { outputRules, refuseLoneForce } from "../output-rules.js";

/** As commander gives them. */
export interface TypedUpdate {
  readonly source: string;
  readonly packageVersion: string;
  readonly clients?: "npm" | "none";
  readonly rebuild?: true;
  readonly out?: string;
  readonly force?: true;
}

export async function runCatalogUpdate(options: TypedUpdate, context: CliContext): Promise<void> {
  const { source, packageVersion, out, rebuild } = options;
  refuseLoneForce(out, options, "--out");
  const known = readRuleSources(DATA_FOLDER);
  const update = await updateCatalog(
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
    outputRules(options, context),
  );
  if (update.kind === "current") {
    const { version, date } = known.base;
    context.stdout.write(
      `no newer rules there (botocore ${version}, ${date}; clients as of ${known.checked}). Nothing was written.\n`,
    );
    return;
  }
  const { before, after, files } = update;
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
