import { reasonOf } from "@egress6/core/errors";
import { z } from "zod";
import { type CliSource, invalidCliSource } from "./cli-source.js";
import { readPythonDict } from "./read-python-dict.js";
import type { PartitionsInfo } from "./rule-engine.js";

interface CliEndpointJson {
  readonly hostname: string;
  /** When it is not the region of the call. */
  readonly signingRegion?: string;
}

/** The content of `data/cli-v1-endpoints.json`. */
export interface CliEndpointsJson {
  readonly source: string;
  readonly version: string;
  /** By CLI name, then by region. */
  readonly services: Readonly<Record<string, Readonly<Record<string, CliEndpointJson>>>>;
}

/** AWS CLI 1.46.2 had 75 pairs of service and region; far fewer are a list that was not understood. */
export const CLI_ENDPOINTS_FLOOR = 60;

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const hosts = z.record(id, z.record(id, z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)));
const partitionsByRegion = z.record(id, id);

/** Health alone is signed for another region than that of the call: so says the code, not the data. */
const SIGNED_ELSEWHERE = "health";
const SIGNING_REGIONS = { "aws-cn": "cn-northwest-1", other: "us-east-1" };

/** What the code around the list does with it, blanks apart. */
const EXPECTED = [
  "endpoints = SSL_COMMON_NAMES.get(service)",
  "if endpoints is not None and parsed_globals.endpoint_url is None:",
  "endpoint_url = endpoints.get(region)",
  'parsed_globals.endpoint_url = f"https://{endpoint_url}" if service == "health": _override_health_region(',
  'if partition == "aws-cn": parsed_globals.region = "cn-northwest-1" else: parsed_globals.region = "us-east-1"',
];

/**
 * Reads the endpoints that AWS CLI v1 calls whatever is configured.
 * @throws Egress6Error CATALOG_SOURCE_INVALID when the file is not as it was when this was written
 */
export function buildCliEndpoints(cli: CliSource, partitions: PartitionsInfo): CliEndpointsJson {
  const { path, version, endpointOverrides } = cli;
  const code = endpointOverrides.replace(/\s+/g, " ");
  const missing = EXPECTED.find((statement) => !code.includes(statement));
  if (missing !== undefined) throw invalidCliSource(path, `does not have \`${missing}\``);
  const assigned = code.match(/parsed_globals\.\w+ = /g)?.length;
  if (assigned !== 3) throw invalidCliSource(path, `sets ${assigned} options, not 3`);
  const { list, partitionOf } = readLiterals(cli);
  const pairs = Object.values(list).flatMap((regions) => Object.keys(regions)).length;
  if (pairs < CLI_ENDPOINTS_FLOOR) {
    const problem = `lists ${pairs} endpoints; at least ${CLI_ENDPOINTS_FLOOR} are expected`;
    throw invalidCliSource(path, problem);
  }
  const signingRegion = (region: string) => {
    const partition = partitionOf[region] ?? partitionByRegion(partitions, region);
    if (partition === undefined) throw invalidCliSource(path, `has an unknown region, ${region}`);
    return partition === "aws-cn" ? SIGNING_REGIONS["aws-cn"] : SIGNING_REGIONS.other;
  };
  const entry = (service: string, region: string, hostname: string): CliEndpointJson => {
    const signed = service === SIGNED_ELSEWHERE ? signingRegion(region) : region;
    return { hostname, ...(signed === region ? {} : { signingRegion: signed }) };
  };
  return {
    source: `https://github.com/aws/aws-cli/blob/${version}/awscli/customizations/overridesslcommonname.py`,
    version,
    services: mapSorted(list, (regions, service) =>
      mapSorted(regions, (hostname, region) => entry(service, region, hostname)),
    ),
  };
}

function readLiterals({ path, endpointOverrides }: CliSource) {
  try {
    return {
      list: hosts.parse(readPythonDict(endpointOverrides, "SSL_COMMON_NAMES")),
      partitionOf: partitionsByRegion.parse(
        readPythonDict(endpointOverrides, "REGION_TO_PARTITION_OVERRIDE"),
      ),
    };
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : reasonOf(cause);
    throw invalidCliSource(path, `is not as expected: ${reason}`, cause);
  }
}

function partitionByRegion({ partitions }: PartitionsInfo, region: string): string | undefined {
  return partitions.find(({ regions }) => Object.hasOwn(regions, region))?.id;
}

function mapSorted<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => U,
): Record<string, U> {
  const entries = Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, map(value, key)]));
}

/** One region per line, so that a diff shows what AWS changed. */
export function formatCliEndpoints({ source, version, services }: CliEndpointsJson): string {
  const blocks = Object.entries(services).map(([service, regions]) => {
    const lines = Object.entries(regions).map(([region, { hostname, signingRegion }]) => {
      const signed = signingRegion === undefined ? "" : `, "signingRegion": "${signingRegion}"`;
      return `      "${region}": { "hostname": "${hostname}"${signed} }`;
    });
    return `    "${service}": {\n${lines.join(",\n")}\n    }`;
  });
  return `{\n  "source": "${source}",\n  "version": "${version}",\n  "services": {\n${blocks.join(",\n")}\n  }\n}\n`;
}
