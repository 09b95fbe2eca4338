import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
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
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { commandsOf, readWorkflow } from "../publish/workflow.js";
import { refuseStaleBuild } from "../support/built.js";
import { type DnsServer, startDnsServer } from "../support/dns/server.js";
import { WHOLE_SITE_MS, within } from "../support/time-limits.js";

vi.setConfig(within(WHOLE_SITE_MS));

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const workflow = readWorkflow("publish-site.yml");
const variables = workflow.env ?? {};
const { observe, keep, publish: deploy } = workflow.jobs;
/** What a clone needs first, and this one has. */
const PREPARATION = ["npm ci --ignore-scripts", "npm run build"];
const allSteps = Object.values(workflow.jobs).flatMap(({ steps }) => steps);

const folder = mkdtempSync(join(tmpdir(), "egress6-hosting-"));
const origin = join(folder, "origin.git");
let resolvers: readonly DnsServer[];

const NAME = "sqs.eu-west-1.api.aws";
const truth = (hasIpv6: boolean) => ({
  "sqs.eu-west-1.amazonaws.com": { A: ["52.94.5.1"] },
  [NAME]: hasIpv6 ? { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] } : { A: ["52.94.5.1"] },
});

function git(cwd: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout.trim();
}

/** A clone as a runner has it after `npm ci` and `npm run build`, apart from this one. */
function freshClone(name: string): string {
  const clone = join(folder, name);
  refuseStaleBuild();
  git(folder, "clone", "--quiet", origin, name);
  for (const path of ["scripts", "data", "packages/egress6/bin", "packages/egress6/dist"]) {
    cpSync(join(ROOT, path), join(clone, path), { recursive: true });
  }
  cpSync(join(ROOT, "packages/egress6/package.json"), join(clone, "packages/egress6/package.json"));
  mkdirSync(join(clone, "node_modules/.bin"), { recursive: true });
  for (const entry of readdirSync(join(ROOT, "node_modules"))) {
    if (entry === ".bin" || entry === "egress6") continue;
    symlinkSync(join(ROOT, "node_modules", entry), join(clone, "node_modules", entry));
  }
  symlinkSync("../packages/egress6", join(clone, "node_modules/egress6"));
  symlinkSync("../egress6/bin/egress6.js", join(clone, "node_modules/.bin/egress6"));
  return clone;
}

interface Ended {
  readonly command: string;
  readonly code: number | null;
  readonly output: string;
}

/** Runs a command as the runner does, with our DNS servers in the place of the public ones. */
function run(clone: string, command: string, env: Readonly<Record<string, string>> = {}) {
  const child = spawn("bash", ["-e", "-c", command], {
    cwd: clone,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      ...variables,
      RESOLVER_1: resolvers[0]?.resolver,
      RESOLVER_2: resolvers[1]?.resolver,
      RATE: "unlimited",
      SCAN_ONLY: "--service sqs --region eu-west-1",
      SITE_URL: "https://example.org/ipv6",
      ...env,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  return new Promise<Ended>((resolve) => {
    child.on("close", (code) => resolve({ command, code, output }));
  });
}

const buildsSite = (command: string) => / site /.test(command);

/** The job that observes: all its commands in their order, or all but what builds the site, which takes longest. */
async function observeNight(name: string, hasSite: boolean): Promise<string> {
  const clone = freshClone(name);
  const commands = commandsOf(observe).filter(
    (each) => !PREPARATION.includes(each) && (hasSite || !buildsSite(each)),
  );
  for (const command of commands) {
    expect(await run(clone, command)).toMatchObject({ command, code: 0 });
  }
  return clone;
}

/** The job that writes: a clone without any package, and the files that the other one has handed over. */
async function keepNight(name: string, observed: string): Promise<readonly Ended[]> {
  const clone = join(folder, name);
  git(folder, "clone", "--quiet", origin, name);
  cpSync(join(ROOT, "scripts"), join(clone, "scripts"), { recursive: true });
  const handedOver = observe?.steps.find(({ with: given }) => given?.["name"] === "store");
  for (const path of String(handedOver?.with?.["path"]).trim().split("\n")) {
    cpSync(join(observed, path), join(clone, path));
  }
  const ended: Ended[] = [];
  for (const command of commandsOf(keep)) ended.push(await run(clone, command));
  return ended;
}

/** One night: observe, then keep. */
async function publish(name: string, hasSite = true): Promise<string> {
  const clone = await observeNight(name, hasSite);
  for (const ended of await keepNight(`${name}-kept`, clone)) expect(ended.code).toBe(0);
  return clone;
}

beforeAll(async () => {
  resolvers = [
    await startDnsServer({ records: truth(false) }),
    await startDnsServer({ records: truth(false) }),
  ];
  git(folder, "init", "--quiet", "--bare", "--initial-branch=main", origin);
  const seed = join(folder, "seed");
  git(folder, "clone", "--quiet", origin, seed);
  writeFileSync(join(seed, "README.md"), "a clone\n");
  git(seed, "add", ".");
  git(seed, "-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "-qm", "Begin");
  git(seed, "push", "--quiet", "origin", "HEAD:main");
});

afterAll(async () => {
  await Promise.all(resolvers.map((server) => server.close()));
  rmSync(folder, { recursive: true, force: true });
});

describe("the workflow that publishes the site", () => {
  it("has commands that are there, and asks two resolvers", () => {
    const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
    expect(commandsOf(observe).slice(1, 3)).toEqual(PREPARATION);
    expect(scripts.build).toBe("node scripts/build.mjs");
    expect(variables["RESOLVER_1"]).not.toBe(variables["RESOLVER_2"]);
    expect(commandsOf(observe).filter((command) => / scan /.test(command))).toEqual([
      'npx egress6 scan --resolver "$RESOLVER_1" --resolver "$RESOLVER_2" --rate "$RATE" $SCAN_ONLY',
    ]);
  });

  it("takes AWS's rules as they were committed", () => {
    expect(commandsOf(observe).filter((command) => command.includes("catalog update"))).toEqual([]);
  });

  it("publishes the folder that it builds", () => {
    const upload = observe?.steps.find(({ uses }) =>
      uses?.startsWith("actions/upload-pages-artifact@"),
    );
    expect(commandsOf(observe).at(-1)).toContain(`--out ${upload?.with?.["path"]} `);
  });

  it("may do in each job what that takes, and nothing else", () => {
    expect(workflow.permissions).toEqual({});
    expect(
      Object.fromEntries(
        Object.entries(workflow.jobs).map(([name, { permissions }]) => [name, permissions]),
      ),
    ).toEqual({
      observe: { contents: "read", pages: "read" },
      keep: { contents: "write" },
      publish: { pages: "write", "id-token": "write" },
      advisories: { contents: "read" },
    });
  });

  it("downloads packages and runs them only where nothing can be written", () => {
    for (const { permissions, steps } of Object.values(workflow.jobs)) {
      if (!Object.values(permissions).includes("write")) continue;
      expect(steps.filter(({ run }) => /\bnp[mx]\b/.test(run ?? ""))).toEqual([]);
    }
  });

  it("shows its token to no command that comes after a download", () => {
    for (const { steps } of Object.values(workflow.jobs)) {
      const shown = steps.flatMap(({ env, run }, index) =>
        Object.values(env ?? {}).some((value) => /token/.test(value)) ? [{ index, run }] : [],
      );
      const download = steps.findIndex(({ run }) => /\bnpm ci\b/.test(run ?? ""));
      for (const { index, run } of shown) {
        expect(run).toMatch(/^node scripts\/site-store\.mjs (restore|push)$/);
        if (download >= 0) expect(index).toBeLessThan(download);
      }
    }
  });

  it("uses actions by commit, with the version beside it, and keeps no credentials", () => {
    const uses = allSteps.flatMap((each) => each.uses ?? []);
    expect(uses.length).toBeGreaterThan(5);
    for (const action of uses) {
      expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
      const line = workflow.text.split("\n").find((each) => each.includes(action));
      expect(line).toMatch(/ # v\d+\.\d+\.\d+$/);
    }
    for (const checkout of allSteps.filter((each) => each.uses?.startsWith("actions/checkout@"))) {
      expect(checkout.with).toMatchObject({ "persist-credentials": false });
    }
  });

  it("puts nothing of an event into a command", () => {
    for (const { run } of allSteps) expect(run ?? "").not.toContain("${{");
  });

  it("keeps the history of a scan that could not be completed, and publishes nothing of it", async () => {
    const steps = observe?.steps ?? [];
    const scan = steps.findIndex(({ run }) => / scan /.test(run ?? ""));
    const afterFailure = steps.slice(scan + 1).filter((each) => each.if !== undefined);
    expect(afterFailure.map(({ run, uses }) => run ?? uses?.split("@")[0])).toEqual([
      "node scripts/site-store.mjs pack",
      "actions/upload-artifact",
    ]);
    expect(keep?.if).toMatch(/^\$\{\{ !cancelled\(\) \}\}$/);
    expect(deploy).toMatchObject({ needs: ["observe", "keep"] });
    expect(deploy?.if).toBeUndefined();

    const clone = freshClone("failed-night");
    for (const command of commandsOf(observe)) {
      if (PREPARATION.includes(command) || buildsSite(command)) continue;
      const isScan = / scan /.test(command);
      const nowhere = { RESOLVER_1: "127.0.0.1:1", RESOLVER_2: "127.0.0.2:1" };
      const { code } = await run(clone, command, isScan ? nowhere : {});
      expect([command, code]).toEqual([command, isScan ? 3 : 0]);
    }
    for (const ended of await keepNight("failed-night-kept", clone)) expect(ended.code).toBe(0);
    git(origin, "update-ref", "-d", "refs/heads/store");
  });

  it("publishes, keeps the history in its branch, and shows on the next night what has changed", async () => {
    await publish("first-night", false);
    for (const server of resolvers) server.setRecords(truth(true));
    const second = await publish("second-night");
    const site = join(second, "public");
    expect(existsSync(join(site, "index.html"))).toBe(true);
    const { changes } = JSON.parse(readFileSync(join(site, "data/changes.json"), "utf8"));
    expect(changes).toMatchObject([
      { subject: "sqs", variant: "dualstack", isReachable: true, regions: ["eu-west-1"] },
    ]);
    const feed = readFileSync(join(site, "feeds/services/sqs.atom"), "utf8");
    expect(feed).toContain("sqs dualstack: reachable over IPv6");
    expect(feed).toContain("https://example.org/ipv6/changes.html?q=sqs#");
    for (const file of ["export.json", "export.csv", "export.sqlite", "changes.json"]) {
      expect(existsSync(join(site, "data/v1", file))).toBe(true);
    }
    const branch = git(origin, "rev-list", "--count", "refs/heads/store");
    expect(branch).toBe("1");
  });
});

describe("keeping the store in a branch", () => {
  const script = (action: string) => `node scripts/site-store.mjs ${action}`;

  it("does not take a remote that cannot be reached for one without history", async () => {
    const clone = freshClone("unreachable");
    const ended = await run(clone, script("restore"), { STORE_REMOTE: join(folder, "nowhere") });
    expect(ended).toMatchObject({ code: 3, output: expect.stringContaining("ls-remote") });
    expect((await run(clone, script("save"))).output).toContain("restore first");
  });

  it("does not undo what another run has saved meanwhile", async () => {
    const [early, late] = [freshClone("early"), freshClone("late")];
    for (const clone of [early, late]) expect((await run(clone, script("restore"))).code).toBe(0);
    expect((await run(early, script("save"))).code).toBe(0);
    const kept = git(origin, "rev-parse", "refs/heads/store");
    // Another message makes another commit of the same store.
    const ended = await run(late, script("save"), { GIT_COMMITTER_DATE: "2001-01-01T00:00:00Z" });
    expect(ended).toMatchObject({ code: 3, output: expect.stringContaining("git push") });
    expect(git(origin, "rev-parse", "refs/heads/store")).toBe(kept);
  });

  it.each([
    ["a store", "something else", /cannot be unpacked/],
    ["a store", gzipSync("something else"), /holds no store/],
    ["a commit", "--exec=x", /names no commit/],
  ])("pushes nothing that is handed over in the place of %s", async (what, content, message) => {
    const clone = freshClone(`foreign-${foreign++}`);
    expect((await run(clone, script("restore"))).code).toBe(0);
    expect((await run(clone, script("pack"))).code).toBe(0);
    const db = join(clone, String(variables["EGRESS6_DB"]));
    writeFileSync(what === "a store" ? `${db}.gz` : `${db}.commit`, content);
    const kept = git(origin, "rev-parse", "refs/heads/store");
    const ended = await run(clone, script("push"));
    expect(ended).toMatchObject({ code: 3, output: expect.stringMatching(message) });
    expect(git(origin, "rev-parse", "refs/heads/store")).toBe(kept);
  });
  let foreign = 0;

  it("does not keep a store that is damaged", async () => {
    const clone = freshClone("damaged");
    expect((await run(clone, script("restore"))).code).toBe(0);
    const db = join(clone, String(variables["EGRESS6_DB"]));
    writeFileSync(db, readFileSync(db).fill(0x5a, 4_096, 8_192));
    const kept = git(origin, "rev-parse", "refs/heads/store");
    expect(await run(clone, script("save"))).toMatchObject({
      code: 3,
      output: expect.stringContaining("not kept"),
    });
    expect(git(origin, "rev-parse", "refs/heads/store")).toBe(kept);
  });
});
