import type { TestSpecification } from "vitest/node";
import { BaseSequencer } from "vitest/node";

/**
 * What takes longest, longest first, as `npm run bench:tests` lists it: mostly waiting, for time-outs, processes, a
 * browser. Begun late, each would run on alone while the other workers have nothing left. What computes and what waits
 * take turns. A file that is missing here only comes later than it could.
 */
const LONGEST = [
  "test/publish/release.test.ts",
  "test/hosting/publish-site.test.ts",
  "test/web/serve.test.ts",
  "test/dns/truth-under-faults.test.ts",
  "test/web/accessibility.test.ts",
  "test/config/real-clients.test.ts",
  "test/doctor/witnesses.test.ts",
  "test/packages.test.ts",
  "test/doctor/doctor.test.ts",
  "test/settings/configured-endpoints.test.ts",
  "test/web/site-build.test.ts",
  "test/catalog/newer-rules.test.ts",
  "test/settings/config-dialects.test.ts",
  "test/web/page.test.ts",
  "test/dns/witness.test.ts",
  "test/readme.test.ts",
  "test/settings/cli-v1-endpoints.test.ts",
  "test/dns/resolvers.test.ts",
  "test/cli/outputs.test.ts",
  "test/scan/scan-command.test.ts",
  "test/catalog/rebuild.test.ts",
  "test/catalog/batch-command.test.ts",
  "test/botocore/every-service.test.ts",
  "test/web/planner.test.ts",
  "test/library.test.ts",
  "test/dns/asking-again.test.ts",
  "test/guides.test.ts",
  "test/report/export-command.test.ts",
  "test/store/damage.test.ts",
  "test/prices/query-api.test.ts",
  "test/scan/lying-resolvers.test.ts",
  "test/web/server-limits.test.ts",
  "test/cli/hard-times.test.ts",
  "test/aws-sdk/hosts.test.ts",
  "test/cli/evidence.test.ts",
  "test/dns/real-liars.test.ts",
  "test/store/kill.test.ts",
  "test/egress/plan.test.ts",
  "test/botocore/command-line.test.ts",
  "test/egress/written-networks.property.test.ts",
  "test/aws-sdk/requests.test.ts",
  "test/web/evidence.test.ts",
  "test/botocore/networks.test.ts",
  "test/botocore/fall-back.test.ts",
  "test/flows/flow-counting.test.ts",
];

/** The order of test files: the longest, then the others as vitest has them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.findIndex((path) => moduleId.endsWith(`/${path}`));
      return index < 0 ? LONGEST.length : index;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}
