import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtEgress6 } from "../support/built.js";
import { type Ended, runEgress6 } from "../support/egress6-process.js";
import { shownBlocks } from "../support/shown-commands.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const EXAMPLE = join(root, "examples/journey");
const folder = mkdtempSync(join(tmpdir(), "egress6-journey-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Said {
  readonly by: string;
}
interface Item {
  readonly service?: string;
  readonly host?: string;
  readonly from?: readonly string[];
  readonly gbPerMonth?: number;
  readonly evidence: readonly Said[];
}
interface Joined {
  readonly compute: readonly (Said & { readonly name: string; readonly evidence: Said[] })[];
  readonly services: readonly Item[];
  readonly hosts: readonly Item[];
}

async function runInto(file: string, args: readonly string[]): Promise<Ended> {
  const ended = await runEgress6(args, { EGRESS6_DB: join(folder, "no.sqlite") });
  writeFileSync(join(folder, file), ended.stdout);
  return ended;
}
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"));

describe("one network in code, account and logs", () => {
  let workload: Joined;

  beforeAll(async () => {
    const at = (path: string) => join(EXAMPLE, "before", path);
    const [audit, survey] = await Promise.all([
      runInto("audit.json", ["audit", at("infra"), "--json", "--fail-on", "never"]),
      runInto("survey.json", ["survey", "--from", at("account"), "--format", "json"]),
    ]);
    expect([audit.stderr, audit.code, survey.code]).toEqual(["", 0, 1]);
    const topology = join(folder, "survey.json");
    await runInto("flows.json", ["flows", at("AWSLogs"), "--topology", topology, "--json"]);
    const files = ["audit.json", "survey.json", "flows.json"].map((file) => join(folder, file));
    const planned = await runInto("plan.json", [
      "plan",
      ...files,
      join(EXAMPLE, "constraints.yaml"),
      "--steps",
      "--json",
    ]);
    expect(planned).toMatchObject({ code: 0 });
    ({ workload } = read("plan.json"));
  });

  test("compute of the code and of the account is one by its name", () => {
    expect(
      workload.compute.map(({ name, evidence }) => [name, evidence.map(({ by }) => by)]),
    ).toEqual([
      ["batch", ["audit", "survey"]],
      ["orders", ["audit", "survey"]],
      ["thumbnails", ["audit", "survey"]],
    ]);
  });

  test("each measured destination has the callers that sent it, and what code says of it", () => {
    const items = [...workload.services, ...workload.hosts].filter(
      ({ host }) => host !== "unattributed",
    );
    const said = items.map(({ service, host, from, evidence }) => [
      service ?? host,
      from,
      [...new Set(evidence.map(({ by }) => by))].sort(),
    ]);
    const both = ["audit", "flows"];
    expect(said.sort()).toEqual([
      ["dynamodb", ["orders"], both],
      ["files.pythonhosted.org", ["batch"], both],
      ["ghcr.io", ["orders"], both],
      ["github.com", ["batch"], both],
      ["logs", ["orders"], both],
      ["pypi.org", ["batch"], ["audit"]],
      ["s3", ["thumbnails"], both],
      ["sqs", ["orders"], both],
    ]);
  });

  test("the log driver's bytes are the platform's: no setting of the code would move them", () => {
    const logs = workload.services.find(({ service }) => service === "logs");
    expect(logs).toMatchObject({ platform: true, from: ["orders"] });
    const { destinations, designs } = read("plan.json");
    const ofLogs = destinations.filter(({ service }: Item) => service === "logs");
    expect(ofLogs).toMatchObject([{ kind: "platform", gbPerMonth: String(logs?.gbPerMonth) }]);
    const whatIs = designs[0].changes.map(({ what }: { readonly what: string }) => what).join("\n");
    expect(whatIs).toMatch(/egress-only internet gateway for sqs,/);
  });

  test("the joined bytes are all of those that the gateways carried", () => {
    const { meta, totals } = read("flows.json");
    const months = (730 * 3600) / meta.window.coveredSeconds;
    const gb = (Number(totals.bytes) / 2 ** 30) * months;
    const joined = [...workload.services, ...workload.hosts].reduce(
      (sum, { gbPerMonth = 0 }) => sum + gbPerMonth,
      0,
    );
    expect(joined).toBeCloseTo(gb, 4);
  });

  test("the planner's example documents say what the commands say", () => {
    const known = (document: { readonly meta: object }): unknown => {
      const { meta: _, ...rest } = document;
      // When a file was read is of no weight here.
      return JSON.parse(
        JSON.stringify(rest, (key, value: unknown) => (key === "at" ? undefined : value)),
      );
    };
    for (const name of ["audit", "survey", "flows"]) {
      const kept = readFileSync(join(EXAMPLE, "documents", `${name}.json`), "utf8");
      expect(known(JSON.parse(kept)), name).toEqual(known(read(`${name}.json`)));
    }
    // Its steps are an example of their form: what they say follows from more than these commands.
    const { stepsTo } = read("plan.json");
    const kept = readFileSync(join(EXAMPLE, "documents/steps.json"), "utf8");
    expect(JSON.parse(kept), "run `node scripts/journey-documents.mjs`").toMatchObject({ stepsTo });
  });

  test("the example is what its script makes", () => {
    const made = join(folder, "made");
    execFileSync(process.execPath, [join(root, "scripts/make-journey.mjs"), made]);
    const files = readdirSync(made, { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    expect(files.length).toBeGreaterThan(30);
    for (const { parentPath, name } of files) {
      const path = join(parentPath, name).slice(made.length + 1);
      expect(readFileSync(join(made, path)).equals(readFileSync(join(EXAMPLE, path))), path).toBe(
        true,
      );
    }
  });
});

describe("the walk of docs/journey.md", () => {
  const walk = mkdtempSync(join(tmpdir(), "egress6-walk-"));
  const blocks = shownBlocks(readFileSync(join(root, "docs/journey.md"), "utf8"));
  const commands = blocks.flatMap(({ commands: shown, output }) =>
    shown.map((each, index) => ({ ...each, output: index === shown.length - 1 ? output : null })),
  );
  beforeAll(() => symlinkSync(join(root, "examples"), join(walk, "examples")));
  afterAll(() => rmSync(walk, { recursive: true, force: true }));

  test("is ten commands", () => {
    expect(commands).toHaveLength(10);
    for (const { text } of commands) expect(text).toMatch(/^npx egress6 /);
  });

  test.each(commands)("$text", ({ text, exitCode, output }) => {
    const command = text.replace("npx egress6", `"${process.execPath}" "${builtEgress6()}"`);
    const env = { PATH: process.env["PATH"], HOME: walk, EGRESS6_DB: join(walk, "no.sqlite") };
    const { status, stdout, stderr } = spawnSync("sh", ["-c", command], {
      cwd: walk,
      env,
      encoding: "utf8",
    });
    expect({ status, stderr }).toMatchObject({ status: exitCode });
    if (output !== null) expect(stdout).toContain(output.split("\n…\n")[0]);
  });

  test("leaves a plan, steps with the ids of the account, and a page", () => {
    const text = (file: string) => readFileSync(join(walk, file), "utf8");
    const { designs } = JSON.parse(text("plan.json"));
    expect(designs[0]).toMatchObject({ id: "ipv6-nat-zonal", status: "works" });
    expect(text("steps.md")).toContain("--route-table-ids rtb-0d00000000000000a");
    expect(text("report.html")).toContain("ghcr.io");
  });
});
