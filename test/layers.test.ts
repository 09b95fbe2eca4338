import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
interface SourceFile {
  /** From the clone's folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Relative imports as paths from the clone's folder, others as written. */
  readonly imports: readonly string[];
}

function sourcesUnder(folder: string): readonly SourceFile[] {
  return readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => {
      const path = `${folder}/${name}`;
      const text = readFileSync(`${root}${path}`, "utf8");
      const imports = [...text.matchAll(/(?<!["\w])(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(
        ([, to]) =>
          to?.startsWith(".") ? relative(root, resolve(root, dirname(path), to)) : String(to),
      );
      return { path, text, imports };
    });
}

const core = sourcesUnder("packages/core/src");
const tool = sourcesUnder("packages/egress6/src");
const web = sourcesUnder("packages/web/src");
const plugin = sourcesUnder("packages/aws-sdk/src");

const offences = (
  files: readonly SourceFile[],
  isForbidden: (to: string, file: SourceFile) => boolean,
) =>
  files.flatMap((file) =>
    file.imports.filter((to) => isForbidden(to, file)).map((to) => `${file.path} imports ${to}`),
  );

/** The room that a file of the tool is in, such as `adapter/dns` or `render`. */
const roomOf = (path: string) =>
  /^packages\/egress6\/src\/(adapter\/[^/]+|[^/]+)\//.exec(path)?.[1];

/** What only those join that are not in here: commands and the library. */
const isClosedRoom = (room: string | undefined) =>
  /^(adapter\/.+|render|site|server)$/.test(room ?? "");

describe("layers", () => {
  test("there is source to look at", () => {
    expect(core.length).toBeGreaterThan(5);
    expect(tool.length).toBeGreaterThan(20);
    expect(tool.flatMap((file) => file.imports).length).toBeGreaterThan(50);
  });

  test("core imports nothing but core, and the libraries for addresses, schemas and YAML in their one home", () => {
    const isAllowed = (to: string, { path }: SourceFile) =>
      to.startsWith("packages/core/src/") ||
      (to === "ipaddr.js" && path.startsWith("packages/core/src/address/")) ||
      (to === "zod/mini" && /^packages\/core\/src\/(workload|playbook)\//.test(path)) ||
      (to === "yaml" && path.startsWith("packages/core/src/audit/yaml/"));
    expect(offences(core, (to, file) => !isAllowed(to, file))).toEqual([]);
  });

  test("no verdict, change, setting or plan knows what others say", () => {
    const deciding = core.filter(({ path }) =>
      /\/src\/(verdict|observation|changes|settings|finding|plan|network|doctor)\//.test(path),
    );
    expect(deciding.length).toBeGreaterThan(100);
    expect(offences(deciding, (to) => to.startsWith("packages/core/src/evidence/"))).toEqual([]);
  });

  test("core reads no clock and no random source", () => {
    const impure = core.filter(({ text }) =>
      /Date\.now|new Date\(\s*\)|Math\.random|performance\.now/.test(text),
    );
    expect(impure.map(({ path }) => path)).toEqual([]);
  });

  test("adapters, renderers, site and server import no other room", () => {
    const closed = tool.filter(({ path }) => isClosedRoom(roomOf(path)));
    expect(new Set(closed.map(({ path }) => roomOf(path))).size).toBeGreaterThan(10);
    expect(
      offences(closed, (to, { path }) => roomOf(to) !== undefined && roomOf(to) !== roomOf(path)),
    ).toEqual([]);
  });

  test("what adapters share knows none of them", () => {
    const shared = tool.filter(({ path }) =>
      /^packages\/egress6\/src\/(bounded-download|data-folder|ports|while-locked|write-file)\.ts$/.test(
        path,
      ),
    );
    expect(shared.length).toBe(5);
    expect(offences(shared, (to) => !/^(@egress6\/core\/|node:)/.test(to))).toEqual([]);
  });

  test("use cases know adapters by their ports only", () => {
    const app = tool.filter((file) => roomOf(file.path) === "app");
    expect(app.length).toBeGreaterThan(0);
    const isAllowed = (to: string) =>
      to.startsWith("@egress6/core/") ||
      roomOf(to) === "app" ||
      to === "packages/egress6/src/ports.js";
    expect(offences(app, (to) => !isAllowed(to))).toEqual([]);
  });

  test("commands read no store, and render only what a use case made", () => {
    const commands = tool.filter(({ path }) =>
      /^packages\/egress6\/src\/cli\/(?!serve\/)[^/]+\/[^/]*command\.ts$/.test(path),
    );
    expect(commands.length).toBeGreaterThan(10);
    const readers = commands.filter(({ text }) =>
      /\.read(Support|Changes|History|Scans)\(/.test(text),
    );
    expect(readers.map(({ path }) => path)).toEqual([]);
    // What it imports is written down as it is: there is nothing to decide.
    const renderers = commands.filter(
      ({ path, imports }) =>
        !path.endsWith("/prices/import-command.ts") &&
        imports.some((to) => roomOf(to) === "render"),
    );
    expect(renderers.length).toBeGreaterThan(7);
    const deciding = renderers.filter(({ imports }) => !imports.some((to) => roomOf(to) === "app"));
    expect(deciding.map(({ path }) => path)).toEqual([]);
  });

  test("commands and use cases know of their process what they are handed", () => {
    const entries = /^packages\/egress6\/src\/cli\/(main|serve\/report-worker)\.ts$/;
    const inner = tool.filter(
      ({ path }) => /\/src\/(app|cli|render)\//.test(path) && !entries.test(path),
    );
    expect(inner.length).toBeGreaterThan(80);
    const readers = inner.filter(({ text }) => /\bprocess\.[a-z]/.test(text));
    expect(readers.map(({ path }) => path)).toEqual([]);
  });

  test("nothing but the command line imports the command line", () => {
    const others = tool.filter(({ path }) => roomOf(path) !== "cli");
    expect(others.length).toBeGreaterThan(50);
    expect(offences(others, (to) => roomOf(to) === "cli")).toEqual([]);
  });

  test("the page imports core and its own files only, of this project", () => {
    expect(offences(web, (to) => to === "egress6" || /^packages\/(?!web\/src\/)/.test(to))).toEqual(
      [],
    );
  });

  test("the plugin imports Node, the SDK's types, and the rules for addresses and resolvers only", () => {
    expect(plugin.length).toBeGreaterThan(5);
    const isAllowed = (to: string) =>
      /^(node:|packages\/aws-sdk\/src\/|@egress6\/core\/(address\/|observation\/vet-resolver$))/.test(
        to,
      );
    expect(offences(plugin, (to) => !isAllowed(to) && to !== "@smithy/types")).toEqual([]);
    const values = plugin.filter(({ text }) =>
      /import (?!type)[^;]*from "@smithy\/types"/.test(text),
    );
    expect(values.map(({ path }) => path)).toEqual([]);
  });
});

test("every place that CONTRIBUTING sends a newcomer to is there", () => {
  const text = readFileSync(`${root}CONTRIBUTING.md`, "utf8");
  const places = [...text.matchAll(/`((?:packages|data|docs|test)\/[^`*…]+)`/g)].map(
    ([, path]) => path,
  );
  expect(places.length).toBeGreaterThan(20);
  expect(places.filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
});

test("no regular expression is made of a text: one from outside could take for ever", () => {
  const makers = [...core, ...tool, ...web, ...plugin].filter(({ text }) =>
    /\bRegExp\(/.test(text),
  );
  expect(makers.map(({ path }) => path)).toEqual([]);
});
