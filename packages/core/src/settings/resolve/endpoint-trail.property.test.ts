import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_CONFIG_FILES } from "../read/aws-config.js";
import { parseAwsIni } from "../read/parse-aws-ini.js";
import type { SettingsInput } from "../settings-input.js";
import { ENDPOINT_SOURCES, type EndpointSource } from "./endpoint-trail.js";
import { type ResolvedSettings, resolveSettings } from "./resolve-settings.js";

type Configured = Exclude<(typeof ENDPOINT_SOURCES)[number], "rules">;

/** A URL, the empty text or nothing for every source. */
type Urls = Readonly<Record<Configured, string | undefined>>;

interface Case {
  readonly urls: Urls;
  readonly isIgnored: boolean;
  /** Nothing, or another profile's URL behind a role. */
  readonly behind: string | undefined;
}

const url = fc.option(fc.constantFrom("", "http://a:1", "https://b.example/path"), {
  nil: undefined,
});
const anyCase: fc.Arbitrary<Case> = fc.record({
  urls: fc.record({
    code: url,
    "env-service": url,
    "env-global": url,
    "config-service": url,
    "config-global": url,
  }),
  isIgnored: fc.boolean(),
  behind: url,
});

function inputOf({ urls, isIgnored, behind }: Case): SettingsInput {
  const line = (key: string, value: string | undefined) =>
    value === undefined ? "" : `${key} = ${value}`;
  const text = [
    "[profile dev]",
    "region = eu-west-1",
    "services = own",
    line("endpoint_url", urls["config-global"]),
    behind === undefined ? "" : "source_profile = base",
    "[profile base]",
    "services = base",
    line("endpoint_url", behind),
    "[services own]",
    "cloudwatch_logs =",
    line("  endpoint_url", urls["config-service"]),
    "[services base]",
    "cloudwatch_logs =",
    line("  endpoint_url", behind),
  ];
  return {
    code: { endpointUrl: urls.code, profile: "dev" },
    env: {
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: urls["env-service"],
      AWS_ENDPOINT_URL: urls["env-global"],
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: isIgnored ? "true" : undefined,
    },
    files: { config: parseAwsIni(text.join("\n"), "config"), credentials: null },
    sdk: null,
  };
}

const resolve = (each: Case): ResolvedSettings => resolveSettings(inputOf(each), "CloudWatch Logs");
const usedSource = ({ trail }: ResolvedSettings) =>
  trail.filter(({ outcome }) => outcome === "used").map(({ source }) => source);

describe("the endpoint URL that counts, whatever is set where", () => {
  it("is the first in the order of SDKs that is not empty", () => {
    fc.assert(
      fc.property(anyCase, (each) => {
        const first = ENDPOINT_SOURCES.find(
          (source) =>
            source === "rules" ||
            (Boolean(each.urls[source]) && (source === "code" || !each.isIgnored)),
        );
        const settings = resolve(each);
        expect(usedSource(settings)).toEqual([first]);
        expect(settings.endpointUrl).toBe(first === "rules" ? null : each.urls[first ?? "code"]);
      }),
      { numRuns: 500 },
    );
  });

  it("never depends on the profile behind a role", () => {
    fc.assert(
      fc.property(anyCase, url, (each, behind) => {
        expect(resolve({ ...each, behind }).endpointUrl).toBe(resolve(each).endpointUrl);
      }),
    );
  });

  it("does not change when a weaker source does", () => {
    fc.assert(
      fc.property(
        anyCase,
        fc.constantFrom(...ENDPOINT_SOURCES.slice(0, 5)),
        url,
        (each, source, other) => {
          const before = resolve(each);
          const [used] = usedSource(before);
          const order: readonly EndpointSource[] = ENDPOINT_SOURCES;
          const isWeaker = order.indexOf(source) > order.indexOf(used ?? "rules");
          fc.pre(isWeaker && source !== "rules");
          const after = resolve({ ...each, urls: { ...each.urls, [source]: other } });
          expect(after.endpointUrl).toBe(before.endpointUrl);
        },
      ),
    );
  });

  it("leaves a trail of every source, in order, with its place", () => {
    fc.assert(
      fc.property(anyCase, (each) => {
        const { trail } = resolve(each);
        expect(trail.map(({ source }) => source)).toEqual(ENDPOINT_SOURCES);
        for (const { source, value, place } of trail) {
          if (source === "rules" || source === "client") continue;
          expect(value).toBe(each.urls[source] ?? null);
          if (value === null) expect(place).toBeNull();
          else if (source.startsWith("config")) expect(place).toMatch(/^config:\d+$/);
        }
      }),
    );
  });
});

describe("settings around it", () => {
  const base: SettingsInput = { code: {}, env: {}, files: NO_CONFIG_FILES, sdk: null };
  const config = (...lines: string[]) => ({
    config: parseAwsIni(lines.join("\n"), "config"),
    credentials: null,
  });

  it("a services section that is missing is a fault only for who gets as far", () => {
    const files = config(
      "[default]",
      "region = eu-west-1",
      "services = gone",
      "[services here]",
      "s3 =",
      " endpoint_url = http://a",
    );
    expect(() => resolveSettings({ ...base, files }, "S3")).toThrow(
      /config:3: .*\[services gone\], which is not in config.*Nearest: here/,
    );
    const env = { AWS_ENDPOINT_URL: "http://b" };
    expect(resolveSettings({ ...base, files, env }, "S3").endpointUrl).toBe("http://b");
    const ignoring = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" };
    expect(resolveSettings({ ...base, files, env: ignoring }, "S3").endpointUrl).toBeNull();
  });

  it.each(["localhost:4566", "ftp://a", "https://", "https://a b", "http:///x"])(
    "%j is no endpoint URL",
    (text) => {
      const env = { AWS_REGION: "eu-west-1", AWS_ENDPOINT_URL: text };
      expect(() => resolveSettings({ ...base, env }, "S3")).toThrow(
        /AWS_ENDPOINT_URL \(environment\)/,
      );
    },
  );

  it("a profile is named by the flag, then by AWS_PROFILE, then by AWS_DEFAULT_PROFILE", () => {
    const files = config(
      "[profile a]",
      "region = ra",
      "[profile b]",
      "region = rb",
      "[profile c]",
      "region = rc",
    );
    const env = { AWS_PROFILE: "b", AWS_DEFAULT_PROFILE: "c" };
    const region = (code: object, vars: object) =>
      resolveSettings({ ...base, code, env: { ...vars }, files }, "S3").region.value;
    expect(region({ profile: "a" }, env)).toBe("ra");
    expect(region({}, env)).toBe("rb");
    expect(region({}, { ...env, AWS_PROFILE: "" })).toBe("rc");
  });

  it("the old S3 switch counts for S3 alone, and before the general one", () => {
    const files = config(
      "[default]",
      "region = r",
      "use_dualstack_endpoint = false",
      "s3 =",
      "  use_dualstack_endpoint = true",
    );
    expect(resolveSettings({ ...base, files }, "S3").dualstack).toMatchObject({
      value: true,
      name: "s3.use_dualstack_endpoint",
      place: "config:5",
    });
    expect(resolveSettings({ ...base, files }, "SQS").dualstack.value).toBe(false);
  });
});
