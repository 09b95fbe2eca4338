import { expect, it } from "vitest";
import { parseEnvFile } from "./parse-env-file.js";

const parse = (...lines: string[]) =>
  Object.fromEntries(
    Array.from(parseEnvFile(lines.join("\n"), ".env"), ([name, { value, place }]) => [
      name,
      `${value} @ ${place}`,
    ]),
  );

it("reads variables as dotenv, Docker and shells have them", () => {
  expect(
    parse(
      "# mine",
      "AWS_REGION=eu-west-1 # why",
      'export AWS_USE_DUALSTACK_ENDPOINT="true"',
      "AWS_ENDPOINT_URL='http://a#b'",
      "AWS_PROFILE=",
    ),
  ).toEqual({
    AWS_REGION: "eu-west-1 @ .env:2",
    AWS_USE_DUALSTACK_ENDPOINT: "true @ .env:3",
    AWS_ENDPOINT_URL: "http://a#b @ .env:4",
    AWS_PROFILE: " @ .env:5",
  });
});

it("passes over everything that is not about endpoints, over several lines too", () => {
  expect(
    parse(
      "AWS_SECRET_ACCESS_KEY=abc",
      'KEY="-----BEGIN',
      "AWS_REGION=no",
      'END"',
      "AWS_REGION=yes",
    ),
  ).toEqual({ AWS_REGION: "yes @ .env:5" });
});

it("names the line that is none", () => {
  expect(() => parse("AWS_REGION=a", "what?")).toThrow(/^\.env:2: this is not NAME=VALUE/);
});
