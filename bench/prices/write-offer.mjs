// Writes an offer file in the shape and size of AmazonEC2 in eu-west-1: 441 MB, some 108,000 products.
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

/** Prices that the import must find, and where they hide: in the middle of a hundred thousand others. */
const WANTED = [
  [
    "NATHOUR",
    "NAT Gateway",
    { usagetype: "EU-NatGateway-Hours", operation: "NatGateway", group: "NGW:NatGateway" },
    "Hrs",
    "0.0480000000",
  ],
  [
    "NATBYTES",
    "NAT Gateway",
    { usagetype: "EU-NatGateway-Bytes", operation: "NatGateway", group: "NGW:NatGateway" },
    "GB",
    "0.0480000000",
  ],
  [
    "RNATHOUR",
    "NAT Gateway",
    {
      usagetype: "EU-RegionalNatGateway-Hours",
      operation: "RegionalNatGateway",
      group: "NGW:NatGateway",
    },
    "Hrs",
    "0.0490000000",
  ],
  [
    "RNATBYTES",
    "NAT Gateway",
    {
      usagetype: "EU-RegionalNatGateway-Bytes",
      operation: "RegionalNatGateway",
      group: "NGW:NatGateway",
    },
    "GB",
    "0.0480000000",
  ],
  [
    "NATGBPS",
    "NAT Gateway",
    { usagetype: "EU-NatGateway-Prvd-Gbps", operation: "NatGateway", group: "NGW:NatGateway" },
    "Gbps-hrs",
    "1.1640000000",
  ],
];

const COMMON = {
  servicecode: "AmazonEC2",
  location: "EU (Ireland)",
  locationType: "AWS Region",
  currentGeneration: "Yes",
  physicalProcessor: "AWS Graviton4 Processor",
  processorArchitecture: "64-bit",
  storage: "EBS only",
  networkPerformance: "Up to 30 Gigabit",
  dedicatedEbsThroughput: "Up to 20000 Mbps",
  enhancedNetworkingSupported: "Yes",
  gpuMemory: "NA",
  intelAvxAvailable: "No",
  intelAvx2Available: "No",
  intelTurboAvailable: "No",
  normalizationSizeFactor: "32",
  vpcnetworkingsupport: "true",
  classicnetworkingsupport: "false",
  regionCode: "eu-west-1",
  servicename: "Amazon Elastic Compute Cloud",
};

const SYSTEMS = [
  "Linux",
  "Windows",
  "RHEL",
  "SUSE",
  "Red Hat Enterprise Linux with HA",
  "Ubuntu Pro",
];
const TENANCIES = ["Shared", "Dedicated", "Host"];

function product(sku, index) {
  const instanceType = `m${index % 9}gd.${(index % 48) + 1}xlarge`;
  return {
    sku,
    productFamily: "Compute Instance",
    attributes: {
      ...COMMON,
      instanceType,
      vcpu: String((index % 192) + 1),
      memory: `${(index % 768) + 1} GiB`,
      instanceFamily: "General purpose",
      tenancy: TENANCIES[index % 3],
      operatingSystem: SYSTEMS[index % 6],
      licenseModel: "No License required",
      capacitystatus: index % 2 === 0 ? "Used" : "UnusedCapacityReservation",
      preInstalledSw: index % 5 === 0 ? "SQL Web" : "NA",
      usagetype: `EU-${index % 2 === 0 ? "BoxUsage" : "UnusedBox"}:${instanceType}`,
      operation: `RunInstances:${(index % 4096).toString(16).padStart(4, "0")}`,
      availabilityzone: "NA",
      instancesku: sku.split("").reverse().join(""),
    },
  };
}

const usdOf = (index) => (0.01 + (index % 90_000) / 10_000).toFixed(10);

function term(sku, code, unit, usd, description, attributes = {}) {
  return {
    [`${sku}.${code}`]: {
      offerTermCode: code,
      sku,
      effectiveDate: "2026-09-01T00:00:00Z",
      priceDimensions: {
        [`${sku}.${code}.6YS6EN2CT7`]: {
          rateCode: `${sku}.${code}.6YS6EN2CT7`,
          description,
          beginRange: "0",
          endRange: "Inf",
          unit,
          pricePerUnit: { USD: usd },
          appliesTo: [],
        },
      },
      termAttributes: attributes,
    },
  };
}

const RESERVED = [
  ["4NA7Y494T4", "1yr", "No Upfront"],
  ["BPH4J8HBKS", "3yr", "No Upfront"],
  ["HU7G6KETJZ", "1yr", "Partial Upfront"],
  ["38NPMPTW36", "3yr", "Partial Upfront"],
];

/**
 * @param path of the file
 * @param products how many; 108,000 of them make 441 MB
 * @returns its size in bytes
 */
export async function writeOffer(path, products) {
  const out = createWriteStream(path, { highWaterMark: 1 << 20 });
  let size = 0;
  let pending = "";
  const write = async (text, isLast = false) => {
    pending += text;
    if (pending.length < 1 << 20 && !isLast) return;
    size += pending.length;
    if (!out.write(pending)) await once(out, "drain");
    pending = "";
  };
  const skuOf = (index) => index.toString(36).toUpperCase().padStart(16, "X");
  const wantedAt = (index) => {
    const step = Math.floor(products / (WANTED.length + 1));
    return index % step === 0 ? WANTED[index / step - 1] : undefined;
  };
  await write(
    `{\n  "formatVersion" : "v1.0",\n  "disclaimer" : "This pricing list is for informational purposes only.",\n  "offerCode" : "AmazonEC2",\n  "version" : "20260925174521",\n  "publicationDate" : "2026-09-25T17:45:21Z",\n  "products" : {`,
  );
  const member = (name, value, isFirst) =>
    `${isFirst ? "" : ","}\n    "${name}" : ${JSON.stringify(value, null, 2)}`;
  for (let index = 0; index < products; index++) {
    const wanted = wantedAt(index);
    await write(member(skuOf(index), product(skuOf(index), index), index === 0));
    if (wanted === undefined) continue;
    const [sku, productFamily, attributes] = wanted;
    await write(
      member(sku, { sku, productFamily, attributes: { ...COMMON, ...attributes } }, false),
    );
  }
  await write(`\n  },\n  "terms" : {\n    "OnDemand" : {`);
  for (let index = 0; index < products; index++) {
    const sku = skuOf(index);
    await write(
      member(
        sku,
        term(
          sku,
          "JRTCKXETXF",
          "Hrs",
          usdOf(index),
          `$${usdOf(index)} per On Demand instance hour`,
        ),
        index === 0,
      ),
    );
    const wanted = wantedAt(index);
    if (wanted === undefined) continue;
    const [name, , , unit, usd] = wanted;
    await write(member(name, term(name, "JRTCKXETXF", unit, usd, `$${usd} per ${unit}`), false));
  }
  await write(`\n    },\n    "Reserved" : {`);
  for (let index = 0; index < products; index += 2) {
    const sku = skuOf(index);
    const terms = Object.assign(
      {},
      ...RESERVED.map(([code, lease, option]) =>
        term(sku, code, "Hrs", usdOf(index), "reserved", {
          LeaseContractLength: lease,
          OfferingClass: "standard",
          PurchaseOption: option,
        }),
      ),
    );
    await write(member(sku, terms, index === 0));
  }
  await write(`\n    }\n  },\n  "attributesList" : { }\n}\n`, true);
  out.end();
  await finished(out);
  return size;
}
