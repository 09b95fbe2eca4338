// What an honest resolver says to the questions by which it is vetted.

const ROOT_SERVERS = {
  "a.root-servers.net": { A: ["198.41.0.4"], AAAA: ["2001:503:ba3e::2:30"] },
  "k.root-servers.net": { A: ["193.0.14.129"], AAAA: ["2001:7fd::1"] },
};

/** Addresses of the names whose addresses are known. */
export const CONTROL_RECORDS = {
  "ipv4only.arpa": { A: ["192.0.0.170", "192.0.0.171"] },
  ...ROOT_SERVERS,
};

/** Zone files of them, for real servers. */
export const CONTROL_ZONES = Object.fromEntries(
  ["ipv4only.arpa", "root-servers.net"].map((zone) => [`${zone}.`, zoneFile(zone)]),
);

/** The root as a resolver's own copy of it (RFC 8806). */
export const ROOT_ZONE = [
  ". 86400 IN SOA a.root-servers.net. nstld.test. 1 1800 900 604800 86400",
  ...Object.entries(ROOT_SERVERS).flatMap(([server, { A, AAAA }]) => [
    `. 518400 IN NS ${server}.`,
    `${server}. 518400 IN A ${A}`,
    `${server}. 518400 IN AAAA ${AAAA}`,
  ]),
  "",
].join("\n");

/** A label at which no name exists. */
const MISSING = /^egress6-[0-9a-f]{12}\./;

/** Names of AWS that exist, asked for where a resolver seems to deny or filter their zone. */
export const KNOWN_RECORDS = {
  "s3.dualstack.us-east-1.amazonaws.com": { A: ["52.216.5.1"], AAAA: ["2600:1fa0:8000::5"] },
  "ec2.us-east-1.api.aws": { A: ["52.46.5.1"], AAAA: ["2600:1f18:a::51"] },
};

/** Whether somebody who asks for it vets a resolver. */
export function isControl(name) {
  return name in KNOWN_RECORDS || controlSections(name, "A") !== null;
}

/**
 * The sections of the true answer to a control, as dns-packet takes them.
 * @returns null for all other questions
 */
export function controlSections(name, type) {
  if (name === "." || name === "") {
    const answers = Object.keys(ROOT_SERVERS).map((data) => record(".", "NS", data));
    return type === "NS" ? positive(answers) : negative(".");
  }
  if (MISSING.test(name)) return negative(name.replace(MISSING, ""), 3);
  const records = CONTROL_RECORDS[name];
  if (records === undefined) return null;
  const addresses = records[type] ?? [];
  const zone = name === "ipv4only.arpa" ? name : "root-servers.net";
  return addresses.length === 0
    ? negative(zone)
    : positive(addresses.map((data) => record(name, type, data)));
}

function positive(answers) {
  return { rcode: 0, answers, authorities: [] };
}

function negative(zone, rcode = 0) {
  const data = { mname: `ns.${zone}`, rname: `admin.${zone}`, serial: 1, minimum: 60 };
  return { rcode, answers: [], authorities: [record(zone, "SOA", data)] };
}

function record(name, type, data) {
  return { name, type, ttl: 60, data };
}

function zoneFile(zone) {
  const lines = Object.entries(CONTROL_RECORDS)
    .filter(([name]) => name.endsWith(zone))
    .flatMap(([name, { A, AAAA = [] }]) => [
      ...A.map((address) => `${name}. A ${address}`),
      ...AAAA.map((address) => `${name}. AAAA ${address}`),
    ]);
  const head = [`$ORIGIN ${zone}.`, "$TTL 60", "@ SOA ns admin 1 3600 600 86400 60", "@ NS ns"];
  return [...head, "ns A 127.0.0.1", ...lines, ""].join("\n");
}
