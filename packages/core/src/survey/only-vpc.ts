import { type RawObject, rawObject, rawObjects, rawText } from "./raw.js";
import type { SurveyReading } from "./survey-reading.js";

/** What was read, without what says that it belongs to another VPC. */
export function onlyVpc(reading: SurveyReading, vpc: string): SurveyReading {
  return {
    ...reading,
    answers: reading.answers.map((answer) => ({
      ...answer,
      items: answer.items.filter((item) => belongsTo(item, vpc)),
    })),
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
