import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Authority, createAuthority } from "../support/certificates.js";
import { whyNoNamespaces } from "../support/netns.js";
import { runOnHost, V4, V6 } from "./run-on-host.js";

const why = whyNoNamespaces();
const skipped = why === null ? "" : ` (skipped: ${why})`;

const BY_DEFAULT = "sts.eu-central-1.amazonaws.com";
const DUAL_STACK = "sts.eu-central-1.api.aws";
const OLDEST = createRequire(import.meta.url).resolve("oldest-client-sts");

const IMPORTS = 'import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";\n';
const CALL = `const client = new STSClient({ region: "eu-central-1" });
client.send(new GetCallerIdentityCommand({})).then(({ Account }) => console.log(Account));
`;
const requiring = (path: string) =>
  `const { GetCallerIdentityCommand, STSClient } = require(${JSON.stringify(path)});\n${CALL}`;

let authority: Authority;
beforeAll(() => {
  authority = createAuthority();
});
afterAll(() => authority.remove());

/** Runs a program that calls STS, on a host where the dual-stack name alone has IPv6. */
function run(name: string, program: string, env: Readonly<Record<string, string>> = {}) {
  const records = { [BY_DEFAULT]: { A: [V4] }, [DUAL_STACK]: { A: [V4], AAAA: [V6] } };
  const options = { NODE_OPTIONS: "--import=@egress6/aws-sdk/register", ...env };
  return runOnHost(
    { families: ["ipv4", "ipv6"], authority, records, files: { [name]: program }, env: options },
    name,
  );
}

describe.skipIf(why !== null)(`--import=@egress6/aws-sdk/register${skipped}`, () => {
  test("wraps the clients of a program of ES modules", async () => {
    const { stdout, stderr, arrived } = await run("program.mjs", IMPORTS + CALL, {
      NODE_DEBUG: "egress6",
    });
    expect(stdout).toBe("123456789012\n");
    expect(arrived).toEqual([`${DUAL_STACK} ipv6`]);
    expect(stderr).toContain("STSClient is wrapped");
  });

  test("wraps those of CommonJS, of several versions in one process", async () => {
    const program = `{${requiring("@aws-sdk/client-sts")}}\n{${requiring(OLDEST)}}`;
    const { arrived } = await run("program.cjs", program);
    expect(arrived).toEqual([`${DUAL_STACK} ipv6`, `${DUAL_STACK} ipv6`]);
  });

  test("leaves the options of clients that the program wraps itself", async () => {
    const program = `${IMPORTS}import { ipv6 } from "@egress6/aws-sdk";
const choices = [];
const client = ipv6(new STSClient({ region: "eu-central-1" }), { onChoice: (each) => choices.push(each) });
await client.send(new GetCallerIdentityCommand({}));
console.log(choices.map(({ reason }) => reason).join());
`;
    const { stdout, arrived } = await run("program.mjs", program);
    expect(stdout).toBe("has-ipv6\n");
    expect(arrived).toEqual([`${DUAL_STACK} ipv6`]);
  });

  // Addresses of an invented host may be late on a busy machine.
  test("leaves all clients plain with EGRESS6_DISABLE=1", { retry: 2 }, async () => {
    const { stderr, arrived } = await run("program.mjs", IMPORTS + CALL, { EGRESS6_DISABLE: "1" });
    expect(arrived).toEqual([`${BY_DEFAULT} ipv4`]);
    expect(stderr).not.toContain("EGRESS6");
  });

  test("says that it cannot reach the clients of a bundle, once", async () => {
    const folder = fileURLToPath(new URL(".", import.meta.url));
    const bundle = await rolldown({
      input: "program",
      cwd: folder,
      platform: "node",
      plugins: [
        {
          name: "program",
          resolveId: (id) => (id === "program" ? `${folder}program.mjs` : null),
          load: (id) => (id.endsWith("program.mjs") ? `${IMPORTS}{${CALL}}\n{${CALL}}` : null),
        },
      ],
    });
    const { output } = await bundle.generate({ format: "esm", codeSplitting: false });
    await bundle.close();
    const { stdout, stderr, arrived } = await run("bundle.mjs", output[0].code);
    expect(stdout).toBe("123456789012\n123456789012\n");
    expect(arrived).toEqual([`${BY_DEFAULT} ipv4`, `${BY_DEFAULT} ipv4`]);
    expect(stderr.match(/EGRESS6_UNREACHED/g)).toHaveLength(1);
    expect(stderr).toMatch(/aws-sdk-js\/3\S+ called sts\.eu-central-1\.amazonaws\.com/);
  });
});
