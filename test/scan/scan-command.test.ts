import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStoreReader } from "../../packages/egress6/src/adapter/store/open-store.js";
import { isControl } from "../support/dns/controls.mjs";
import { DEAD_RESOLVER } from "../support/dns/dead-resolver.js";
import { type DnsServer, startDnsServer } from "../support/dns/server.js";
import { runEgress6, startEgress6 } from "../support/egress6-process.js";
import { A, BOTH, namesOf, recordsOf } from "./truth.js";

const WIDE = ["--service", "ec2,s3", "--region", "eu-*"];
const WIDE_NAMES = namesOf({ service: ["ec2", "s3"], region: ["eu-*"] });
const NARROW = ["--service", "sqs", "--region", "eu-central-1", "--variant", "default,dualstack"];
const [SQS = "", SQS_DUALSTACK = ""] = namesOf({
  service: ["sqs"],
  region: ["eu-central-1"],
  variant: ["default", "dualstack"],
});

let folder: string;
let db: string;
let server: DnsServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "egress6-scan-"));
  db = join(folder, "store.db");
  server = await startDnsServer({ records: recordsOf(WIDE_NAMES) });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const scanArgs = (filter: readonly string[], ...more: string[]) => [
  ...["scan", ...filter, "--db", db, "--resolver", server.resolver, "--rate", "unlimited"],
  ...more,
];

/** Cell by "service region", as `egress6 export` says. */
async function exportedCells(...filter: string[]): Promise<Record<string, string>> {
  const { code, stdout } = await runEgress6(["export", "--db", db, ...filter]);
  expect(code).toBe(0);
  const { endpoints }: { endpoints: { service: string; region: string; cell: string }[] } =
    JSON.parse(stdout);
  return Object.fromEntries(
    endpoints.map(({ service, region, cell }) => [`${service} ${region}`, cell]),
  );
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const namesStored = () => {
  const reader = openStoreReader(db);
  const size = reader?.readSupport().size ?? 0;
  reader?.close();
  return size;
};

/** Beside those by which the resolver is vetted. */
function namesAskedFor(firstQuery = 0): ReadonlySet<string> {
  const names = server.queries.slice(firstQuery).map(({ name }) => name);
  return new Set(names.filter((name) => !isControl(name)));
}

describe("egress6 scan", () => {
  it("observes what the filters leave, says what it found, and exports the truth", async () => {
    const { code, stdout, stderr } = await runEgress6(scanArgs(WIDE));
    expect(stdout).toMatch(/^Scan of 155 names finished in \d+ s\.\n +yes +no +unknown\n/);
    expect(stdout).toMatch(/Next: .*egress6 serve/);
    expect(stderr).toMatch(/^Asking for 155 names through 127\.0\.0\.1:\d+; without a rate limit/);
    expect(code).toBe(0);

    const cells = await exportedCells("--service", "ec2,s3", "--region", "eu-*,us-east-1");
    for (const [place, cell] of Object.entries(cells)) {
      const expected = place.endsWith("us-east-1") ? "unknown" : CELL_OF[place.split(" ")[0] ?? ""];
      expect([place, cell]).toEqual([place, expected]);
    }
    expect(namesAskedFor()).toEqual(new Set(WIDE_NAMES));
  });

  const CELL_OF: Record<string, string> = { ec2: "ipv6", s3: "opt-in" };

  it("prints its summary as one JSON document", async () => {
    const { stdout } = await runEgress6(scanArgs(NARROW, "--json"));
    expect(JSON.parse(stdout)).toMatchObject({
      state: "done",
      isResumed: false,
      names: 2,
      observedNames: 2,
      ipv6: { yes: 0, no: 2, unknown: 0 },
      changes: [],
    });
  });

  it("keeps what it has on SIGINT, says how to continue, and is resumed without asking again", async () => {
    const running = startEgress6([...scanArgs(WIDE), "--rate", "20"]);
    await until(() => namesStored() > 0);
    running.kill("SIGINT");
    const interrupted = await running.ended;
    expect(interrupted.code).toBe(3);
    expect(interrupted.stdout).toMatch(/Scan stopped after \d+ of 155 names/);
    expect(interrupted.stderr).toMatch(/interrupted.*kept.*Run the same command again to continue/);
    const kept = namesStored();
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(WIDE_NAMES.length);

    const askedBefore = server.queries.length;
    const resumed = await runEgress6(scanArgs(WIDE));
    expect(resumed.stderr).toMatch(`Resuming the scan that was interrupted: ${kept} of 155 names`);
    expect(resumed.code).toBe(0);
    expect(namesAskedFor(askedBefore).size).toBe(WIDE_NAMES.length - kept);
    expect(namesStored()).toBe(WIDE_NAMES.length);
  });

  it("keeps what is known when a resolver fails every question, and calls nothing a change", async () => {
    server.setRecords({ [SQS]: BOTH, [SQS_DUALSTACK]: BOTH });
    await runEgress6(scanArgs(NARROW));
    server.setFaults([{ kind: "servfail" }]);
    const { code, stdout } = await runEgress6(scanArgs(NARROW));
    // A resolver that answers nothing cannot be vetted either.
    expect(code).toBe(3);
    expect(stdout).toMatch(/IPv6 +2 +0 +0\n/);
    expect(stdout).toMatch(/without saying anything about the name: servfail 4/);
    expect(await exportedCells("--service", "sqs", "--region", "eu-central-1")).toEqual({
      "sqs eu-central-1": "ipv6",
    });
    const changes = await runEgress6(["changes", "--db", db]);
    expect(changes.stdout).toBe("No changes.\n");
  });

  it("lists a loss once a second resolver has confirmed it", async () => {
    server.setRecords({ [SQS]: A, [SQS_DUALSTACK]: BOTH });
    await runEgress6(scanArgs(NARROW));
    server.setRecords({ [SQS]: BOTH, [SQS_DUALSTACK]: A });
    const alone = await runEgress6(scanArgs(NARROW));
    expect(alone.stdout).toMatch(/1 possible loss, seen by one resolver only and not counted: sqs/);
    expect(alone.stdout).toContain(`+ ${SQS} became reachable over IPv6`);

    const records = { [SQS]: BOTH, [SQS_DUALSTACK]: A };
    const other = await startDnsServer({ records, host: "127.0.0.2" });
    const confirmed = await runEgress6(scanArgs(NARROW, "--resolver", other.resolver)).finally(() =>
      other.close(),
    );
    expect(confirmed.stdout).toContain(`- ${SQS_DUALSTACK} stopped being reachable over IPv6`);

    const json = await runEgress6(["changes", "--db", db, "--json", "--since", "1d"]);
    expect(JSON.parse(json.stdout)).toEqual({
      changes: [
        change(SQS, { variant: "default", from: "no", to: "yes" }),
        change(SQS_DUALSTACK, { variant: "dualstack", from: "yes", to: "no" }),
      ],
      hosts: [],
    });
    const text = await runEgress6(["changes", "--db", db]);
    expect(text.stdout).toMatch(/- sqs dualstack: no longer reachable over IPv6 in eu-central-1\n/);
    const elsewhere = await runEgress6(["changes", "--db", db, "--region", "us-*"]);
    expect(elsewhere.stdout).toBe("No changes.\n");
  });

  const change = (hostname: string, more: object) => ({
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    service: "sqs",
    serviceId: "SQS",
    partition: "aws",
    region: "eu-central-1",
    hostname,
    family: "ipv6",
    ...more,
  });

  it("refuses to write beside another scan, and lets exports read", async () => {
    const running = startEgress6([...scanArgs(WIDE), "--rate", "5"]);
    await until(() => namesStored() > 0);
    const second = await runEgress6(scanArgs(NARROW));
    expect(second).toMatchObject({ code: 3, stdout: "" });
    expect(second.stderr).toMatch(`Another egress6 is writing to the store ${db}`);
    expect(await exportedCells("--service", "sqs", "--region", "eu-west-1")).toEqual({
      "sqs eu-west-1": "unknown",
    });
    running.kill("SIGTERM");
    expect((await running.ended).code).toBe(3);
  });

  it("says that nothing listens at the resolver, keeps what is known, and ends with 3", async () => {
    await runEgress6(scanArgs(NARROW));
    const { code, stderr } = await runEgress6([
      ...["scan", ...NARROW, "--db", db, "--resolver", DEAD_RESOLVER.resolver],
    ]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/resolver does not answer: 127\.0\.0\.1:1 .*--resolver/);
    expect(stderr).toMatch(/kept. Run the same command again/);
    expect(namesStored()).toBe(2);
  });

  it("leaves a damaged store as it is and names it", async () => {
    writeFileSync(db, "not a database ".repeat(500));
    const before = readFileSync(db);
    const { code, stdout, stderr } = await runEgress6(scanArgs(NARROW));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/The store .*store\.db is damaged.*Move it away/);
    expect(readFileSync(db).equals(before)).toBe(true);
  });

  it.each([
    [["--service", "sqqs"], /no AWS service "sqqs".*sqs/],
    [["--region", "eu-centrall-1"], /No region.*eu-central-1/],
    [["--variant", "dual-stack"], /no variant "dual-stack".*dualstack/],
    [["--rate", "0"], /queries per second/],
    [["--resolver", "nowhere:53:53"], /resolver “nowhere:53:53” cannot be used/],
    [["--db", "/proc/nowhere/store.db"], /store \/proc\/nowhere\/store\.db cannot be used/],
    [["--servce", "s3"], /Did you mean --service\?/],
  ] as const)("refuses %j with what would do", async (args, message) => {
    const { code, stdout, stderr } = await runEgress6([...scanArgs(NARROW), ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(server.queries).toEqual([]);
  });
});
