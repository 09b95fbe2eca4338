import type { HclEffects } from "../../hcl/functions/hcl-function.js";
import type { CalledModule, ModuleCall } from "../../hcl/module.js";
import { type TextFile, terraformProject } from "../../hcl/project.js";
import type { SkippedFile, UnresolvedPart } from "../reading.js";
import type { Resource } from "../resource.js";
import { knownModule, type ModuleFacts } from "./known-modules.js";
import { resourcesOfRoot } from "./terraform-resources.js";

export interface TerraformReading {
  readonly resources: readonly Resource[];
  readonly unresolved: readonly UnresolvedPart[];
  readonly skipped: readonly SkippedFile[];
}

interface TerraformOptions {
  /** What functions read of the files and the world. */
  readonly effects: HclEffects;
  /** Of `--var-file`. */
  readonly variableFiles: readonly TextFile[];
  readonly modules: readonly ModuleFacts[];
  /** What `data.aws_region` is; null: not known. */
  readonly region: string | null;
}

const REGION_ATTRIBUTES = new Set(["name", "id", "region"]);

/** Root modules with all that they call, and what of it is not known. */
export function readTerraform(
  files: readonly TextFile[],
  { effects, variableFiles, modules, region }: TerraformOptions,
): TerraformReading {
  const known = ({ source, version }: ModuleCall) =>
    source === null ? null : knownModule(modules, source, version);
  const project = terraformProject(files, {
    effects,
    variableFiles,
    knownModule: (call): CalledModule => {
      const found = known(call);
      return found === null
        ? { kind: "elsewhere" }
        : { kind: "known", configuration: found.configuration };
    },
    dataValue: (type, _, attribute) =>
      type === "aws_region" && REGION_ATTRIBUTES.has(attribute) ? region : null,
  });
  const resources: Resource[] = [];
  const unresolved: UnresolvedPart[] = [];
  for (const each of project.roots) {
    const found = resourcesOfRoot(each, (call) => known(call)?.origin ?? null);
    resources.push(...found.resources);
    for (const { call, blockAddress } of found.foreign) {
      unresolved.push({
        place: { file: call.file, line: call.block.line },
        resource: blockAddress,
        missing: call.source ?? `${blockAddress}.source`,
        reason: `The module ${call.source ?? "without a known source"} is not in these files, and we do not know what it makes.`,
      });
    }
    for (const { file, line, message } of each.problems) {
      unresolved.push({
        place: { file, line },
        resource: null,
        missing: message,
        reason: `${message}.`,
      });
    }
  }
  const skipped = project.broken.map(({ file, line, message }) => ({
    file,
    reason: `Line ${line}: ${message}.`,
  }));
  return { resources, unresolved, skipped };
}
