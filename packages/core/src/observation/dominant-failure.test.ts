import { expect, it } from "vitest";
import { dominantFailure } from "./dominant-failure.js";

it("is the most frequent failure", () => {
  expect(dominantFailure(["servfail", "timeout", "servfail", "refused"])).toBe("servfail");
  expect(dominantFailure(["timeout", "timeout", "refused"])).toBe("timeout");
});

it("is the latest of equally frequent ones", () => {
  expect(dominantFailure(["servfail", "refused", "refused", "servfail"])).toBe("servfail");
  expect(dominantFailure(["servfail", "refused"])).toBe("refused");
});

it("is not silence when something was heard as often", () => {
  expect(dominantFailure(["lame", "timeout"])).toBe("lame");
  expect(dominantFailure(["timeout", "malformed"])).toBe("malformed");
  expect(dominantFailure([])).toBe("timeout");
});
