import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Egress6Error, reasonOf } from "@egress6/core/errors";

/** What of the AWS CLI v1 itself is read. */
export interface CliSource {
  /** Where it lies, for messages. */
  readonly path: string;
  readonly version: string;
  /** Python, never run. */
  readonly endpointOverrides: string;
}

/** Inside the `awscli` package. */
const CLI_FILES = ["__init__.py", "customizations/overridesslcommonname.py"] as const;

/** @throws Egress6Error CATALOG_SOURCE_INVALID */
export function openCliSource(folder: string): CliSource {
  const [init, overrides] = CLI_FILES.map((file) => join(folder, file));
  const path = overrides ?? folder;
  try {
    const version = /^__version__ = ['"](\d[\w.]*)['"]/m.exec(
      readFileSync(init ?? "", "utf8"),
    )?.[1];
    if (version === undefined) throw new Error(`${init} names no version`);
    return { path, version, endpointOverrides: readFileSync(path, "utf8") };
  } catch (cause) {
    throw invalidCliSource(path, `cannot be read (${reasonOf(cause)})`, cause);
  }
}

export function invalidCliSource(path: string, problem: string, cause?: unknown): Egress6Error {
  return new Egress6Error(
    "CATALOG_SOURCE_INVALID",
    "input",
    `${path} ${problem}. The list of endpoints that AWS CLI v1 carries has changed its form: egress6 must learn it before it can be updated. Nothing was written.`,
    { cause },
  );
}
