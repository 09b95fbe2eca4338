import { expect, test } from "vitest";
import { buildState, inputsHash } from "../../scripts/lib/build-stamp.mjs";
import { refuseStaleBuild } from "./built.js";
import { faultOf } from "./look-at-build.js";

test("a build of other sources is stale, and says what to do", () => {
  refuseStaleBuild();
  expect(buildState(inputsHash())).toBe("fresh");
  expect(buildState("of other sources")).toBe("stale");
  expect(faultOf("fresh")).toBeNull();
  expect(faultOf("stale")).toMatch(/sources have changed since\. Run `npm run build`/);
  expect(faultOf("none")).toMatch(/nothing is built\. Run `npm run build`/);
});
