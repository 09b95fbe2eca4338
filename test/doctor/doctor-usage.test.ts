import { describe, expect, test } from "vitest";
import { egress6 } from "../catalog/run-in-process.js";

describe("doctor", () => {
  test.each([
    [["--host", "foo:bar"], "this is no host name"],
    [["--host", "github.com:99999"], "99999 is no port"],
    [["--host", "52.94.5.1"], "looks like an address"],
    [["--service", "lgos", "--region", "eu-central-1"], "Nearest: logs"],
    [["--service", "s3", "--region", "mars-1"], "is not an AWS region"],
    [["--service", "s3", "--region", "eu-cental-1"], "Nearest: eu-central-1"],
    [["--service", "s3"], "--region"],
    [["--timeout", "0"], "more than 0"],
    [["--sevice", "s3"], "Did you mean --service?"],
  ])("refuses %j and says why, before it looks at anything", async (args, reason) => {
    const { code, stdout, stderr } = await egress6(["doctor", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(reason);
  });
});
