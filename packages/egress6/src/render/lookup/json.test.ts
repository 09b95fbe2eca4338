import type { Outcome } from "@egress6/core/observation/outcome";
import { expect, it } from "vitest";
import { observationJson } from "./json.js";

it("has the published fields, in their order, and no others", () => {
  const a: Outcome = {
    kind: "answer",
    addresses: ["52.94.5.1"],
    cname: ["alias.example.net"],
    attempts: 2,
    resolver: "127.0.0.1:53",
    ms: 1.5,
  };
  const aaaa: Outcome = { ...a, kind: "timeout", addresses: [], cname: [] };
  const shown = { name: "www.example.net", a, aaaa, sibling: null, note: null };
  expect(observationJson(shown, ['{"state":"vetted"}'])).toBe(
    '{"name":"www.example.net",' +
      '"a":{"outcome":"answer","addresses":["52.94.5.1"],"cname":["alias.example.net"],' +
      '"attempts":2,"resolver":"127.0.0.1:53","ms":1.5},' +
      '"aaaa":{"outcome":"timeout","addresses":[],"cname":[],' +
      '"attempts":2,"resolver":"127.0.0.1:53","ms":1.5},"resolvers":[{"state":"vetted"}]}',
  );
});
