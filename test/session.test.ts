import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { RECORDING, recordSession } from "../scripts/record-session.mjs";
import { refuseStaleBuild } from "./support/built.js";

beforeAll(refuseStaleBuild);

test("the recorded session is what the commands print: run scripts/record-session.mjs", async () => {
  const recorded = await recordSession();
  expect(recorded).toMatch(/^<svg /);
  expect(recorded).toBe(readFileSync(RECORDING, "utf8"));
});
