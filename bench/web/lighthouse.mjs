import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const LIGHTHOUSE = "lighthouse@12.8.2";

/** Fetched by npm for this run only: it is 185 MB, which nobody who builds or tests should pay for. */
export function lighthouseScores(url) {
  const folder = mkdtempSync(join(tmpdir(), "egress6-lighthouse-"));
  try {
    const { status, stdout, stderr } = spawnSync(
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
        encoding: "utf8",
        maxBuffer: 64 * 1024 * 1024,
        env: { ...process.env, CHROME_PATH: process.env.CHROMIUM ?? "/usr/bin/chromium" },
      },
    );
    if (status !== 0) throw new Error(`lighthouse ended with ${status}: ${stderr.slice(-400)}`);
    const { categories } = JSON.parse(stdout);
    return {
      performance: Math.round(categories.performance.score * 100),
      accessibility: Math.round(categories.accessibility.score * 100),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
