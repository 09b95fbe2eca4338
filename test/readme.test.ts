import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { areNodeModulesInstalled } from "../scripts/lib/setup.mjs";
import { refuseStaleBuild } from "./support/built.js";
import { type DnsServer, startDnsServer } from "./support/dns/server.js";
import { runShell, type ShellEnded } from "./support/run-shell.js";
import { shownCommands } from "./support/shown-commands.js";
import { WHOLE_SITE_MS, within } from "./support/time-limits.js";

vi.setConfig(within(WHOLE_SITE_MS));

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");
const commands = shownCommands(readme).map(({ text }) => text);
const ofPackage = readFileSync(`${root}packages/egress6/README.md`, "utf8");
const egress6Commands = [
  ...new Set([...commands, ...shownCommands(ofPackage).map(({ text }) => text)]),
]
  .filter((command) => /^npx egress6 (?!serve)/.test(command))
  // What looks at the host runs on invented ones: test/guides.test.ts.
  .filter((command) => !command.startsWith("npx egress6 doctor "));

const truth = {
  "logs.eu-central-1.amazonaws.com": { A: ["52.94.5.1"] },
  "logs.eu-central-1.api.aws": { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] },
  "github.com": { A: ["52.94.5.2"] },
  "s3.eu-central-1.amazonaws.com": { A: ["52.94.5.3"] },
  "s3.dualstack.eu-central-1.amazonaws.com": { A: ["52.94.5.3"], AAAA: ["2600:1f18:a::3"] },
};

let folder: string;
let first: DnsServer;
let second: DnsServer;

beforeAll(async () => {
  refuseStaleBuild();
  folder = mkdtempSync(`${tmpdir()}/egress6-readme-`);
  cpSync(`${root}examples`, `${folder}/examples`, { recursive: true });
  writeFileSync(`${folder}/hosts.txt`, "github.com\nlogs.eu-central-1.api.aws\n");
  first = await startDnsServer({ records: truth });
  second = await startDnsServer({ records: truth });
});
afterAll(async () => {
  await first.close();
  await second.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Our DNS servers in the place of the system's and of those named. */
function withOurResolvers(command: string): string {
  const named = command
    .replace("--resolver 127.0.0.1", `--resolver ${first.resolver}`)
    .replace("--resolver 127.0.0.2", `--resolver ${second.resolver}`);
  const asks = /egress6 (scan|lookup)|--live/.test(named) && !named.includes("--resolver");
  return asks ? `${named} --resolver ${first.resolver}` : named;
}

const run = (command: string): Promise<ShellEnded> =>
  runShell(command, {
    cwd: folder,
    env: {
      PATH: `${root}node_modules/.bin:${process.env["PATH"]}`,
      HOME: folder,
      EGRESS6_DB: `${folder}/store.db`,
    },
  });

describe("README", () => {
  test("shows the two commands, and others", () => {
    expect(commands).toContain("npm start");
    expect(commands).toContain("npm test");
    expect(egress6Commands.length).toBeGreaterThan(8);
  });

  test("npm test is what CI runs, and runs every test", () => {
    expect(readFileSync(`${root}.ci/run`, "utf8")).toMatch(/^npm test$/m);
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
    expect(scripts.test).toBe("node scripts/test.mjs");
  });

  test.each(egress6Commands)("%s", async (command) => {
    const { code, stdout, stderr } = await run(
      withOurResolvers(command).replace(/^npx egress6/, "egress6"),
    );
    expect(stderr).not.toMatch(/error/i);
    expect(code).toBe(0);
    const isToFile = / --out /.test(command);
    expect(stdout !== "" || isToFile).toBe(true);
  });

  test("npm start serves the map", async () => {
    // Else it would install them anew, under the other tests.
    expect(areNodeModulesInstalled(), "node_modules is old: run `npm ci`").toBe(true);
    const child = spawn(
      "npm",
      ["start", "--", "--port", "0", "--no-scan", "--db", `${folder}/start.db`],
      { cwd: root, detached: true, stdio: ["ignore", "pipe", "pipe"] },
    );
    try {
      const url = await new Promise<string>((resolve, reject) => {
        let seen = "";
        const look = (chunk: Buffer) => {
          seen += chunk;
          const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(seen);
          if (found !== null) resolve(found[0]);
        };
        child.stdout.on("data", look);
        child.stderr.on("data", look);
        child.on("exit", () => reject(new Error(`npm start ended: ${seen}`)));
      });
      const page = await fetch(url);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain("<title>");
    } finally {
      if (child.pid !== undefined && child.exitCode === null) {
        const ended = once(child, "exit");
        process.kill(-child.pid, "SIGINT");
        await ended;
      }
    }
  });

  test.each([
    ["endpoint", 'egress6 endpoint "CloudWatch Logs" --region eu-central-1 --dualstack'],
    ["catalog", "egress6 catalog show"],
    ["plan", "egress6 plan examples/shop-on-fargate.yaml | head -24"],
  ])("the output shown for %s is what the command prints", async (name, command) => {
    const shown = new RegExp(`<!-- output: ${name} -->\n\`\`\`text\n([\\s\\S]*?)\`\`\``).exec(
      readme,
    );
    const { stdout } = await run(`EGRESS6_DB=${folder}/nothing-seen.db ${command}`);
    expect(shown?.[1]).toBe(stdout);
  });
});
