// What the plugin costs: npm run bench:plugin -- [--rounds 200] [--calls 40]
//
// 1. Warm requests of a real STS client, bare and wrapped in turns. Nothing is sent: the request handler
//    answers at once, everything before it (serialize, sign) is the SDK's own.
// 2. The plugin's own work for the same request, alone.
// 3. The first call when no DNS server answers.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ipv6, nodeLookUp } from "@egress6/aws-sdk";
import { median } from "../median.mjs";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "200" },
    calls: { type: "string", default: "40" },
  },
});
const rounds = Number(values.rounds);
const calls = Number(values.calls);
const AIM_US = 5;
const LOOK_UP_TIMEOUT_MS = 300;
const TIMER_SPREAD_MS = 20;
const SEED = { "sts.eu-central-1.amazonaws.com": "no", "sts.eu-central-1.api.aws": "yes" };
const PARAMETERS = {
  Region: "eu-central-1",
  UseDualStack: false,
  UseFIPS: false,
  UseGlobalEndpoint: false,
};
const RULES = newClient().config.endpointProvider;
const known = (name) =>
  Promise.resolve({ outcome: SEED[name] === "yes" ? "answer" : "nodata", ttlSeconds: 3600 });

const [bare, wrapped] = await inTurns([
  microsecondsPerCall(newClient()),
  microsecondsPerCall(ipv6(newClient(), { resolver: known, seed: SEED })),
]);
const [rules, withPlugin] = await inTurns([rulesAlone, pluginAlone()], calls * 20);
const own = withPlugin.map((microseconds, round) => microseconds - rules[round]);
const { first, second, timer } = await firstCallsWithoutDns();

print(
  `CPU time of a warm request that is not sent (medians of ${rounds} rounds of ${calls}, least and most)`,
);
print(`  bare client             ${inMicroseconds(bare)}`);
print(`  wrapped client          ${inMicroseconds(wrapped)}`);
print(`  the plugin's own work   ${inMicroseconds(own)}, to be at most ${AIM_US} µs`);
print(`A first call when no DNS server answers, with a time-out of ${LOOK_UP_TIMEOUT_MS} ms`);
print(`  first call waits ${first.toFixed(0)} ms, a timer of that length ${timer.toFixed(0)} ms`);
print(`  second call waits ${second.toFixed(1)} ms`);
const isMet = median(own) <= AIM_US && first <= timer + TIMER_SPREAD_MS && second < TIMER_SPREAD_MS;
if (!isMet) print("The aims are not met.");
process.exitCode = isMet ? 0 : 1;

/** Everything but the network: the answer is there at once. */
function newClient() {
  const answer = { statusCode: 200, headers: { "content-type": "text/xml" } };
  const text = "<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>";
  const handle = async () => ({
    response: { ...answer, body: Readable.from([Buffer.from(text)]) },
  });
  return new STSClient({
    region: "eu-central-1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
    requestHandler: { handle, metadata: { handlerProtocol: "http/1.1" } },
  });
}

function microsecondsPerCall(client) {
  return () => client.send(new GetCallerIdentityCommand({}));
}

function rulesAlone() {
  RULES(PARAMETERS, {});
}

/** The plugin's two parts, in the order the SDK calls them, with nothing of the SDK in between. */
function pluginAlone() {
  let middleware;
  const middlewareStack = {
    addRelativeTo: (given) => {
      middleware = given;
    },
    clone: () => ({ remove: () => true }),
  };
  const { config } = ipv6(
    { config: { endpointProvider: RULES }, middlewareStack },
    { resolver: known, seed: SEED },
  );
  const end = async () => ({});
  return () => {
    const context = { endpointV2: config.endpointProvider(PARAMETERS, {}) };
    const hostname = "sts.eu-central-1.amazonaws.com";
    return middleware(
      end,
      context,
    )({ request: { hostname, headers: { host: hostname }, body: "" } });
  };
}

/** Microseconds of this process's CPU time per call in each round, for each of the contestants. */
async function inTurns(contestants, times = calls) {
  const measured = contestants.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [index, call] of contestants.entries()) {
      const before = process.cpuUsage();
      for (let count = 0; count < times; count++) await call();
      const { user, system } = process.cpuUsage(before);
      // The first round warms up.
      if (round >= 0) measured[index].push((user + system) / times);
    }
  }
  return measured;
}

/** How long the first and the second call wait, and a timer beside the first, in milliseconds. */
async function firstCallsWithoutDns() {
  const deaf = createSocket("udp4").bind(0, "127.0.0.1");
  await once(deaf, "listening");
  const waited = [];
  const client = ipv6(newClient(), {
    resolver: nodeLookUp([`127.0.0.1:${deaf.address().port}`]),
    lookUpTimeoutMs: LOOK_UP_TIMEOUT_MS,
    onChoice: ({ waitedMs }) => waited.push(waitedMs),
  });
  const startedAt = performance.now();
  const [timer] = await Promise.all([
    setTimeout(LOOK_UP_TIMEOUT_MS).then(() => performance.now() - startedAt),
    client.send(new GetCallerIdentityCommand({})),
  ]);
  await client.send(new GetCallerIdentityCommand({}));
  deaf.close();
  const [first, second] = waited;
  return { first, second, timer };
}

function inMicroseconds(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(1)} µs (${least.toFixed(1)} to ${most.toFixed(1)})`;
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
