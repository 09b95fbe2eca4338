import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { egress6 } from "../catalog/run-in-process.js";

const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = (typeof SHELLS)[number];
const isThere = (shell: string) =>
  spawnSync(shell, ["-c", "exit 0"], { stdio: "ignore" }).status === 0;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/egress6-completion-`);
  for (const shell of SHELLS) {
    const { stdout } = await egress6(["completion", shell]);
    writeFileSync(`${folder}/script.${shell}`, stdout);
  }
  mkdirSync(`${folder}/work`);
  writeFileSync(`${folder}/work/shop.yaml`, "");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How a shell is started without settings of this machine, and what a person's settings would do in it. */
const START: Readonly<Record<Exclude<Shell, "fish">, readonly string[]>> = {
  bash: ["bash --norc --noprofile -i"],
  zsh: ["zsh -f -i", "autoload -U compinit && compinit -u -D"],
};

interface Terminal {
  /** Types a line with a tab at its end, as a person does, and returns the words that egress6 gets. */
  type(line: string): Promise<string>;
  close(): Promise<void>;
}

/** One for all lines of a shell: its start takes longer than all of them. */
async function openTerminal(shell: Exclude<Shell, "fish">): Promise<Terminal> {
  const [command = "", ...settings] = START[shell];
  const terminal = spawn("script", ["-qec", command, "/dev/null"], {
    cwd: `${folder}/work`,
    env: { PATH: process.env["PATH"], HOME: folder, TERM: "dumb" },
  });
  let seen = "";
  terminal.stdout.setEncoding("utf8").on("data", (text: string) => {
    seen += text;
  });
  const until = async (what: RegExp) => {
    const from = seen.length;
    const isSeen = () => expect(seen.slice(from)).toMatch(what);
    await vi.waitFor(isSeen, { interval: 5, timeout: 20_000 });
    return seen.slice(from);
  };
  const ended = new Promise((resolve) => terminal.on("close", resolve));
  const isReady = until(/ready# /);
  const lines = [
    ...settings,
    `source ${folder}/script.${shell}`,
    `egress6() { printf '<%s>' "$@"; echo; }`,
    "PS1='rea''dy# '",
  ];
  terminal.stdin.write(`${lines.join("\n")}\n`);
  await isReady;
  return {
    type: async (line) => {
      // Also that the next line can be typed.
      const isPrinted = until(/<.*>[\s\S]*ready# /);
      terminal.stdin.write(`egress6 ${line}\t\n`);
      return /<.*>/.exec(await isPrinted)?.[0] ?? "";
    },
    close: async () => {
      terminal.stdin.end("exit\n");
      await ended;
    },
  };
}

/** What fish offers for each of some lines, without descriptions: one process for all of them. */
function offeredByFish(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const commands = lines.map((line) => `complete -C "egress6 ${line}"; echo "end of line"`);
  const { stdout } = spawnSync(
    "fish",
    ["-N", "-c", [`source ${folder}/script.fish`, ...commands].join("; ")],
    { encoding: "utf8", cwd: `${folder}/work`, env: { PATH: process.env["PATH"], HOME: folder } },
  );
  const offered = stdout.split("end of line\n");
  expect(offered).toHaveLength(lines.length + 1);
  return new Map(
    lines.map((line, index) => [
      line,
      (offered[index] ?? "")
        .trim()
        .split("\n")
        .map((each) => each.split("\t")[0] ?? ""),
    ]),
  );
}

/** A line, and what its last word becomes, or stays where several are possible. */
const CASES = [
  ["doc", "doctor"],
  ["prices upd", "update"],
  ["config --forc", "--force"],
  ["check --service s3,cloudtrail-d", "s3,cloudtrail-data"],
  ["check s3,cloudtrail-d", "s3,cloudtrail-data"],
  ["endpoint cloudtrail-d", "cloudtrail-data"],
  ["endpoint sqs --region eu-no", "eu-north-1"],
  ["check --region=eu-west-1,eu-no", "--region=eu-west-1,eu-north-1"],
  ["config --for lambda:t", "lambda:terraform"],
  ["config --for=lambda:t", "--for=lambda:terraform"],
  ["plan shop.yaml --emit terraform --design ipv6-nat-r", "ipv6-nat-regional"],
  ["plan shop.yaml --emit ter", "terraform"],
  ["plan sho", "shop.yaml"],
  ["export --variant dual", "dualstack"],
  ["lookup --rate 5", "5"],
  ["lookup ec", "ec"],
  ["completion fi", "fish"],
] as const;

describe.skipIf(!isThere("bash"))("completion in bash", () => {
  let terminal: Terminal;
  beforeAll(async () => {
    terminal = await openTerminal("bash");
  });
  afterAll(() => terminal.close());

  test.each(CASES)("%s", async (line, last) => {
    expect((await terminal.type(line)).replace(/^.*</, "<")).toBe(`<${last}>`);
  });

  test("offers every word that begins so", () => {
    const line = "egress6 check --service s3";
    const script = `source ${folder}/script.bash; COMP_LINE='${line}' COMP_POINT=${line.length}; _egress6; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
    const names = loadCatalog().services.map(({ cliName }) => cliName);
    const expected = names.filter((name) => name.startsWith("s3")).sort();
    expect(expected.length).toBeGreaterThan(4);
    expect(stdout.trim().split("\n")).toEqual(expected);
  });
});

describe.skipIf(!isThere("zsh"))("completion in zsh", () => {
  let terminal: Terminal;
  beforeAll(async () => {
    terminal = await openTerminal("zsh");
  });
  afterAll(() => terminal.close());

  test.each(CASES)("%s", async (line, last) => {
    expect((await terminal.type(line)).replace(/^.*</, "<")).toBe(`<${last}>`);
  });
});

describe.skipIf(!isThere("fish"))("completion in fish", () => {
  let offered: ReadonlyMap<string, readonly string[]>;
  beforeAll(() => {
    offered = offeredByFish(CASES.map(([line]) => line));
  });

  test.each(CASES)("%s", (line, last) => {
    expect(offered.get(line)).toEqual(line.endsWith(last) ? [""] : [last]);
  });

  test("says what a command does", () => {
    const { stdout } = spawnSync(
      "fish",
      ["-N", "-c", `source ${folder}/script.fish; complete -C "egress6 doc"`],
      { encoding: "utf8", env: { PATH: process.env["PATH"], HOME: folder } },
    );
    expect(stdout).toMatch(/^doctor\t\w/);
  });
});

describe("completion", () => {
  test("knows every command, and asks for a shell that it knows", async () => {
    const { stdout: help } = await egress6(["--help"]);
    const commands = [...help.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
    expect(commands.length).toBeGreaterThan(12);
    const { stdout } = await egress6(["completion", "fish"]);
    for (const command of commands.filter((each) => each !== "help")) {
      expect(stdout).toContain(`-a '${command}' `);
    }
    const { code, stderr } = await egress6(["completion", "tcsh"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining("Allowed choices are bash, zsh, fish"),
    });
  });

  test("tells how it is installed", async () => {
    const { stdout } = await egress6(["completion", "--help"]);
    expect(stdout).toContain("source <(egress6 completion bash)");
    expect(stdout).toContain("source <(egress6 completion zsh)");
    expect(stdout).toContain("~/.config/fish/completions/egress6.fish");
  });
});
