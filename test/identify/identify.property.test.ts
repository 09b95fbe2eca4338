import {
  additionalEndpoints,
  additionalEndpointsIn,
  endpointOf,
  expandCatalog,
} from "@egress6/core/endpoint/catalog";
import { fillPlaceholders } from "@egress6/core/endpoint/placeholder";
import { type Endpoint, VARIANTS } from "@egress6/core/endpoint/types";
import type { Identified } from "@egress6/core/identify/identified";
import { identify } from "@egress6/core/identify/identify";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCatalog } from "../../packages/egress6/src/adapter/botocore/load-catalog.js";
import { loadIdentifyNames } from "../../packages/egress6/src/adapter/fact-files/identify-names.js";

const catalog = loadCatalog();
const names = loadIdentifyNames();
const one = (text: string): Identified => {
  const [first, ...rest] = identify(text, catalog, names);
  if (first === undefined || rest.length > 0) throw new Error(`${text} is not one entry`);
  return first;
};
const matchOf = (text: string, { service, region, scope }: Endpoint) =>
  one(text).matches.find(
    (match) =>
      match.service === service &&
      (match.region === region || scope === "partition" || match.region === null),
  );

/** Every so many, from a place that differs by variant and service. */
const everyNth = <T>(items: Iterable<T>, step: number): readonly T[] =>
  [...items].filter((_, index) => index % step === 0);

/** With examples in place of placeholders, as an account or a bucket would have them. */
const values = (template: string) => fillPlaceholders(template).toLowerCase();

describe("every name of the catalog", () => {
  const endpoints = everyNth(expandCatalog(catalog), 23).map((endpoint) => ({
    ...endpoint,
    hostname: values(endpoint.hostname),
  }));

  it("leads back to its service and region, with the names that the rules build beside it", () => {
    const wrong = endpoints.filter((endpoint) => {
      const match = matchOf(endpoint.hostname, endpoint);
      if (match?.hostname !== endpoint.hostname) return true;
      const service = catalog.services.find(({ cliName }) => cliName === endpoint.service);
      if (service === undefined || match.purpose !== null || match.region === null) return false;
      return VARIANTS.some(
        (variant) =>
          match.siblings[variant] !==
          (endpointOf(catalog, service, endpoint.region, variant)?.hostname ?? null),
      );
    });
    expect(wrong.map(({ hostname }) => hostname)).toEqual([]);
  });

  it("is found whatever stands around it", () => {
    const around = fc.record({
      endpoint: fc.constantFrom(...endpoints),
      scheme: fc.constantFrom("", "https://", "HTTP://", "https://user:pw@"),
      isUpper: fc.boolean(),
      dot: fc.constantFrom("", "."),
      port: fc.constantFrom("", ":443", ":8443"),
      path: fc.constantFrom("", "/", "/a/b?c=d#e"),
      quote: fc.constantFrom("", '"', "'", "`"),
    });
    fc.assert(
      fc.property(around, ({ endpoint, scheme, isUpper, dot, port, path, quote }) => {
        const host = isUpper ? endpoint.hostname.toUpperCase() : endpoint.hostname;
        const text = `${quote}${scheme}${host}${dot}${port}${path}${quote}`;
        expect(one(text).matches).toEqual(one(endpoint.hostname).matches);
      }),
      { numRuns: 300 },
    );
  });
});

describe("every additional name", () => {
  const endpoints = everyNth(additionalEndpoints(catalog), 7);

  it("leads back, and hands its own values to its siblings", () => {
    const wrong = endpoints.filter((endpoint) => {
      const hostname = values(endpoint.hostname);
      const match = matchOf(hostname, endpoint);
      if (match?.hostname !== hostname) return true;
      const service = catalog.services.find(({ cliName }) => cliName === endpoint.service);
      if (service === undefined || match.region === null || match.purpose === null) return false;
      return additionalEndpointsIn(catalog, service, match.region)
        .filter(({ purpose, variant }) => purpose === match.purpose && variant !== match.variant)
        .some(({ variant, hostname: template }) => match.siblings[variant] !== values(template));
    });
    expect(wrong.map(({ hostname }) => hostname)).toEqual([]);
  });

  it("of a bucket takes any name that buckets may have, also one like a region's", () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])$/);
    const bucket = fc.oneof(
      fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join(".")),
      fc.constantFrom("eu-west-1", "my-bucket-1", "logs", "us-east-1.logs"),
    );
    fc.assert(
      fc.property(bucket, (name) => {
        expect(one(`${name}.s3.eu-central-1.amazonaws.com`).matches[0]).toMatchObject({
          service: "s3",
          region: "eu-central-1",
          siblings: { dualstack: `${name}.s3.dualstack.eu-central-1.amazonaws.com` },
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe("whatever is pasted", () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom(
      ...'s3|sqs|eu-west-1|fips|https://|logs.eu-west-1.amazonaws.com|arn:aws:|::|[|]|:443|/|.|,|;|\n|=|AWS_|aws_|"|(|com.amazonaws.|@aws-sdk/client-|64:ff9b::1|*|eu-*|{region}|__proto__|constructor|🙂|\u0000|\u2028|\ud800|%00'.split(
        "|",
      ),
    ),
  );

  it("has an entry for each line that is not blank, and never throws", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        const entries = identify(text, catalog, names);
        const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).filter((line) => line.trim() !== "");
        expect(entries.length).toBeGreaterThanOrEqual(
          lines.filter((line) => !/[,;\s"'`]/.test(line)).length,
        );
        for (const { kind, matches, input } of entries) {
          if (kind === "unknown" || kind === "host") expect(matches).toEqual([]);
          expect(input).not.toBe("");
        }
      }),
      { numRuns: 300 },
    );
  });

  it("of one line changes nothing for the others", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (noise) => {
        const line = noise.replace(/[\n\r\u2028\u2029]/g, " ");
        const entries = identify(`s3 eu-west-1\n${line}\nsqs`, catalog, names);
        expect(entries[0]?.matches).toMatchObject([{ service: "s3", region: "eu-west-1" }]);
        expect(entries.at(-1)?.matches).toMatchObject([{ service: "sqs", region: null }]);
      }),
      { numRuns: 200 },
    );
  });
});
