import { QueryCommand, TimestreamQueryClient } from "@aws-sdk/client-timestream-query";
import { type Ipv6Options, ipv6 } from "@egress6/aws-sdk";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BOTH, fresh, type LocalAws, startLocalAws, V4 } from "./local-aws.js";

const DEFAULT = "query.timestream.eu-central-1.amazonaws.com";
const DUALSTACK = "timestream-query.eu-central-1.api.aws";
const CELL = "query-cell3.timestream.eu-central-1.amazonaws.com";

let local: LocalAws;
beforeAll(async () => {
  local = await startLocalAws();
});
afterAll(() => local.close());
beforeEach(() => {
  local.reset();
  local.aws.handOut(CELL);
});

/** One query of a new client, in a world where only the dual-stack name of the entry has IPv6. */
async function query(useDualstackEndpoint: boolean, ofCell: typeof V4, preference: Ipv6Options) {
  local.setRecords({ [DEFAULT]: V4, [DUALSTACK]: BOTH, [CELL]: ofCell });
  const { options, choices, lookedUp } = fresh(local, preference);
  const client = new TimestreamQueryClient({ ...local.config(), useDualstackEndpoint });
  const error = await ipv6(client, options)
    .send(new QueryCommand({ QueryString: "SELECT 1" }))
    .then(
      () => null,
      (fault: unknown) => fault,
    );
  return { error, choices, lookedUp };
}

const calls = () =>
  local.aws.arrived.map(({ host, family, scope }) => `${host} ${family} ${scope}`);
const asked = `${DUALSTACK} ipv6 timestream/eu-central-1`;

describe.each([false, true])("a host that is handed out, with the switch %s", (isSwitched) => {
  test("is called over IPv6 where it has AAAA, and the question for it goes by the rules", async () => {
    const { error, choices, lookedUp } = await query(isSwitched, BOTH, { ipv6: "require" });
    expect(error).toBeNull();
    expect(calls()).toEqual([asked, `${CELL} ipv6 timestream/eu-central-1`]);
    expect(choices.map(({ reason }) => reason)).toEqual(["has-ipv6", "has-ipv6"]);
    expect(lookedUp).toContain(CELL);
  });

  test("is not called by who requires IPv6 where it has none", async () => {
    const { error, lookedUp } = await query(isSwitched, V4, { ipv6: "require" });
    expect(error).toMatchObject({ code: "IPV6_REQUIRED" });
    expect(String(error)).toContain(`${CELL}: nodata`);
    expect(calls()).toEqual([asked]);
    expect(lookedUp).toContain(CELL);
  });
});

test("whoever only prefers IPv6 goes there all the same: there is no second name for it", async () => {
  const { error, choices } = await query(false, V4, {});
  expect(error).toBeNull();
  expect(calls()).toEqual([asked, `${CELL} ipv4 timestream/eu-central-1`]);
  expect(choices.map(({ reason }) => reason)).toEqual(["has-ipv6", "only-name"]);
});
