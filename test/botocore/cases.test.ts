import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { faultsOf, hostOf, PLUGIN_CASES, recordsOf, STS_NAMES } from "../plugin-cases.js";
import { BOTOCORES, whyNoBotocore } from "./botocores.js";
import { type PythonHost, startPythonHost } from "./python-host.js";

const why = whyNoBotocore();
const skipped = why === null ? "" : ` (skipped: ${why})`;

describe.skipIf(why !== null)(`what botocore's plugin chooses${skipped}`, () => {
  let host: PythonHost;
  beforeAll(async () => {
    host = await startPythonHost("dual-stack");
  });
  afterAll(() => host.close());
  beforeEach(() => host.reset());

  describe.each(BOTOCORES)("botocore of %s", (botocore) => {
    test.each(PLUGIN_CASES.map((each) => [each.title, each] as const))(
      "when %s",
      async (_title, each) => {
        host.dns.setRecords(recordsOf(each));
        host.dns.setFaults(faultsOf(each));
        const { service, operation, scope } = STS_NAMES;
        const { endpoint, lookUpTimeoutMs = 2000, dualStackSwitch = false } = each;
        const answer = await host.call(botocore, {
          service,
          operation,
          lookUpTimeoutMs,
          ...(endpoint === undefined ? {} : { endpoint: `https://${endpoint}` }),
          config: { use_dualstack_endpoint: dualStackSwitch },
        });
        const hostname = hostOf(each);
        expect(answer).toMatchObject({
          account: "123456789012",
          choices: [{ hostname, reason: each.reason }],
        });
        expect(host.aws.arrived).toMatchObject([{ host: hostname, scope }]);
      },
    );
  });
});
