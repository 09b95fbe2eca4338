import { Egress6Error } from "../errors.js";
import { printable } from "../printable.js";
import { type RawObject, rawObject, rawObjects, rawText } from "./raw.js";
import type { SurveyReading } from "./survey-reading.js";

/**
 * What was read, without what says that it belongs to another VPC, or is of a region where the VPC is not.
 * @throws Egress6Error SURVEY_VPC_UNKNOWN nothing that was read is of it
 */
export function onlyVpc(reading: SurveyReading, vpc: string): SurveyReading {
  const regions = regionsOf(reading, vpc);
  const isHere = ({ region }: { readonly region: string | null }) =>
    region === null || regions.size === 0 || regions.has(region);
  const answers = reading.answers.filter(isHere).map((answer) => ({
    ...answer,
    items: answer.items.filter((item) => belongsTo(item, vpc)),
  }));
  const interfaces = answers.filter(
    ({ action, isWhole }) => action === "ec2:DescribeNetworkInterfaces" && isWhole,
  );
  const own = new Set(
    interfaces.flatMap(({ items }) =>
      items.flatMap((each) => rawText(each, "NetworkInterfaceId") ?? []),
    ),
  );
  // An address says which interface has it, and not which VPC.
  const isElsewhere = (item: RawObject) => {
    const eni = rawText(item, "NetworkInterfaceId");
    return eni !== null && !own.has(eni);
  };
  return {
    ...reading,
    denied: reading.denied.filter(isHere),
    answers: answers.map((answer) =>
      answer.action === "ec2:DescribeAddresses" &&
      interfaces.some((each) => each.region === answer.region && each.account === answer.account)
        ? { ...answer, items: answer.items.filter((each) => !isElsewhere(each)) }
        : answer,
    ),
  };
}

/** The regions in which something says that it belongs to the VPC; none, where that could not be seen. */
function regionsOf(reading: SurveyReading, vpc: string): ReadonlySet<string | null> {
  const named = new Set<string>();
  const regions = new Set<string | null>();
  for (const { region, items } of reading.answers) {
    for (const each of items.flatMap(vpcsOf)) {
      named.add(each);
      if (each === vpc) regions.add(region);
    }
  }
  const isUnseen =
    reading.isCutOff || reading.denied.some(({ action }) => action === "ec2:DescribeVpcs");
  if (regions.size === 0 && !isUnseen) throw unknownVpc(vpc, [...named].toSorted());
  return regions;
}

const MOST_NAMED = 20;

function unknownVpc(vpc: string, named: readonly string[]): Egress6Error {
  const shown = named.slice(0, MOST_NAMED).map(printable).join(", ");
  const more = named.length > MOST_NAMED ? ` and ${named.length - MOST_NAMED} more` : "";
  const remedy =
    named.length === 0
      ? "No other VPC is, either: check the id, the region and the account."
      : `Choose one of ${shown}${more}.`;
  return new Egress6Error(
    "SURVEY_VPC_UNKNOWN",
    "input",
    `--vpc ${printable(vpc)}: nothing that was read is of this VPC. ${remedy}`,
  );
}

function belongsTo(item: RawObject, vpc: string): boolean {
  const own = vpcsOf(item);
  return own.length === 0 || own.includes(vpc);
}

const vpcsOf = (item: RawObject): readonly string[] =>
  [
    rawText(item, "VpcId"),
    // As load balancers of the first kind have it.
    rawText(item, "VPCId"),
    rawText(rawObject(item, "VpcConfig"), "VpcId"),
    rawText(rawObject(item, "resourcesVpcConfig"), "vpcId"),
    ...rawObjects(item, "Attachments").map((each) => rawText(each, "VpcId")),
    ...rawObjects(item, "Instances").map((each) => rawText(each, "VpcId")),
  ].filter((each) => each !== null);
