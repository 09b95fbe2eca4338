import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ipv6 } from "@egress6/aws-sdk";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { faultsOf, hostOf, PLUGIN_CASES, recordsOf, STS_NAMES } from "../plugin-cases.js";
import { fresh, type LocalAws, startLocalAws, V4 } from "./local-aws.js";

let local: LocalAws;
beforeAll(async () => {
  local = await startLocalAws();
});
afterAll(() => local.close());
beforeEach(() => local.reset());

const { defaultHost, dualStackHost, scope } = STS_NAMES;

test.each(PLUGIN_CASES.map((each) => [each.title, each] as const))(
  "when %s",
  async (_title, each) => {
    const { dualStackSwitch = false, endpoint, lookUpTimeoutMs = 60_000 } = each;
    local.setRecords(recordsOf(each));
    local.dns.setFaults(faultsOf(each));
    // Who connects finds what exists, whatever the plugin's resolver says.
    const reachable = [defaultHost, ...(each.records.dualStack === null ? [] : [dualStackHost])];
    if (endpoint !== undefined) reachable.push(endpoint);
    local.hosts.setRecords(Object.fromEntries(reachable.map((host) => [host, V4])));
    const { options, choices } = fresh(local, { lookUpTimeoutMs });
    const client = new STSClient({
      ...local.config(),
      useDualstackEndpoint: dualStackSwitch,
      ...(endpoint === undefined ? {} : { endpoint: `https://${endpoint}` }),
    });
    await ipv6(client, options).send(new GetCallerIdentityCommand({}));
    const hostname = hostOf(each);
    expect(choices).toMatchObject([{ hostname, reason: each.reason }]);
    expect(local.aws.arrived).toMatchObject([{ host: hostname, scope }]);
  },
);
