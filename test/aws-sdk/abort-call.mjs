// One call of STS, with nothing else that keeps the process alive: prints how it ended. Nothing is sent.
// Arguments: the DNS server, or `none` for a resolver that never answers; the time-out of look-ups; when the call is
// aborted, or `never`; and `seeded`, where the names are known already and looked up on the side.
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ipv6, nodeLookUp } from "@egress6/aws-sdk";

const [server, timeoutMs, abortAfterMs, seeded] = process.argv.slice(2);
const requestHandler = {
  handle: async (_request, { abortSignal }) => {
    throw Object.assign(new Error(), { name: abortSignal?.aborted ? "AbortError" : "Sent" });
  },
};
const client = new STSClient({
  region: "eu-central-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
  maxAttempts: 1,
  requestHandler,
});
const resolver = server === "none" ? () => new Promise(() => {}) : nodeLookUp([server]);
const names = { "sts.eu-central-1.amazonaws.com": "no", "sts.eu-central-1.api.aws": "yes" };
const seed = seeded === "seeded" ? names : {};
ipv6(client, { resolver, lookUpTimeoutMs: Number(timeoutMs), seed });
const controller = new AbortController();
if (abortAfterMs !== "never") setTimeout(() => controller.abort(), Number(abortAfterMs));
const { signal: abortSignal } = controller;
await client.send(new GetCallerIdentityCommand({}), { abortSignal }).catch(({ name }) => {
  process.stdout.write(name);
});
