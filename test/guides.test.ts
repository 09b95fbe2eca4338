import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InventedHost } from "./doctor/invented-network.js";
import { NETWORKS } from "./doctor/networks.js";
import { type Authority, createAuthority } from "./support/certificates.js";
import { whyNoNamespaces } from "./support/netns.js";
import { shownBlocks, shownCommands } from "./support/shown-commands.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const document = (path: string) => readFileSync(`${root}${path}`, "utf8");
const GUIDE = document("docs/stuck-in-an-ipv6-only-subnet.md");
/** README's other commands run in test/readme.test.ts, where no network of one's own is needed. */
const README_DOCTOR = shownBlocks(document("README.md")).filter(({ commands }) =>
  commands.some(({ text }) => text.includes("egress6 doctor")),
);

const why = whyNoNamespaces();
const blocks = [...shownBlocks(GUIDE), ...README_DOCTOR].map((block) => ({
  ...block,
  network: /^on: (\S+)$/.exec(block.comment)?.[1] ?? "ipv6-only",
}));

describe("the guide", () => {
  test("shows commands of ours only, and outputs of some", () => {
    expect(shownCommands(GUIDE).length).toBeGreaterThan(8);
    expect(shownBlocks(GUIDE)).toHaveLength(GUIDE.split("```sh").length - 1);
    for (const { text } of shownCommands(GUIDE)) expect(text).toMatch(/npx egress6 /);
    expect(blocks.filter(({ output }) => output !== null).length).toBeGreaterThan(1);
  });
});

describe.skipIf(why !== null)(`shown commands${why === null ? "" : ` (skipped: ${why})`}`, () => {
  let authority: Authority;
  const hosts = new Map<string, InventedHost>();

  beforeAll(async () => {
    authority = createAuthority();
    for (const name of new Set(blocks.map(({ network }) => network))) {
      const network = NETWORKS[name];
      if (network === undefined) throw new Error(`no network is called ${name}`);
      hosts.set(name, await InventedHost.create(network, authority));
    }
  });
  afterAll(async () => {
    for (const host of hosts.values()) await host.remove();
    authority.remove();
  });

  const commands = blocks.flatMap(({ commands, output, network }) =>
    commands.map(({ text, exitCode }, index) => ({
      text,
      exitCode,
      network,
      output: index === commands.length - 1 ? output : null,
    })),
  );
  test.each(commands)("$text, on $network", async ({ text, exitCode, network, output }) => {
    const host = hosts.get(network);
    const ended = await host?.run(["sh", "-c", text.replace("npx egress6", "egress6")], {
      env: { PATH: `${root}node_modules/.bin:${process.env["PATH"]}` },
    });
    expect({ code: ended?.code, stderr: ended?.stderr }).toMatchObject({ code: exitCode });
    if (output !== null) expectShown(ended?.stdout ?? "", output);
  });
});

/** A line with `…` alone stands for lines that are left out. */
function expectShown(printed: string, shown: string): void {
  const parts = shown.split(/^…$/m).map(comparable);
  const rest = comparable(printed);
  if (parts.length === 1) expect(rest).toBe(parts[0]);
  let at = 0;
  for (const part of parts) {
    expect(rest.slice(at)).toContain(part);
    at = rest.indexOf(part, at) + part.length;
  }
}

/** Times differ from run to run, and with them where lines break. */
function comparable(text: string): string {
  return text
    .replace(/(<1|\d+(\.\d)?) m?s\b/g, "TIME")
    .replace(/\s+/g, " ")
    .trim();
}
