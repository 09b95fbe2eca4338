import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AWS_PARTITION, smallCatalog } from "../../../../../test/support/small-catalog.js";
import { observableName } from "../../endpoint/placeholder.js";
import type { NameSupport, Support } from "../../verdict/support.js";
import { UNOBSERVED } from "../../verdict/support.js";
import { CLIENT_SETTINGS, SHARED_SETTINGS } from "../write/target.js";
import { TARGETS } from "../write/targets.js";
import { chooseSettings } from "./choose-settings.js";
import {
  isMet,
  type ServiceChoice,
  type SettingPowers,
  type SettingsChoice,
} from "./settings-choice.js";

const catalog = smallCatalog(
  {
    alone: { id: "Alone", name: "Alone", names: { standard: "alone", dualstack: null } },
    dynamodb: {
      id: "DynamoDB",
      name: "Amazon DynamoDB",
      refusesOwnUrl: true,
      names: { standard: "dynamodb" },
      additional: [
        {
          for: "account-based endpoint",
          names: {
            default: "{AccountId}.ddb.{region}.{dns}",
            dualstack: "{AccountId}.ddb.{region}.{dualDns}",
            fips: null,
            "fips-dualstack": null,
          },
        },
      ],
    },
    ecr: {
      id: "ECR",
      name: "Amazon ECR",
      names: { standard: "api.ecr", dualstack: "ecr.{region}.{dualDns}" },
      additional: [
        {
          for: "private registry",
          names: {
            default: "{AccountId}.dkr.ecr.{region}.{dns}",
            dualstack: "{AccountId}.dkr-ecr.{region}.on.aws",
            fips: null,
            "fips-dualstack": null,
          },
        },
      ],
    },
    iam: {
      id: "IAM",
      name: "AWS Identity and Access Management",
      names: {
        default: "iam.{dns}",
        dualstack: "iam.global.{dualDns}",
        fips: null,
        "fips-dualstack": null,
      },
      signingRegions: {
        default: "{home}",
        dualstack: "{home}",
        fips: "{home}",
        "fips-dualstack": "{home}",
      },
    },
    logs: { id: "CloudWatch Logs", name: "Amazon CloudWatch Logs", names: { standard: "logs" } },
    same: {
      id: "Same",
      name: "Same",
      names: { standard: "same", default: "same.{region}.{dualDns}" },
    },
    sqs: { id: "SQS", name: "Amazon SQS", names: { standard: "sqs" } },
  },
  {
    aws: {
      ...AWS_PARTITION,
      regions: { "eu-central-1": "Europe (Frankfurt)", "us-east-1": "US East (N. Virginia)" },
    },
  },
);

const NAMES = ["eu-central-1", "us-east-1"].flatMap((region) => [
  `alone.${region}.amazonaws.com`,
  `dynamodb.${region}.amazonaws.com`,
  `dynamodb.${region}.api.aws`,
  `123456789012.ddb.${region}.amazonaws.com`,
  `123456789012.ddb.${region}.api.aws`,
  `api.ecr.${region}.amazonaws.com`,
  `ecr.${region}.api.aws`,
  `123456789012.dkr.ecr.${region}.amazonaws.com`,
  `123456789012.dkr-ecr.${region}.on.aws`,
  "iam.amazonaws.com",
  "iam.global.api.aws",
  `logs.${region}.amazonaws.com`,
  `logs.${region}.api.aws`,
  `same.${region}.api.aws`,
  `sqs.${region}.amazonaws.com`,
  `sqs.${region}.api.aws`,
]);

const support = fc.constantFrom<Support>("yes", "no", "unknown");
const observed = fc
  .tuple(...NAMES.map(() => fc.tuple(support, support)))
  .map(
    (all): ReadonlyMap<string, NameSupport> =>
      new Map(
        all.map(([ipv4, ipv6], index) => [
          NAMES[index] ?? "",
          { ipv4: { ...UNOBSERVED, known: ipv4 }, ipv6: { ...UNOBSERVED, known: ipv6 } },
        ]),
      ),
  );
const region = fc.constantFrom("eu-central-1", "us-east-1");
const services = fc.subarray([...catalog.services], { minLength: 1 });
const powers = fc.constantFrom(...TARGETS.map((target) => target.powers));

const question = fc.record({ catalog: fc.constant(catalog), services, region, observed, powers });
const hasAaaa = (names: ReadonlyMap<string, NameSupport>, hostname: string) =>
  names.get(observableName(hostname))?.ipv6.known === "yes";
const byName = (choice: SettingsChoice, cliName: string) =>
  choice.services.find(({ service }) => service.cliName === cliName);

function isNeverCalled(choice: ServiceChoice): boolean {
  return choice.means === "impossible" && choice.obstacle === "not-called";
}

describe("whatever was observed, for every target", () => {
  it("only names that were observed to have AAAA are chosen", () => {
    fc.assert(
      fc.property(question, (asked) => {
        for (const each of chooseSettings(asked).services) {
          if (isMet(each)) expect(hasAaaa(asked.observed, each.name.hostname)).toBe(true);
        }
      }),
    );
  });

  it("the switch for all is on only if every service called has AAAA with it, and never with a URL", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const choice = chooseSettings(asked);
        if (!choice.isSwitchOn) return;
        expect(asked.powers.dualstackSwitch).toBe("all-clients");
        for (const each of choice.services) {
          const { part, means, readiness } = each;
          if (part === "registry" || isNeverCalled(each)) continue;
          expect(means).not.toBe("url");
          expect(["ipv6", "same"]).toContain(readiness.switchEffect);
          expect(readiness.byOptIn?.ipv6).toBe("yes");
        }
      }),
    );
  });

  it("nothing is set that does nothing", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const choice = chooseSettings(asked);
        const apis = choice.services.filter((each) => each.part === "api" && !isNeverCalled(each));
        const isNeeded = apis.some(({ readiness }) => readiness.byDefault?.ipv6 !== "yes");
        if (choice.isSwitchOn) expect(isNeeded).toBe(true);
        for (const each of choice.services) {
          if (each.means === "url") expect(each.readiness.byDefault?.ipv6).not.toBe("yes");
        }
      }),
    );
  });

  it("a URL is given only where the client's region is the one to sign for", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const iam = byName(chooseSettings(asked), "iam");
        if (iam?.means === "url") expect(asked.region).toBe("us-east-1");
      }),
    );
  });

  it("every service is answered, in the order asked for, and the same way each time", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const choice = chooseSettings(asked);
        const answered = choice.services
          .filter(({ part }) => part === "api")
          .map(({ service }) => service.cliName);
        expect(answered).toEqual(asked.services.map(({ cliName }) => cliName));
        expect(chooseSettings(asked)).toEqual(choice);
      }),
    );
  });

  it("what might still turn out to work is not called impossible", () => {
    fc.assert(
      fc.property(question, (asked) => {
        for (const each of chooseSettings(asked).services) {
          if (each.means !== "impossible" || each.obstacle !== "ipv4-only") continue;
          const { byDefault, byOptIn } = each.readiness;
          expect([byDefault?.ipv6, byOptIn?.ipv6]).not.toContain("unknown");
        }
      }),
    );
  });

  it("DynamoDB's account-based name is left alone only when it was observed to have AAAA", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const choice = chooseSettings(asked);
        const dynamodb = byName(choice, "dynamodb");
        if (dynamodb?.means !== "nothing" && dynamodb?.means !== "switch") {
          expect(choice.accountNameToAvoid).toBeNull();
          return;
        }
        const suffix = dynamodb.name.variant === "dualstack" ? "api.aws" : "amazonaws.com";
        const name = `{AccountId}.ddb.${asked.region}.${suffix}`;
        expect(choice.accountNameToAvoid).toBe(hasAaaa(asked.observed, name) ? null : name);
      }),
    );
  });
});

describe("a service list", () => {
  const seen = (entries: Readonly<Record<string, Support>>): ReadonlyMap<string, NameSupport> =>
    new Map(
      Object.entries(entries).map(([name, known]) => [
        name,
        { ipv4: { ...UNOBSERVED, known: "yes" }, ipv6: { ...UNOBSERVED, known } },
      ]),
    );
  const of = (...names: readonly string[]) =>
    catalog.services.filter(({ cliName }) => names.includes(cliName));
  const means = (choice: SettingsChoice) =>
    choice.services.map((each) => [each.service.cliName, each.means]);
  const opt = seen({
    "iam.amazonaws.com": "no",
    "iam.global.api.aws": "yes",
    "logs.eu-central-1.amazonaws.com": "no",
    "logs.eu-central-1.api.aws": "yes",
    "sqs.eu-central-1.amazonaws.com": "no",
    "sqs.eu-central-1.api.aws": "no",
  });
  const ask = (names: readonly string[], powersOf: SettingPowers) =>
    chooseSettings({
      catalog,
      services: of(...names),
      region: "eu-central-1",
      observed: opt,
      powers: powersOf,
    });

  it("with dual-stack everywhere gets the one switch", () => {
    const choice = ask(["iam", "logs"], SHARED_SETTINGS);
    expect([choice.isSwitchOn, means(choice)]).toEqual([
      true,
      [
        ["iam", "switch"],
        ["logs", "switch"],
      ],
    ]);
  });

  it("with one that the switch leaves on IPv4 gets URLs, and is told who is in the way", () => {
    const choice = ask(["logs", "sqs"], SHARED_SETTINGS);
    expect(means(choice)).toEqual([
      ["logs", "url"],
      ["sqs", "impossible"],
    ]);
    expect(choice.switchBlockers.map(({ service }) => service.cliName)).toEqual(["sqs"]);
  });

  it("without the switch leaves a partition-wide service unsolved, but not in code", () => {
    expect(byName(ask(["iam", "logs", "sqs"], SHARED_SETTINGS), "iam")).toMatchObject({
      means: "impossible",
      obstacle: "signing-region",
    });
    expect(byName(ask(["iam", "logs", "sqs"], CLIENT_SETTINGS), "iam")?.means).toBe("switch");
  });

  it("that the target never calls is in nobody's way", () => {
    const tool: SettingPowers = { ...SHARED_SETTINGS, calls: ["logs"] };
    const choice = ask(["logs", "sqs"], tool);
    expect([choice.isSwitchOn, choice.switchBlockers, means(choice)]).toEqual([
      true,
      [],
      [
        ["logs", "switch"],
        ["sqs", "impossible"],
      ],
    ]);
  });

  it("that was never observed gets nothing but the names to look at", () => {
    const choice = ask(["dynamodb"], SHARED_SETTINGS);
    expect(choice.services[0]).toMatchObject({
      means: "unobserved",
      names: ["dynamodb.eu-central-1.amazonaws.com", "dynamodb.eu-central-1.api.aws"],
    });
  });
});
