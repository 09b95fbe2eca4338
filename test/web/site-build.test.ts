import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeMap } from "@egress6/core/map/map-data";
import { parseServiceDetails } from "@egress6/core/map/service-details";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { SITE_MARKER, writeSite } from "../../packages/egress6/src/site/write-site.js";
import { type Ended, runEgress6 } from "../support/egress6-process.js";
import { WHOLE_SITE_MS, within } from "../support/time-limits.js";
import { INVENTED_AT, inventedOutcomes } from "./invented-store.js";
import { catalog, pageFiles, staticSite, store } from "./site-fixture.js";

vi.setConfig(within(WHOLE_SITE_MS));

const folder = mkdtempSync(join(tmpdir(), "egress6-site-"));
let tests = 0;
let out = "";
const newOut = () => {
  out = join(folder, `out-${tests++}`);
  return out;
};

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function readTree(root: string): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(root.length + 1)] = readFileSync(path, "latin1");
  }
  return files;
}

const aSite = () => [
  { path: "index.html", make: () => "<!doctype html>" },
  { path: "data/map.json", make: () => "{}" },
];

describe("the static site", () => {
  let first: string;

  beforeAll(async () => {
    first = newOut();
    await writeSite(first, staticSite(store));
  });

  it("is the same, file by file and byte by byte, when nothing has changed", async () => {
    const second = newOut();
    await writeSite(second, staticSite(store));
    const tree = readTree(first);
    expect(readTree(second)).toEqual(tree);
    const perServiceOrRegion = /^(data\/services|services|regions|badges|feeds)\//;
    expect(
      Object.keys(tree)
        .filter((path) => !perServiceOrRegion.test(path))
        .sort(),
    ).toEqual(
      [
        SITE_MARKER,
        ...pageFiles().keys(),
        "404.html",
        "about.html",
        "table.html",
        "data/audit.json",
        "data/catalog.json",
        "data/changes.json",
        "data/settings.json",
        "data/export.csv",
        "data/export.json",
        "data/find.json",
        "data/hosts.json",
        "data/map.json",
        "data/planner.json",
      ].sort(),
    );
    const publicRegions = catalog.partitions
      .filter(({ isPublic }) => isPublic)
      .flatMap(({ regions }) => regions);
    const count = (pattern: RegExp) =>
      Object.keys(tree).filter((path) => pattern.test(path)).length;
    expect(count(/^data\/services\/.*\.json$/)).toBe(catalog.services.length);
    expect(count(/^feeds\/.*\.atom$/)).toBe(catalog.services.length + publicRegions.length + 1);
    expect(count(/^services\/.*\.html$/)).toBe(catalog.services.length + 1);
    expect(count(/^regions\/.*\.html$/)).toBe(publicRegions.length + 1);
    expect(count(/^badges\/[^/]*\.svg$/)).toBe(catalog.services.length + 1);
    expect(count(/^badges\/regions\/.*\.svg$/)).toBe(publicRegions.length);
  });

  it("says when it was made, what was observed when, and that nothing more will come", () => {
    const map = decodeMap(JSON.parse(readFileSync(join(first, "data/map.json"), "utf8")));
    expect(map.meta).toMatchObject({
      generatedAt: INVENTED_AT,
      observedTo: INVENTED_AT,
      isLive: false,
    });
    expect(map.meta.namesObserved).toBeGreaterThan(60_000);
  });

  it("has a file per service with what came back for each of its names", () => {
    const text = readFileSync(join(first, "data/services/logs.json"), "utf8");
    const details = parseServiceDetails(JSON.parse(text));
    for (const name of ["logs.eu-west-1.amazonaws.com", "stream-logs.eu-west-1.amazonaws.com"]) {
      expect(details.names.get(name)?.ipv6.outcome).toBe(inventedOutcomes(name).aaaa);
    }
    expect(details.additional.get("eu-west-1")?.map(({ hostname }) => hostname)).toContain(
      "stream-logs.eu-west-1.amazonaws.com",
    );
  });
});

describe("writing a site", () => {
  it("replaces an earlier build whole", async () => {
    await writeSite(newOut(), [...aSite(), { path: "old.txt", make: () => "old" }]);
    await writeSite(out, aSite());
    expect(Object.keys(readTree(out)).sort()).toEqual(
      [SITE_MARKER, "data/map.json", "index.html"].sort(),
    );
  });

  it("fills an empty folder, and makes missing parents", async () => {
    mkdirSync(newOut());
    await writeSite(out, aSite());
    await writeSite(join(out, "..", "a", "b"), aSite());
    expect(existsSync(join(folder, "a/b/index.html"))).toBe(true);
  });

  it("leaves a folder alone that holds anything else", async () => {
    mkdirSync(newOut());
    writeFileSync(join(out, "thesis.txt"), "years of work");
    await expect(writeSite(out, aSite())).rejects.toThrow(/not written by `egress6 site build`/);
    expect(readTree(out)).toEqual({ "thesis.txt": "years of work" });
  });

  it("leaves the earlier build when it fails half-way, and nothing else", async () => {
    await writeSite(newOut(), aSite());
    const before = readTree(out);
    const beside = readdirSync(folder);
    function* failing() {
      yield { path: "index.html", make: () => "new" };
      throw new RangeError("half-way");
    }
    await expect(writeSite(out, failing())).rejects.toThrow("half-way");
    expect(readTree(out)).toEqual(before);
    expect(readdirSync(folder)).toEqual(beside);
  });

  it("says where it cannot write", async () => {
    writeFileSync(newOut(), "a file");
    await expect(writeSite(out, aSite())).rejects.toThrow(/is a file/);
    await expect(writeSite(join(out, "below"), aSite())).rejects.toThrow(
      /Cannot write the site|is a file/,
    );
    await expect(writeSite("/proc/egress6-site", aSite())).rejects.toThrow(
      /Cannot write the site to/,
    );
  });
});

describe("egress6 site build", () => {
  const build = (...args: string[]) => runEgress6(["site", "build", ...args]);
  const url = "https://example.org/ipv6";
  let built: Ended;
  let written: string;
  beforeAll(async () => {
    written = newOut();
    built = await build(
      "--out",
      written,
      "--db",
      join(folder, "none.db"),
      "--url",
      url,
      "--operator",
      "Example Ltd <ipv6@example.org>",
    );
  });

  it("writes the site; without a store, one that says that nothing was observed", () => {
    const out = written;
    expect(built.code).toBe(0);
    expect(built.stderr).toContain("nothing is stored");
    const map = decodeMap(JSON.parse(readFileSync(join(out, "data/map.json"), "utf8")));
    expect([map.meta.namesObserved, map.meta.scan.phase]).toEqual([0, "none"]);
    expect(map.statusMatrix.every((code) => code <= 1)).toBe(true);
    expect(
      JSON.parse(readFileSync(join(out, "data/export.json"), "utf8")).endpoints.length,
    ).toBeGreaterThan(10_000);
    const listed = JSON.parse(readFileSync(join(out, "data/v1/index.json"), "utf8"));
    for (const { file } of listed.files) expect(existsSync(join(out, "data/v1", file))).toBe(true);
    expect(readFileSync(join(out, "data/v1/export.sqlite"), "latin1")).toMatch(/^SQLite format 3/);
  });

  it("knows where the site will be when it is told, and says so to feed readers and robots", async () => {
    const out = written;
    const db = join(folder, "none.db");
    const feed = readFileSync(join(out, "feeds/services/s3.atom"), "utf8");
    expect(feed).toContain(
      `<link rel="self" type="application/atom+xml" href="${url}/feeds/services/s3.atom"/>`,
    );
    const sitemap = readFileSync(join(out, "sitemap.xml"), "utf8");
    for (const page of [
      "",
      "changes.html",
      "services/",
      "services/s3.html",
      "regions/eu-west-1.html",
    ]) {
      expect(sitemap).toContain(`<loc>${url}/${page}</loc>`);
    }
    expect(sitemap).not.toContain("/ipv6/404.html");
    const textOf = (path: string) => readFileSync(join(out, path), "utf8");
    expect(textOf("robots.txt")).toContain(`Sitemap: ${url}/sitemap.xml`);
    expect(existsSync(join(out, "preview.png"))).toBe(true);
    expect(textOf("index.html")).toContain(`property="og:image" content="${url}/preview.png"`);
    expect(textOf("services/s3.html")).toContain(
      `property="og:url" content="${url}/services/s3.html"`,
    );
    // A wrong address may be at any depth, so links begin at the host's root.
    expect(textOf("404.html")).toContain(`href="${new URL(url).pathname}/plain.css"`);
    expect(textOf("about.html")).toContain("Example Ltd &lt;ipv6@example.org&gt;");
    const refused = await build("--out", newOut(), "--db", db, "--url", "ipv6.example.org");
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("--url") });
  });

  it("refuses a folder that is somebody else's, and a missing --out, with 2", async () => {
    mkdirSync(newOut());
    writeFileSync(join(out, "thesis.txt"), "years of work");
    const refused = await build("--out", out, "--db", join(folder, "none.db"));
    expect([refused.code, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toContain("--out");
    expect((await build()).code).toBe(2);
  });

  it("explains itself, with examples", async () => {
    expect(await build("--help")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("$ egress6 site build --out public"),
    });
  });
});
