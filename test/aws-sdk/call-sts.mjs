// One call of STS as a program makes it, with this host's own names, routes and sockets: prints how it ended.
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ipv6 } from "@egress6/aws-sdk";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import { NodeHttp2Handler, NodeHttpHandler } from "@smithy/node-http-handler";

const choices = [];
const [how, handler] = process.argv.slice(2);
const HANDLERS = { http: NodeHttpHandler, http2: NodeHttp2Handler, fetch: FetchHttpHandler };
const requestHandler = new HANDLERS[handler]();
const client = new STSClient({ region: "eu-central-1", maxAttempts: 1, requestHandler });
if (how === "wrapped") ipv6(client, { onChoice: (choice) => choices.push(choice) });
const startedAt = performance.now();
const ended = await client.send(new GetCallerIdentityCommand({})).then(
  ({ Account }) => ({ account: Account }),
  ({ code, name }) => ({ error: code ?? name }),
);
process.stdout.write(JSON.stringify({ ...ended, ms: performance.now() - startedAt, choices }));
client.destroy();
