import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { proofSchema } from "../../packages/egress6/src/render/proof/schema.js";
import { egress6 } from "../catalog/run-in-process.js";
import {
  type FlowRecord,
  FORMATS,
  flowLines,
  flowLogPath,
  flowWorld,
  writeGzip,
  writeQueries,
} from "../flows/flow-world.js";
import { describeFiles, soundFiles } from "../survey/survey-world.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "egress6-prove-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = () => ({
  EGRESS6_DB: join(folder, "none.db"),
  EGRESS6_PRICES: join(folder, "none.json"),
});
const run = (...words: readonly string[]) => egress6(words, { env: env() });

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

async function prove(...words: readonly string[]) {
  const { code, stdout, stderr } = await run("prove", ...words, "--json");
  const proof = stdout === "" ? null : JSON.parse(stdout);
  if (proof !== null) {
    // Whatever is compared, and however it ends, the document is as its schema says.
    validate(proof);
    expect(validate.errors).toBeNull();
    proved.add(proof.kind);
  }
  return { code, stderr, proof };
}

const validate = new Ajv2020({ allErrors: true }).compile(
  JSON.parse(readFileSync("data/schema/proof.schema.json", "utf8")),
);
test("the published schema is that of the code", () => {
  const published: unknown = JSON.parse(readFileSync("data/schema/proof.schema.json", "utf8"));
  expect(published).toEqual(JSON.parse(JSON.stringify(proofSchema())));
});

const proved = new Set<string>();
afterAll(() => expect([...proved].sort()).toEqual(["audit", "check", "doctor", "flows", "survey"]));

interface Named {
  readonly name?: string;
  readonly host?: string;
  readonly service?: string;
  readonly bytes?: number;
}

/** What tests change of a document of flows. */
interface FlowsLike {
  readonly meta: { complete: boolean; window: object; coverage?: number; damaged: object[] };
  nats: { id: string; bytes: number; records: number }[];
  destinations: readonly Named[];
}

describe("flow logs of before and after", () => {
  const world = flowWorld(6);
  let before: string;
  let after: string;
  const bytesOf = (isLeft: (host: string | null) => boolean) =>
    world.conversations
      .filter(({ host }) => isLeft(host.name))
      .reduce((total, { up, down }) => total + up + down, 0);
  const hasIpv6 = new Set(
    world.hosts.filter(({ hasAaaa }) => hasAaaa).flatMap(({ addresses }) => addresses),
  );
  const names = new Set(world.hosts.flatMap(({ hasAaaa, name }) => (hasAaaa ? [name] : [])));

  async function flows(name: string, records: readonly FlowRecord[]): Promise<string> {
    const place = join(folder, name);
    writeGzip(
      flowLogPath(place, "fl-01234567890abcdef", 0),
      `${flowLines(11, FORMATS[11], records).join("\n")}\n`,
    );
    const queries = join(folder, `${name}-queries.ndjson`);
    writeQueries(queries, world.queries);
    const { stdout } = await run("flows", place, "--resolver-logs", queries, "--json");
    return write(`${name}.json`, stdout);
  }

  beforeAll(async () => {
    before = await flows("before", world.records);
    after = await flows(
      "after",
      world.records.filter(
        (record) =>
          !hasIpv6.has(String(record["pkt-dstaddr"])) &&
          !hasIpv6.has(String(record["pkt-srcaddr"])),
      ),
    );
  });

  test("say what moved and what is left, to the byte", async () => {
    const { code, proof } = await prove(before, after);
    expect(code).toBe(0);
    expect(proof.totals.bytes).toEqual({
      before: bytesOf(() => true),
      after: bytesOf((host) => !names.has(host)),
    });
    expect(proof.moved.map(({ host }: Named) => host).sort()).toEqual([
      "abc123.execute-api.eu-central-1.amazonaws.com",
      "cdn.thirdparty.example",
    ]);
    const left = proof.leaks.reduce((total: number, { bytes }: Named) => total + (bytes ?? 0), 0);
    expect(left).toBe(proof.totals.bytes.after);
    const github = proof.leaks.find(({ host }: Named) => host === "github.com");
    expect(github).toMatchObject({ bytes: bytesOf((host) => host === "github.com") });
    expect(proof.worse).toEqual([]);
    expect(proof.summary).toMatch(
      /^NAT bytes fell from [\d.,]+ GB to [\d.,]+ GB a month \(−\d+ %\)\./,
    );
  });

  test("the other way round, more goes through the gateways: 1", async () => {
    const { code, proof } = await prove(after, before);
    expect(code).toBe(1);
    expect(proof.worse).toMatchObject([{ resource: "all NAT gateways", what: "carry more" }]);
  });

  test("a host without IPv6 that is gone has not moved: nobody knows why", async () => {
    const github = new Set(
      world.hosts.flatMap(({ name, addresses }) => (name === "github.com" ? addresses : [])),
    );
    const less = await flows(
      "less",
      world.records.filter(
        (record) =>
          !github.has(String(record["pkt-dstaddr"])) && !github.has(String(record["pkt-srcaddr"])),
      ),
    );
    const { proof } = await prove(before, less);
    expect(proof.moved).toEqual([]);
    expect(proof.unknown).toMatchObject([{ resource: "github.com" }]);
  });

  const edited = (name: string, of: string, edit: (document: FlowsLike) => void): string => {
    const document = JSON.parse(readFileSync(of, "utf8"));
    edit(document);
    return write(`${name}.json`, document);
  };

  test("what an incomplete document does not show has not moved, and saves nothing for sure: 3", async () => {
    const part = edited("part-flows", after, ({ meta }) => {
      meta.complete = false;
    });
    const { code, proof } = await prove(before, part);
    expect([code, proof.moved, proof.fixed]).toEqual([3, [], []]);
    expect(proof.unknown.map(({ resource }: { readonly resource: string }) => resource)).toContain(
      "cdn.thirdparty.example",
    );
    expect(proof.summary).toMatch(/^Not known whether NAT bytes fell/);
    expect(proof.savedUsdPerMonth.low).toBeNull();
    // The first showed too little: more in the second need not be a rise.
    const back = await prove(part, before);
    expect([back.code, back.proof.worse]).toEqual([3, []]);
  });

  test("a gateway that is not logged any more has not emptied: 3", async () => {
    const unlogged = edited("unlogged", after, ({ nats }) => {
      const [nat] = nats;
      if (nat !== undefined) Object.assign(nat, { bytes: 0, records: 0 });
    });
    const { code, proof } = await prove(before, unlogged);
    expect([code, proof.fixed, proof.moved, proof.complete]).toEqual([3, [], [], false]);
    // One that logs that it was idle has.
    const idle = edited("idle", after, ({ nats }) => {
      const [nat] = nats;
      if (nat !== undefined) Object.assign(nat, { bytes: 0, records: 5, skipData: 0 });
    });
    expect((await prove(before, idle)).proof.fixed).toContainEqual(
      expect.objectContaining({ what: "carries nothing any more" }),
    );
  });

  test("a gateway that no log names may not be logged; a network without it has none: 3, 0", async () => {
    const gone = (gatewaysFrom: string) =>
      edited(`gone-${gatewaysFrom}`, after, ({ meta, nats }) => {
        Object.assign(meta, { gatewaysFrom });
        nats.shift();
      });
    const unnamed = await prove(before, gone("logs"));
    expect([unnamed.code, unnamed.proof.moved]).toEqual([3, []]);
    const deleted = await prove(before, gone("topology"));
    expect(deleted.proof.complete).toBe(true);
    expect(deleted.proof.fixed).toContainEqual(
      expect.objectContaining({ what: "carries nothing any more" }),
    );
  });

  test("what a file that is cut off lacks has not moved, and bytes of nobody are a leak", async () => {
    const cut = edited("cut", after, ({ meta }) => {
      meta.damaged = [{ file: "flow.log.gz", offset: 1, reason: "it ends here" }];
    });
    const { code, proof } = await prove(before, cut);
    expect([code, proof.moved, proof.complete]).toEqual([3, [], false]);
    const nameless = edited("nameless", after, (document) => {
      document.destinations = [];
    });
    expect((await prove(before, nameless)).proof.leaks).toMatchObject([
      { bytes: proof.totals.bytes.after },
    ]);
  });

  test("logs that name no gateway, read without a topology, say nothing of what moved: 3", async () => {
    const place = join(folder, "no-route");
    const lines = flowLines(2, FORMATS[2], world.records);
    writeGzip(flowLogPath(place, "fl-01234567890abcdef", 0), `${lines.join("\n")}\n`);
    const { code: ends, stdout } = await run("flows", place, "--json");
    const { code, proof } = await prove(before, write("no-route.json", stdout));
    expect([ends, code, proof.moved, proof.complete]).toEqual([3, 3, [], false]);
    expect(proof.summary).toMatch(/^Not known whether NAT bytes fell/);
  });

  test("gateways that have nothing in common may be of another network: 3", async () => {
    const elsewhere = edited("elsewhere", after, ({ nats }) => {
      for (const nat of nats) nat.id = `${nat.id}-of-another`;
    });
    const { code, proof } = await prove(before, elsewhere);
    expect([code, proof.moved, proof.fixed, proof.complete]).toEqual([3, [], [], false]);
    expect(proof.unknown).toContainEqual(expect.objectContaining({ resource: "NAT gateways" }));
  });

  test("windows in the wrong order are refused, those that overlap are said: 2", async () => {
    const at = (name: string, from: string, to: string) =>
      edited(name, after, ({ meta }) => {
        const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
        meta.window = { from, to, coveredSeconds: seconds };
      });
    const march = at("march", "2026-03-01T00:00:00Z", "2026-03-08T00:00:00Z");
    const april = at("april", "2026-04-01T00:00:00Z", "2026-04-08T00:00:00Z");
    const { code, stderr } = await prove(april, march);
    expect([code, stderr]).toEqual([2, expect.stringContaining("give the earlier one first")]);
    expect((await prove(march, april)).code).toBe(0);
    const thin = edited("thin", after, ({ meta }) => {
      meta.coverage = 0.4;
    });
    expect((await prove(before, thin)).stderr).toContain("half of the bytes that were billed");
    const later = at("later", "2026-03-05T00:00:00Z", "2026-03-12T00:00:00Z");
    expect((await prove(march, later)).proof.cautions).toContainEqual(
      expect.stringContaining("overlap"),
    );
  });

  test("what a plan promised is held against them", async () => {
    const plan = (...destinations: readonly string[]) =>
      write("plan.json", {
        workload: { region: "eu-central-1" },
        headlines: { cheapest: { design: null }, cheapestManaged: { design: "ipv6-nat-zonal" } },
        today: { low: "100", high: "100" },
        destinations: [],
        designs: [
          {
            id: "ipv6-nat-zonal",
            title: "IPv6",
            usdPerMonth: { low: "40.5", high: "60" },
            network: {
              exits: ["nat-gateway-zonal"],
              publicIpv4: [],
              paths: [{ path: "egress-only-internet-gateway", from: "web", destinations }],
            },
          },
        ],
      });
    const kept = await prove(before, after, "--plan", plan("cdn.thirdparty.example"));
    expect([kept.code, kept.proof.promise.items[0].state]).toEqual([0, "met"]);
    expect(kept.proof.promise.usdPerMonth).toEqual({ low: "40", high: "59.5" });
    const broken = await prove(before, after, "--plan", plan("cdn.thirdparty.example", "sqs"));
    expect(broken.code).toBe(1);
    expect(broken.proof.promise.items).toMatchObject([
      { state: "met" },
      { state: "not met", what: expect.stringContaining("sqs") },
    ]);
    // Nor is a promise kept that an incomplete document cannot show.
    const part = edited("part-of-promise", after, ({ meta }) => {
      meta.complete = false;
    });
    const open = await prove(before, part, "--plan", plan("cdn.thirdparty.example"));
    expect([open.code, open.proof.promise.items[0].state]).toEqual([3, "unknown"]);
  });
});

interface SurveyLike {
  readonly meta: { accounts: readonly string[] };
  readonly topology: { readonly natGateways: { id: string; account: string | null }[] };
}

describe("surveys of before and after", () => {
  async function survey(name: string, files: Readonly<Record<string, unknown>>): Promise<string> {
    const place = join(folder, name, "eu-central-1");
    mkdirSync(place, { recursive: true });
    for (const [file, content] of Object.entries(files)) {
      writeFileSync(join(place, file), JSON.stringify(content));
    }
    const { stdout } = await run("survey", "--from", join(folder, name), "--format", "json");
    return write(`${name}.json`, stdout);
  }

  test("say what changed, by id, and which findings are fixed", async () => {
    const before = await survey("blocked", describeFiles());
    const after = await survey("sound", soundFiles());
    const { code, proof } = await prove(before, after);
    const changes = proof.changes as readonly Record<string, unknown>[];
    expect(changes).toContainEqual({
      resource: "rtb-private",
      what: "route ::/0",
      before: null,
      after: expect.stringMatching(/^eigw-/),
      result: "better",
    });
    expect(proof.fixed.length).toBeGreaterThan(3);
    expect(proof.worse).toEqual([]);
    expect(code).toBe(0);
    const back = await prove(after, before);
    expect(back.code).toBe(1);
    const unsure = { ...JSON.parse((await run("prove", before, after, "--json")).stdout) };
    expect(unsure.savedUsdPerMonth.on).toContain("NAT gateways");
  });

  test("what a survey that is not complete lacks is unknown, not gone: 3", async () => {
    const before = await survey("whole", describeFiles());
    const { stdout } = await run("survey", "--from", join(folder, "whole"), "--format", "json");
    const document = JSON.parse(stdout);
    document.meta.complete = false;
    document.topology.natGateways = [];
    const { code, proof } = await prove(before, write("part.json", document));
    expect(code).toBe(3);
    expect(proof.unknown).toMatchObject([
      { resource: "nat-one", what: "not seen, and the survey is not complete" },
    ]);
    // Perhaps the gateway is gone, perhaps not: nothing is saved for sure.
    expect(proof.savedUsdPerMonth).toMatchObject({ low: "0", high: "37.96" });
  });

  test("an account that the second does not survey is no saving", async () => {
    const of = (name: string, change: (document: SurveyLike) => void): string => {
      const document = JSON.parse(readFileSync(join(folder, "whole.json"), "utf8"));
      change(document);
      return write(`${name}.json`, document);
    };
    const both = of("both-accounts", ({ meta, topology }) => {
      meta.accounts = ["111122223333", "444455556666"];
      const [nat] = topology.natGateways;
      topology.natGateways.push({ ...nat, id: "nat-elsewhere", account: "444455556666" });
    });
    const one = of("one-account", ({ meta }) => {
      meta.accounts = ["111122223333"];
    });
    const { code, proof } = await prove(both, one);
    expect(code).toBe(3);
    expect(proof.fixed).toEqual([]);
    expect(proof.savedUsdPerMonth).toMatchObject({ low: "0", high: "37.96" });
    const other = of("other-account", ({ meta }) => {
      meta.accounts = ["777788889999"];
    });
    expect((await prove(both, other)).code).toBe(2);
  });
});

const finding = (ruleId: string, fingerprint: string, more: object = {}) => ({
  ruleId,
  level: "error",
  fingerprint,
  message: `${ruleId} was found`,
  file: "vpc.tf",
  line: 3,
  resource: null,
  suppressed: null,
  ...more,
});
const audit = (name: string, findings: readonly object[], meta: object = {}) =>
  write(name, {
    meta: {
      goal: "dual-stack",
      files: ["vpc.tf"],
      skipped: [],
      rules: [{ id: "E6101" }, { id: "E6102" }],
      ...meta,
    },
    inventory: [],
    findings,
  });

describe("audits of before and after", () => {
  const former = () => audit("a.json", [finding("E6101", "1"), finding("E6102", "2")]);

  test("say what is fixed and what is new: 1", async () => {
    const { code, proof } = await prove(
      former(),
      audit("b.json", [finding("E6102", "2"), finding("E6101", "3")]),
    );
    expect(code).toBe(1);
    expect(proof.fixed).toMatchObject([{ resource: "vpc.tf:3" }]);
    expect(proof.new).toMatchObject([{ what: "E6101 new: E6101 was found" }]);
  });

  test("what could not be found again is unknown, and a suppression is no fix", async () => {
    const noRule = audit("c.json", [], { rules: [{ id: "E6102" }], skipped: [{ file: "vpc.tf" }] });
    const { code, proof } = await prove(former(), noRule);
    expect([code, proof.fixed, proof.unknown.length]).toEqual([3, [], 2]);
    const hidden = audit("d.json", [
      finding("E6101", "1", { suppressed: { kind: "external", reason: "later", until: null } }),
      finding("E6102", "2"),
    ]);
    expect((await prove(former(), hidden)).proof).toMatchObject({
      fixed: [],
      changed: [{ after: "suppressed" }],
    });
  });

  test("audits of two folders have nothing in common: 2, and not all fixed", async () => {
    const { code, stderr } = await prove(former(), audit("f.json", [], { files: ["other.tf"] }));
    expect([code, stderr]).toEqual([2, expect.stringContaining("no file in common")]);
  });

  test("another goal is another question: 2", async () => {
    const { code, stderr } = await prove(former(), audit("e.json", [], { goal: "no-nat" }));
    expect([code, stderr]).toEqual([2, expect.stringContaining("goal dual-stack")]);
  });
});

describe("checks of before and after", () => {
  const service = (name: string, works: string) => ({
    service: name,
    region: "eu-west-1",
    asked: null,
    works,
    means: works === "yes" ? "default" : "none",
    wayOut: works === "no" ? "use an interface endpoint" : null,
    observedAt: "2026-11-30T00:00:00Z",
  });
  const check = (name: string, ...services: readonly object[]) =>
    write(name, { works: "no", services, regions: [], configuration: null });

  test("a service that the second does not name is unknown, not moved: 3", async () => {
    const before = check("c1.json", service("sqs", "no"), service("s3", "yes"));
    const { code, proof } = await prove(before, check("c2.json", service("s3", "yes")));
    expect(code).toBe(3);
    expect(proof).toMatchObject({ fixed: [], unknown: [{ resource: "sqs in eu-west-1" }] });
  });

  test("checks of other services are not compared: 2", async () => {
    const before = check("c5.json", service("sqs", "no"));
    const { code, stderr } = await prove(before, check("c6.json", service("s3", "yes")));
    expect([code, stderr]).toEqual([2, expect.stringContaining("nothing that is the same")]);
  });

  test("one that no longer works is worse, and says what helps", async () => {
    const before = check("c3.json", service("sqs", "yes"));
    const { code, proof } = await prove(before, check("c4.json", service("sqs", "no")));
    expect(code).toBe(1);
    expect(proof.leaks).toEqual([{ name: "sqs in eu-west-1", why: "use an interface endpoint" }]);
  });

  test("doctors: from no way to one that lacks a setting is better", async () => {
    const doctor = (name: string, state: string) =>
      write(name, {
        verdict: {},
        steps: [],
        targets: [{ kind: "service", label: "sqs", service: "sqs", state }],
        findings: [],
      });
    const better = await prove(doctor("d1.json", "ipv4"), doctor("d2.json", "needs-setting"));
    expect([better.code, better.proof.fixed.length, better.proof.leaks.length]).toEqual([0, 1, 1]);
    const failing = await run(
      ...["prove", join(folder, "d1.json"), join(folder, "d2.json"), "--fail-on", "leak"],
    );
    expect([failing.code, failing.stdout]).toEqual([1, expect.stringContaining("Still on IPv4")]);
    expect((await prove(doctor("d3.json", "ipv6"), doctor("d4.json", "unreachable"))).code).toBe(1);
  });
});

test.each([
  [["a.json"], /Give two documents/],
  [["a.json", "none.json"], /none\.json cannot be read as JSON/],
  [["a.json", "c1.json"], /the first is of audit, the second of check/],
  [["a.json", "plan.json"], /plan\.json is a plan\. Give it with --plan/],
])("bad input is named: %s", async (files, message) => {
  audit("a.json", []);
  const { code, stderr } = await run("prove", ...files.map((file) => join(folder, file)));
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
});
