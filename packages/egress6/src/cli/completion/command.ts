import type { Catalog } from "@egress6/core/endpoint/catalog";
import { VARIANTS } from "@egress6/core/endpoint/types";
import { DESIGN_IDS } from "@egress6/core/plan/designs";
import { TARGETS } from "@egress6/core/settings/write/targets";
import type { Command } from "commander";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { loadSdkFacts } from "../../adapter/fact-files/sdk-facts.js";
import type { CliContext } from "../context.js";
import { bashScript } from "./bash-script.js";
import { type Completion, completionOf, type Lists } from "./completion.js";
import { fishScript } from "./fish-script.js";
import type { Shell } from "./shells.js";
import { zshScript } from "./zsh-script.js";

const SCRIPTS: Readonly<Record<Shell, (completion: Completion) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** @param program with every command */
export function completionCommand(shell: Shell, program: Command, { stdout }: CliContext): void {
  stdout.write(SCRIPTS[shell](completionOf(program, knownWords(loadCatalog()))));
}

function knownWords({ partitions, services }: Catalog): Lists {
  return {
    services: services.map(({ cliName }) => cliName).sort(),
    regions: partitions.flatMap(({ regions }) => regions.map(({ id }) => id)),
    partitions: partitions.map(({ id }) => id),
    variants: VARIANTS,
    targets: TARGETS.flatMap(({ id, forms }) => [
      id,
      ...(forms.length > 1 ? forms.map((form) => `${id}:${form.id}`) : []),
    ]),
    designs: DESIGN_IDS,
    sdks: loadSdkFacts().sdks.map(({ id }) => id),
  };
}
