import { describe, expect, it } from "vitest";
import { chosenRegions } from "./region-choice.js";

const LARGE = ["us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-central-1"];
const region = (id: string, partition = "aws", isPublic = true) => ({
  id,
  name: id,
  partition,
  partitionTitle: partition,
  isPublic,
  largeRank: LARGE.includes(id) ? LARGE.indexOf(id) : null,
});
const regions = [
  region("eu-central-1"),
  region("eu-west-1"),
  region("eu-west-3"),
  region("us-east-1"),
  region("cn-north-1", "aws-cn"),
  region("us-iso-east-1", "aws-iso", false),
];
const ids = (choice: string) => chosenRegions(choice, regions)?.map(({ id }) => id) ?? null;

describe("the choice of regions", () => {
  it.each([
    ["large", ["us-east-1", "eu-west-1", "eu-central-1"]],
    ["all", ["eu-central-1", "eu-west-1", "eu-west-3", "us-east-1", "cn-north-1"]],
    ["aws-cn", ["cn-north-1"]],
    ["aws-iso", ["us-iso-east-1"]],
    ["us-east-1,eu-west-*", ["eu-west-1", "eu-west-3", "us-east-1"]],
    ["*", ids("all")],
    ["eu-west-9", null],
    ["us-east-1,", null],
    ["", null],
    ["eu.west-1*", null],
  ])("%j", (choice, expected) => {
    expect(ids(choice)).toEqual(expected);
  });

  it("of large regions is everything where there is none of them", () => {
    const china = [region("cn-north-1", "aws-cn")];
    expect(chosenRegions("large", china)).toEqual(china);
  });
});
