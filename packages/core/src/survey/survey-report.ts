import type { WorkloadPartFile } from "../workload/schema.js";
import { IndexedAnswers } from "./indexed-answers.js";
import { type SurveyFacts, type SurveyFinding, surveyFindings } from "./survey-findings.js";
import type { DeniedCall, SurveyReading } from "./survey-reading.js";
import type { SurveyRule } from "./survey-rules.js";
import { surveyWorkloads, type VpcWorkload } from "./survey-workload.js";
import type {
  SurveyCost,
  SurveyFlowLog,
  SurveyMetric,
  SurveyQueryLog,
  SurveyTopology,
} from "./topology.js";
import { costsOf, flowLogsOf, metricsOf, queryLogsOf, topologyOf } from "./topology-of.js";

/** What a survey found. */
export interface SurveyReport {
  readonly reading: SurveyReading;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly denied: readonly DeniedCall[];
  /** Calls without an answer among the files, by region: nothing is said of what they would show. */
  readonly notRead: readonly { readonly action: string; readonly regions: readonly string[] }[];
  readonly isComplete: boolean;
  readonly topology: SurveyTopology;
  readonly flowLogs: readonly SurveyFlowLog[];
  readonly queryLogs: readonly SurveyQueryLog[];
  /** Empty where `--metrics` was not given. */
  readonly metrics: readonly SurveyMetric[];
  /** Empty where `--billing` was not given. */
  readonly costs: readonly SurveyCost[];
  readonly findings: readonly SurveyFinding[];
  /** Of the VPC with most in it. */
  readonly workload: WorkloadPartFile;
  readonly workloads: readonly VpcWorkload[];
}

/** A report, and the rules that it was held to. */
export interface SurveyResult {
  readonly report: SurveyReport;
  readonly rules: readonly (SurveyRule & { readonly helpUri: string })[];
}

/** Answers that findings draw on. */
const DRAWN_ON = [
  "ec2:DescribeVpcs",
  "ec2:DescribeSubnets",
  "ec2:DescribeRouteTables",
  "ec2:DescribeNatGateways",
  "ec2:DescribeAddresses",
  "ec2:DescribeEgressOnlyInternetGateways",
  "ec2:DescribeInternetGateways",
  "ec2:DescribeVpcEndpoints",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeNetworkAcls",
  "ec2:DescribeInstances",
  "ec2:DescribeFlowLogs",
  "ecs:DescribeServices",
  "ecs:DescribeTaskDefinition",
  "lambda:ListFunctions",
  "eks:DescribeCluster",
  "elasticloadbalancing:DescribeLoadBalancers",
  "route53resolver:ListResolverQueryLogConfigs",
];

/** @param services CLI names that a workload may name */
export function surveyOf(
  reading: SurveyReading,
  facts: SurveyFacts,
  services: ReadonlySet<string>,
): SurveyReport {
  const topology = topologyOf(reading);
  const flowLogs = flowLogsOf(reading);
  const queryLogs = queryLogsOf(reading);
  const regions = [...new Set(reading.answers.flatMap(({ region }) => region ?? []))].toSorted();
  const accounts = [...new Set(reading.answers.flatMap(({ account }) => account ?? []))].toSorted();
  const answers = new IndexedAnswers(reading);
  const places = new Map(
    reading.answers.flatMap(({ region, account }) =>
      region === null ? [] : [[`${region} ${account}`, { region, account }] as const],
    ),
  );
  const notRead = DRAWN_ON.flatMap((action) => {
    const missing = [...places.values()].filter(
      ({ region, account }) =>
        !answers.isDenied(action, region, account) && !answers.isWhole(action, region, account),
    );
    return missing.length === 0
      ? []
      : [{ action, regions: [...new Set(missing.map(({ region }) => region))].toSorted() }];
  });
  const workloads = surveyWorkloads(reading, topology, services);
  const [first] = workloads;
  return {
    reading,
    accounts,
    regions,
    denied: reading.denied,
    notRead,
    isComplete: reading.denied.length === 0 && !reading.isCutOff && reading.isDamaged !== true,
    topology,
    flowLogs,
    queryLogs,
    metrics: metricsOf(reading),
    costs: costsOf(reading),
    findings: surveyFindings({ reading, topology, flowLogs, queryLogs }, facts),
    workload: first?.workload ?? {},
    workloads,
  };
}
