import type { IndexedAnswers } from "./indexed-answers.js";
import { type RawObject, rawObject, rawObjects, rawText } from "./raw.js";

/** Ids of instances that do what a NAT gateway does, and of their interfaces. */
export function idsOfNatInstances(answers: IndexedAnswers): ReadonlySet<string> {
  const targets = new Set(
    answers
      .all("ec2:DescribeRouteTables")
      .flatMap(({ raw }) => rawObjects(raw, "Routes"))
      .filter((route) => rawText(route, "DestinationCidrBlock") === "0.0.0.0/0")
      .flatMap((route) => [rawText(route, "InstanceId"), rawText(route, "NetworkInterfaceId")])
      .filter((each) => each !== null),
  );
  if (targets.size === 0) return targets;
  const found = new Set<string>();
  /** It sends on what is not its own, and a default route leads to one of its ids. */
  const add = (raws: readonly RawObject[], ids: readonly (string | null)[]) => {
    const own = ids.filter((each) => each !== null);
    const passesOn = raws.some(({ SourceDestCheck: check }) => check === false);
    if (passesOn && own.some((each) => targets.has(each))) for (const each of own) found.add(each);
  };
  for (const { raw } of answers.all("ec2:DescribeInstances")) {
    const all = rawText(raw, "InstanceId") === null ? rawObjects(raw, "Instances") : [raw];
    for (const each of all) {
      const enis = rawObjects(each, "NetworkInterfaces");
      const ids = enis.map((eni) => rawText(eni, "NetworkInterfaceId"));
      add([each, ...enis], [rawText(each, "InstanceId"), ...ids]);
    }
  }
  for (const { raw } of answers.all("ec2:DescribeNetworkInterfaces")) {
    const instance = rawText(rawObject(raw, "Attachment"), "InstanceId");
    if (instance !== null) add([raw], [instance, rawText(raw, "NetworkInterfaceId")]);
  }
  return found;
}
