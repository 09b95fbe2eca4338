import { type RawObject, rawObject, rawObjects, rawText } from "./raw.js";
import type { SurveyReading } from "./survey-reading.js";

/** What was read, without what says that it belongs to another VPC. */
export function onlyVpc(reading: SurveyReading, vpc: string): SurveyReading {
  const answers = reading.answers.map((answer) => ({
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
    answers: answers.map((answer) =>
      answer.action === "ec2:DescribeAddresses" &&
      interfaces.some((each) => each.region === answer.region && each.account === answer.account)
        ? { ...answer, items: answer.items.filter((each) => !isElsewhere(each)) }
        : answer,
    ),
  };
}

function belongsTo(item: RawObject, vpc: string): boolean {
  const own = [
    rawText(item, "VpcId"),
    // As load balancers of the first kind have it.
    rawText(item, "VPCId"),
    rawText(rawObject(item, "VpcConfig"), "VpcId"),
    rawText(rawObject(item, "resourcesVpcConfig"), "vpcId"),
    ...rawObjects(item, "Attachments").map((each) => rawText(each, "VpcId")),
    ...rawObjects(item, "Instances").map((each) => rawText(each, "VpcId")),
  ].filter((each) => each !== null);
  return own.length === 0 || own.includes(vpc);
}
