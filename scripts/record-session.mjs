// Draws docs/session.svg: a terminal session, recorded from real runs of the command line over invented DNS answers.
// `node scripts/record-session.mjs`, after `npm run build`; a test holds that it is up to date.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { startTruthfulResolver } from "../bench/kill/truthful-resolver.mjs";
import { root } from "./lib/run.mjs";
import { sessionSvg } from "./lib/session-svg.mjs";

export const RECORDING = `${root}/docs/session.svg`;
const COLUMNS = 108;
/** What was observed is of this day. */
const NOW = Date.UTC(2026, 11, 1, 12);

/** What is typed, and of how much of the answer there is room for. */
const SESSION = [
  { typed: "egress6 check s3 sqs logs kinesis --live", lines: 11 },
  { typed: "egress6 endpoint sqs --live", lines: 15 },
  { typed: "egress6 plan shop.yaml", lines: 22 },
];

/** Names with AAAA; every name has A. */
const HAVE_IPV6 = new Set([
  "logs.eu-central-1.api.aws",
  "s3.dualstack.eu-central-1.amazonaws.com",
  "sqs.eu-central-1.api.aws",
]);

/** @returns the picture */
export async function recordSession() {
  const { runCli } = await import(
    pathToFileURL(`${root}/packages/egress6/dist/cli/run-cli.js`).href
  );
  const resolver = await startTruthfulResolver((name, type) => type === "A" || HAVE_IPV6.has(name));
  const folder = mkdtempSync(join(tmpdir(), "egress6-session-"));
  try {
    const project = ["region: eu-central-1", `resolvers: ["${resolver.address}"]`, ""].join("\n");
    writeFileSync(join(folder, ".egress6.yaml"), project);
    const workload = join(folder, "shop.yaml");
    copyFileSync(`${root}/examples/shop-on-fargate.yaml`, workload);
    const scenes = [];
    for (const { typed, lines } of SESSION) {
      const stdout = collector();
      await runCli(
        wordsOf(typed).map((word) => (word === "shop.yaml" ? workload : word)),
        {
          env: { EGRESS6_DB: join(folder, "store.db"), FORCE_COLOR: "1", HOME: folder },
          platform: "linux",
          cwd: folder,
          stdin: Readable.from([]),
          stdout: stdout.stream,
          stderr: collector().stream,
          stdoutColumns: COLUMNS,
          isStderrTerminal: false,
          now: () => NOW,
          interrupt: new AbortController().signal,
        },
      );
      const said = stdout
        .text()
        .replaceAll(resolver.address, "192.0.2.53:53")
        .trimEnd()
        .split("\n");
      scenes.push({ typed, lines: said.slice(0, lines), isCut: said.length > lines });
    }
    return sessionSvg(scenes, COLUMNS);
  } finally {
    resolver.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const wordsOf = (typed) => typed.split(" ").slice(1);

function collector() {
  const chunks = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join("") };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  writeFileSync(RECORDING, await recordSession());
  console.log("docs/session.svg");
}
