import { describe, expect, test } from "vitest";
import { readPythonDict } from "./read-python-dict.js";

describe("a dict of a Python file", () => {
  test("is read with comments, both quotes and commas at the end", () => {
    const file = `OTHER = {"no": "no"}
HOSTS = {  # by service
    "sqs": {
        "us-east-1": 'queue.amazonaws.com',
        # "eu-west-1": "gone",
        "eu-west-2": "a#b",
    },
    'rds': {},
}
AFTER = call({)
`;
    expect(readPythonDict(file, "HOSTS")).toEqual({
      sqs: { "us-east-1": "queue.amazonaws.com", "eu-west-2": "a#b" },
      rds: {},
    });
  });

  test.each([
    ["a call", 'HOSTS = {\n"a": open("/etc/passwd")}', /line 2 is no part of a dict of texts/],
    ["a formatted text", 'HOSTS = {"a": f"{b}"}', /line 1 is no part/],
    ["an escape", 'HOSTS = {"a": "\\x41"}', /line 1 is no part/],
    ["a number", 'HOSTS = {"a": 1}', /line 1 is no part/],
    ["two values", 'HOSTS = {"a": "b" "c"}', /HOSTS is no dict of texts/],
    ["two commas", 'HOSTS = {"a": "b",, "c": "d"}', /HOSTS is no dict of texts/],
    ["an open end", 'HOSTS = {"a": {"b": "c"}\n', /line 2 is no part/],
    ["another name", 'XHOSTS = {"a": "b"}', /has no HOSTS = \{…\}/],
    ["too much", `HOSTS = {}${" ".repeat(300_000)}`, /longer than 262144 bytes/],
  ])("with %s is refused", (_, file, message) => {
    expect(() => readPythonDict(file, "HOSTS")).toThrow(message);
  });
});
