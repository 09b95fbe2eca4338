import { expect, test } from "vitest";
import { plannable } from "./plannable.js";

test("rows that nobody filled in are left out, and places are those of the form", () => {
  const given = {
    region: "us-east-1",
    services: [{ service: "" }, { service: "sqs", gbPerMonth: 5 }, {}, { service: "kms" }],
    hosts: [{ host: " " }],
  };
  const { document, placeInForm } = plannable(given);
  expect(document).toEqual({
    region: "us-east-1",
    services: [{ service: "sqs", gbPerMonth: 5 }, { service: "kms" }],
  });
  expect(placeInForm(["services", 1, "service"])).toEqual(["services", 3, "service"]);
  expect(placeInForm(["azs"])).toEqual(["azs"]);
});

test("a row with anything else in it is kept, so that its name is asked for", () => {
  const given = { services: [{ service: "", gbPerMonth: 5 }], hosts: [{ ipv6: "yes" }] };
  expect(plannable(given).document).toEqual(given);
});
