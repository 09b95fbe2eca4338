import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtEgress6 } from "../support/built.js";
import { startDnsServer } from "../support/dns/server.js";

let folder: string;
let client: Client;
let dns: Awaited<ReturnType<typeof startDnsServer>>;

async function connect(...words: readonly string[]): Promise<Client> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [builtEgress6(), "mcp", "--root", folder, ...words],
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "", HOME: folder },
    stderr: "ignore",
  });
  const made = new Client({ name: "test", version: "1" });
  await made.connect(transport);
  return made;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "egress6-mcp-"));
  mkdirSync(join(folder, "infra"));
  writeFileSync(
    join(folder, "infra", "main.tf"),
    'resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}\nresource "aws_subnet" "app" {\n  vpc_id     = aws_vpc.main.id\n  cidr_block = "10.0.1.0/24"\n}\n',
  );
  writeFileSync(
    join(folder, "shop.yaml"),
    "region: us-east-1\nazs: 2\ncompute: [{ kind: ecs-fargate }]\nservices: [{ service: sqs, gbPerMonth: 5 }]\n",
  );
  dns = await startDnsServer({
    records: {
      "sqs.us-east-1.amazonaws.com": { A: ["192.0.2.1"] },
      "sqs.us-east-1.api.aws": { A: ["192.0.2.2"], AAAA: ["2600:1f00::1"] },
    },
    controls: "honest",
  });
  client = await connect("--resolver", dns.resolver);
});
afterAll(async () => {
  await client.close();
  await dns.close();
  rmSync(folder, { recursive: true, force: true });
});

async function call(name: string, given: object, of = client) {
  const result = await of.callTool({ name, arguments: { ...given } });
  const [content] = result.content as readonly { readonly text: string }[];
  return {
    isError: result.isError === true,
    text: content?.text ?? "",
    document: result.structuredContent as Record<string, never>,
  };
}

describe("tools for coding agents, by the protocol's own client", () => {
  test("are seven that only read, with schemas that say what they take", async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      "find",
      "endpoint",
      "check",
      "config",
      "facts",
      "plan",
      "audit",
    ]);
    for (const { annotations, inputSchema, description } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
      expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
      expect(description?.length).toBeGreaterThan(20);
    }
  });

  test("find says what a text means", async () => {
    const { document } = await call("find", { texts: ["sqs.us-east-1.amazonaws.com", "banana"] });
    expect(document).toMatchObject({
      results: [
        {
          input: "sqs.us-east-1.amazonaws.com",
          matches: [{ service: "sqs", region: "us-east-1" }],
        },
        { matches: [] },
      ],
    });
  });

  test("endpoint, check and config answer, and what is not known stays unknown", async () => {
    const endpoint = await call("endpoint", { service: "logs", region: "eu-central-1" });
    expect(endpoint.document).toMatchObject({ hostname: "logs.eu-central-1.amazonaws.com" });
    const checked = await call("check", { services: ["s3", "sqs"], regions: ["eu-central-1"] });
    expect(checked.document).toMatchObject({ works: "unknown" });
    const config = await call("config", { services: ["s3"], region: "eu-central-1", for: "env" });
    expect(config.isError).toBe(false);
  });

  test("facts, plan and audit answer", async () => {
    expect((await call("facts", { topic: "nat64" })).isError).toBe(false);
    const plan = await call("plan", { files: ["shop.yaml"] });
    expect(plan.document).toMatchObject({ workload: { region: "us-east-1" } });
    expect(plan.text.length).toBeLessThan(40_000);
    const full = await call("plan", { files: ["shop.yaml"], full: true, steps: true });
    expect(Object.keys(full.document)).toEqual(expect.arrayContaining(["destinations", "steps"]));
    const audit = await call("audit", { paths: ["infra"] });
    expect(audit.document).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ file: "main.tf" })]),
    });
  });

  test("nothing is asked of DNS unless a call says live", async () => {
    expect(dns.queries).toEqual([]);
    const { document } = await call("check", {
      services: ["sqs"],
      regions: ["us-east-1"],
      live: true,
    });
    expect(dns.queries.map(({ name }) => name)).toContain("sqs.us-east-1.api.aws");
    expect(document).toMatchObject({ works: "yes" });
  });
});

describe("what is refused, as an answer that says why", () => {
  test.each([
    ["plan", { files: ["../../etc/passwd"] }, /outside|cannot be read/],
    ["audit", { paths: ["/etc"] }, /\/etc is outside/],
    ["audit", { paths: ["link"] }, /link is outside/],
    ["check", { awsConfig: "/etc/hostname", regions: ["eu-west-1"] }, /outside/],
    ["plan", { files: ["none.yaml"] }, /none\.yaml cannot be read/],
    ["endpoint", { service: "sqss", region: "eu-west-1" }, /Nearest/],
    ["find", { texts: [] }, /texts|Too small/],
    ["find", { texts: ["a"], wrong: 1 }, /wrong/],
    ["facts", { topic: "a".repeat(301) }, /topic|Too big/],
    ["unheard-of", {}, /unheard-of/],
  ])("%s %j", async (name, given, message) => {
    if (name === "audit" && JSON.stringify(given).includes("link")) {
      symlinkSync("/etc", join(folder, "link"));
    }
    const { isError, text } = await call(name, given);
    expect([isError, text]).toEqual([true, expect.stringMatching(message)]);
  });

  test("live, where the server was started with --no-live", async () => {
    const closed = await connect("--no-live");
    const { isError, text } = await call("find", { texts: ["s3"], live: true }, closed);
    expect([isError, text]).toEqual([true, expect.stringContaining("--no-live")]);
    await closed.close();
  });
});
