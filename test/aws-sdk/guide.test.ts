import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtEgress6 } from "../support/built.js";
import { type Authority, createAuthority } from "../support/certificates.js";
import { whyNoNamespaces } from "../support/netns.js";
import { shownCommands } from "../support/shown-commands.js";
import { runOnHost, V4, V6 } from "./run-on-host.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const document = (path: string) => readFileSync(`${root}${path}`, "utf8");
const GUIDE = document("docs/aws-sdk.md");
const DOCUMENTS = [
  "docs/aws-sdk.md",
  "docs/stuck-in-an-ipv6-only-subnet.md",
  "packages/aws-sdk/README.md",
  "README.md",
];
const programs = DOCUMENTS.flatMap((path) =>
  [...document(path).matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, program = ""], index) => ({
    title: `${path}, program ${index + 1}`,
    program,
  })),
);
const SERVICES = ["sts", "sqs", "dynamodb", "logs"];
const records = Object.fromEntries(
  SERVICES.flatMap((service) => [
    [`${service}.eu-central-1.amazonaws.com`, { A: [V4] }],
    [`${service}.eu-central-1.api.aws`, { A: [V4], AAAA: [V6] }],
  ]),
);

let folder: string;
let authority: Authority;
beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/egress6-guide-`);
  authority = createAuthority();
  for (const { text } of shownCommands(GUIDE)) {
    const command = text.replace("npx egress6", `"${process.execPath}" "${builtEgress6()}"`);
    const env = { PATH: process.env["PATH"], HOME: folder, EGRESS6_DB: `${folder}/store.db` };
    execFileSync("sh", ["-c", command], { cwd: folder, env });
  }
});
afterAll(() => {
  authority.remove();
  rmSync(folder, { recursive: true });
});

const why = whyNoNamespaces();

describe.skipIf(why !== null)(`shown programs${why === null ? "" : ` (skipped: ${why})`}`, () => {
  test("are all found", () => {
    expect(programs).toHaveLength(7);
  });

  test.each(programs)("$title runs on an IPv6-only host", async ({ program }) => {
    const files = {
      "program.mjs": program,
      "endpoints.json": readFileSync(`${folder}/endpoints.json`, "utf8"),
    };
    const host = { authority, families: ["ipv6"], records, files } as const;
    const { arrived } = await runOnHost(host, "program.mjs");
    expect(arrived.length).toBeGreaterThan(0);
    for (const call of arrived) expect(call).toMatch(/\.api\.aws ipv6$/);
  });
});
