import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { egress6 } from "../catalog/run-in-process.js";
import { startDnsServer } from "../support/dns/server.js";
import { runEgress6 } from "../support/egress6-process.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const examples = [
  "shop-on-fargate",
  "lambda-sqs-api",
  "eks-nat-per-az",
  "ipv6-only-fleet",
  "central-egress",
  "ecs-without-public-ipv4",
  "ec2-public-ipv4",
  "eks-fargate",
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(`${tmpdir()}/egress6-plan-`);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Without a process, but for what is not of these files: the help, and --live. */
function plan(...words: readonly string[]) {
  const env = { EGRESS6_DB: `${folder}/none.db`, EGRESS6_PRICES: `${folder}/none.json` };
  return egress6(["plan", ...words], { env, now: Date.now });
}

const example = (name: string) => `${root}examples/${name}.yaml`;

function validatorOf(name: string) {
  const ajv = new Ajv2020({ allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(`${root}data/schema/${name}.schema.json`, "utf8")));
}

describe("egress6 plan", () => {
  test.each(examples)("%s: a design works, and the JSON is of its schema", async (name) => {
    const { code, stdout, stderr } = await plan(example(name), "--json");
    expect([code, stderr]).toEqual([0, ""]);
    const document = JSON.parse(stdout);
    const isValid = validatorOf("plan");
    expect(isValid(document), JSON.stringify(isValid.errors?.slice(0, 3))).toBe(true);
    expect(document.designs[0]).toMatchObject({ status: "works", rank: 1 });
  });

  test.each(examples)("%s: the text keeps within 100 columns", async (name) => {
    for (const line of (await plan(example(name))).stdout.split("\n")) {
      expect(line.length, line).toBeLessThanOrEqual(100);
    }
  });

  test("shows what AWS declares of unknown destinations, named so and never counted", async () => {
    const text = (await plan(example("shop-on-fargate"))).stdout;
    expect(text).toMatch(/Not counted: what others say\n +If it holds, it decides 2 of the 6 /);
    expect(text).toContain("sqs.us-east-1.api.aws: declared by AWS, 31 July 2026; not checked");
    const { destinations } = JSON.parse((await plan(example("shop-on-fargate"), "--json")).stdout);
    const sqs = destinations.find(({ name }: { name: string }) => name === "sqs");
    expect(sqs.ipv6).toMatchObject({
      support: "unknown",
      basis: "documented",
      stated: { says: "declared", hostname: "sqs.us-east-1.api.aws", needsSetting: true },
    });
  });

  test("no design works: exit code 1, and the text says why", async () => {
    const file = `${folder}/stuck.yaml`;
    writeFileSync(
      file,
      "region: us-east-1\nazs: 1\ncompute: [{ kind: codebuild }]\nhosts: [{ host: a.example }]\nconstraints: { noPublicIpv4: true }\n",
    );
    const { code, stdout } = await plan(file);
    expect(code).toBe(1);
    expect(stdout).toMatch(/sends no IPv6/);
  });

  describe("several files", () => {
    const write = (name: string, content: unknown): string => {
      const file = `${folder}/${name}`;
      writeFileSync(file, JSON.stringify(content));
      return file;
    };
    const code = write.bind(null, "audit.json");
    const audit = {
      workload: {
        region: "us-east-1",
        compute: [{ name: "app", kind: "lambda", subnets: "dual-stack", count: 2 }],
        services: [{ service: "sqs", evidence: [{ by: "audit", ref: "app.py:7" }] }],
        evidence: [{ by: "audit", at: "2026-11-30", ref: "vpc.tf:12" }],
      },
    };
    const flows = {
      services: [{ service: "sqs", gbPerMonth: 40, evidence: [{ by: "flows", ref: "pairs.csv" }] }],
    };

    test("make one workload, with the evidence of each", async () => {
      const rest = write("rest.json", { azs: 2, constraints: { mustBePrivate: true } });
      const found = await plan(code(audit), write("flows.json", flows), rest, "--json");
      expect([found.code, found.stderr]).toEqual([0, ""]);
      const document = JSON.parse(found.stdout);
      expect(validatorOf("plan")(document)).toBe(true);
      expect(document.workload).toMatchObject({ region: "us-east-1", azs: 2 });
      expect(document.workload.services).toMatchObject([
        { service: "sqs", gbPerMonth: 40, evidence: [{ by: "flows" }, { by: "audit" }] },
      ]);
    });

    test("that contradict each other: exit code 2, and --prefer settles it", async () => {
      const here = { azs: 2, evidence: [{ by: "audit", ref: "vpc.tf:12" }] };
      const there = { azs: 3, evidence: [{ by: "survey", ref: "vpc-0abc" }] };
      const files = [code(audit), write("a.json", here), write("b.json", there)];
      const refused = await plan(...files);
      expect([refused.code, refused.stdout]).toEqual([2, ""]);
      expect(refused.stderr).toContain("azs: 2 (vpc.tf:12) against 3 (vpc-0abc)");
      const settled = await plan(...files, "--prefer", "survey", "--json");
      expect(settled.code).toBe(0);
      expect(JSON.parse(settled.stdout).workload.azs).toBe(3);
      expect(settled.stderr).toContain("azs: 3 (vpc-0abc) over 2 (vpc.tf:12)");
    });

    test("what all of them lack is named, and a mistake with its file and line", async () => {
      const none = await plan(code(audit), write("flows.json", flows));
      expect(none.code).toBe(2);
      expect(none.stderr).toMatch(/audit\.json \+ .*flows\.json: azs: expected a whole number/);
      const wrong = write("wrong.json", { workload: { services: [{ service: "sqss" }] } });
      expect((await plan(code(audit), wrong)).stderr).toMatch(
        /wrong\.json:1:27: services\[0\]\.service: /,
      );
    });
  });

  test("bad input: exit code 2, with file and line", async () => {
    const file = `${folder}/bad.yaml`;
    writeFileSync(file, "region: us-east-1\nazs: 1\ncompute:\n  - kind: lambada\n");
    const { code, stdout, stderr } = await plan(file);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/bad\.yaml:4:5: compute\[0\]\.kind: .*Nearest: lambda/);
  });

  test.each([
    [["--json", "--markdown"], /give one/],
    [["--design", "nat-zonal"], /goes with --emit/],
    [["--emit", "terraform", "--design", "nat"], /Those that have one/],
    [["--prices", "none.json"], /none\.json/],
  ] as const)("%j: exit code 2", async (words, message) => {
    const { code, stderr } = await plan(example("shop-on-fargate"), ...words);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test("--emit writes the file whole", async () => {
    const out = `${folder}/vpc.tf`;
    const { code, stdout } = await plan(
      example("shop-on-fargate"),
      "--emit",
      "terraform",
      "--output",
      out,
    );
    expect([code, stdout]).toEqual([0, ""]);
    expect(readFileSync(out, "utf8")).toContain('resource "aws_vpc" "main"');
  });

  test("the example of --help is a workload", async () => {
    const { stdout } = await runEgress6(["plan", "--help"]);
    const text = /A workload:\n([\s\S]*?)\n\n/.exec(stdout)?.[1] ?? "";
    const file = `${folder}/help.yaml`;
    writeFileSync(file, text);
    expect((await plan(file)).code).toBe(0);
  });
});

test("--live looks the names up, of services, platforms and hosts, and leaves the store alone", async () => {
  const records = {
    "sqs.us-east-1.amazonaws.com": { A: ["52.94.5.1"] },
    "sqs.us-east-1.api.aws": { A: ["52.94.5.1"], AAAA: ["2600:1f18:a::1"] },
    "api.ecr.us-east-1.amazonaws.com": { A: ["52.94.5.2"] },
    "email.us-east-1.amazonaws.com": { A: ["52.94.5.4"] },
    "api.stripe.com": { A: ["52.94.5.3"], AAAA: ["2600:1f18:a::3"] },
  };
  const server = await startDnsServer({ records });
  try {
    const { stdout } = await runEgress6(
      ["plan", example("shop-on-fargate"), "--live", "--resolver", server.resolver, "--json"],
      { EGRESS6_DB: `${folder}/none.db` },
    );
    const document = JSON.parse(stdout);
    const ipv6Of = (name: string) =>
      document.destinations.find((each: { name: string }) => each.name === name).ipv6;
    expect(ipv6Of("sqs")).toMatchObject({
      support: "yes",
      basis: "observed",
      name: "sqs.us-east-1.api.aws",
      needsDualstackSetting: true,
    });
    expect(ipv6Of("ecr: pull the image")).toMatchObject({ support: "no", basis: "observed" });
    expect(ipv6Of("api.stripe.com")).toMatchObject({ support: "yes", basis: "observed" });
    const best = document.designs[0];
    expect(best.settings[0]).toBe("egress6 config --service sqs --region us-east-1 --for ecs-task");
    expect(existsSync(`${folder}/none.db`)).toBe(false);
  } finally {
    await server.close();
  }
});

test("a host that does not exist is said first and left out: exit code 1, with the bill of the rest", async () => {
  const server = await startDnsServer({
    records: { "api.example.com": { A: ["52.94.5.3"], AAAA: ["2600:1f18:a::3"] } },
  });
  try {
    const file = `${folder}/dead.yaml`;
    const hosts = ["api.example.com", "api.exmaple.com"].map((host) => ({ host, gbPerMonth: 5 }));
    const compute = [{ kind: "lambda", subnets: "dual-stack" }];
    writeFileSync(file, JSON.stringify({ region: "us-east-1", azs: 1, compute, hosts }));
    const { code, stdout } = await runEgress6(
      ["plan", file, "--live", "--resolver", server.resolver],
      { EGRESS6_DB: `${folder}/none.db` },
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/^.*\n {2}api\.exmaple\.com does not exist: left out\.\n/);
    expect(stdout).toMatch(/^ {2}1 {2}IPv6 only +\$0\.00/m);
  } finally {
    await server.close();
  }
});

describe("--steps", () => {
  test("prints a checklist, and with --json the plan with its steps", async () => {
    const { stdout, code } = await plan(example("eks-nat-per-az"), "--steps");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# EKS with a NAT gateway in each zone: steps\n/);
    const document = JSON.parse(
      (await plan(example("eks-nat-per-az"), "--steps", "--design", "nat-instance", "--json"))
        .stdout,
    );
    const isValid = validatorOf("plan");
    expect(isValid(document), JSON.stringify(isValid.errors?.slice(0, 3))).toBe(true);
    expect(document.stepsTo).toBe("nat-instance");
    expect(Object.keys(document.steps[0]).slice(0, 13)).toEqual([
      "id",
      "title",
      "phase",
      "precondition",
      "change",
      "check",
      "rollback",
      "usdPerMonth",
      "frees",
      "requires",
      "risk",
      "place",
      "evidence",
    ]);
  });

  test.each([
    [["--steps", "--emit", "terraform"], "two outputs"],
    [["--design", "nat-zonal"], "--emit or --steps"],
    [["--steps", "--design", "ipv6-only"], 'no steps to the design "ipv6-only"'],
  ])("%j is refused", async (words, message) => {
    const { code, stderr } = await plan(example("eks-nat-per-az"), ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe("the published schema of workloads", () => {
  const isValid = validatorOf("workload");

  test.each(examples)("takes %s", (name) => {
    expect(isValid(parse(readFileSync(example(name), "utf8"))), String(isValid.errors)).toBe(true);
  });

  test.each([
    { azs: 2, compute: [{ kind: "lambda" }] },
    { region: "us-east-1", azs: 0, compute: [{ kind: "lambda" }] },
    { region: "us-east-1", azs: 2, compute: [] },
    {
      region: "us-east-1",
      azs: 2,
      compute: [{ kind: "lambda" }],
      hosts: [{ host: "a.b", gbPerMonth: -1 }],
    },
    { region: "us-east-1", azs: 2, compute: [{ kind: "lambda" }], constraint: {} },
  ])("refuses %j", (workload) => {
    expect(isValid(workload)).toBe(false);
  });
});
