import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changesDocument } from "@egress6/core/changes/changes-document";
import { filterScope } from "@egress6/core/endpoint/filter";
import { NO_EVIDENCE } from "@egress6/core/evidence/evidence";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { openSqlite } from "../../packages/egress6/src/adapter/store/sqlite.js";
import { changesAtom } from "../../packages/egress6/src/render/changes/atom.js";
import { changesJson } from "../../packages/egress6/src/render/changes/json.js";
import { changesText } from "../../packages/egress6/src/render/changes/text.js";
import { exportCsv } from "../../packages/egress6/src/render/export/csv.js";
import { exportDocument } from "../../packages/egress6/src/render/export/document.js";
import { exportJson } from "../../packages/egress6/src/render/export/json.js";
import { exportJsonSchema } from "../../packages/egress6/src/render/export/schema.js";
import { writeExportSqlite } from "../../packages/egress6/src/render/export/sqlite.js";
import { exportText } from "../../packages/egress6/src/render/export/text.js";
import { smallWorld } from "./small-world.js";

const SCHEMA_FILE = new URL("../../data/schema/export.schema.json", import.meta.url);

/** Compared whole with a file that is never rewritten in CI. */
const expectGolden = (text: string, name: string) =>
  expect(text).toMatchFileSnapshot(`./golden/${name}.golden`);

const world = smallWorld();
const document = exportDocument(world);

describe("the export of a small world", () => {
  it("as JSON is the golden one", () => expectGolden(exportJson(document), "export.json"));
  it("as CSV is the golden one", () => expectGolden(exportCsv(document), "export.csv"));
  it("as text is the golden one", () => expectGolden(exportText(document), "export.txt"));

  it("as a feed is the golden one", () =>
    expectGolden(
      changesAtom(changesDocument(world), {
        scope: "all",
        isOfSomeRegions: false,
        generatedAt: world.generatedAt,
      }),
      "changes.atom",
    ));

  it("as SQLite has readable tables", async () => {
    const folder = mkdtempSync(join(tmpdir(), "egress6-export-"));
    try {
      const path = join(folder, "export.sqlite");
      writeExportSqlite(path, document, changesDocument(world));
      const sqlite = openSqlite(path);
      const tables = ["meta", "endpoints", "additional_endpoints", "hosts", "changes"];
      const dump = tables.map((table) => {
        const columns = sqlite.prepare("SELECT name FROM pragma_table_info(?)").all(table);
        const rows = [columns.flat(), ...sqlite.prepare(`SELECT * FROM ${table}`).all()];
        return [table, ...rows.map((row) => JSON.stringify(row))].join("\n");
      });
      sqlite.close();
      await expectGolden(`${dump.join("\n\n")}\n`, "export.sqlite.txt");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("lists each service and region once", () => {
    const places = document.endpoints.map(({ service, region }) => `${service} ${region}`);
    expect(places).toEqual([...new Set(places)]);
    expect(places).toHaveLength(6);
  });

  it("keeps the cell when the variants it comes from are filtered out", () => {
    const { endpoints } = exportDocument(smallWorld({ variant: ["fips"] }));
    expect(endpoints.map(({ service, region }) => `${service} ${region}`)).toEqual([
      "odd eu-central-1",
      "odd us-east-1",
      "s3 eu-central-1",
      "s3 us-east-1",
    ]);
    for (const endpoint of endpoints) {
      expect(Object.keys(endpoint.variants)).toEqual(["fips"]);
      const { service, region, cell } = endpoint;
      expect(document.endpoints).toContainEqual(expect.objectContaining({ service, region, cell }));
    }
  });

  it("says nothing else without evidence than with it", () => {
    const bare = exportDocument({ ...world, evidence: NO_EVIDENCE });
    const withoutEvidence = (text: string) =>
      text.replaceAll(/"evidence":(null|\{[^}]*\})/g, '"evidence":null');
    expect(exportJson(document)).toContain('"evidence":{"says":"declared","date":"2026-07-31"');
    expect(withoutEvidence(exportJson(document))).toBe(exportJson(bare));
    const firstColumns = (csv: string) => csv.replaceAll(/(,[^,\r]*){3}(?=\r\n)/g, "");
    expect(firstColumns(exportCsv(document))).toBe(firstColumns(exportCsv(bare)));
    expect(exportText(document)).toBe(exportText(bare));
  });

  it("leaves out the third-party hosts when a filter is set", () => {
    expect(exportDocument(smallWorld({ service: ["s3"] })).hosts).toEqual([]);
  });

  it("says when nothing was observed, and everything is unknown", () => {
    const { meta, endpoints } = exportDocument({ ...world, support: new Map() });
    expect(meta).toMatchObject({ observedFrom: null, observedTo: null });
    expect(meta.notice).toMatch(/Nothing.*observed/);
    expect(new Set(endpoints.map(({ cell }) => cell))).toEqual(new Set(["unknown"]));
  });
});

describe("the published JSON Schema", () => {
  const ajv = new Ajv2020({ allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA_FILE, "utf8")));

  it("is what the code says; else run `node scripts/lint-facts.mjs --write-schemas`", () => {
    expect(JSON.parse(readFileSync(SCHEMA_FILE, "utf8"))).toEqual(exportJsonSchema());
  });

  it.each([
    ["everything", exportJson(document)],
    ["a filtered export", exportJson(exportDocument(smallWorld({ variant: ["fips"] })))],
    ["an export of nothing observed", exportJson(exportDocument({ ...world, support: new Map() }))],
  ])("accepts %s", (_, text) => {
    const isValid = validate(JSON.parse(text));
    expect(validate.errors).toBe(null);
    expect(isValid).toBe(true);
  });

  it("refuses a word that is none", () => {
    const text = exportJson(document).replace('"cell":"ipv6"', '"cell":"perhaps"');
    expect(validate(JSON.parse(text))).toBe(false);
  });
});

describe("changes of a small world", () => {
  it("as JSON are the golden ones", () =>
    expectGolden(changesJson(changesDocument(world)), "changes.json"));

  it("as text are the golden ones", () =>
    expectGolden(changesText(changesDocument(world)), "changes.txt"));

  it("name every service, region and variant that a name serves", () => {
    const { changes } = changesDocument(world);
    const iam = changes.filter(({ service }) => service === "iam");
    expect(iam.map(({ region, variant }) => [region, variant])).toEqual([
      ["eu-central-1", "default"],
      ["us-east-1", "default"],
    ]);
  });

  it("obey the filter", () => {
    const source = smallWorld({ region: ["eu-*"] });
    const { changes, hosts } = changesDocument(source);
    expect(new Set(changes.map(({ region }) => region))).toEqual(new Set(["eu-central-1"]));
    expect(hosts).toEqual([]);
    expect(filterScope(source.filter)).toBe("region=eu-central-1");
  });

  it("keep the id of a feed entry when another region joins it later that day", () => {
    const feed = (count: number) =>
      changesAtom(changesDocument({ ...world, changes: world.changes.slice(0, count) }), {
        scope: "all",
        isOfSomeRegions: false,
        generatedAt: world.generatedAt,
      });
    const ids = (text: string) => [...text.matchAll(/<id>(.*)<\/id>/g)].map(([, id]) => id);
    expect(ids(feed(4))).toEqual(ids(feed(3)));
    expect(feed(4)).not.toBe(feed(3));
  });
});
