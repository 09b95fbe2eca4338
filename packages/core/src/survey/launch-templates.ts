import { type RawObject, rawObject, rawObjects } from "./raw.js";

/** The launch templates that an Auto Scaling group makes instances from: ids and versions. */
export function templatesOf(group: RawObject): readonly RawObject[] {
  const mixed = rawObject(rawObject(group, "MixedInstancesPolicy"), "LaunchTemplate");
  return [
    rawObject(group, "LaunchTemplate"),
    rawObject(mixed, "LaunchTemplateSpecification"),
    ...rawObjects(mixed, "Overrides").map((each) => rawObject(each, "LaunchTemplateSpecification")),
  ].filter((each) => Object.keys(each).length > 0);
}
