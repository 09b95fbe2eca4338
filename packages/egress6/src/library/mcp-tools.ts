import { realpathSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { Egress6Error, reasonOf } from "@egress6/core/errors";
import { z } from "zod";
import type { AgentTool } from "../adapter/mcp/agent-tool.js";
import { audit } from "./audit.js";
import { check } from "./check.js";
import { find } from "./find.js";
import { findEndpoint } from "./find-endpoint.js";
import type { KnownNamesArguments } from "./known-names.js";
import { plan } from "./plan.js";
import { showFacts } from "./show-facts.js";
import { writeConfig } from "./write-config.js";

export interface ToolsContext {
  /** The store to read; undefined: none. */
  readonly db: string | undefined;
  /** The resolvers to ask where a call says `live`; undefined: the system's. */
  readonly resolver: readonly string[] | undefined;
  /** Whether calls may ask DNS at all. */
  readonly isLiveAllowed: boolean;
  /** Files outside it are not read. */
  readonly root: string;
}

/** A look at DNS takes no longer. */
const LONGEST_LOOK_MS = 60_000;
const MOST_TEXTS = 100;
const MOST_SERVICES = 60;
const MOST_REGIONS = 10;
const MOST_PATHS = 20;

const line = (most = 300) => z.string().min(1).max(most);
const live = z
  .boolean()
  .optional()
  .describe("ask DNS now; without it, only what was observed before counts, and nothing is sent");
const region = line(40).optional().describe("such as eu-central-1");
const services = z
  .array(line())
  .min(1)
  .max(MOST_SERVICES)
  .describe("any name, host, URL or ARN of each");
const sdk = line(60).optional().describe("such as boto3@1.37.0 or js-v3@3.700.0");
const paths = z
  .array(line(1000))
  .min(1)
  .max(MOST_PATHS)
  .describe("files, from the folder that the server was started in");

/** What is set for one call: where names come from, and when to stop looking. */
function namesFor(
  { db, resolver, isLiveAllowed }: ToolsContext,
  isLive: boolean | undefined,
  signal: AbortSignal,
): KnownNamesArguments {
  if (isLive && !isLiveAllowed) {
    throw new Egress6Error(
      "LIVE_REFUSED",
      "input",
      "This server was started with --no-live: it asks no DNS. Leave `live` out.",
    );
  }
  return {
    db,
    ...(isLive
      ? {
          live: true,
          resolver,
          signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_LOOK_MS)]),
        }
      : {}),
  };
}

/** @throws Egress6Error PATH_REFUSED */
function within(root: string, path: string): string {
  const whole = isAbsolute(path) ? path : resolve(root, path);
  const inside = relative(realpathSync(root), realOf(whole));
  if (inside !== ".." && !inside.startsWith("../") && !isAbsolute(inside)) return whole;
  throw new Egress6Error(
    "PATH_REFUSED",
    "input",
    `${path} is outside ${root}, which this server may read. Start it elsewhere, or with --root.`,
  );
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw new Egress6Error(
      "PATH_UNREADABLE",
      "input",
      `${path} cannot be read: ${reasonOf(cause)}.`,
      {
        cause,
      },
    );
  }
}

/** The answers that change nothing, for coding agents. */
export function agentTools(context: ToolsContext): readonly AgentTool[] {
  const { root } = context;
  return [
    tool(
      "find",
      "What is this, and does IPv6 reach it?",
      "Says of host names, URLs, ARNs, error messages, services, resources or tools what they are, whether IPv6 reaches them, and what to set.",
      z.strictObject({
        texts: z.array(line(4000)).min(1).max(MOST_TEXTS).describe("one thing each"),
        region,
        sdk,
        live,
      }),
      async ({ texts, live: isLive, ...rest }, signal) => ({
        results: await find(texts, { ...rest, ...namesFor(context, isLive, signal) }),
      }),
    ),
    tool(
      "endpoint",
      "Which endpoint does an SDK call?",
      "Says which hostname an SDK calls for a service in a region, why, and whether IPv6 reaches it.",
      z.strictObject({
        service: line(),
        region,
        dualstack: z.boolean().optional(),
        fips: z.boolean().optional(),
        sdk,
        live,
      }),
      ({ service, live: isLive, ...rest }, signal) =>
        findEndpoint(service, { ...rest, ...namesFor(context, isLive, signal) }),
    ),
    tool(
      "check",
      "Which services work without IPv4?",
      "Says for services which work over IPv6 and by which setting, which do not and the workaround. Looks through an AWS config file or a file of variables for traps, too.",
      z.strictObject({
        services: services.optional(),
        regions: z.array(line(40)).min(1).max(MOST_REGIONS).optional(),
        awsConfig: line(1000).optional().describe("an AWS config file to look through"),
        envFile: line(1000).optional().describe("a file of variables to look through"),
        sdk,
        live,
      }),
      ({ services: service, regions, awsConfig, envFile, live: isLive, ...rest }, signal) =>
        check({
          ...rest,
          service,
          region: regions,
          ...(awsConfig === undefined ? {} : { awsConfig: within(root, awsConfig) }),
          ...(envFile === undefined ? {} : { envFile: within(root, envFile) }),
          ...namesFor(context, isLive, signal),
        }),
    ),
    tool(
      "config",
      "Settings to paste",
      "Writes settings by which exactly these services are reached over IPv6. Names that were not observed are never advised: give `live`.",
      z.strictObject({
        services: services.optional(),
        region,
        for: line(80).describe(
          "a target or tool: env, aws-config, lambda:terraform, python, rclone …",
        ),
        sdk,
        live,
      }),
      ({ services: service, live: isLive, ...rest }, signal) =>
        writeConfig({ ...rest, service, ...namesFor(context, isLive, signal) }),
    ),
    tool(
      "facts",
      "What is known of egress on AWS",
      "Facts with source and date: kinds of compute, egress options, SDKs, tools, services.",
      z.strictObject({
        topic: line().describe("F13, ecs-fargate, nat64, boto3, rclone, or words of one"),
      }),
      async ({ topic }) => showFacts({ topic }),
    ),
    tool(
      "plan",
      "Compare egress designs",
      "Compares egress designs for a workload file, priced, with what blocks each. Also reads JSON of audit, survey and flows.",
      z.strictObject({
        files: paths,
        steps: z
          .union([z.boolean(), line(60)])
          .optional()
          .describe("true: also the steps to the best managed design; or the id of a design"),
        full: z.boolean().optional().describe("all of the document, which is long"),
        live,
      }),
      async ({ files, steps, full, live: isLive }, signal) => {
        const document = await plan(
          files.map((file) => within(root, file)),
          { steps, ...namesFor(context, isLive, signal) },
        );
        return full ? document : shortPlan(document);
      },
    ),
    tool(
      "audit",
      "What in code blocks IPv6 egress?",
      "Reads Terraform, CloudFormation, CDK output, manifests, Dockerfiles and source, and lists what blocks IPv6 egress, with place and fix.",
      z.strictObject({
        paths,
        goal: z.enum(["dual-stack", "ipv6-only", "no-nat"]).optional(),
        region,
        full: z.boolean().optional().describe("all of the document, with inventory and workload"),
        live,
      }),
      async ({ paths: given, full, live: isLive, ...rest }, signal) => {
        const document = await audit(
          // As given, so that findings name files as the caller does.
          given.filter((path) => within(root, path) !== ""),
          { ...rest, cwd: root, ...namesFor(context, isLive, signal) },
        );
        return full ? document : shortAudit(document);
      },
    ),
  ];
}

function tool<S extends z.ZodObject>(
  name: string,
  title: string,
  description: string,
  input: S,
  answer: (given: z.output<S>, signal: AbortSignal) => Promise<object>,
): AgentTool {
  return {
    name,
    title,
    description,
    input,
    answer: async (given, signal) => {
      const read = input.safeParse(given);
      if (read.success) return answer(read.data, signal);
      const [issue] = read.error.issues;
      throw new Egress6Error(
        "TOOL_INPUT",
        "input",
        `${issue?.path.join(".") || "input"}: ${issue?.message ?? "not as described"}`,
      );
    },
  };
}

const MOST_FINDINGS = 100;

/** What an answer needs: agents read all that they are given. */
function shortPlan({
  workload,
  headlines,
  setAside,
  designs,
  ipv4Free,
  today,
  warnings,
  ...rest
}: Awaited<ReturnType<typeof plan>>): object {
  return {
    workload: { name: workload.name, region: workload.region, azs: workload.azs },
    headlines,
    today,
    setAside,
    ipv4Free,
    designs: designs.map(
      ({ id, title, status, rank, usdPerMonth, isManaged, risk, settings, exclusion }) => ({
        id,
        title,
        status,
        rank,
        usdPerMonth,
        isManaged,
        risk: risk.map(({ level, text }) => `${level}: ${text}`),
        settings,
        exclusion,
      }),
    ),
    ...("steps" in rest ? { stepsTo: rest.stepsTo, steps: rest.steps } : {}),
    warnings,
    leftOut: "destinations, bills and routes of designs: `full` has them",
  };
}

function shortAudit({ meta, findings }: Awaited<ReturnType<typeof audit>>): object {
  const { goal, region: own, files, skipped, notes } = meta;
  return {
    goal,
    region: own,
    filesRead: files.length,
    skipped: skipped.slice(0, MOST_FINDINGS),
    notes,
    findingCount: findings.length,
    findings: findings
      .slice(0, MOST_FINDINGS)
      .map(
        ({ ruleId, level, kind, message, file, line: at, resource, fix, suppressed, helpUri }) => ({
          ruleId,
          level,
          kind,
          message,
          file,
          line: at,
          resource,
          fix,
          suppressed,
          helpUri,
        }),
      ),
    ...(findings.length > MOST_FINDINGS
      ? { leftOut: `${findings.length - MOST_FINDINGS} findings: \`full\` has them` }
      : {}),
  };
}
