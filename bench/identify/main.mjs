// Identifies 10,000 lines as people paste them, and lines made to take long: time of the processor.
// npm run bench:identify -- [--rounds 5]
import { parseArgs } from "node:util";
import { expandCatalog, loadCatalog } from "../../packages/egress6/dist/index.js";
import { identify, loadIdentifyNames } from "../../packages/egress6/dist/unstable.js";
import { median } from "../median.mjs";

const LINES = 10_000;
const LIMIT_MS = 1_000;
/** Errors are ten times as long as a name, and hold several things each. */
const ERRORS_LIMIT_MS = 3_000;
const LONGEST = 65_536;
const LINE_LIMIT_MS = 50;

const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });
const rounds = Number(values.rounds);
const catalog = loadCatalog();
const names = loadIdentifyNames();

/** What one call takes, in milliseconds of the processor. */
function timeOf(text) {
  const before = process.cpuUsage();
  identify(text, catalog, names);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const hosts = [...expandCatalog(catalog)].map(({ hostname }) => hostname);
const some = (make) => Array.from({ length: LINES }, (_, index) => make(index)).join("\n");
const host = (index) => hosts[(index * 7_919) % hosts.length];
const lists = {
  "hosts, each another": some(host),
  "URLs with a path": some((index) => `https://${host(index)}/a/b?c=d`),
  "names of services": some(
    (index) => catalog.services[index % catalog.services.length].displayName,
  ),
  "words that nobody knows": some((index) => `zzq${index}`),
  ARNs: some((index) => `arn:aws:sqs:eu-west-1:210987654321:queue-${index}`),
  errors: some(
    (index) =>
      `operation error SQS: SendMessage, https response error StatusCode: 0, request send failed, Post "https://${host(index)}/": dial tcp 52.94.5.${index % 256}:443: i/o timeout`,
  ),
};
const repeated = (piece) => piece.repeat(Math.ceil(LONGEST / piece.length)).slice(0, LONGEST);
const lines = {
  "one letter": repeated("a"),
  dots: repeated("a."),
  colons: repeated(":"),
  brackets: repeated("[("),
  commas: repeated("s3,"),
  "services, in a row": repeated("s3 "),
  "hosts, in a row": repeated("logs.eu-west-1.amazonaws.com "),
  "beginnings of resource types": repeated("aws_"),
  "beginnings of messages": repeated("operation error (Service: "),
};

console.log(
  `the first call, which makes the tables: ${timeOf("s3 logs.eu-west-1.amazonaws.com").toFixed(0)} ms`,
);
let isWithin = true;
for (const [name, text] of Object.entries(lists)) {
  const ms = median(Array.from({ length: rounds }, () => timeOf(text)));
  isWithin &&= ms < (name === "errors" ? ERRORS_LIMIT_MS : LIMIT_MS);
  console.log(`${LINES.toLocaleString("en-US")} lines, ${name}`.padEnd(44), `${ms.toFixed(0)} ms`);
}
for (const [name, text] of Object.entries(lines)) {
  const ms = median(Array.from({ length: rounds }, () => timeOf(text)));
  isWithin &&= ms < LINE_LIMIT_MS;
  console.log(`a line of 64 KB, ${name}`.padEnd(44), `${ms.toFixed(1)} ms`);
}
console.log(isWithin ? "within the limits" : "MORE than the limits");
process.exitCode = isWithin ? 0 : 1;
