import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { evidenceFor, NO_EVIDENCE } from "@egress6/core/evidence/evidence";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DATA_FOLDER } from "../../data-folder.js";
import { loadCatalog } from "../botocore/load-catalog.js";
import { type EvidenceStatements, loadEvidence, readEvidenceFile } from "./evidence.js";
import { egressSchemas } from "./fact-schemas.js";
import { lintEvidence } from "./lint-evidence.js";

const catalog = loadCatalog();
const notice = readFileSync(new URL("../../../../../NOTICE", import.meta.url), "utf8");
const context = { catalog, notice, today: "2026-11-30" };
const file = readEvidenceFile();

describe("the shipped evidence", () => {
  test("is clean: every entry has a date, a licence and a line in NOTICE", () => {
    expect(lintEvidence(file, context)).toEqual([]);
    expect(notice).toContain("Copyright (c) 2023, apparentorder");
  });

  test("has the JSON Schema that its type gives", () => {
    const written = readFileSync(new URL("schema/evidence.schema.json", DATA_FOLDER));
    expect(JSON.parse(written.toString())).toEqual(egressSchemas()["evidence.schema.json"]);
  });

  test("says what AWS declares before what others saw", () => {
    const evidence = loadEvidence();
    const says = (service: string, variant: "default" | "dualstack", region = "eu-central-1") =>
      evidenceFor(evidence, service, region, variant)?.says ?? null;
    expect(says("lambda", "dualstack")).toBe("declared");
    expect(says("sts", "dualstack")).toBe("seen-by-others");
    expect(says("eks-auth", "default")).toBe("seen-by-others");
    expect(says("lambda", "default")).toBeNull();
    expect(says("sts", "dualstack", "eusc-de-east-1")).toBeNull();
    // The rules do not build the names that are declared for it.
    expect(says("secretsmanager", "dualstack")).toBeNull();
  });
});

describe("lint", () => {
  const entry: EvidenceStatements = {
    says: "declared",
    date: "2026-07-31",
    source: "https://github.com/boto/botocore/blob/1.43.62/botocore/data/endpoints.json",
    license: "Apache-2.0",
    regions: ["eu-central-1", "eu-west-1"],
    names: [{ variant: "dualstack", services: ["sqs"] }],
  };
  const linted = (change: Partial<EvidenceStatements>) =>
    lintEvidence({ ...file, entries: [{ ...entry, ...change }] }, context);

  test("has nothing against a good entry", () => expect(linted({})).toEqual([]));

  test.each<readonly [string, Partial<EvidenceStatements>, string]>([
    ["a day that has not come", { date: "2027-01-01" }, "after today"],
    ["no licence", { license: " " }, "no licence"],
    [
      "a source that NOTICE does not name",
      { source: "https://github.com/a/b/blob/main/c" },
      "NOTICE does not name https://github.com/a/b",
    ],
    [
      "a name that the rules do not build",
      { names: [{ variant: "dualstack", services: ["sqz"] }] },
      "the catalog has no name for sqz eu-central-1 dualstack",
    ],
    [
      "a name that is there twice",
      { names: [entry.names, entry.names].flat() },
      "sqs eu-west-1 dualstack is there twice",
    ],
    [
      "a region that the entry is not about",
      { names: [{ variant: "dualstack", services: ["sqs"], in: ["eu-west-2"] }] },
      "eu-west-2 is not among the regions",
    ],
    [
      "regions both listed and left out",
      {
        names: [
          { variant: "dualstack", services: ["sqs"], in: ["eu-west-1"], notIn: ["eu-central-1"] },
        ],
      },
      "both",
    ],
    ["regions out of order", { regions: ["eu-west-1", "eu-central-1"] }, "out of order"],
  ])("names %s", (_what, change, problem) => {
    expect(linted(change).join("\n")).toContain(problem);
  });
});

describe("a file of one's own", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(`${tmpdir()}/egress6-evidence-`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const load = () => loadEvidence(pathToFileURL(`${folder}/`));

  test("may be missing or empty: then nothing is said", () => {
    expect(load()).toBe(NO_EVIDENCE);
    writeFileSync(`${folder}/evidence.json`, "");
    expect(load()).toBe(NO_EVIDENCE);
  });

  test("is refused without a licence or a date", () => {
    const { license: _license, ...bare } = file.entries[0] ?? { license: "" };
    writeFileSync(`${folder}/evidence.json`, JSON.stringify({ ...file, entries: [bare] }));
    expect(load).toThrow("license");
    writeFileSync(
      `${folder}/evidence.json`,
      JSON.stringify({ ...file, entries: [{ ...file.entries[0], date: "2026" }] }),
    );
    expect(load).toThrow("date");
  });
});
