import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { applyEdits } from "@egress6/core/audit/apply-edits";
import type { AuditEdit } from "@egress6/core/audit/audit-fix";
import type { AuditReport } from "@egress6/core/audit/audit-report";
import { baselineText, parseBaseline } from "@egress6/core/audit/baseline";
import type { AuditReading } from "@egress6/core/audit/reading";
import { rulePage } from "@egress6/core/audit/rule-page";
import { awsNames } from "@egress6/core/audit/source/aws-names";
import type { Catalog } from "@egress6/core/endpoint/catalog";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { loadCatalog } from "../../adapter/botocore/load-catalog.js";
import { loadAuditFacts } from "../../adapter/fact-files/audit-facts.js";
import { loadAuditRules } from "../../adapter/fact-files/audit-rules.js";
import { loadIdentifyNames } from "../../adapter/fact-files/identify-names.js";
import { loadTerraformModules } from "../../adapter/fact-files/terraform-modules.js";
import { checkOutRef } from "../../adapter/git/check-out-ref.js";
import { readAudit } from "../../adapter/iac/read-audit.js";
import { loadShippedPrices } from "../../adapter/price-list/price-file.js";
import { findProjectFile } from "../../adapter/project-file/find-project-file.js";
import { readAuditSection } from "../../adapter/project-file/read-audit-section.js";
import { isBlocked, runAudit } from "../../app/run-audit.js";
import { auditDocument } from "../../render/audit/document.js";
import { auditGithub } from "../../render/audit/github.js";
import { auditJunit } from "../../render/audit/junit.js";
import { auditMarkdown } from "../../render/audit/markdown.js";
import { auditSarif } from "../../render/audit/sarif.js";
import { auditText } from "../../render/audit/text.js";
import { withFolder } from "../../render/audit/with-folder.js";
import { untoned } from "../../render/style.js";
import { writeOutput } from "../../write-file.js";
import type { CliContext, ExitCode } from "../context.js";
import { ownFileRules } from "../output-rules.js";
import { supportFinder } from "../support-finder.js";
import { usageFault } from "../usage-fault.js";
import { VERSION } from "../version.js";
import type { AuditOptions } from "./audit-options.js";

/** `egress6 audit`: see the command for what it does. */
export async function auditCommand(
  paths: readonly string[],
  options: AuditOptions,
  context: CliContext,
): Promise<ExitCode> {
  if (options.explain !== undefined) {
    const { explainRule } = await import("./explain-rule.js");
    context.stdout.write(explainRule(options.explain));
    return 0;
  }
  if (paths.length === 0 && options.plan === undefined) {
    throw usageFault("Name what to audit, for example `egress6 audit .`");
  }
  if (options.json && options.format !== "text" && options.format !== "json") {
    throw usageFault("--format and --json name forms of one report: give one.");
  }
  if (options.dryRun && !options.fix) throw usageFault("--dry-run goes with --fix.");
  const { cwd } = context;
  const catalog = loadCatalog();
  const shared = sharedInput(options, catalog, cwd);
  const read = (from: string, some: readonly string[]) =>
    readAudit({ ...shared, paths: some, cwd: from });
  const audit = await auditor(options, catalog, context);
  const before = await readBefore(paths, options, context, read);
  let report = await audit(read(cwd, paths), before);
  if (options.fix) {
    const isChanged = fix(report, auditedFolder(paths, cwd), options, context);
    if (isChanged) report = await audit(read(cwd, paths), before);
  }
  if (options.writeBaseline !== undefined) {
    const path = resolve(cwd, options.writeBaseline);
    writeOutput(path, baselineText(report.findings), ownFileRules(context));
    context.stderr.write(`${options.writeBaseline}: ${report.findings.length} findings\n`);
  }
  for (const problem of report.problems) context.stderr.write(`egress6: ${problem}\n`);
  const text = reportText(report, auditedFolder(paths, cwd), options, context);
  if (options.output === undefined) context.stdout.write(text);
  else writeOutput(resolve(cwd, options.output), untoned(text), ownFileRules(context));
  return exitCode(report, options, before);
}

/** What all runs read alike. */
function sharedInput(options: AuditOptions, catalog: Catalog, inputFolder: string) {
  const { plan = [], varFile = [], params = [], region = null } = options;
  return {
    inputFolder,
    planFiles: plan,
    variableFiles: varFile,
    parameterFiles: params,
    modules: loadTerraformModules().modules,
    names: awsNames(catalog, loadIdentifyNames()),
    region,
  };
}

/** The same files as a commit has them; null: none is named. */
async function readBefore(
  paths: readonly string[],
  { newSince }: AuditOptions,
  { cwd, interrupt }: CliContext,
  read: (cwd: string, paths: readonly string[]) => AuditReading,
) {
  if (newSince === undefined) return null;
  const checkedOut = await checkOutRef(cwd, newSince, interrupt);
  try {
    const there = paths.flatMap((path) => {
      const inside = checkedOut.pathOf(resolve(cwd, path));
      return inside !== null && existsSync(inside) ? [inside] : [];
    });
    const from = checkedOut.folder;
    const reading = there.length === 0 ? EMPTY : read(from, there);
    return { ref: newSince, commit: checkedOut.commit, reading };
  } finally {
    checkedOut.remove();
  }
}

const EMPTY: AuditReading = {
  resources: [],
  calls: [],
  settings: [],
  packages: [],
  ignores: [],
  unresolved: [],
  files: [],
  skipped: [],
};

type Before = Awaited<ReturnType<typeof readBefore>>;

/** With all that does not change between two runs. */
async function auditor(options: AuditOptions, catalog: Catalog, context: CliContext) {
  const { rules } = loadAuditRules();
  const project = findProjectFile(context.cwd);
  const shared = {
    goal: options.goal,
    facts: loadAuditFacts(catalog, loadShippedPrices()),
    rules,
    helpUri: rulePage,
    findSupport: supportFinder(options, context),
    now: context.now,
    project: project === null ? [] : readAuditSection(project),
    baseline: readBaseline(options, context),
  };
  return (reading: AuditReading, before: Before): Promise<AuditReport> => {
    const region = options.region ?? null;
    return runAudit({ ...shared, reading, region, before });
  };
}

function readBaseline({ baseline }: AuditOptions, { cwd }: CliContext) {
  if (baseline === undefined) return null;
  try {
    const text = readFileSync(resolve(cwd, baseline), "utf8");
    return { name: baseline, content: parseBaseline(text, baseline) };
  } catch (cause) {
    if (cause instanceof Egress6Error) throw cause;
    throw new Egress6Error(
      "BASELINE_INVALID",
      "input",
      `${baseline} cannot be read (${reasonOf(cause)}). Write one with \`egress6 audit PATHS --write-baseline ${baseline}\`.`,
      { cause },
    );
  }
}

/** The folder that paths in the report are told from. */
function auditedFolder(paths: readonly string[], cwd: string): string {
  const [only] = paths;
  if (only === undefined || paths.length > 1) return cwd;
  const path = resolve(cwd, only);
  return existsSync(path) && statSync(path).isDirectory() ? path : cwd;
}

/** @returns whether any file was changed */
function fix(
  { findings }: AuditReport,
  folder: string,
  { dryRun }: AuditOptions,
  { stderr, cwd }: CliContext,
): boolean {
  const byFile = new Map<string, AuditEdit[]>();
  for (const { edit, suppressed, kind } of findings) {
    if (edit === null || suppressed !== null || kind !== "fail") continue;
    byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit]);
  }
  for (const [file, edits] of byFile) {
    const path = join(folder, file);
    const shown = relative(cwd, path).split("\\").join("/");
    const { text, diff } = applyEdits(shown, readFileSync(path, "utf8"), edits);
    stderr.write(diff);
    if (!dryRun) writeFileSync(path, text);
  }
  const done = dryRun ? "would change" : "changed";
  stderr.write(
    byFile.size === 0
      ? "Nothing can be fixed by adding lines alone.\n"
      : `${done} ${byFile.size} ${byFile.size === 1 ? "file" : "files"}\n`,
  );
  return byFile.size > 0 && !dryRun;
}

function reportText(
  report: AuditReport,
  folder: string,
  { format, json, emit, plan }: AuditOptions,
  { cwd }: CliContext,
): string {
  if (emit === "workload") return `${JSON.stringify(report.workload, null, 2)}\n`;
  // People and platforms look for files from the folder they are in, or that holds the repository.
  const inside = relative(cwd, folder).split("\\").join("/");
  const prefix = inside === "" || inside.startsWith("..") || isAbsolute(inside) ? "" : `${inside}/`;
  const here = withFolder(report, prefix);
  switch (json ? "json" : format) {
    case "json":
      return `${JSON.stringify(auditDocument(report), null, 2)}\n`;
    case "sarif":
      // Findings of a plan have no file of their own, and code scanning wants one.
      return auditSarif(here, { version: VERSION, folder: cwd, input: plan?.[0] ?? null });
    case "junit":
      return auditJunit(here);
    case "markdown":
      return auditMarkdown(here);
    case "github":
      return auditGithub(here);
    case "text":
      return auditText(here);
  }
}

function exitCode(
  { findings, reading }: AuditReport,
  { failOn, writeBaseline, emit }: AuditOptions,
  before: Before,
): ExitCode {
  const isComplete = isAllRead(reading, findings, before);
  // A workload is no verdict.
  if (emit !== undefined) return isComplete ? 0 : 3;
  if (writeBaseline === undefined && isBlocked(findings, failOn)) return 1;
  return isComplete ? 0 : 3;
}

/** Where only what is new counts, files that could not be read before either do not; nor do those that are ignored. */
function isAllRead(
  { files, resources, skipped }: AuditReading,
  findings: AuditReport["findings"],
  before: Before,
): boolean {
  const accepted = new Set(
    findings.flatMap(({ ruleId, suppressed, place }) =>
      ruleId === "E6902" && suppressed !== null ? (place?.file ?? []) : [],
    ),
  );
  const unread = skipped.filter(({ file }) => !accepted.has(file));
  if (before === null) return unread.length === 0 && (files.length > 0 || resources.length > 0);
  const known = new Set(before.reading.skipped.map(({ file, reason }) => `${file}\n${reason}`));
  return unread.every(({ file, reason }) => known.has(`${file}\n${reason}`));
}
