// Feeds damaged answers to the packet code: `npm run bench:fuzz`, or
// node bench/fuzz/main.mjs [--answers N] [--seed N]
import { parseArgs } from "node:util";
import dnsPacket from "dns-packet";
import { classifyAnswer } from "../../packages/core/dist/observation/classify-answer.js";
import { queryId } from "../../packages/egress6/dist/adapter/dns/wire/question.js";
import { readResponse } from "../../packages/egress6/dist/adapter/dns/wire/read-response.js";
import { seededRandom } from "../../test/support/seeded-random.mjs";
import { forgeAgainstSockets } from "./forge.mjs";
import { isForgery } from "./is-forgery.mjs";
import { mutate, trueAnswers } from "./mutate.mjs";

const { values } = parseArgs({
  options: {
    answers: { type: "string", default: "2000000" },
    names: { type: "string", default: "2000" },
    seed: { type: "string", default: "6" },
  },
});
const count = Number(values.answers);
const random = seededRandom(Number(values.seed));
const SLOW_MS = 100;

checkTheJudge();
const bases = trueAnswers();
const pick = () => bases[Math.floor(random() * bases.length)];
const seen = {};
const faults = { crashes: 0, slow: 0, forgeries: 0 };
const examples = [];
let slowestMs = 0;

console.log(`damaging ${count.toLocaleString("en-US")} answers (seed ${values.seed})`);
const startedAt = performance.now();
for (let index = 0; index < count; index++) {
  const { name, type, packet } = pick();
  const damaged = mutate(packet, pick().packet, random);
  const before = performance.now();
  let reading;
  try {
    reading = read(damaged, name, type);
  } catch (error) {
    faults.crashes += 1;
    examples.push(`crash: ${error} on ${damaged.toString("hex")}`);
    continue;
  }
  const ms = performance.now() - before;
  slowestMs = Math.max(slowestMs, ms);
  if (ms > SLOW_MS) faults.slow += 1;
  seen[reading.kind] = (seen[reading.kind] ?? 0) + 1;
  if (reading.kind === "answer" && isForgery(damaged, { id: 0x1234, name, type }, reading)) {
    faults.forgeries += 1;
    examples.push(`forgery: ${JSON.stringify(reading)} from ${damaged.toString("hex")}`);
  }
}
const seconds = (performance.now() - startedAt) / 1000;

console.log(`done in ${seconds.toFixed(1)} s; slowest answer ${slowestMs.toFixed(2)} ms; read as:`);
for (const [kind, times] of Object.entries(seen).sort((one, other) => other[1] - one[1])) {
  console.log(`  ${kind.padEnd(16)} ${times.toLocaleString("en-US").padStart(9)}`);
}

const attack = await forgeAgainstSockets(Number(values.names), random);
console.log(
  `sent ${attack.forged.toLocaleString("en-US")} forged packets to the sockets of an observation of ` +
    `${attack.names.toLocaleString("en-US")} names: ${attack.accepted} accepted, ` +
    `${attack.wrong} wrong outcomes`,
);

for (const example of examples.slice(0, 5)) console.log(example);
const isClean =
  faults.crashes + faults.slow + faults.forgeries + attack.accepted + attack.wrong === 0;
console.log(
  `crashes ${faults.crashes}, hangs (over ${SLOW_MS} ms) ${faults.slow}, ` +
    `accepted forgeries ${faults.forgeries + attack.accepted}: ${isClean ? "PASS" : "FAIL"}`,
);
process.exitCode = isClean ? 0 : 1;

/** As the scanner reads a packet for the query 0x1234. */
function read(packet, name, type) {
  if (queryId(packet) !== 0x1234) return { kind: "other id" };
  const response = readResponse(packet, name, type);
  return typeof response === "string" ? { kind: response } : classifyAnswer(response, name, type);
}

/** A judge that finds no forgery in a known one proves nothing. */
function checkTheJudge() {
  const asked = { id: 0x1234, name: "a.test", type: "A" };
  const forged = (id, question, owner) =>
    dnsPacket.encode({
      type: "response",
      id,
      questions: [{ name: question, type: "A" }],
      answers: [{ type: "A", name: owner, data: "52.94.5.1" }],
    });
  const isCaught = (...parts) => isForgery(forged(...parts), asked, { addresses: ["52.94.5.1"] });
  const isSound =
    !isCaught(0x1234, "a.test", "a.test") &&
    isCaught(0x1235, "a.test", "a.test") &&
    isCaught(0x1234, "b.test", "a.test") &&
    isCaught(0x1234, "a.test", "b.test");
  if (!isSound) throw new Error("the judge of forgeries is wrong");
}
