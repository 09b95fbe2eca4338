import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const LIGHTHOUSE = "lighthouse@12.8.2";

/** Beside the server of this process, so not by a call that blocks it. Fetched by npm for this run only: it is 185 MB, which nobody who builds or tests should pay for. */
export async function lighthouseScores(url) {
  const folder = mkdtempSync(join(tmpdir(), "egress6-lighthouse-"));
  try {
    const { stdout } = await promisify(execFile)(
      "npm",
      [
        "exec",
        "--yes",
        `--package=${LIGHTHOUSE}`,
        "--",
        "lighthouse",
        url,
        "--quiet",
        "--output=json",
        "--only-categories=performance,accessibility",
        "--chrome-flags=--headless --no-sandbox --disable-gpu",
      ],
      {
        cwd: folder,
        maxBuffer: 64 * 1024 * 1024,
        env: { ...process.env, CHROME_PATH: process.env.CHROMIUM ?? "/usr/bin/chromium" },
      },
    );
    const { categories } = JSON.parse(stdout);
    return {
      performance: Math.round(categories.performance.score * 100),
      accessibility: Math.round(categories.accessibility.score * 100),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
