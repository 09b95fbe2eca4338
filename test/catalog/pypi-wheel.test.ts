import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unpackLayer as unpackWheel } from "../../packages/egress6/src/adapter/botocore/aws-cli-package.js";
import { openBotocoreFolder } from "../../packages/egress6/src/adapter/botocore/botocore-folder.js";
import {
  downloadWheel,
  newestWheel,
} from "../../packages/egress6/src/adapter/botocore/pypi-wheel.js";
import { type Layer, unpackLayer } from "./aws-cli-layer.js";

let layer: Layer;
let scratch: string;
let server: Server;
let sha256: string;
const never = new AbortController().signal;

beforeAll(async () => {
  layer = await unpackLayer(["sqs", "sts"]);
  scratch = mkdtempSync(join(tmpdir(), "egress6-test-wheel-"));
  const wheel = join(scratch, "served.whl");
  // As in a wheel: the package at the top.
  execFileSync("python3", ["-m", "zipfile", "-c", wheel, "botocore"], {
    cwd: dirname(dirname(layer.data)),
  });
  const bytes = readFileSync(wheel);
  sha256 = createHash("sha256").update(bytes).digest("hex");
  server = createServer(({ url }, response) => {
    if (url === "/pypi/botocore/json") response.end(JSON.stringify(project()));
    else if (url === "/botocore.whl") response.end(bytes);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  layer.remove();
  rmSync(scratch, { recursive: true });
  server.close();
});

const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const project = () => ({
  info: { version: "1.44.5" },
  urls: [
    {
      packagetype: "sdist",
      url: `${base()}/no`,
      digests: { sha256: "" },
      upload_time_iso_8601: "",
    },
    {
      packagetype: "bdist_wheel",
      url: `${base()}/botocore.whl`,
      digests: { sha256 },
      upload_time_iso_8601: "2026-11-27T19:02:03.123456Z",
    },
  ],
});

test("the newest wheel is fetched, held to its checksum, and read as botocore", async () => {
  const wheel = await newestWheel(never, base());
  expect(wheel).toMatchObject({ version: "1.44.5", date: "2026-11-27", sha256 });
  const { botocore, awscli } = await unpackWheel(
    await downloadWheel(wheel, scratch, never),
    join(scratch, "unpacked"),
  );
  expect(awscli).toBeNull();
  expect(openBotocoreFolder(botocore).services).toEqual(["sqs", "sts"]);
});

test("a wheel with another checksum is refused", async () => {
  const wheel = await newestWheel(never, base());
  await expect(
    downloadWheel({ ...wheel, sha256: sha256.replace(/^./, "g") }, scratch, never),
  ).rejects.toMatchObject({
    code: "CATALOG_DOWNLOAD_FAILED",
    message: expect.stringContaining("its checksum differs"),
  });
});

test("a registry that is not there, or is none, names the other sources", async () => {
  const { port } = server.address() as AddressInfo;
  for (const registry of [`http://127.0.0.1:${port}/nowhere/`, "http://127.0.0.1:9"]) {
    await expect(newestWheel(never, registry)).rejects.toMatchObject({
      code: "CATALOG_DOWNLOAD_FAILED",
      kind: "incomplete",
      message: expect.stringMatching(/--source npm.*--source DIR/s),
    });
  }
});
