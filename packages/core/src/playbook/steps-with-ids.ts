import type { StandingGateway } from "../plan/way/known-network.js";
import { type Instruction, say, slug } from "../plan/way/planned-step.js";
import type { WayStep } from "../plan/way/way.js";
import type { SurveyEndpoint, SurveyFlowLog } from "../survey/topology.js";
import type { Workload } from "../workload/workload.js";
import { aclRules, egressRule, groupName } from "./account-repairs.js";
import type { KnownAccount } from "./known-account.js";

interface Known {
  readonly workload: Workload;
  /** Of the region of the workload; null: no survey was given. */
  readonly account: KnownAccount | null;
  readonly natGateways: readonly StandingGateway[];
}

/** Steps with what a survey knows: ids instead of words, and logs that are on already. */
export function stepsWithIds(steps: readonly WayStep[], known: Known): readonly WayStep[] {
  return steps.map((step) => {
    if (step.id === "measure") return measured(step, known);
    if (known.account === null) return step;
    if (step.id === "filters") return filtered(step, known.account, known.workload);
    return filled(step, known.account, known);
  });
}

const isExact = ({ mode, status }: SurveyFlowLog): boolean =>
  (mode === "next-hop" || mode === "nat-interface") && (status === null || status === "ACTIVE");

/** Turns nothing on that is on. */
function measured(step: WayStep, { workload, account }: Known): WayStep {
  const vpc = workload.existing?.vpc?.id ?? null;
  const { region } = workload;
  if (account === null || vpc === null) return readAlready(step, workload);
  const own = account.flowLogs.filter(({ resource }) => isInVpc(resource, vpc, account));
  const exact = own.filter(isExact);
  const queries = queryLogCommands(account, vpc, region);
  const whole = exact.filter(({ resource }) => resource === vpc);
  const best = whole[0] ?? exact[0];
  const isWhole = whole.length > 0 || coversAll(exact, vpc, account);
  if (best === undefined || !isWhole) {
    const lacking = own.find((each) => !isExact(each));
    const part = exact.length > 0 ? `Flow logs of parts are on: ${idsOf(exact)}. ` : "";
    const worse =
      lacking === undefined
        ? ""
        : `Flow log ${lacking.id} is on${lacking.lacks.length === 0 ? "" : ` and lacks ${lacking.lacks.join(", ")}`}. A format cannot be changed, so this makes a second one; delete ${lacking.id} later. `;
    return {
      ...step,
      change: say(`${part}${worse}${step.change.text}`, ...step.change.commands, ...queries.run),
      rollback: say(
        "Delete what this step made: FLOW_LOG_ID is what the command printed.",
        ...step.rollback.commands,
        ...queries.undo,
      ),
    };
  }
  const logs = logsOf(best);
  return {
    ...step,
    title:
      queries.run.length === 0
        ? `Use the flow log ${best.id}`
        : `Use the flow log ${best.id}, and turn on DNS query logs`,
    precondition: say(
      `${isWhole && whole.length === 0 ? `Flow logs cover all subnets: ${idsOf(exact)}.` : `Flow log ${best.id} is on for ${vpc}.`} Its fields are all that \`flows\` needs.`,
      `aws ec2 describe-flow-logs --region ${region} --flow-log-ids ${(whole.length > 0 ? [best] : exact).map(({ id }) => id).join(" ")}`,
    ),
    change:
      queries.run.length === 0
        ? say("There is nothing to turn on.")
        : say(
            "Flow logs hold addresses; only DNS query logs say which hosts they are.",
            ...queries.run,
          ),
    check: say("The bytes of each destination are known.", `egress6 flows ${logs}`),
    rollback:
      queries.run.length === 0
        ? say("There is nothing to undo.")
        : say("Take the query log away.", ...queries.undo),
    evidence: [...step.evidence, `survey: ${idsOf(whole.length > 0 ? [best] : exact)}`],
  };
}

const idsOf = (items: readonly { readonly id: string }[]): string =>
  items.map(({ id }) => id).join(", ");

/** Somebody read flow logs: they were on, wherever they are. */
function readAlready(step: WayStep, { services, hosts }: Workload): WayStep {
  const said = [...services, ...hosts].flatMap(({ evidence }) => evidence);
  const flows = said.find(({ by, ref }) => by === "flows" && ref !== "not given");
  if (flows === undefined) return step;
  const day = flows.at === null ? "" : `, until ${flows.at.slice(0, 10)}`;
  return {
    ...step,
    title: "Keep the flow logs on that were read",
    precondition: say(`The bytes of this plan come from flow logs${day}.`),
    change: say("There is nothing to turn on, if those logs are still on."),
    rollback: say("There is nothing to undo."),
  };
}

function isInVpc(resource: string | null, vpc: string, { topology }: KnownAccount): boolean {
  if (resource === null) return false;
  return (
    resource === vpc || topology.subnets.some((each) => each.id === resource && each.vpc === vpc)
  );
}

const coversAll = (
  logs: readonly SurveyFlowLog[],
  vpc: string,
  { topology }: KnownAccount,
): boolean => {
  const own = topology.subnets.filter((each) => each.vpc === vpc);
  return own.length > 0 && own.every(({ id }) => logs.some(({ resource }) => resource === id));
};

/** Where `flows` reads them. */
function logsOf({ destination, destinationType }: SurveyFlowLog): string {
  const bucket = /^arn:[^:]*:s3:::(.+)$/.exec(destination ?? "")?.[1];
  return destinationType === "s3" && bucket !== undefined
    ? `s3://${bucket.replace(/\/+$/, "")}/ --topology survey.json`
    : "LOG_FILES --topology survey.json";
}

interface Commands {
  readonly run: readonly string[];
  readonly undo: readonly string[];
}

function queryLogCommands({ queryLogs }: KnownAccount, vpc: string, region: string): Commands {
  if (queryLogs.some(({ associations }) => associations !== 0)) return { run: [], undo: [] };
  const [idle] = queryLogs;
  const id = idle?.id ?? "QUERY_LOG_CONFIG_ID";
  const resolver = `aws route53resolver`;
  const of = `--region ${region} --resolver-query-log-config-id ${id}`;
  return {
    run: [
      ...(idle === undefined
        ? [
            `${resolver} create-resolver-query-log-config --region ${region} --name egress6 --destination-arn BUCKET_ARN --creator-request-id egress6-1`,
          ]
        : []),
      `${resolver} associate-resolver-query-log-config ${of} --resource-id ${vpc}`,
    ],
    undo: [
      `${resolver} disassociate-resolver-query-log-config ${of} --resource-id ${vpc}`,
      ...(idle === undefined ? [`${resolver} delete-resolver-query-log-config ${of}`] : []),
    ],
  };
}

/** One rule in each group that what runs has and that lacks it, with its inverse. */
function filtered(
  step: WayStep,
  { topology }: KnownAccount,
  { region, existing }: Workload,
): WayStep {
  const vpc = existing?.vpc?.id ?? null;
  if (vpc === null) return step;
  const used = new Set(
    topology.compute
      .filter((each) => each.vpc === vpc)
      .flatMap(({ securityGroups }) => securityGroups),
  );
  const all = topology.securityGroups.filter(
    (each) => each.vpc === vpc && !each.isManaged && (used.size === 0 || used.has(each.id)),
  );
  const acls = topology.networkAcls.filter(
    (each) => each.vpc === vpc && each.egress6 === "none" && each.subnets.length > 0,
  );
  // Nothing is concluded from a survey that saw no group, or not what one lets out.
  if (all.length === 0 || all.some(({ egress6 }) => egress6 === "unknown")) return step;
  const lacking = all.filter(({ egress6 }) => egress6 === "none");
  const rules = [
    ...lacking.map((each) => egressRule(each.id, region, each.egress4 === "all")),
    ...acls.flatMap((each) => aclRules(each.id, region)),
  ];
  const groups = all.map(({ id }) => id);
  const check = say(
    "Each group lists an egress rule for ::/0.",
    `aws ec2 describe-security-group-rules --region ${region} --filters Name=group-id,Values=${groups.join(",")}`,
    ...(acls.length === 0
      ? []
      : [
          `aws ec2 describe-network-acls --region ${region} --network-acl-ids ${acls.map(({ id }) => id).join(" ")}`,
        ]),
  );
  if (rules.length === 0) {
    return {
      ...step,
      change: say(`There is nothing to change: the survey shows that ${listed(all)} let IPv6 out.`),
      check,
      rollback: say("There is nothing to undo."),
    };
  }
  const parts = [
    ...(lacking.length === 0 ? [] : [`In ${listed(lacking)}.`]),
    ...(acls.length === 0
      ? []
      : [
          `In the network ACL ${idsOf(acls)}: one rule out, and one for the answers. RULE_NUMBER is a number that the list has free.`,
        ]),
  ];
  return {
    ...step,
    change: say(parts.join(" "), ...rules.map(({ run }) => run)),
    check,
    rollback: say("Take the same rules away.", ...rules.map(({ undo }) => undo).toReversed()),
  };
}

const listed = (groups: readonly { readonly id: string; readonly name: string | null }[]): string =>
  `${groups.length === 1 ? "security group" : "security groups"} ${groups.map(groupName).join(", ")}`;

/** Addresses of NAT gateways, and endpoints with their subnets and groups. */
function filled(step: WayStep, account: KnownAccount, known: Known): WayStep {
  const { topology } = account;
  const vpc = known.workload.existing?.vpc?.id ?? null;
  const allocations = new Map(
    topology.publicIpv4.flatMap(({ owner, allocation }) =>
      owner === null || allocation === null ? [] : [[owner, allocation] as const],
    ),
  );
  const allocationOf = (number: number): string | undefined => {
    const id = known.natGateways.find((each) => each.number === number)?.id;
    return id === null || id === undefined ? undefined : allocations.get(id);
  };
  const endpoints = topology.endpoints.filter(
    (each) => each.type === "interface" && (vpc === null || each.vpc === vpc),
  );
  const removed = step.id.startsWith("remove-endpoint-") ? removedBy(step.id, endpoints) : [];
  const fill = ({ text, commands }: Instruction): Instruction => {
    let next = 0;
    const full = commands.map((command) => {
      let done = command.replaceAll(
        /\bALLOCATION_(\d+)_ID\b/g,
        (word, number: string) => allocationOf(Number(number)) ?? word,
      );
      if (removed.length === 0) return done;
      if (done.includes("delete-vpc-endpoints")) {
        done = done.replace("ENDPOINT_ID", removed[next]?.id ?? "ENDPOINT_ID");
        next += 1;
      }
      const again = removed.find(
        ({ service }) => service !== null && done.includes(`--service-name ${service} `),
      );
      if (again === undefined) return done;
      return done
        .replace("SUBNET_IDS", again.subnets.join(" ") || "SUBNET_IDS")
        .replace("SECURITY_GROUP_ID", again.securityGroups.join(" ") || "SECURITY_GROUP_ID");
    });
    return { text, commands: withoutAnswered(full) };
  };
  return {
    ...step,
    precondition: fill(step.precondition),
    change: fill(step.change),
    check: fill(step.check),
    rollback: fill(step.rollback),
  };
}

/** Those that the id of a step names, where it is sure which. */
function removedBy(id: string, endpoints: readonly SurveyEndpoint[]): readonly SurveyEndpoint[] {
  const name = ({ service }: SurveyEndpoint) =>
    slug(service?.replace(/^com\.amazonaws\.[a-z0-9-]+\./, "") ?? "");
  const rest = `${id.slice("remove-endpoint-".length)}-`;
  const found = endpoints.filter((each) => name(each) !== "" && rest.includes(`${name(each)}-`));
  const length = found.reduce((sum, each) => sum + name(each).length + 1, 0);
  return length === rest.length ? found : [];
}

/** A comment that says where to read a word goes with the word. */
function withoutAnswered(commands: readonly string[]): readonly string[] {
  const text = commands.filter((command) => !command.startsWith("# ")).join("\n");
  return commands.filter((command) => {
    const word = /^# ([A-Z_]+(?:_N_[A-Z_]+)?): read it with /.exec(command)?.[1];
    if (word === undefined) return true;
    return text.replaceAll(/_\d+_/g, "_N_").includes(word);
  });
}
