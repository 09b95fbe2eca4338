import type { TestSpecification } from "vitest/node";
import { BaseSequencer } from "vitest/node";

/**
 * What takes longest, longest first: mostly waiting, for time-outs, processes, a browser. Begun late, each would run on
 * alone while the other workers have nothing left. A file that is missing here only comes later than it could.
 */
const LONGEST = [
  "test/publish/release.test.ts",
  "test/dns/truth-under-faults.test.ts",
  "test/web/serve.test.ts",
  "test/dns/witness.test.ts",
  "test/hosting/publish-site.test.ts",
  "test/dns/resolvers.test.ts",
  "test/web/accessibility.test.ts",
  "test/doctor/doctor.test.ts",
  "test/doctor/witnesses.test.ts",
  "test/settings/config-dialects.test.ts",
  "test/web/site-build.test.ts",
  "test/scan/scan-command.test.ts",
  "test/packages.test.ts",
  "test/settings/cli-v1-endpoints.test.ts",
  "test/settings/configured-endpoints.test.ts",
  "test/store/damage.test.ts",
  "test/web/page.test.ts",
  "test/scan/lying-resolvers.test.ts",
  "test/dns/asking-again.test.ts",
  "test/catalog/rebuild.test.ts",
  "test/cli/outputs.test.ts",
  "test/store/kill.test.ts",
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
