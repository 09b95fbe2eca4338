/** A product of an offer, and its on-demand rates: [begin, end, USD]. */
interface OfferRow {
  readonly sku: string;
  readonly usageType: string;
  readonly unit: string;
  readonly rates: readonly (readonly [begin: string, end: string, usd: string])[];
  readonly operation?: string;
  readonly productFamily?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface Offer {
  readonly code: string;
  readonly version: string;
  readonly publicationDate: string;
  readonly region: string;
  readonly rows: readonly OfferRow[];
}

const flat = (usd: string) => [["0", "Inf", usd]] as const;
const nat = { operation: "NatGateway", productFamily: "NAT Gateway" };
const regionalNat = { operation: "RegionalNatGateway", productFamily: "NAT Gateway" };
const endpoint = { operation: "VpcEndpoint", productFamily: "VpcEndpoint" };
const linux = {
  operatingSystem: "Linux",
  tenancy: "Shared",
  preInstalledSw: "NA",
  capacitystatus: "Used",
};

/** Rows as AWS had them in eu-west-1, `EU-` and not `EUW1-`, with those that are easily mistaken for them. */
export const EC2_EU_WEST_1: Offer = {
  code: "AmazonEC2",
  version: "20260925174521",
  publicationDate: "2026-09-25T17:45:21Z",
  region: "eu-west-1",
  rows: [
    {
      sku: "RNH",
      usageType: "EU-RegionalNatGateway-Hours",
      unit: "Hrs",
      rates: flat("0.0490000000"),
      ...regionalNat,
    },
    {
      sku: "NH",
      usageType: "EU-NatGateway-Hours",
      unit: "Hrs",
      rates: flat("0.0480000000"),
      ...nat,
    },
    {
      sku: "NB",
      usageType: "EU-NatGateway-Bytes",
      unit: "GB",
      rates: flat("0.0480000000"),
      ...nat,
    },
    {
      sku: "RNB",
      usageType: "EU-RegionalNatGateway-Bytes",
      unit: "GB",
      rates: flat("0.0480000000"),
      ...regionalNat,
    },
    {
      sku: "NG",
      usageType: "EU-NatGateway-Prvd-Gbps",
      unit: "Gbps-hrs",
      rates: flat("1.1640000000"),
      ...nat,
    },
    {
      sku: "NPB",
      usageType: "EU-NatGateway-Prvd-Bytes",
      unit: "GB",
      rates: flat("0.0000000000"),
      ...nat,
    },
    {
      sku: "T4",
      usageType: "EU-BoxUsage:t4g.nano",
      unit: "Hrs",
      rates: flat("0.0046000000"),
      attributes: linux,
    },
    {
      sku: "T4W",
      usageType: "EU-BoxUsage:t4g.nano",
      unit: "Hrs",
      rates: flat("0.0500000000"),
      attributes: { ...linux, operatingSystem: "SUSE" },
    },
    {
      sku: "T4D",
      usageType: "EU-DedicatedUsage:t4g.nano",
      unit: "Hrs",
      rates: flat("0.0060000000"),
      attributes: { ...linux, tenancy: "Dedicated" },
    },
    { sku: "GP3", usageType: "EU-EBS:VolumeUsage.gp3", unit: "GB-Mo", rates: flat("0.0880000000") },
  ],
};

export const VPC_US_EAST_1: Offer = {
  code: "AmazonVPC",
  version: "20260917190528",
  publicationDate: "2026-09-17T19:05:28Z",
  region: "us-east-1",
  rows: [
    {
      sku: "4GQUNXTFWVSGPUZK",
      usageType: "USE1-PublicIPv4:InUseAddress",
      unit: "Hrs",
      rates: flat("0.0050000000"),
    },
    {
      sku: "T6YDQKTMVWKNJFJ8",
      usageType: "USE1-PublicIPv4:IdleAddress",
      unit: "Hrs",
      rates: flat("0.0050000000"),
    },
    {
      sku: "EN2N5TATXE673A3B",
      usageType: "USE1-VpcEndpoint-Hours",
      unit: "Hrs",
      rates: flat("0.0100000000"),
      ...endpoint,
    },
    {
      sku: "RES",
      usageType: "USE1-VpcEndpoint-Resource-Hours",
      unit: "Hrs",
      rates: flat("0.0200000000"),
      ...endpoint,
    },
    {
      sku: "GWLB",
      usageType: "USE1-VpcEndpoint-GWLBE-Hours",
      unit: "Hrs",
      rates: flat("0.0110000000"),
      ...endpoint,
    },
    {
      sku: "GWLBB",
      usageType: "USE1-VpcEndpoint-GWLBE-Bytes",
      unit: "GB",
      rates: flat("0.0035000000"),
      ...endpoint,
    },
    {
      sku: "DQYYEZBCWSW5XS2R",
      usageType: "USE1-VpcEndpoint-Bytes",
      unit: "GB",
      rates: [
        ["5242880", "Inf", "0.0040000000"],
        ["0", "1048576", "0.0100000000"],
        ["1048576", "5242880", "0.0060000000"],
      ],
      ...endpoint,
    },
    {
      sku: "9N2FHGMMCZBKDCGH",
      usageType: "USE1-TransitGateway-Hours",
      unit: "hour",
      rates: flat("0.0500000000"),
      operation: "TransitGatewayVPC",
    },
    {
      sku: "TGWP",
      usageType: "USE1-TransitGateway-Hours",
      unit: "hour",
      rates: flat("0.0700000000"),
      operation: "TransitGatewayPeering",
    },
    {
      sku: "7W9NVPG8YS74A6WC",
      usageType: "USE1-TransitGateway-Bytes",
      unit: "GigaBytes",
      rates: flat("0.0200000000"),
      operation: "TransitGatewayVPC",
    },
  ],
};

export const TRANSFER_US_EAST_1: Offer = {
  code: "AWSDataTransfer",
  version: "20260831121448",
  publicationDate: "2026-08-31T12:14:48Z",
  region: "us-east-1",
  rows: [
    {
      sku: "OUT",
      usageType: "DataTransfer-Out-Bytes",
      unit: "GB",
      rates: [
        ["0", "10240", "0.0900000000"],
        ["10240", "Inf", "0.0850000000"],
      ],
    },
    {
      sku: "AZ1",
      usageType: "DataTransfer-Regional-Bytes",
      unit: "GB",
      rates: flat("0.0100000000"),
      operation: "InterZone-In",
    },
    {
      sku: "AZ2",
      usageType: "DataTransfer-Regional-Bytes",
      unit: "GB",
      rates: flat("0.0100000000"),
      operation: "InterZone-Out",
    },
    {
      sku: "GLOB",
      usageType: "Global-DataTransfer-Out-Bytes",
      unit: "GB",
      rates: flat("0.0000000000"),
    },
  ],
};

const TERM = "JRTCKXETXF";

/** As AWS writes `index.json`. Transfers name the region that bytes leave. */
export function offerJson({ code, version, publicationDate, region, rows }: Offer): string {
  const regionKey = code === "AWSDataTransfer" ? "fromRegionCode" : "regionCode";
  const products = rows.map(
    ({ sku, usageType, operation = "", productFamily = "", attributes }) => [
      sku,
      {
        sku,
        productFamily,
        attributes: { usagetype: usageType, operation, [regionKey]: region, ...attributes },
      },
    ],
  );
  const onDemand = rows.map(({ sku, unit, rates }) => [
    sku,
    {
      [`${sku}.${TERM}`]: {
        offerTermCode: TERM,
        sku,
        effectiveDate: "2026-08-01T00:00:00Z",
        priceDimensions: Object.fromEntries(
          rates.map(([beginRange, endRange, usd], index) => [
            `${sku}.${TERM}.${index}`,
            { unit, beginRange, endRange, pricePerUnit: { USD: usd }, appliesTo: [] },
          ]),
        ),
        termAttributes: {},
      },
    },
  ]);
  return JSON.stringify(
    {
      formatVersion: "v1.0",
      disclaimer: "…",
      offerCode: code,
      version,
      publicationDate,
      products: Object.fromEntries(products),
      terms: { OnDemand: Object.fromEntries(onDemand), Reserved: {} },
    },
    null,
    2,
  );
}

const COLUMNS = [
  "SKU",
  "OfferTermCode",
  "RateCode",
  "TermType",
  "PriceDescription",
  "EffectiveDate",
  "StartingRange",
  "EndingRange",
  "Unit",
  "PricePerUnit",
  "Currency",
  "Product Family",
  "serviceCode",
  "Location",
  "Operating System",
  "Tenancy",
  "Pre Installed S/W",
  "CapacityStatus",
  "usageType",
  "operation",
  "Region Code",
] as const;

/** As AWS writes `index.csv`: five lines, column names, a line for each rate; everything quoted. */
export function offerCsv({ code, version, publicationDate, region, rows }: Offer): string {
  const line = (values: readonly string[]) =>
    values.map((value) => `"${value.replaceAll('"', '""')}"`).join(",");
  const lines = rows.flatMap((row) => {
    const {
      operatingSystem = "",
      tenancy = "",
      preInstalledSw = "",
      capacitystatus = "",
    } = row.attributes ?? {};
    const of = (termType: string, [begin, end, usd]: OfferRow["rates"][number]) => {
      const cells: Readonly<Record<string, string>> = {
        SKU: row.sku,
        OfferTermCode: TERM,
        TermType: termType,
        PriceDescription: `$${usd}, "as is"`,
        EffectiveDate: "2026-08-01",
        StartingRange: begin,
        EndingRange: end,
        Unit: row.unit,
        PricePerUnit: usd,
        Currency: "USD",
        serviceCode: code,
        "Operating System": operatingSystem,
        Tenancy: tenancy,
        "Pre Installed S/W": preInstalledSw,
        CapacityStatus: capacitystatus,
        usageType: row.usageType,
        operation: row.operation ?? "",
        "Region Code": region,
      };
      return line(COLUMNS.map((column) => cells[column] ?? ""));
    };
    return [
      ...row.rates.map((rate) => of("OnDemand", rate)),
      of("Reserved", ["0", "Inf", "0.0010000000"]),
    ];
  });
  const head = [
    ["FormatVersion", "v1.0"],
    ["Disclaimer", "This pricing list is for informational purposes only."],
    ["Publication Date", publicationDate],
    ["Version", version],
    ["OfferCode", code],
  ];
  return `${[...head.map(line), line(COLUMNS), ...lines].join("\n")}\n`;
}
